/** Reading what is stored without changing it: any stretch of records, the text at any version, and sizes. */
import { replay, type DocumentId, type EditRecord } from '../core/history';
import { asBytes, joinBatches, snapshotFault } from './restore';
import { versionRange, type Database } from './schema';
import { observed } from './transaction';

/** `damaged`: the records before the first that cannot be read; `at` is its version. */
export type RecordsOutcome =
  | { readonly kind: 'records'; readonly records: readonly EditRecord[] }
  | { readonly kind: 'damaged'; readonly records: readonly EditRecord[]; readonly at: number; readonly reason: string };

/** The records that lead from version `from` to version `to` (as far as there are any). */
export async function readRecords(
  database: Database,
  id: DocumentId,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): Promise<RecordsOutcome> {
  if (from >= to) return { kind: 'records', records: [] };
  const store = observed(database.transaction('batches')).store;
  // The batch that holds record `from` may begin before it.
  const cursor = await store.openKeyCursor(versionRange(id, 0, from + 1), 'prev');
  const start = cursor?.key[1] ?? from;
  const range = versionRange(id, start, to);
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  const read = joinBatches(
    id,
    start,
    keys.map(([, first], index) => ({ first, value: values[index] })),
  );
  const records = read.records.filter(({ version }) => version >= from && version < to);
  const bad = read.bad[0];
  return bad === undefined
    ? { kind: 'records', records }
    : { kind: 'damaged', records, at: start + read.records.length, reason: bad.reason };
}

export type TextOutcome =
  | { readonly kind: 'text'; readonly text: string }
  /** `version` is the nearest earlier one that can be reached; `text` is what it was. */
  | { readonly kind: 'damaged'; readonly version: number; readonly text: string }
  | { readonly kind: 'missing' };

/** The text at a version, from the nearest good snapshot before it. */
export async function textAt(database: Database, id: DocumentId, version: number): Promise<TextOutcome> {
  const store = observed(database.transaction('snapshots')).store;
  for (
    let cursor = await store.openCursor(versionRange(id, 0, version + 1), 'prev');
    cursor !== null;
    cursor = await cursor.continue()
  ) {
    if (snapshotFault(cursor.value, id, cursor.key[1]) !== null) continue;
    const base = { version: cursor.value.version, text: cursor.value.text };
    const read = await readRecords(database, id, base.version, version);
    const { version: reached, text } = replay(base, read.records, version);
    return reached === version ? { kind: 'text', text } : { kind: 'damaged', version: reached, text };
  }
  return { kind: 'missing' };
}

/** What a document takes, in bytes before the browser's own overhead. */
export interface DocumentUsage {
  readonly batches: number;
  readonly recordBytes: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
}

export async function usageOf(database: Database, id: DocumentId): Promise<DocumentUsage> {
  const transaction = observed(database.transaction(['batches', 'snapshots']));
  const batches = await transaction.objectStore('batches').getAll(versionRange(id));
  let snapshots = 0;
  let snapshotBytes = 0;
  const sizes = transaction.objectStore('snapshots').index('by-size');
  for (
    let cursor = await sizes.openKeyCursor(IDBKeyRange.bound([id], [id, []]));
    cursor !== null;
    cursor = await cursor.continue()
  ) {
    snapshots += 1;
    snapshotBytes += cursor.key[2];
  }
  return {
    batches: batches.length,
    recordBytes: batches.reduce((sum, value) => sum + asBytes(value).length, 0),
    snapshots,
    snapshotBytes,
  };
}
