/** What the latest edits of the session changed, so that a prediction does not bring it back. Immutable. */
import { applyChange, LineIndex, mapOffset, type TextChange } from '../text';
import type { Hunk } from './hunks';
import { moveRanges, touches, type Range } from './last-edit';

interface PastBlock {
  /** The whole lines that were changed, where they stand in the present text. */
  readonly place: Range;
  /** How they read before. */
  readonly was: string;
}

/** The latest last. */
export type Past = readonly PastBlock[];

export const NO_PAST: Past = [];
const MOST = 24;
/** Of a whole file that was replaced, nothing is remembered. */
const MOST_UNITS = 4_000;

/** What is remembered after a change of `before`. */
export function remember(past: Past, before: string, change: TextChange): Past {
  const first = change[0];
  const last = change.at(-1);
  const moved = past.map(({ place, was }) => ({ was, place: moveRanges([place], change)[0] ?? place }));
  if (first === undefined || last === undefined) return moved;
  const lines = new LineIndex(before);
  const start = lines.startOf(lines.lineAt(first.start));
  const end = lines.endOf(lines.lineAt(last.end));
  const newest = past.at(-1);
  // An edit that goes on is one edit: how the lines read before it began is what would come back.
  if (newest !== undefined && touches([newest.place], change) && start >= newest.place.start && end <= newest.place.end) return moved;
  if (end - start > MOST_UNITS) return moved;
  const place = { start: mapOffset(start, change, 'before'), end: mapOffset(end, change, 'after') };
  return [...moved, { place, was: before.slice(start, end) }].slice(-MOST);
}

/** Whether lines would read again as they did before one of the edits, and do not now. */
export function bringsBack(past: Past, text: string, hunk: Hunk): boolean {
  return past.some(({ place, was }) => {
    if (same(text.slice(place.start, place.end), was)) return false;
    if (hunk.end < place.start || hunk.start > place.end) return false;
    const from = Math.min(place.start, hunk.start);
    const to = Math.max(place.end, hunk.end);
    const after = applyChange(text.slice(from, to), hunk.edits.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })));
    const shift = after.length - (to - from);
    return same(after.slice(place.start - from, place.end - from + shift), was);
  });
}

const same = (one: string, other: string): boolean => one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
