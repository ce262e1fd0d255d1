/** Which element an edit added to its siblings, took from them, or replaced. */
import { mapOffset } from '../../text';
import type { Moment, PastEdit, Range } from '../types';
import { bracketsOf } from './brackets';
import { siblingsAt, sourceFor, type Element, type Siblings, type Source } from './elements';
import { nameOf, type Name } from './names';
import { pageOf, parentRow, perMoment, unitEnd, type Page } from './page';
import { stepsOf, type Step } from './steps';

export interface Joined {
  readonly what: 'added' | 'removed' | 'replaced';
  readonly kind: Siblings['kind'];
  /** The new ones, or those that went; for `replaced` the one that stands there now. */
  readonly subjects: readonly Element[];
  /** For `replaced`, what stood there. */
  readonly was: Element | null;
  /** The others, in order. */
  readonly siblings: readonly Element[];
  /** So many of them stand before the subjects. */
  readonly position: number;
  /** Where the siblings stand, of the present text. */
  readonly own: Range;
  /** Where the names mean the same, of the present text: a function, for its parameters; null for everywhere. */
  readonly scope: Range | null;
}

export const sourceOf = perMoment((moment): Source => ({
  page: pageOf(moment),
  brackets: bracketsOf(moment),
  language: moment.language,
}));

const WORD = /[\p{L}\p{N}_]/u;

/** What an edit joined; null when it added nothing to siblings and took nothing from them. */
export function joinedBy(moment: Moment, edit: PastEdit): Joined | null {
  const steps = stepsOf(edit).filter(({ added, removed }) => WORD.test(added + removed));
  const [step] = steps;
  if (step === undefined || steps.length > 2) return null;
  const written = step.written === null ? null : trimmed(moment.text, step.written);
  if (written !== null && WORD.test(step.added)) return joinedAt(moment, edit, written, step);
  if (edit !== moment.edits.at(-1) || !WORD.test(step.removed)) return null;
  return leftAt(moment, edit, trimmed(edit.before, step.gone) ?? step.gone);
}

/** A range without space and separators at its ends; null when nothing else is in it. */
function trimmed(text: string, { start, end }: Range): Range | null {
  const code = text.slice(start, end);
  const head = /^[\s,;|]*/.exec(code)?.[0].length ?? 0;
  const tail = /[\s,;|]*$/.exec(code)?.[0].length ?? 0;
  return head + tail >= code.length ? null : { start: start + head, end: end - tail };
}

function joinedAt(moment: Moment, edit: PastEdit, written: Range, step: Step): Joined | null {
  const source = sourceOf(moment);
  const all = siblingsAt(source, written.start, written.end);
  if (all === null) return null;
  const found = { ...all, elements: kin(all.elements, written) };
  const isNew = ({ nameStart, name }: Element): boolean =>
    nameStart < written.end && written.start < nameStart + name.length;
  const subjects = found.elements.filter(isNew);
  const siblings = found.elements.filter((element) => !isNew(element));
  const [first] = subjects;
  if (first === undefined || siblings.length === 0 || (found.kind === 'lines' && isStatement(source.page, first)))
    return null;
  const position = found.elements.indexOf(first);
  const whole = first.nameStart >= written.start && first.nameStart + first.name.length <= written.end;
  const base = { kind: found.kind, subjects, siblings, position, own: rangeOf(found), scope: scopeOf(moment, found) };
  if (whole && !WORD.test(step.removed)) return { ...base, what: 'added', was: null };
  // A name was typed over, or a part of it.
  if (subjects.length !== 1) return null;
  const earlier = siblingsAt(sourceFor(edit.before, moment.language), step.gone.start, step.gone.end);
  if (earlier === null) return null;
  const was = earlier.elements[position] ?? null;
  if (earlier.elements.length === found.elements.length && was !== null && was.name !== first.name)
    return { ...base, what: 'replaced', was };
  return earlier.elements.length < found.elements.length && whole ? { ...base, what: 'added', was: null } : null;
}

function leftAt(moment: Moment, edit: PastEdit, gone: Range): Joined | null {
  const found = siblingsAt(sourceFor(edit.before, moment.language), gone.start, gone.end);
  if (found === null) return null;
  const isGone = ({ nameStart, name }: Element): boolean =>
    nameStart >= gone.start && nameStart + name.length <= gone.end;
  const subjects = found.elements.filter(isGone);
  const siblings = found.elements.filter((element) => !isGone(element));
  if (subjects.length === 0 || siblings.length === 0) return null;
  const { start, end } = rangeOf(found);
  const now = { start: mapOffset(start, edit.change), end: mapOffset(end, edit.change) };
  const position = subjects[0] === undefined ? 0 : found.elements.indexOf(subjects[0]);
  return {
    what: 'removed',
    kind: found.kind,
    subjects,
    was: null,
    siblings,
    position,
    own: now,
    scope: scopeOf(moment, { ...found, headAt: mapOffset(found.headAt, edit.change) }),
  };
}

