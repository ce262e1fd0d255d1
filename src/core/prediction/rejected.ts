/** What the user has rejected, so that it is not offered again at the same place. Immutable. */
import { applyChange, LineIndex, type TextChange } from '../text';
import { shiftEdits, type Hunk } from './hunks';
import { moveRanges, type Range } from './last-edit';

export const REJECTED_SIZE = 100;

/** Keys of rejected hunks, the oldest first. */
export interface RejectedMemory {
  readonly keys: readonly string[];
  /** Where they stood, in the present text, and what they would have written there. */
  readonly places: readonly RejectedPlace[];
}

interface RejectedPlace {
  readonly range: Range;
  readonly text: string;
}

export const NOTHING_REJECTED: RejectedMemory = { keys: [], places: [] };

/** A line that is put in is written before the next or behind the last, as it comes: the line break between makes no difference. */
export function isRejected(memory: RejectedMemory, text: string, hunk: Hunk): boolean {
  if (memory.keys.length > 0 && memory.keys.includes(rejectionKey(text, hunk))) return true;
  return memory.places.some(
    ({ range, text: put }) => hunk.start <= range.end + 1 && range.start <= hunk.end + 1 && alike(put, hunk.text),
  );
}

/** Remembers hunks of `text`; beyond 100 the oldest are forgotten. */
export function reject(memory: RejectedMemory, text: string, hunks: readonly Hunk[]): RejectedMemory {
  const fresh = hunks.map((hunk) => rejectionKey(text, hunk));
  const keys = [...memory.keys.filter((key) => !fresh.includes(key)), ...fresh];
  const lines = new LineIndex(text);
  const places = hunks.map((hunk) => ({
    text: hunk.text,
    range: { start: lines.startOf(lines.lineAt(hunk.start)), end: lines.endOf(lines.lineAt(hunk.end)) },
  }));
  return { keys: keys.slice(-REJECTED_SIZE), places: [...memory.places, ...places].slice(-REJECTED_SIZE) };
}

/** The places after a change of the text. */
export function moveRejected(memory: RejectedMemory, change: TextChange): RejectedMemory {
  if (memory.places.length === 0) return memory;
  return {
    ...memory,
    places: memory.places.map((one) => ({ ...one, range: moveRanges([one.range], change)[0] ?? one.range })),
  };
}

/** So much of the words of two answers must be the same for one to stand for the other. */
const LIKENESS = 0.6;

/** Whether two answers for one place are the same but for a letter or two, or one goes on where the other ends. */
function alike(one: string, other: string): boolean {
  const [a, b] = [one.replace(/\s+/g, ' ').trim(), other.replace(/\s+/g, ' ').trim()];
  if (a === '' || b === '') return a === b;
  if (a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a)) return true;
  const [words, others] = [new Set(a.match(/[\p{L}\p{N}_$]+/gu)), new Set(b.match(/[\p{L}\p{N}_$]+/gu))];
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared / Math.max(1, words.size + others.size - shared) >= LIKENESS;
}

/**
 * The lines a hunk touches, before and after, with the nearest line above for its surroundings. White space is squeezed,
 * so that moving or re-indenting the lines does not bring the same prediction back.
 */
function rejectionKey(text: string, hunk: Hunk): string {
  const lines = new LineIndex(text);
  const first = lines.lineAt(hunk.start);
  const start = lines.startOf(first);
  const end = lines.endOf(lines.lineAt(hunk.end));
  const before = text.slice(start, end);
  // A hunk may end behind a carriage return that belongs to its last line's terminator.
  const after = applyChange(text.slice(start, Math.max(end, hunk.end)), shiftEdits(hunk.edits, -start));
  let above = first - 1;
  while (above >= 0 && lines.line(above).trim() === '') above -= 1;
  return JSON.stringify(
    [above < 0 ? '' : lines.line(above), before, after].map((part) => part.replace(/\s+/g, ' ').trim()),
  );
}
