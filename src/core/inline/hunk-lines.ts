/** A hunk as whole lines, to be shown in place: which lines go, and which come after them. */
import type { Hunk } from '../prediction';
import { applyChange, commonEnds, LineIndex, splitLines } from '../text';

export interface HunkLines {
  /** Lines that go, from 1, both included; null when the hunk only adds. */
  readonly removed: { readonly first: number; readonly last: number } | null;
  readonly removedText: readonly string[];
  readonly added: readonly string[];
  /** The new lines stand after this line, from 0: 0 is above the first. */
  readonly after: number;
}

/** @param text what the hunk applies to */
export function hunkLines(text: string, hunk: Hunk): HunkLines {
  const lines = new LineIndex(text);
  const first = lines.lineAt(hunk.start);
  const start = lines.startOf(first);
  const end = lines.endOf(lines.lineAt(hunk.end));
  const older = splitLines(text.slice(start, end));
  const newer = splitLines(
    applyChange(text.slice(start, end), [{ start: hunk.start - start, end: hunk.end - start, text: hunk.text }]),
  );
  const { head, tail } = commonEnds(older, newer);
  const gone = older.slice(head, older.length - tail);
  const from = first + head;
  return {
    removed: gone.length === 0 ? null : { first: from + 1, last: from + gone.length },
    removedText: gone,
    added: newer.slice(head, newer.length - tail),
    after: from + gone.length,
  };
}
