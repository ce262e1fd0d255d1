/** Whether what a person took from predictions was still there a little later: the plainest sign that it was right. */
import type { EditRecord, SessionDocument } from '../history';
import { mapOffset } from '../text';

/** Milliseconds after which an accepted prediction is looked at again. */
export const KEPT_AFTER_MS = 10_000;

export interface Kept {
  /** Records by which a prediction was taken. */
  readonly accepted: number;
  /** Of those, how many whose text stood untouched for 10 s, or to the end of the recording. */
  readonly kept: number;
}

/** What became of the predictions accepted in a recording. Times are those of the recording's wall clock. */
export function keptPredictions({ records }: Pick<SessionDocument, 'records'>): Kept {
  const accepted = records.flatMap((record, index) => (record.source.kind === 'prediction' ? [index] : []));
  return { accepted: accepted.length, kept: accepted.filter((index) => isKept(records, index)).length };
}

function isKept(records: readonly EditRecord[], index: number): boolean {
  const taken = records[index];
  if (taken === undefined) return false;
  let shift = 0;
  let ranges = taken.change.map(({ start, end, text }) => {
    const range = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return range;
  });
  for (const record of records.slice(index + 1)) {
    if (record.wallTime - taken.wallTime > KEPT_AFTER_MS) break;
    const touched = record.change.some((edit) => ranges.some((range) => (range.start === range.end
      ? edit.start < range.start && range.start < edit.end
      : edit.start < range.end && range.start < edit.end)));
    if (touched) return false;
    ranges = ranges.map(({ start, end }) => ({ start: mapOffset(start, record.change, 'after'), end: mapOffset(end, record.change, 'before') }));
  }
  return true;
}
