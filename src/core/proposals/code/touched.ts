/** What the last edits touched, as it stands in the present text. */
import { mapOffset, trimEdit } from '../../text';
import type { Moment, PastEdit, Range } from '../types';

export interface Touch extends Range {
  readonly edit: PastEdit;
  /** What went, extended to whole words; '' where nothing did. */
  readonly gone: string;
}

const WORD = /[\p{L}\p{N}_$]/u;

/** One for each place of the last edits, the newest edit first; what only went stands where it stood. */
export function touchesOf({ edits, text }: Moment, most: number): Touch[] {
  const out: Touch[] = [];
  for (let index = edits.length - 1; index >= Math.max(0, edits.length - most); index -= 1) {
    const edit = edits[index];
    if (edit === undefined) continue;
    let shift = 0;
    for (const whole of edit.change) {
      // What was typed again as it was is not touched.
      const { start, end, text: added } = trimEdit(edit.before, whole);
      const later = edits.slice(index + 1);
      const now = (offset: number, side: 'before' | 'after'): number =>
        later.reduce((at, { change }) => mapOffset(at, change, side), offset);
      const from = Math.min(now(start + shift, 'after'), text.length);
      const to = Math.min(now(start + shift + added.length, 'before'), text.length);
      out.push({
        edit,
        start: Math.min(from, to),
        end: Math.max(from, to),
        gone: end > start || added !== '' ? wordsAround(edit.before, start, end) : '',
      });
      shift += added.length - (end - start);
    }
  }
  return out;
}

function wordsAround(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  if (WORD.test(text.charAt(start)) || start === end) while (start > 0 && WORD.test(text.charAt(start - 1))) start -= 1;
  if (end > start && WORD.test(text.charAt(end - 1))) while (end < text.length && WORD.test(text.charAt(end))) end += 1;
  return text.slice(start, end);
}

/** Whether a range has anything of another in it, or touches it. */
export const meets = (one: Range, other: Range): boolean => one.start <= other.end && other.start <= one.end;

/** Whether an edit wrote some of the name at `[from, to)`, or took something from it. */
export function wrote({ start, end, gone }: Touch, from: number, to: number): boolean {
  return start === end ? start >= from && start <= to && /^[\p{L}\p{N}_$]+$/u.test(gone) : start < to && end > from;
}
