/** What the person has rejected, so that it is not offered again at the same place. Immutable. */
import { applyChange, LineIndex } from '../text';
import { shiftEdits, type Hunk } from './hunks';

export const REJECTED_SIZE = 100;

/** Keys of rejected hunks, the oldest first. */
export interface RejectedMemory {
  readonly keys: readonly string[];
}

export const NOTHING_REJECTED: RejectedMemory = { keys: [] };

export function isRejected(memory: RejectedMemory, text: string, hunk: Hunk): boolean {
  return memory.keys.length > 0 && memory.keys.includes(rejectionKey(text, hunk));
}

/** Remembers hunks of `text`; beyond 100 the oldest are forgotten. */
export function reject(memory: RejectedMemory, text: string, hunks: readonly Hunk[]): RejectedMemory {
  const fresh = hunks.map((hunk) => rejectionKey(text, hunk));
  const keys = [...memory.keys.filter((key) => !fresh.includes(key)), ...fresh];
  return { keys: keys.slice(-REJECTED_SIZE) };
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
  return JSON.stringify([above < 0 ? '' : lines.line(above), before, after].map((part) => part.replace(/\s+/g, ' ').trim()));
}
