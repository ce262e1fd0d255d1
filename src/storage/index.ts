export {
  openWorkspace,
  Workspace,
  type NewDocument,
  type OpenDocumentOutcome,
  type OpenWorkspaceOutcome,
  type WorkspaceOptions,
} from './workspace';
export {
  Recorder,
  type FlushOutcome,
  type RecorderOptions,
  type RecorderStatus,
  type RecordingStart,
} from './recorder';
export type { HaltReason } from './document-log';
export type { OwnershipState } from './ownership';
export type { Damage, DamagedRow, RestoredDocument } from './restore';
export type { DocumentUsage, RecordsOutcome, TextOutcome } from './read';
export type { WipeOutcome } from './wipe-range';
export { failureOf, type StorageFailure, type StorageFailureCode } from './failure';
export type { SetAsideDatabase } from './generations';
export {
  migrations,
  type DocumentRow,
  type Migration,
  type OutcomeKind,
  type OutcomeRow,
  type QuarantineRow,
} from './schema';
export { databasesNamed, eraseDatabase, fileNamesIn } from './databases';
