/** The recorded courses of several files as one, in the order in which a user wrote them: a timeline of the whole workspace. */
import { LONGEST_WAIT_MS, SHORTEST_WAIT_MS, type Course } from './course';
import type { DocumentId, EditRecord } from './record';

/** Where a position is: the file that was changed last, and its version then. */
export interface Place {
  readonly document: DocumentId;
  readonly version: number;
}

/**
 * Positions count the changes of all files from 0 (none was made yet) to `last`. Within a file the order of its
 * records holds, whatever its clock said; between files the clock decides.
 */
export class JointCourse {
  readonly last: number;
  /** By position - 1: whose change it was. */
  private readonly order: readonly DocumentId[];
  /** For each file the positions of its changes, ascending. */
  private readonly positions: ReadonlyMap<DocumentId, readonly number[]>;

  /** @param courses at least one; where nothing was written, the first file is the one to show */
  constructor(readonly courses: ReadonlyMap<DocumentId, Course>) {
    const heads = [...courses].map(([document, { records }]) => ({ document, records, at: 0 }));
    const order: DocumentId[] = [];
    const positions = new Map<DocumentId, number[]>(heads.map(({ document }) => [document, []]));
    for (;;) {
      let next: (typeof heads)[number] | null = null;
      for (const head of heads) {
        const time = head.records[head.at]?.wallTime;
        if (time !== undefined && (next === null || time < (next.records[next.at]?.wallTime ?? 0))) next = head;
      }
      if (next === null) break;
      next.at += 1;
      order.push(next.document);
      positions.get(next.document)?.push(order.length);
    }
    this.order = order;
    this.positions = positions;
    this.last = order.length;
  }

  /** At the beginning it is the file that was changed first. */
  placeAt(position: number): Place | null {
    const document = this.order[Math.max(0, this.within(position) - 1)] ?? this.courses.keys().next().value;
    return document === undefined ? null : { document, version: this.versionAt(document, position) };
  }

  /** The version a file had at a position. */
  versionAt(document: DocumentId, position: number): number {
    const { first = 0 } = this.courses.get(document) ?? {};
    return first + countUpTo(this.positions.get(document) ?? [], this.within(position));
  }

  /** The position at which a file reached a version; the beginning for its first one. */
  positionOf(document: DocumentId, version: number): number {
    const { first = 0 } = this.courses.get(document) ?? {};
    return this.positions.get(document)?.[version - first - 1] ?? 0;
  }

  /** The record that led to a position; null at the beginning. */
  recordTo(position: number): EditRecord | null {
    const document = this.order[position - 1];
    return document === undefined
      ? null
      : (this.courses.get(document)?.recordTo(this.versionAt(document, position)) ?? null);
  }

  /** Milliseconds to wait before showing a position when it is played at normal speed: pauses are cut short. */
  waitBefore(position: number): number {
    const [from, to] = [this.recordTo(position - 1), this.recordTo(position)];
    if (from === null || to === null) return SHORTEST_WAIT_MS;
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, to.wallTime - from.wallTime));
  }

  /** Milliseconds that playing all of it takes at normal speed. */
  duration(): number {
    let sum = 0;
    for (let position = 1; position <= this.last; position += 1) sum += this.waitBefore(position);
    return sum;
  }

  private within(position: number): number {
    return Math.min(this.last, Math.max(0, Math.round(position)));
  }
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
