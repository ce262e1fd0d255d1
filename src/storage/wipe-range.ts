/** Erasing what happened between two versions of a document, while the versions themselves stay. */
import { encodeBatch, replay, wipe, type DocumentId } from '../core/history';
import { joinBatches, snapshotFault } from './restore';
import { versionRange, type Database } from './schema';
import { observed } from './transaction';

/** `damaged`: the stretch cannot be read whole, and nothing was changed. */
export type WipeOutcome =
  { readonly kind: 'wiped'; readonly records: number } | { readonly kind: 'damaged' } | { readonly kind: 'not-owner' };

/**
 * Erases what was written in the versions `(from, to)`: keystrokes, times, cursors, full texts. All or nothing. Only
 * for the tab that may write the document, with its records flushed.
 * @throws what IndexedDB throws
 */
export async function wipeRange(
  database: Database,
  writer: string,
  id: DocumentId,
  from: number,
  to: number,
): Promise<WipeOutcome> {
  const transaction = observed(
    database.transaction(['documents', 'batches', 'snapshots', 'outcomes', 'quarantine'], 'readwrite', {
      durability: 'strict',
    }),
  );
  const batches = transaction.objectStore('batches');
  const snapshots = transaction.objectStore('snapshots');
  const row = await transaction.objectStore('documents').get(id);
  if (row?.writer !== writer) {
    await transaction.done;
    return { kind: 'not-owner' };
  }

  let base: { readonly version: number; readonly text: string } | null = null;
  for (
    let cursor = await snapshots.openCursor(versionRange(id, 0, from + 1), 'prev');
    cursor !== null && base === null;
    cursor = await cursor.continue()
  ) {
    if (snapshotFault(cursor.value, id, cursor.key[1]) === null)
      base = { version: cursor.value.version, text: cursor.value.text };
  }
  if (base === null) return { kind: 'damaged' };
  const baseVersion = base.version;
  const start = (await batches.openKeyCursor(versionRange(id, 0, base.version + 1), 'prev'))?.key[1] ?? base.version;
  const range = versionRange(id, start, to);
  const [keys, values] = await Promise.all([batches.getAllKeys(range), batches.getAll(range)]);
  const { records, bad } = joinBatches(
    id,
    start,
    keys.map(([, first], index) => ({ first, value: values[index] })),
  );
  const known = records.filter(({ version }) => version >= baseVersion);
  const before = replay(base, known, from);
  const stretch = known.filter(({ version }) => version >= from && version < to);
  if (bad.length > 0 || before.version !== from || stretch.length !== to - from) return { kind: 'damaged' };

  const kept = [
    records.filter(({ version }) => version < from),
    wipe(before, stretch),
    records.filter(({ version }) => version >= to),
  ];
  const work: Promise<unknown>[] = [batches.delete(range)];
  for (const part of kept) {
    const first = part[0]?.version;
    if (first !== undefined) work.push(batches.put(encodeBatch(part), [id, first]));
  }
  work.push(snapshots.delete(IDBKeyRange.bound([id, from], [id, to], true, true)));
  // What predictions of that time were made of, and what was set aside of it, would tell what was erased.
  for (const name of ['outcomes', 'quarantine'] as const) {
    for (
      let cursor = await transaction.objectStore(name).index('by-document').openCursor(id);
      cursor !== null;
      cursor = await cursor.continue()
    ) {
      if (cursor.value.version >= from && cursor.value.version < to) work.push(cursor.delete());
    }
  }
  await Promise.all([...work, transaction.done]);
  return { kind: 'wiped', records: stretch.length };
}
