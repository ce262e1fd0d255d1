/** The shortest edit script between two sequences (Myers, 1986), bounded by work rather than by a clock. */

/** Items `[oldStart, oldEnd)` of the older sequence became `[newStart, newEnd)` of the newer. */
export interface SequenceChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Beyond this many insertions and deletions what differs is reported as one change. */
const MAX_EDITS = 1000;

/**
 * The changes from `before` to `after`, in order, at least one equal item apart from each other. The same input
 * always gives the same result; past {@link MAX_EDITS} edits the result is valid but not the shortest.
 */
export function diffSequences(before: readonly string[], after: readonly string[]): SequenceChange[] {
  const { a, b } = intern(before, after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1;
  const oldEnd = a.length - tail;
  const newEnd = b.length - tail;
  if (head === oldEnd && head === newEnd) return [];
  const matches = shortestPath(a.subarray(head, oldEnd), b.subarray(head, newEnd)) ?? [];
  return gaps(matches, head, oldEnd, newEnd);
}

/** Equal items as equal numbers. */
function intern(before: readonly string[], after: readonly string[]): { a: Int32Array; b: Int32Array } {
  const ids = new Map<string, number>();
  const idOf = (item: string): number => {
    const known = ids.get(item);
    if (known !== undefined) return known;
    ids.set(item, ids.size);
    return ids.size - 1;
  };
  return { a: Int32Array.from(before, idOf), b: Int32Array.from(after, idOf) };
}

type Match = readonly [oldIndex: number, newIndex: number];

/** The pairs of items that stay, in order; null when more than {@link MAX_EDITS} edits would be needed. */
function shortestPath(a: Int32Array, b: Int32Array): Match[] | null {
  const limit = Math.min(a.length + b.length, MAX_EDITS);
  // furthest[limit + 1 + k] is how far into `a` the best path on diagonal k has come.
  const furthest = new Int32Array(2 * limit + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    trace.push(furthest.slice());
    for (let k = -edits; k <= edits; k += 2) {
      let x = stepStart(furthest, limit + 1, k, edits);
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      furthest[limit + 1 + k] = x;
      if (x >= a.length && y >= b.length) return walkBack(trace, limit + 1, a.length, b.length);
    }
  }
  return null;
}

/** Where a path of `edits` edits enters diagonal `k`: by an insertion from above it or a deletion from below. */
function stepStart(furthest: Int32Array, middle: number, k: number, edits: number): number {
  const above = furthest[middle + k + 1] ?? 0;
  const below = furthest[middle + k - 1] ?? 0;
  return k === -edits || (k !== edits && below < above) ? above : below + 1;
}

function walkBack(trace: readonly Int32Array[], middle: number, oldLength: number, newLength: number): Match[] {
  const out: Match[] = [];
  let x = oldLength;
  let y = newLength;
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const furthest = trace[edits] ?? new Int32Array();
    const k = x - y;
    const above = furthest[middle + k + 1] ?? 0;
    const below = furthest[middle + k - 1] ?? 0;
    const inserted = k === -edits || (k !== edits && below < above);
    const previousX = inserted ? above : below;
    const previousY = previousX - (inserted ? k + 1 : k - 1);
    const entryX = inserted ? previousX : previousX + 1;
    for (; x > entryX; x -= 1, y -= 1) out.push([x - 1, y - 1]);
    x = previousX;
    y = previousY;
  }
  for (; x > 0 && y > 0; x -= 1, y -= 1) out.push([x - 1, y - 1]);
  return out.reverse();
}

/** What lies between the matches, which are relative to `head`. */
function gaps(matches: readonly Match[], head: number, oldEnd: number, newEnd: number): SequenceChange[] {
  const out: SequenceChange[] = [];
  let oldAt = head;
  let newAt = head;
  const upTo = (oldTo: number, newTo: number): void => {
    if (oldAt < oldTo || newAt < newTo) out.push({ oldStart: oldAt, oldEnd: oldTo, newStart: newAt, newEnd: newTo });
  };
  for (const [oldIndex, newIndex] of matches) {
    upTo(head + oldIndex, head + newIndex);
    oldAt = head + oldIndex + 1;
    newAt = head + newIndex + 1;
  }
  upTo(oldEnd, newEnd);
  return out;
}
