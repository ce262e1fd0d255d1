/** From a commit's change of a file to moments: its hunks are made one after another, and one may be typed halfway. */
import { changeOfSteps, stepsOf, textAfter, type SteppedChange } from '../synthesis/instruct/steps';
import { chance, integer, pick, type Random } from '../synthesis/random';
import { editsByWord } from '../evaluation/typing';
import { applyChange, changeDelta, normalizeChange, type TextChange, type TextEdit } from '../../src/core/text';
import { dueChange, type Moment, type MomentEdit, type MomentKind } from './moment';
import { isDerivable, touchedLines } from './words';

/** A file of a commit, before and after. */
export interface ChangedFile extends Pick<Moment, 'source' | 'commit' | 'language' | 'path'> {
  readonly before: string;
  readonly after: string;
}

/** More hunks are not one thought. */
const MOST_HUNKS = 24;
/** How often a user begins at another hunk than the first. */
const STARTS_ELSEWHERE = 0.25;
/** Of hunks typed halfway, how many stop at the end of a line where they have several. */
const STOPS_AT_LINE_END = 0.5;

/** A file's hunks in the order in which they are made; null where there is nothing to replay. */
export interface Course {
  readonly file: ChangedFile;
  readonly steps: SteppedChange;
  readonly order: readonly number[];
}

export function courseOf(random: Random, file: ChangedFile): Course | null {
  if (file.before.replace(/\s+/g, '') === file.after.replace(/\s+/g, '')) return null;
  const steps = stepsOf(file.before, file.after);
  const count = steps.steps.length;
  if (count === 0 || count > MOST_HUNKS) return null;
  const indices = steps.steps.map((_, index) => index);
  const first = chance(random, STARTS_ELSEWHERE) ? integer(random, 0, count - 1) : 0;
  return { file, steps, order: [first, ...indices.filter((index) => index !== first)] };
}

/** The kinds of moment that a course has. */
export function kindsOf({ order }: Course): MomentKind[] {
  return order.length > 1 ? ['next', 'rest', 'quiet'] : ['rest', 'quiet'];
}

/** A moment of that kind at a random place of the course, or null where there is none after all. */
export function momentIn(random: Random, course: Course, kind: MomentKind): Moment | null {
  const { order } = course;
  switch (kind) {
    case 'quiet':
      return made(course, kind, order.length, null);
    case 'next':
      return order.length < 2 ? null : made(course, kind, integer(random, 1, order.length - 1), null);
    case 'rest': {
      const count = integer(random, 0, order.length - 1);
      const halfway = typedHalfway(random, course, count);
      return halfway === null ? null : made(course, kind, count, halfway);
    }
  }
}

/** A hunk that is being typed: what is there already, as a change of the text before it, and what is left, as one of the text after. */
interface Halfway {
  readonly typed: TextChange;
  readonly left: TextChange;
  /** For the moment's id. */
  readonly name: string;
}

/** The hunk that comes after `count` others, typed word by word to some point; null where it is too short for that. */
function typedHalfway(random: Random, { steps, order }: Course, count: number): Halfway | null {
  const done = new Set(order.slice(0, count));
  const text = textAfter(steps, done);
  const hunk = changeOfSteps(steps, order.slice(count, count + 1), done);
  const edits = typedAs(text, hunk);
  const at = integer(random, 0, edits.length - 1);
  const edit = edits[at];
  if (edit === undefined) return null;
  // New lines before something in the same line are typed to the end: nobody leaves half a line stuck to the next.
  const whole = text[edit.end] === '\n' || edit.end === text.length ? 0 : edit.text.lastIndexOf('\n') + 1;
  const within = stopIn(random, edit.text.slice(whole));
  const stop = within === null ? edit.text.length : whole + within;
  if (stop === edit.text.length && at === edits.length - 1) return null;
  const typed = [...edits.slice(0, at), { ...edit, text: edit.text.slice(0, stop) }];
  const shift = changeDelta(typed);
  const place = edit.end + shift;
  const later = edits.slice(at + 1).map((one) => ({ ...one, start: one.start + shift, end: one.end + shift }));
  return {
    typed,
    left: normalizeChange([{ start: place, end: place, text: edit.text.slice(stop) }, ...later]),
    name: `${String(at)}.${String(stop)}`,
  };
}

