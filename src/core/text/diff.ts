/**
 * Differences between two texts, as changes by character and by line. Offsets are UTF-16, lines 0-based, half-open.
 * Nothing here looks at a clock: the same texts always give the same difference.
 */
import DiffMatchPatch from 'diff-match-patch';
import { normalizeChange, type TextChange, type TextEdit } from './edit';
import { splitLinesKeepingEnds } from './lines';
import { diffSequences, type SequenceChange } from './sequence';

/** Lines `[oldStart, oldEnd)` of the older text became lines `[newStart, newEnd)` of the newer. */
export type LineChange = SequenceChange;

/** Changed lines whose lengths (UTF-16 units) multiply to more than this are not compared by character. */
const MAX_CHARACTER_WORK = 4_000_000;

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;
const LOW_SURROGATE = /^[\uDC00-\uDFFF]/;

/**
 * A small change that turns `before` into `after`: lines that differ are compared by character. Never splits a
 * surrogate pair; with `semantic` set, cleaned up for a human reader (fewer, larger edits).
 */
export function diffText(before: string, after: string, semantic = false): TextChange {
  if (before === after) return [];
  const older = splitLinesKeepingEnds(before);
  const newer = splitLinesKeepingEnds(after);
  const starts = [0];
  for (const line of older) starts.push((starts.at(-1) ?? 0) + line.length);
  const edits = diffSequences(older, newer).flatMap(({ oldStart, oldEnd, newStart, newEnd }) =>
    diffCharacters(
      older.slice(oldStart, oldEnd).join(''),
      newer.slice(newStart, newEnd).join(''),
      starts[oldStart] ?? 0,
      semantic,
    ),
  );
  return normalizeChange(edits.map((edit) => keepPairsWhole(before, edit)));
}

/** The edits from `before` to `after`, which begins at `offset` of its text. */
function diffCharacters(before: string, after: string, offset: number, semantic: boolean): TextChange {
  if (before.length * after.length > MAX_CHARACTER_WORK)
    return [{ start: offset, end: offset + before.length, text: after }];
  const engine = new DiffMatchPatch();
  engine.Diff_Timeout = 0;
  const diffs = engine.diff_main(before, after, false);
  if (semantic) engine.diff_cleanupSemantic(diffs);
  const edits: TextEdit[] = [];
  let at = offset;
  for (const [operation, text] of diffs) {
    if (operation === 0) at += text.length;
    else if (operation < 0) {
      edits.push({ start: at, end: at + text.length, text: '' });
      at += text.length;
    } else edits.push({ start: at, end: at, text });
  }
  return normalizeChange(edits);
}

/** Widens an edit by one unit where it would cut a surrogate pair of the text in two. */
function keepPairsWhole(before: string, edit: TextEdit): TextEdit {
  let { start, end, text } = edit;
  if (
    start > 0 &&
    HIGH_SURROGATE.test(before.slice(start - 1, start)) &&
    LOW_SURROGATE.test(before.slice(start, start + 1) || text)
  ) {
    start -= 1;
    text = before.slice(start, start + 1) + text;
  }
  if (
    end < before.length &&
    LOW_SURROGATE.test(before.slice(end, end + 1)) &&
    (end === start || HIGH_SURROGATE.test(before.slice(end - 1, end)) || HIGH_SURROGATE.test(text))
  ) {
    text += before.slice(end, end + 1);
    end += 1;
  }
  return { start, end, text };
}

/** The line changes from `before` to `after`, in order, at least one unchanged line apart from each other. */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  return diffSequences(before, after);
}

/** The line changes between two texts; terminators count as part of their lines. */
export function diffTextLines(before: string, after: string): LineChange[] {
  return diffLines(splitLinesKeepingEnds(before), splitLinesKeepingEnds(after));
}

/**
 * Differences of code by line, between lines that say something: blank lines, which are all alike, join nothing that does
 * not belong together, but those at the edges of a difference stay.
 */
export function diffCodeLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const older = saying(before);
  const newer = saying(after);
  const changes = diffLines(
    older.map((at) => before[at] ?? ''),
    newer.map((at) => after[at] ?? ''),
  );
  const out: LineChange[] = [];
  let [oldAt, newAt] = [0, 0];
  /** Compares what lies between the last lines that agree and these. */
  const close = (oldEnd: number, newEnd: number): void => {
    const change = trimmed(before, after, { oldStart: oldAt, oldEnd, newStart: newAt, newEnd });
    if (change !== null) out.push(change);
    oldAt = oldEnd + 1;
    newAt = newEnd + 1;
  };
  let next = 0;
  for (let [old, fresh] = [0, 0]; old < older.length || fresh < newer.length; old += 1, fresh += 1) {
    for (let change = changes[next]; change?.oldStart === old && change.newStart === fresh; change = changes[next]) {
      old = change.oldEnd;
      fresh = change.newEnd;
      next += 1;
    }
    const [oldLine, newLine] = [older[old], newer[fresh]];
    if (oldLine !== undefined && newLine !== undefined) close(oldLine, newLine);
  }
  close(before.length, after.length);
  return out;
}

/** Indices of the lines that are not blank. */
const saying = (lines: readonly string[]): readonly number[] =>
  lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]));

/** A difference without the lines at its edges that are the same; null when nothing is left of it. */
function trimmed(before: readonly string[], after: readonly string[], change: LineChange): LineChange | null {
  let { oldStart, oldEnd, newStart, newEnd } = change;
  const atEnd = (): void => {
    while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] === after[newEnd - 1]) {
      oldEnd -= 1;
      newEnd -= 1;
    }
  };
  // The line end of a text stays its last.
  if (oldEnd === before.length) atEnd();
  while (oldStart < oldEnd && newStart < newEnd && before[oldStart] === after[newStart]) {
    oldStart += 1;
    newStart += 1;
  }
  atEnd();
  return oldStart === oldEnd && newStart === newEnd ? null : { oldStart, oldEnd, newStart, newEnd };
}
