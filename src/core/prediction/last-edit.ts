/** The edit the user is making: changes that touch each other within a few seconds are one. */
import { composeChanges, invertChange, mapOffset, type TextChange } from '../text';

export interface LastEdit {
  /** Of its latest change, milliseconds. */
  readonly time: number;
  /** The text before its first change; `change` leads from there to the present text. */
  readonly before: string;
  readonly change: TextChange;
  /** By keys: what is typed into a pasted block or a taken prediction is an edit of its own. */
  readonly typed: boolean;
}

/** Changes further apart than this are different edits, in milliseconds. */
export const SAME_EDIT_MS = 5000;

/** A stretch of the present text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where in the present text the last edit was made. */
export function madeAt(last: Pick<LastEdit, 'before' | 'change'> | null): readonly Range[] {
  return last === null ? [] : invertChange(last.before, last.change).map(({ start, end }) => ({ start, end }));
}

/** Whether a change goes on where an edit was made, or directly beside it. */
export function touches(ranges: readonly Range[], change: TextChange): boolean {
  return change.some((edit) => ranges.some((range) => edit.start <= range.end && range.start <= edit.end));
}

/** The same stretches in the text after a change; what is written at their borders belongs to them. */
export function moveRanges(ranges: readonly Range[], change: TextChange): readonly Range[] {
  return ranges.map(({ start, end }) => ({
    start: mapOffset(start, change, 'before'),
    end: mapOffset(end, change, 'after'),
  }));
}

/** The last edit after one more change of `text`. */
export function extendEdit(
  last: LastEdit | null,
  text: string,
  change: TextChange,
  time: number,
  typed: boolean,
): LastEdit {
  if (typed && last?.typed === true && time - last.time <= SAME_EDIT_MS && touches(madeAt(last), change)) {
    return { time, before: last.before, change: composeChanges(last.change, change), typed };
  }
  return { time, before: text, change, typed };
}
