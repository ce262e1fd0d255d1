/** When a full text is written beside the records, and which of the older ones are kept. */
import { recordingParameters, type RecordingParameters } from './parameters';
import type { EditRecord } from './record';

/** What has been recorded since the newest snapshot. */
export interface SinceSnapshot {
  readonly records: number;
  /** Inserted text, UTF-16 code units. */
  readonly units: number;
}

export const nothingSince: SinceSnapshot = { records: 0, units: 0 };

export function countSince(since: SinceSnapshot, record: EditRecord): SinceSnapshot {
  return {
    records: since.records + 1,
    units: record.change.reduce((sum, edit) => sum + edit.text.length, since.units),
  };
}

/** Whether opening would by now replay as much as it should ever have to. */
export function snapshotDue(since: SinceSnapshot, parameters: RecordingParameters = recordingParameters): boolean {
  return since.records >= parameters.snapshotRecords || since.units >= parameters.snapshotUnits;
}

export interface SnapshotSize {
  readonly version: number;
  readonly bytes: number;
}

/** Bytes a browser takes for a text: one a unit where all are Latin-1, else two. */
export function storedTextBytes(text: string): number {
  return /^[\u0000-\u00ff]*$/.test(text) ? text.length : text.length * 2;
}

/**
 * Versions of the snapshots to drop, given all of a document's, by ascending version. The first is kept (all records
 * start from it) and so are the newest two (opening, and opening when the newest is damaged); the others are
 * thinned, the one whose neighbours are closest first, until they fit `snapshotBytesPerRecord`. No record is ever
 * dropped, so any version can still be replayed.
 */
export function snapshotsToDrop(
  snapshots: readonly SnapshotSize[],
  parameters: RecordingParameters = recordingParameters,
): number[] {
  const kept = [...snapshots];
  const dropped: number[] = [];
  const budget = (snapshots.at(-1)?.version ?? 0) * parameters.snapshotBytesPerRecord;
  const middle = (): readonly SnapshotSize[] => kept.slice(1, -2);
  while (middle().reduce((sum, { bytes }) => sum + bytes, 0) > budget) {
    let best = 1;
    let bestGap = Number.POSITIVE_INFINITY;
    for (let index = 1; index < kept.length - 2; index += 1) {
      const gap = (kept[index + 1]?.version ?? 0) - (kept[index - 1]?.version ?? 0);
      if (gap < bestGap) [best, bestGap] = [index, gap];
    }
    dropped.push(...kept.splice(best, 1).map(({ version }) => version));
  }
  return dropped;
}
