/** Whether what was accepted still stood a while later, read from the recorded course of a document. */
import type { EditRecord } from '../history/record';
import { placeEdits, type TextChange } from '../text';

export type Standing =
  | 'kept'
  | 'changed'
  /** Not long enough ago to tell. */
  | 'too-early';

/** After so long it is looked at, in milliseconds. */
export const KEPT_AFTER_MS = 10_000;

/** Accepted text in the present document: it stands as long as nothing is deleted from it or put into it. */
interface Placed {
  readonly predictionId: string;
  readonly at: number;
  start: number;
  end: number;
}

/**
 * What became of each accepted prediction: `changed` as soon as any part of it was. What is typed before or behind it
 * does not change it, nor does accepting more of the same prediction; taking it back by undo does.
 * @param records of one document, in order
 * @param now milliseconds since the epoch
 */
export function standings(records: readonly EditRecord[], now: number): ReadonlyMap<string, Standing> {
  const result = new Map<string, Standing>();
  let watched: readonly Placed[] = [];
  for (const record of records) {
    watched = watched.filter(({ predictionId, at }) => {
      if (record.wallTime - at < KEPT_AFTER_MS) return true;
      settle(result, predictionId, 'kept');
      return false;
    });
    const { source } = record;
    const own = source.kind === 'prediction' ? source.predictionId : null;
    watched = watched.filter((placed) => {
      const broken = placed.predictionId !== own && breaks(record.change, placed, source.kind === 'undo');
      if (broken) settle(result, placed.predictionId, 'changed');
      else move(record.change, placed);
      return !broken;
    });
    if (own !== null) watched = [...watched, ...placedBy(record.change, own, record.wallTime)];
  }
  for (const { predictionId, at } of watched)
    settle(result, predictionId, now - at < KEPT_AFTER_MS ? 'too-early' : 'kept');
  return result;
}

/** One part that was changed counts for all of it; one that is too young to tell, next. */
function settle(result: Map<string, Standing>, predictionId: string, standing: Standing): void {
  const before = result.get(predictionId);
  if (before === 'changed' || (before === 'too-early' && standing === 'kept')) return;
  result.set(predictionId, standing);
}

function breaks(change: TextChange, { start, end }: Placed, undo: boolean): boolean {
  return change.some((edit) => {
    const within = edit.start < end && edit.end > start;
    if (edit.end > edit.start) return within || (undo && start === end && edit.start <= start && edit.end >= start);
    // Where a deletion was accepted, undo puts the text back at that very place.
    return within || (undo && start === end && edit.start === start);
  });
}

function move(change: TextChange, placed: Placed): void {
  let shift = 0;
  for (const { start, end, text } of change) if (end <= placed.start) shift += text.length - (end - start);
  placed.start += shift;
  placed.end += shift;
}

function placedBy(change: TextChange, predictionId: string, at: number): readonly Placed[] {
  return placeEdits(change).map(({ start, end }) => ({ predictionId, at, start, end }));
}
