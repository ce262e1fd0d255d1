/** The recorded course of a document, to be walked and played: any point of it, and how it went from one to the next. */
import { mapOffset } from '../text';
import type { EditRecord, EditSource } from './record';
import { replay, type VersionedText } from './replay';

/** A full text every so many records: any point is then a short replay away. */
const KEYFRAME = 128;
/** A pause longer than this begins a new step, milliseconds. */
const STEP_PAUSE_MS = 1_000;
/** When played, no pause is longer than this, and none shorter than the second; milliseconds at normal speed. */
export const LONGEST_WAIT_MS = 700;
export const SHORTEST_WAIT_MS = 12;

/** A stretch of records that belong together for a user who looks back. */
export interface CourseStep {
  /** Versions: it leads from the text at `from` to the text at `to`. */
  readonly from: number;
  readonly to: number;
  readonly source: EditSource['kind'];
  /** Of its first record, milliseconds since the epoch. */
  readonly wallTime: number;
}

export class Course {
  private readonly keyframes: readonly VersionedText[];
  private cached: readonly CourseStep[] | null = null;
  readonly records: readonly EditRecord[];
  /** The versions it begins and ends with, both included. */
  readonly first: number;
  readonly last: number;

  /** Records that do not follow each other end the course where the first of them stands. */
  constructor(base: VersionedText, records: readonly EditRecord[]) {
    const keyframes: VersionedText[] = [base];
    let text = base;
    for (let from = 0; from < records.length; from += KEYFRAME) {
      const next = replay(text, records.slice(from, from + KEYFRAME));
      text = { version: next.version, text: next.text };
      keyframes.push(text);
      if (next.kind === 'stopped') break;
    }
    this.keyframes = keyframes;
    this.first = base.version;
    this.last = text.version;
    this.records = records.slice(0, this.last - this.first);
  }

  /** The text at a version; at one outside of the course, the nearest there is. */
  textAt(version: number): string {
    const wanted = Math.min(this.last, Math.max(this.first, version));
    const frame = this.keyframes.findLast((one) => one.version <= wanted) ?? { version: this.first, text: '' };
    return replay(frame, this.records.slice(frame.version - this.first, wanted - this.first)).text;
  }

  /** The record that led to a version; null at the beginning. */
  recordTo(version: number): EditRecord | null {
    return this.records[version - this.first - 1] ?? null;
  }

  /** Where the text at `version` was changed last, in its own offsets; null at the beginning and for empty changes. */
  changedAt(version: number): { readonly start: number; readonly end: number } | null {
    const change = this.recordTo(version)?.change ?? [];
    const [first, last] = [change[0], change.at(-1)];
    if (first === undefined || last === undefined) return null;
    return { start: mapOffset(first.start, change, 'before'), end: mapOffset(last.end, change, 'after') };
  }

  /** The steps, in order: a pause, or another kind of change, begins a new one. */
  steps(): readonly CourseStep[] {
    return (this.cached ??= this.findSteps());
  }

  private findSteps(): readonly CourseStep[] {
    const steps: CourseStep[] = [];
    for (const [index, record] of this.records.entries()) {
      const before = this.records[index - 1];
      const open = steps.at(-1);
      const to = record.version + 1;
      const goesOn =
        before !== undefined &&
        open !== undefined &&
        open.source === record.source.kind &&
        record.wallTime - before.wallTime <= STEP_PAUSE_MS &&
        record.source.kind !== 'prediction';
      if (goesOn) steps[steps.length - 1] = { ...open, to };
      else steps.push({ from: record.version, to, source: record.source.kind, wallTime: record.wallTime });
    }
    return steps;
  }
}
