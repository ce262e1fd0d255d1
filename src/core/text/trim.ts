/** What of two sequences is left when their common beginning and their common end are taken off. */
export function withoutCommonEnds<Item>(older: readonly Item[], newer: readonly Item[]): { readonly older: readonly Item[]; readonly newer: readonly Item[] } {
  let head = 0;
  while (head < older.length && head < newer.length && older[head] === newer[head]) head += 1;
  let tail = 0;
  while (tail < older.length - head && tail < newer.length - head && older.at(-1 - tail) === newer.at(-1 - tail)) tail += 1;
  return { older: older.slice(head, older.length - tail), newer: newer.slice(head, newer.length - tail) };
}