/** Lines that do something are no elements. */
const isStatement = ({ lines, index }: Page, { nameStart }: Element): boolean =>
  /^\s*(?:\} *)?(?:if|elif|else|for|while|with|try|return|raise|throw|yield|await|print|assert|del|break|continue|expect|console\.)\b/.test(
    lines[index.lineAt(nameStart)] ?? '',
  );

/** Where some begin or end with the same word as what was written (`handle_start`, `handle_stop`), only those. */
function kin(elements: readonly Element[], written: Range): readonly Element[] {
  const own = elements.find(({ nameStart }) => nameStart >= written.start && nameStart < written.end);
  const words = own === undefined ? [] : nameOf(own.name).words;
  if (words.length < 2) return elements;
  for (const at of [0, -1]) {
    const same = elements.filter(({ name }) => {
      const others = nameOf(name).words;
      return others.length > 1 && others.at(at) === words.at(at);
    });
    if (same.length >= 3 && same.length < elements.length) return same;
  }
  return elements;
}

const rangeOf = ({ elements }: Siblings): Range => ({ start: elements[0]?.start ?? 0, end: elements.at(-1)?.end ?? 0 });

const FUNCTION = /\b(?:def|function|func|fn)\b/;
const STATEMENT =
  /^(?:if|while|for|elif|switch|return|with|match|@|else|catch|except|raise|throw|print|assert)\b|[=(,]\s*\S+$/;
const MAKES = /__init__|constructor|\bnew\b|\bNew\w*|\bclass\b|\bstruct\b|\brecord\b/;

/** The function whose parameters these are, unless it makes objects; null where the names mean the same everywhere. */
function scopeOf(moment: Moment, { kind, head, headAt, elements }: Siblings): Range | null {
  const page = pageOf(moment);
  if (kind !== 'items')
    return /^\s*(?:self|this)\./.test(page.lines[page.index.lineAt(elements[0]?.start ?? 0)] ?? '')
      ? ownClass(page, page.index.lineAt(headAt))
      : null;
  if (MAKES.test(head)) return ownClass(page, page.index.lineAt(headAt));
  const after = page.text.slice(elements.at(-1)?.end ?? 0, (elements.at(-1)?.end ?? 0) + 120);
  const opensBody = /^[\s,]*\)\s*(?:->[^\n]*?|:[^\n={]*?|[\w*[\].() ]*?)\s*(?::|\{|=>)\s*$/m.test(
    after.split('\n').slice(0, 2).join('\n'),
  );
  if (!FUNCTION.test(head) && (!opensBody || STATEMENT.test(head))) {
    // Arguments and lists of a function's own names mean its own names.
    return ownFunction(moment, headAt);
  }
  const row = page.index.lineAt(headAt);
  return { start: headAt, end: page.index.endOf(unitEnd(page, row)) };
}

/** The class whose constructor begins on a row, where other classes stand beside it. */
function ownClass(page: Page, row: number): Range | null {
  const isClass = /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\b/;
  let header = row;
  while (header >= 0 && !isClass.test(page.lines[header] ?? '')) header = parentRow(page, header);
  if (header < 0 || page.lines.filter((line) => isClass.test(line)).length < 2) return null;
  return { start: page.index.startOf(header), end: page.index.endOf(unitEnd(page, header)) };
}

/** The function around an offset; null outside of all. */
function ownFunction(moment: Moment, offset: number): Range | null {
  const page = pageOf(moment);
  for (let row = page.index.lineAt(offset); row >= 0; row = parentRow(page, row)) {
    const line = page.lines[row] ?? '';
    if (/\b(?:__init__|constructor)\b/.test(line)) return null;
    if (
      row !== page.index.lineAt(offset) &&
      /\b(?:def|function|func|fn)\b|=>\s*\{?$|^\s+(?:async\s+)?\w+\([^()]*\)[^;=]*\{$/.test(line)
    )
      return { start: page.index.startOf(row), end: page.index.endOf(unitEnd(page, row)) };
  }
  return null;
}

/** Names without the words that all of them begin or end with: what is left tells them apart. */
export function tellingNames(elements: readonly Element[]): Name[] {
  const names = elements.map(({ name }) => nameOf(name));
  const shortest = Math.min(...names.map(({ words }) => words.length));
  if (elements.length < 3 || shortest < 2) return names;
  const all = (pick: (words: readonly string[]) => string | undefined): boolean =>
    new Set(names.map(({ words }) => pick(words))).size === 1;
  let head = 0;
  while (head < shortest - 1 && all((words) => words[head])) head += 1;
  let tail = 0;
  while (tail < shortest - 1 - head && all((words) => words.at(-1 - tail))) tail += 1;
  if (head + tail === 0) return names;
  return names.map(({ words }) => {
    const rest = words.slice(head, words.length - tail);
    return { raw: rest.join('_'), words: rest };
  });
}
