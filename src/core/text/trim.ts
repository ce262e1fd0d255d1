/** What two sequences have in common at their ends, and what is left between. */
import type { TextEdit } from './edit';

/** How many items (UTF-16 units of a string) two sequences begin and then end with in common; the two never overlap. */
export function commonEnds<Item>(
  older: ArrayLike<Item>,
  newer: ArrayLike<Item>,
): { readonly head: number; readonly tail: number } {
  const most = Math.min(older.length, newer.length);
  let head = 0;
  while (head < most && older[head] === newer[head]) head += 1;
  let tail = 0;
  while (tail < most - head && older[older.length - 1 - tail] === newer[newer.length - 1 - tail]) tail += 1;
  return { head, tail };
}

/** What of two sequences is left when their common beginning and their common end are taken off. */
export function withoutCommonEnds<Item>(
  older: readonly Item[],
  newer: readonly Item[],
): { readonly older: readonly Item[]; readonly newer: readonly Item[] } {
  const { head, tail } = commonEnds(older, newer);
  return { older: older.slice(head, older.length - tail), newer: newer.slice(head, newer.length - tail) };
}

/** An edit of `before` without what it replaces by itself at its ends. */
export function trimEdit(before: string, { start, end, text }: TextEdit): TextEdit {
  const { head, tail } = commonEnds(before.slice(start, end), text);
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}
