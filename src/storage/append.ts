/** The writes of the recorder, each one transaction. They throw what IndexedDB throws. */
import {
  checksumText,
  decodeBatch,
  encodeBatch,
  snapshotsToDrop,
  storedTextBytes,
  type DocumentId,
  type EditRecord,
  type SnapshotSize,
} from '../core/history';
import { asBytes } from './restore';
import { versionRange, type Database, type SnapshotRow } from './schema';
import { observed } from './transaction';

/** `not-owner`: another tab has taken the document; `gone`: it was deleted. Nothing was written. */
export type AppendResult = 'written' | 'not-owner' | 'gone';

export interface Batch {
  readonly document: DocumentId;
  /** Version of the first record. */
  readonly first: number;
  readonly bytes: Uint8Array;
}

/**
 * Relaxed durability: the data is with the browser when this resolves, so a killed tab loses nothing; waiting for
 * the disk on every few keystrokes would wear it out to guard only against a power cut.
 */
const RELAXED = { durability: 'relaxed' } as const;

export async function appendBatch(database: Database, writer: string, batch: Batch): Promise<AppendResult> {
  const transaction = observed(database.transaction(['documents', 'batches'], 'readwrite', RELAXED));
  const row = await transaction.objectStore('documents').get(batch.document);
  const refusal = row === undefined ? 'gone' : row.writer !== writer ? 'not-owner' : null;
  if (refusal === null) {
    await Promise.all([
      transaction.objectStore('batches').put(batch.bytes, [batch.document, batch.first]),
      transaction.done,
    ]);
    return 'written';
  }
  await transaction.done;
  return refusal;
}

/**
 * The same for a page that may be gone before any answer comes: everything is handed over within this call, and the
 * commit is asked for at once, since a transaction still open when its page ends is taken back. There is no time to
 * ask who owns the document; the lock was held up to this moment.
 */
export function appendNow(database: Database, batches: readonly Batch[]): Promise<unknown> {
  const transaction = observed(database.transaction('batches', 'readwrite', RELAXED));
  const puts = batches.map(({ document, first, bytes }) => transaction.store.put(bytes, [document, first]));
  transaction.commit();
  return Promise.all([...puts, transaction.done]);
}

export interface SnapshotWork {
  readonly document: DocumentId;
  readonly version: number;
  readonly text: string;
  /** Version of the snapshot before: the batches between the two become one. */
  readonly since: number;
  /** Milliseconds since the epoch. */
  readonly wallTime: number;
}

/** Writes a snapshot, joins the small batches before it, and thins older snapshots. */
export async function writeSnapshot(database: Database, writer: string, work: SnapshotWork): Promise<AppendResult> {
  const transaction = observed(database.transaction(['documents', 'batches', 'snapshots'], 'readwrite', RELAXED));
  const row = await transaction.objectStore('documents').get(work.document);
  if (row?.writer !== writer) {
    await transaction.done;
    return row === undefined ? 'gone' : 'not-owner';
  }
  const { document, version, text, since } = work;
  const batches = transaction.objectStore('batches');
  const snapshots = transaction.objectStore('snapshots');
  const range = versionRange(document, since, version);
  const values = await batches.getAll(range);
  const pending: Promise<unknown>[] = [
    transaction.objectStore('documents').put({ ...row, updatedAt: work.wallTime }),
    snapshots.put(snapshotRow(document, version, text)),
  ];
  const joined = joinAll(document, values);
  if (joined !== null) {
    pending.push(batches.delete(range), batches.put(encodeBatch(joined), [document, joined[0]?.version ?? since]));
  }
  await Promise.all(pending);

  const sizes: SnapshotSize[] = [];
  for (
    let cursor = await snapshots.index('by-size').openKeyCursor(IDBKeyRange.bound([document], [document, []]));
    cursor !== null;
    cursor = await cursor.continue()
  ) {
    sizes.push({ version: cursor.key[1], bytes: cursor.key[2] });
  }
  await Promise.all([...snapshotsToDrop(sizes).map((old) => snapshots.delete([document, old])), transaction.done]);
  return 'written';
}

export function snapshotRow(document: DocumentId, version: number, text: string): SnapshotRow {
  return { document, version, text, checksum: checksumText(text), bytes: storedTextBytes(text) };
}

/** The records of all batches when there are several and they follow each other without fault; else null: leave them. */
function joinAll(document: DocumentId, values: readonly unknown[]): EditRecord[] | null {
  if (values.length < 2) return null;
  const records: EditRecord[] = [];
  for (const value of values) {
    const decoded = decodeBatch(asBytes(value), document);
    if (decoded.kind === 'corrupt') return null;
    const last = records.at(-1);
    if (last !== undefined && decoded.first !== last.version + 1) return null;
    records.push(...decoded.records);
  }
  return records;
}
