export type { CursorSelection, DocumentId, EditRecord, EditSource } from './record';
export { historyParameters, recordingParameters, type HistoryParameters, type RecordingParameters } from './parameters';
export {
  checkRecord,
  replay,
  type RecordFault,
  type RecordPlace,
  type ReplayOutcome,
  type VersionedText,
} from './replay';
export { decodeBatch, encodeBatch, type CorruptReason, type DecodedBatch } from './codec';
export { checksumBytes, checksumText } from './bytes';
export {
  decodeSession,
  encodeSession,
  SESSION_FORMAT,
  SESSION_VERSION,
  type DecodedSession,
  type SessionDocument,
  type SessionFault,
} from './session-file';
export {
  countSince,
  nothingSince,
  snapshotDue,
  snapshotsToDrop,
  storedTextBytes,
  type SinceSnapshot,
  type SnapshotSize,
} from './snapshots';
export { deriveHistory, HistoryBuilder, type ChangesOptions, type DerivedChange, type DerivedHistory } from './builder';
export type { DerivedEdit } from './derived-edit';
export { TextBuffer } from './text-buffer';
export { randomSession, Typist, type RandomStroke, type Stroke } from './typist';
export { Course, type CourseStep } from './course';
export { JointCourse, type Place } from './joint-course';
export { wipe } from './wipe';
