/** A difference as rows to be shown one below the other. */
import { diffTextLines } from './diff';
import { splitLines } from './lines';

export type DiffRow =
  /** Line numbers from 1. */
  | { readonly kind: 'same'; readonly old: number; readonly new: number; readonly text: string }
  | { readonly kind: 'removed'; readonly old: number; readonly text: string }
  | { readonly kind: 'added'; readonly new: number; readonly text: string }
  /** So many unchanged lines are left out here. */
  | { readonly kind: 'gap'; readonly lines: number };

/** The rows of a difference, with `context` unchanged lines around each change; none when the texts are the same. */
export function diffRows(before: string, after: string, context = 3): readonly DiffRow[] {
  const older = splitLines(before);
  const newer = splitLines(after);
  const rows: DiffRow[] = [];
  let at = 0;
  let newAt = 0;
  const keep = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1)
      rows.push({ kind: 'same', old: index + 1, new: newAt + index - at + 1, text: older[index] ?? '' });
  };
  const unchanged = (until: number, head: boolean, tail: boolean): void => {
    const first = head ? Math.min(until, at + context) : at;
    const last = tail ? Math.max(first, until - context) : until;
    const from = head ? first : Math.max(at, until - context);
    if (!head) {
      if (from > at) rows.push({ kind: 'gap', lines: from - at });
      keep(from, until);
    } else if (!tail) {
      keep(at, first);
      if (until > first) rows.push({ kind: 'gap', lines: until - first });
    } else {
      keep(at, first);
      if (last > first) rows.push({ kind: 'gap', lines: last - first });
      keep(last, until);
    }
    newAt += until - at;
    at = until;
  };
  const changes = diffTextLines(before, after);
  for (const [index, { oldStart, oldEnd, newStart, newEnd }] of changes.entries()) {
    unchanged(oldStart, index > 0, true);
    for (let line = oldStart; line < oldEnd; line += 1)
      rows.push({ kind: 'removed', old: line + 1, text: older[line] ?? '' });
    for (let line = newStart; line < newEnd; line += 1)
      rows.push({ kind: 'added', new: line + 1, text: newer[line] ?? '' });
    at = oldEnd;
    newAt = newEnd;
  }
  if (changes.length > 0) unchanged(older.length, true, false);
  return rows;
}