/** How a hunk is typed: new lines from the line break above them, in lines that were there word by word. */
function typedAs(text: string, hunk: TextChange): TextChange {
  const [edit, more] = hunk;
  if (edit === undefined || (more === undefined && edit.start === edit.end && edit.text.startsWith('\n'))) return hunk;
  const start = text.lastIndexOf('\n', edit.start - 1) + 1;
  const lines = touchedLines(text, hunk);
  return editsByWord(lines.before, lines.after).map((one) => ({
    ...one,
    start: one.start + start,
    end: one.end + start,
  }));
}

/** Where somebody who types the text stops: at the end of a line of it, or within a line. Null where it is too short for either. */
export function stopIn(random: Random, text: string): number | null {
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  const ends: number[] = [];
  const within: number[] = [];
  for (let at = from + 1; at < to; at += 1) {
    if (text[at] === '\n') {
      if (text[at - 1] !== '\n') ends.push(at);
    } else if (isWithinLine(text, at)) within.push(at);
  }
  const places = ends.length > 0 && (within.length === 0 || chance(random, STOPS_AT_LINE_END)) ? ends : within;
  return pick(random, places) ?? null;
}

/** Whether the line holds something on either side of the offset, which is between two characters. */
function isWithinLine(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const [left, right] = [text.slice(start, at), text.slice(at, end < 0 ? text.length : end)];
  return left.trim() !== '' && right.trim() !== '' && !/^[\uDC00-\uDFFF]/.test(right);
}

function made({ file, steps, order }: Course, kind: MomentKind, count: number, halfway: Halfway | null): Moment | null {
  const done = new Set<number>();
  const edits: MomentEdit[] = [];
  let text = file.before;
  const make = (change: TextChange): void => {
    edits.push({ ...touchedLines(text, change), change });
    text = applyChange(text, change);
  };
  for (const index of order.slice(0, count)) {
    make(changeOfSteps(steps, [index], done));
    done.add(index);
  }
  let due = order.slice(halfway === null ? count : count + 1).map((index) => changeOfSteps(steps, [index], done));
  if (halfway !== null) {
    make(halfway.typed);
    const moved = due.map((change) => pastTyped(change, halfway.typed));
    if (moved.some((change) => change === null)) return null;
    due = [halfway.left, ...moved.flatMap((change) => (change === null ? [] : [change]))];
  }
  const cursor = cursorAfter(edits.at(-1)?.change ?? []);
  // Hunks that touch may not be told apart; then what is due is not what was done.
  if (!leadsTo(text, due, textAfter(steps, new Set(order)))) return null;
  const named = { source: file.source, commit: file.commit, language: file.language, path: file.path };
  const id = `${file.source}@${file.commit.slice(0, 12)}/${file.path}#${kind}-${count}${halfway === null ? '' : `-${halfway.name}`}`;
  return { id, ...named, kind, derivable: isDerivable(text, edits, due), cursor, edits, due, base: file.before, text };
}

/** A change of the text before something was typed in one place, as one of the text after it; null where the two touch. */
function pastTyped(change: TextChange, typed: TextChange): TextChange | null {
  const [from, to, shift] = [typed[0]?.start ?? 0, typed.at(-1)?.end ?? 0, changeDelta(typed)];
  const out: TextEdit[] = [];
  for (const edit of change) {
    if (edit.end < from) out.push(edit);
    else if (edit.start > to) out.push({ ...edit, start: edit.start + shift, end: edit.end + shift });
    else return null;
  }
  return out;
}

function leadsTo(text: string, due: readonly TextChange[], wanted: string): boolean {
  const edits = due.flat().sort((one, other) => one.start - other.start);
  if (edits.some((edit, at) => edit.start < (edits[at - 1]?.end ?? 0))) return false;
  return applyChange(text, dueChange({ due })) === wanted;
}

/** Behind the last that a change wrote. */
function cursorAfter(change: TextChange): number {
  const last = change.at(-1);
  if (last === undefined) return 0;
  return change
    .slice(0, -1)
    .reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), last.start + last.text.length);
}
