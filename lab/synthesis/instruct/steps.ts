/**
 * A change of a text as single steps: what a user does in one place. Blocks of lines that differ are split further
 * where lines of the older text go on in lines of the newer (a line reworded, a stretch indented), so that a change
 * made line by line can be replayed line by line.
 */
import {
  diffLines,
  normalizeChange,
  splitLinesKeepingEnds,
  type TextChange,
  type TextEdit,
} from '../../../src/core/text';
import { wordsAndMarks } from './tokens';

/** Lines `[start, end)` of the older text (0-based, half-open) become `lines`, which keep their terminators. */
export interface Step {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** A text's lines with their terminators, and the steps that lead to the newer text, top to bottom, not overlapping. */
export interface SteppedChange {
  readonly lines: readonly string[];
  readonly steps: readonly Step[];
}

/** Lines at least this much alike (share of words and marks in common, 0 to 1) are one line reworded. */
const ALIKE = 0.45;
/** Blocks with more pairs of lines than this are not split: nobody edits them line by line. */
const MAX_PAIRS = 900;

/** Splits the change from `before` to `after` into blocks of changed lines; with `fine` set into steps within them. */
export function stepsOf(before: string, after: string, fine = true): SteppedChange {
  const older = splitLinesKeepingEnds(before);
  const newer = splitLinesKeepingEnds(after);
  const steps = diffLines(older, newer).flatMap(({ oldStart, oldEnd, newStart, newEnd }) => {
    const lines = newer.slice(newStart, newEnd);
    return fine
      ? splitBlock(older.slice(oldStart, oldEnd), lines, oldStart)
      : [{ start: oldStart, end: oldEnd, lines }];
  });
  return { lines: older, steps };
}

/** The text after those of the steps whose indices are in `done`. */
export function textAfter({ lines, steps }: SteppedChange, done: ReadonlySet<number>): string {
  let out = '';
  let at = 0;
  steps.forEach((step, index) => {
    if (!done.has(index)) return;
    out += lines.slice(at, step.start).join('') + step.lines.join('');
    at = step.end;
  });
  return out + lines.slice(at).join('');
}

/** Where a step's lines stand in the text after `done`: as they were if it is not done, as they became if it is. */
export function placeOf(
  { steps }: SteppedChange,
  index: number,
  done: ReadonlySet<number>,
): { readonly start: number; readonly end: number } {
  let shift = 0;
  for (let before = 0; before < index; before += 1) {
    const step = steps[before];
    if (step !== undefined && done.has(before)) shift += step.lines.length - (step.end - step.start);
  }
  const step = steps[index];
  if (step === undefined) return { start: 0, end: 0 };
  return { start: step.start + shift, end: (done.has(index) ? step.start + step.lines.length : step.end) + shift };
}

/**
 * The steps with indices in `indices` as a change of the text after `done` (none of `indices` is in it), the way a
 * person types it: whole new lines begin with the line break at the end of the line before them.
 */
export function changeOfSteps(
  change: SteppedChange,
  indices: readonly number[],
  done: ReadonlySet<number>,
): TextChange {
  const text = textAfter(change, done);
  const offsets = offsetsOf(change, done);
  const edits: TextEdit[] = [];
  for (const index of [...indices].sort((one, other) => one - other)) {
    const step = change.steps[index];
    const place = offsets[index];
    if (step === undefined || place === undefined) continue;
    const replacement = step.lines.join('');
    const typed = asTyped(text, place.start, place.end, replacement);
    // The line break before it may be gone in the same change: then it is written where it stands.
    edits.push(typed.start < (edits.at(-1)?.end ?? 0) ? { ...place, text: replacement } : typed);
  }
  return normalizeChange(edits);
}

/** Where each step's lines stand in the text after `done`, UTF-16. */
function offsetsOf(
  { lines, steps }: SteppedChange,
  done: ReadonlySet<number>,
): { readonly start: number; readonly end: number }[] {
  const length = (from: number, to: number): number =>
    lines.slice(from, to).reduce((sum, line) => sum + line.length, 0);
  let at = 0;
  let line = 0;
  return steps.map((step, index) => {
    const start = at + length(line, step.start);
    at =
      start + (done.has(index) ? step.lines.reduce((sum, one) => sum + one.length, 0) : length(step.start, step.end));
    line = step.end;
    return { start, end: at };
  });
}

/** The replacement without what stays the same at both of its ends. */
function asTyped(text: string, start: number, end: number, replacement: string): TextEdit {
  const old = text.slice(start, end);
  if (old === '' && start > 0 && replacement.endsWith('\n') && text[start - 1] === '\n') {
    const eol = replacement.endsWith('\r\n') && text[start - 2] === '\r' ? 2 : 1;
    return { start: start - eol, end: start - eol, text: text.slice(start - eol, start) + replacement.slice(0, -eol) };
  }
  const least = Math.min(old.length, replacement.length);
  let tail = 0;
  while (tail < least && old[old.length - 1 - tail] === replacement[replacement.length - 1 - tail]) tail += 1;
  let head = 0;
  while (head < least - tail && old[head] === replacement[head]) head += 1;
  // A surrogate pair is never cut in two.
  if (/[\uD800-\uDBFF]$/.test(old.slice(0, head))) head -= 1;
  if (tail > 0 && /^[\uDC00-\uDFFF]/.test(old.slice(old.length - tail))) tail -= 1;
  return { start: start + head, end: end - tail, text: replacement.slice(head, replacement.length - tail) };
}

interface Pair {
  readonly old: number;
  readonly now: number;
}

function splitBlock(older: readonly string[], newer: readonly string[], offset: number): Step[] {
  const whole = [{ start: offset, end: offset + older.length, lines: newer }];
  if (older.length === 0 || newer.length === 0 || older.length * newer.length > MAX_PAIRS) return whole;
  // A last line without a line break would run together with the lines of another step.
  if ([older, newer].some((lines) => lines.at(-1)?.endsWith('\n') === false)) return whole;
  const pairs = alignedLines(older, newer);
  const out: Step[] = [];
  let old = 0;
  let now = 0;
  const upTo = (oldTo: number, nowTo: number): void => {
    if (old < oldTo || now < nowTo)
      out.push({ start: offset + old, end: offset + oldTo, lines: newer.slice(now, nowTo) });
    old = oldTo;
    now = nowTo;
  };
  for (const pair of pairs) {
    upTo(pair.old, pair.now);
    const previous = out.at(-1);
    const indented = older[pair.old]?.trim() === newer[pair.now]?.trim();
    // Lines that only moved to another column were moved together.
    if (
      indented &&
      previous !== undefined &&
      previous.end === offset + pair.old &&
      isIndented(previous, older, offset)
    ) {
      out[out.length - 1] = {
        start: previous.start,
        end: previous.end + 1,
        lines: [...previous.lines, newer[pair.now] ?? ''],
      };
      old += 1;
      now += 1;
    } else upTo(pair.old + 1, pair.now + 1);
  }
  upTo(older.length, newer.length);
  return out;
}

function isIndented(step: Step, older: readonly string[], offset: number): boolean {
  return (
    step.end - step.start === step.lines.length &&
    step.lines.every((line, at) => line.trim() === older[step.start - offset + at]?.trim())
  );
}

/** Pairs of lines that are one line before and after, in order; the sum of their likeness is as large as it can be. */
function alignedLines(older: readonly string[], newer: readonly string[]): Pair[] {
  const oldTokens = older.map(wordsAndMarks);
  const newTokens = newer.map(wordsAndMarks);
  const width = newer.length + 1;
  const best = new Float64Array((older.length + 1) * width);
  const likeness = new Float64Array(older.length * newer.length);
  for (let old = older.length - 1; old >= 0; old -= 1) {
    for (let now = newer.length - 1; now >= 0; now -= 1) {
      const like = alike(oldTokens[old] ?? [], newTokens[now] ?? []);
      likeness[old * newer.length + now] = like;
      const taken = like >= ALIKE ? like + (best[(old + 1) * width + now + 1] ?? 0) : 0;
      best[old * width + now] = Math.max(taken, best[(old + 1) * width + now] ?? 0, best[old * width + now + 1] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  let old = 0;
  let now = 0;
  while (old < older.length && now < newer.length) {
    const like = likeness[old * newer.length + now] ?? 0;
    const here = best[old * width + now] ?? 0;
    if (like >= ALIKE && here === like + (best[(old + 1) * width + now + 1] ?? 0)) {
      pairs.push({ old, now });
      old += 1;
      now += 1;
    } else if (here === (best[(old + 1) * width + now] ?? 0)) old += 1;
    else now += 1;
  }
  return pairs;
}

/** Share of tokens that two lines have in common (Dice), 0 to 1; blank lines are like nothing. */
export function alike(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const token of one) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of other) {
    const left = counts.get(token) ?? 0;
    if (left > 0) {
      common += 1;
      counts.set(token, left - 1);
    }
  }
  return (2 * common) / (one.length + other.length);
}
