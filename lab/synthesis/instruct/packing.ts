/** Rows packed into sequences of a fixed length: first-fit decreasing, which wastes at most 11/9 of the best plus a little. */

export interface Packed {
  /** Indices into the lengths, in the order they were put in. */
  readonly packs: readonly { readonly items: readonly number[]; readonly length: number }[];
  /** Items that are longer than a pack. */
  readonly tooLong: readonly number[];
}

/** @param capacity length of a pack, above 0, in the unit of `lengths` (none of them below 0). */
export function firstFitDecreasing(lengths: readonly number[], capacity: number): Packed {
  const order = lengths
    .map((length, item) => ({ length, item }))
    .sort((one, other) => other.length - one.length || one.item - other.item);
  const packs: { items: number[]; length: number }[] = [];
  const tooLong: number[] = [];
  // Packs before this one are so full that not even the shortest item fits.
  let open = 0;
  const shortest = order.at(-1)?.length ?? 0;
  for (const { length, item } of order) {
    if (length > capacity) {
      tooLong.push(item);
      continue;
    }
    while (open < packs.length && (packs[open]?.length ?? 0) + shortest > capacity) open += 1;
    let at = open;
    while (at < packs.length && (packs[at]?.length ?? 0) + length > capacity) at += 1;
    const pack = packs[at];
    if (pack === undefined) packs.push({ items: [item], length });
    else {
      pack.items.push(item);
      pack.length += length;
    }
  }
  return { packs, tooLong };
}
