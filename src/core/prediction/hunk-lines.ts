/** A hunk as the whole lines that it replaces. */
import { commonEnds, LineIndex, splitLines } from '../text';
import type { Hunk } from './hunks';

/** Lines `[from, to)` of the text, 0-based, become `put`. Lines that stay at either end are left out; contents without terminators. */
export interface HunkLines {
  readonly from: number;
  readonly to: number;
  readonly gone: readonly string[];
  readonly put: readonly string[];
}

export function linesOfHunk(text: string, hunk: Hunk, lines = new LineIndex(text)): HunkLines {
  const first = lines.lineAt(hunk.start);
  const last = lines.lineAt(hunk.end);
  const start = lines.startOf(first);
  const end = Math.max(hunk.end, lines.endOf(last));
  const older = splitLines(text.slice(start, end));
  const newer = splitLines(text.slice(start, hunk.start) + hunk.text + text.slice(hunk.end, end));
  const { head, tail } = commonEnds(older, newer);
  return {
    from: first + head,
    to: first + older.length - tail,
    gone: older.slice(head, older.length - tail),
    put: newer.slice(head, newer.length - tail),
  };
}
