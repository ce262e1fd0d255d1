/** Edits without what they wrote again as it was: retyping a list to add one item only adds the item. */
import { commonEnds } from '../../text';
import type { PastEdit, Range } from '../types';

export interface Step {
  /** In the text before the edit. */
  readonly gone: Range;
  readonly removed: string;
  readonly added: string;
  /** Where `added` stands, in the present text; empty where only text went. Null when it cannot be told. */
  readonly written: Range | null;
}

/** What an edit did, one step for each place. */
export function stepsOf({ before, change, places }: PastEdit): Step[] {
  let place = 0;
  return change.map(({ start, end, text }): Step => {
    const removed = before.slice(start, end);
    const range = text === '' ? null : (places[place++] ?? null);
    const { head, tail } = commonEnds(removed, text);
    const added = text.slice(head, text.length - tail);
    return {
      gone: { start: start + head, end: end - tail },
      removed: removed.slice(head, removed.length - tail),
      added,
      // Edits since then may have changed what lies between.
      written:
        range === null
          ? null
          : {
              start: Math.min(range.start + head, range.end),
              end: Math.max(range.end - tail, Math.min(range.start + head, range.end)),
            },
    };
  });
}
