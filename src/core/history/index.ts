export type { CursorSelection, DocumentId, EditRecord, EditSource } from './record';
export { historyParameters, recordingParameters, type HistoryParameters, type RecordingParameters } from './parameters';
export { checkRecord, replay, type RecordFault, type RecordPlace, type ReplayOutcome, type VersionedText } from './replay';
export { decodeBatch, encodeBatch, type CorruptReason, type DecodedBatch } from './codec';
export { checksumText } from './bytes';
export { countSince, nothingSince, snapshotDue, snapshotsToDrop, storedTextBytes, type SinceSnapshot, type SnapshotSize } from './snapshots';
export { deriveHistory, HistoryBuilder, type ChangesOptions, type DerivedChange, type DerivedHistory } from './builder';
export type { DerivedEdit } from './derived-edit';
export { TextBuffer } from './text-buffer';
