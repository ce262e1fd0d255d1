/** What is stored, under which keys, and how a database of an earlier version becomes one of this version. */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { DocumentId } from '../core/history';
import type { TextForm } from '../core/text';

export interface DocumentRow {
  readonly id: DocumentId;
  /** Path shown to the user, for example `src/area.py`. */
  readonly name: string;
  /** Lower-case language name, for example `python`. */
  readonly language: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Of the newest snapshot, milliseconds since the epoch. */
  readonly updatedAt: number;
  /** The tab that may write this document; a write by another is refused. Empty when no tab has opened it yet. */
  readonly writer: string;
  /** When the user deleted it, milliseconds since the epoch; absent while it is there. It is kept until it is erased. */
  readonly deletedAt?: number;
  /** How the file it came from was written; absent in rows of before this was kept. */
  readonly form?: TextForm;
}

export interface SnapshotRow {
  readonly document: DocumentId;
  readonly version: number;
  readonly text: string;
  /** `checksumText` of `text`. */
  readonly checksum: number;
  /** What `text` takes on disk. */
  readonly bytes: number;
}

export type DamagedStore = 'batches' | 'snapshots';

/** A row that could not be used, kept as it was found. */
export interface QuarantineRow {
  readonly document: DocumentId;
  readonly store: DamagedStore;
  readonly version: number;
  readonly reason: string;
  readonly value: unknown;
}

export type OutcomeKind = 'shown' | 'accepted' | 'partly-accepted' | 'rejected' | 'ignored' | 'superseded';

/** What became of a prediction. */
export interface OutcomeRow {
  readonly document: DocumentId;
  readonly predictionId: string;
  readonly kind: OutcomeKind;
  /** Version of the document it was offered for. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly wallTime: number;
  /** Further figures of the caller's choosing; structured-cloneable. */
  readonly detail: unknown;
}

export interface InklingSchema extends DBSchema {
  documents: { key: DocumentId; value: DocumentRow };
  /** Encoded records, keyed by document and the version of the first. */
  batches: { key: [DocumentId, number]; value: Uint8Array };
  snapshots: { key: [DocumentId, number]; value: SnapshotRow; indexes: { 'by-size': [DocumentId, number, number] } };
  outcomes: { key: number; value: OutcomeRow; indexes: { 'by-document': DocumentId } };
  settings: { key: string; value: unknown };
  quarantine: { key: number; value: QuarantineRow; indexes: { 'by-document': DocumentId } };
}

export type Database = IDBPDatabase<InklingSchema>;

/**
 * One step from a version to the next. It may read and rewrite rows, awaiting nothing but this transaction; when it
 * throws, the whole upgrade is taken back and the database stays as it was.
 */
export interface Migration {
  readonly to: number;
  readonly run: (
    database: IDBPDatabase,
    transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
  ) => void | Promise<void>;
}

/** In order. A released migration is never edited: a change of the schema is a new one at the end. */
export const migrations: readonly Migration[] = [
  {
    to: 1,
    run: (database) => {
      database.createObjectStore('documents', { keyPath: 'id' });
      database.createObjectStore('batches');
      database
        .createObjectStore('snapshots', { keyPath: ['document', 'version'] })
        .createIndex('by-size', ['document', 'version', 'bytes']);
      database.createObjectStore('outcomes', { autoIncrement: true }).createIndex('by-document', 'document');
      database.createObjectStore('settings');
      database.createObjectStore('quarantine', { autoIncrement: true }).createIndex('by-document', 'document');
    },
  },
];

export const storeNames = ['documents', 'batches', 'snapshots', 'outcomes', 'settings', 'quarantine'] as const;

/** All keys `[document, n]` with `from <= n < to`. */
export function versionRange(document: DocumentId, from = 0, to = Number.POSITIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([document, from], [document, to], false, true);
}
