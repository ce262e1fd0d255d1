/** A prediction cut into what one press of Tab takes: neighbouring lines form a hunk, refined to small edits. */
import {
  applyChange,
  diffCodeLines,
  diffText,
  LineIndex,
  splitLinesKeepingEnds,
  type TextChange,
  type TextEdit,
} from '../text';

/** One hunk. Offsets are UTF-16 units of the text that the hunk applies to. */
export interface Hunk {
  /** The hunk as one replacement of `[start, end)` by `text`, as narrow as it can be; for a view that shows one edit. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The same as fine edits, sorted, inside `[start, end)`; for a view that marks the changed words. Never empty. */
  readonly edits: TextChange;
}

/**
 * The hunks of a change of `text`, top to bottom; none when it changes nothing. How coarse `change` is does not
 * matter: a rewrite of a whole file gives the hunks of what really differs.
 * @throws InvalidChangeError when the change does not fit the text.
 */
export function toHunks(text: string, change: TextChange): Hunk[] {
  const first = change.at(0);
  const last = change.at(-1);
  if (first === undefined || last === undefined) return [];
  const lines = new LineIndex(text);
  const from = lines.startOf(lines.lineAt(first.start));
  const to = lines.startOf(lines.lineAt(last.end) + 1);
  const before = text.slice(from, to);
  const after = applyChange(before, shiftEdits(change, -from));
  const oldLines = splitLinesKeepingEnds(before);
  const newLines = splitLinesKeepingEnds(after);
  const oldStarts = startsOf(oldLines);
  const hunks: Hunk[] = [];
  for (const group of diffCodeLines(oldLines, newLines)) {
    const oldPart = oldLines.slice(group.oldStart, group.oldEnd).join('');
    const newPart = newLines.slice(group.newStart, group.newEnd).join('');
    const at = from + (oldStarts[group.oldStart] ?? before.length);
    const hunk = hunkOf(text, shiftEdits(diffText(oldPart, newPart, true), at));
    if (hunk !== null) hunks.push(hunk);
  }
  return hunks;
}

/** The hunk of some sorted edits of `text`; null when there are none. */
export function hunkOf(text: string, edits: TextChange): Hunk | null {
  const first = edits.at(0);
  const last = edits.at(-1);
  if (first === undefined || last === undefined) return null;
  const { start } = first;
  const { end } = last;
  return { start, end, text: applyChange(text.slice(start, end), shiftEdits(edits, -start)), edits };
}

/** In the order in which Tab walks them: from the cursor's line down, then from the top. */
export function queueFrom(text: string, hunks: readonly Hunk[], cursor: number): Hunk[] {
  const lines = new LineIndex(text);
  const line = lines.lineAt(cursor);
  const sorted = [...hunks].sort((a, b) => a.start - b.start);
  const ahead = sorted.filter((hunk) => lines.lineAt(hunk.end) >= line);
  return [...ahead, ...sorted.filter((hunk) => !ahead.includes(hunk))];
}

/** All hunks as one change, sorted. */
export function changeOf(hunks: readonly Hunk[]): TextChange {
  return [...hunks].sort((a, b) => a.start - b.start).flatMap((hunk) => hunk.edits);
}

/** The same edits, `by` units further on. */
export function shiftEdits(change: TextChange, by: number): TextEdit[] {
  return change.map((edit) => ({ start: edit.start + by, end: edit.end + by, text: edit.text }));
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length;
    return start;
  });
}
