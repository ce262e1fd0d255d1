/** A document from disk: the newest good snapshot and the records after it; what is damaged is set aside, never erased. */
import {
  checksumText,
  decodeBatch,
  encodeBatch,
  replay,
  type DocumentId,
  type EditRecord,
  type VersionedText,
} from '../core/history';
import {
  versionRange,
  type DamagedStore,
  type Database,
  type DocumentRow,
  type QuarantineRow,
  type SnapshotRow,
} from './schema';
import { observed } from './transaction';

export interface RestoredDocument {
  readonly row: DocumentRow;
  /** The snapshot opening started from. */
  readonly base: VersionedText;
  /** The records after it, for deriving history. */
  readonly records: readonly EditRecord[];
  /** The document now. */
  readonly text: string;
  readonly version: number;
  readonly damage: Damage | null;
}

export interface DamagedRow {
  readonly store: DamagedStore;
  /** Version of the snapshot, or of the batch's first record. */
  readonly version: number;
  /** For the log; `after-damage` for good rows that cannot be reached any more. */
  readonly reason: string;
}

/** What could not be used. The rows were moved to the quarantine store as they were (left in place when read-only). */
export interface Damage {
  readonly rows: readonly DamagedRow[];
  /** Everything up to this version was kept; with `lossless` nothing after it existed. */
  readonly keptVersion: number;
  readonly lossless: boolean;
}

export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly document: RestoredDocument }
  | { readonly kind: 'missing' }
  /** No snapshot can be read; every row is kept where it is. */
  | { readonly kind: 'lost'; readonly row: DocumentRow; readonly damage: Damage };

interface Bad extends DamagedRow {
  readonly value: unknown;
}

interface ReadBack {
  readonly outcome: RestoreOutcome;
  readonly bad: readonly Bad[];
  /** Records of a batch that holds good ones before the first that does not fit. */
  readonly salvaged: readonly EditRecord[];
}

/**
 * @param repair moves damaged rows aside so that recording can go on; only for the tab that may write the document.
 * @throws what IndexedDB throws.
 */
export async function restoreDocument(database: Database, id: DocumentId, repair: boolean): Promise<RestoreOutcome> {
  const { outcome, bad, salvaged } = await readBack(database, id);
  if (repair && outcome.kind === 'restored' && bad.length > 0) await setAside(database, id, bad, salvaged);
  return outcome;
}

async function readBack(database: Database, id: DocumentId): Promise<ReadBack> {
  const transaction = observed(database.transaction(['documents', 'snapshots', 'batches']));
  const row = await transaction.objectStore('documents').get(id);
  if (row === undefined) return { outcome: { kind: 'missing' }, bad: [], salvaged: [] };

  const bad: Bad[] = [];
  let base: SnapshotRow | null = null;
  for (
    let cursor = await transaction.objectStore('snapshots').openCursor(versionRange(id), 'prev');
    cursor !== null;
    cursor = await cursor.continue()
  ) {
    const reason = snapshotFault(cursor.value, id, cursor.key[1]);
    if (reason === null) {
      base = cursor.value;
      break;
    }
    bad.push({ store: 'snapshots', version: cursor.key[1], reason, value: cursor.value });
  }
  if (base === null) {
    return {
      outcome: { kind: 'lost', row, damage: { rows: bad.map(describe), keptVersion: 0, lossless: false } },
      bad: [],
      salvaged: [],
    };
  }

  const store = transaction.objectStore('batches');
  const range = versionRange(id, base.version);
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  const read = joinBatches(
    id,
    base.version,
    keys.map(([, first], index) => ({ first, value: values[index] })),
  );
  const replayed = replay(base, read.records);
  const fits = replayed.kind === 'replayed';
  const records = fits ? read.records : read.records.slice(0, replayed.version - base.version);
  const misfits = fits
    ? []
    : keys.flatMap(([, first], index): Bad[] => {
        const decoded = decodeBatch(asBytes(values[index]), id);
        const end = decoded.kind === 'batch' ? first + decoded.records.length : first;
        return end > replayed.version && !read.bad.some((other) => other.version === first)
          ? [{ store: 'batches', version: first, reason: replayed.fault.kind, value: values[index] }]
          : [];
      });
  bad.push(...misfits, ...read.bad);

  const salvagedFrom = misfits.map(({ version }) => version).find((first) => first < replayed.version);
  const damage =
    bad.length === 0
      ? null
      : {
          rows: bad.map(describe),
          keptVersion: replayed.version,
          lossless: fits && read.bad.length === 0 && bad.every(({ version }) => version <= replayed.version),
        };
  return {
    outcome: {
      kind: 'restored',
      document: {
        row,
        base: { version: base.version, text: base.text },
        records,
        text: replayed.text,
        version: replayed.version,
        damage,
      },
    },
    bad,
    salvaged: salvagedFrom === undefined ? [] : records.filter(({ version }) => version >= salvagedFrom),
  };
}

/** Why a snapshot cannot be trusted, or null. Rows come from disk: their types are a hope. */
export function snapshotFault(row: SnapshotRow, id: DocumentId, version: number): string | null {
  const found: Partial<Record<keyof SnapshotRow, unknown>> = row;
  if (typeof found.text !== 'string') return 'no text';
  if (found.document !== id || found.version !== version) return 'filed under another key';
  return checksumText(found.text) === found.checksum ? null : 'checksum';
}

interface StoredBatch {
  readonly first: number;
  readonly value: unknown;
}

/** The records of consecutive batches, up to the first that is damaged or missing; that one and all after it are bad. */
export function joinBatches(
  id: DocumentId,
  from: number,
  batches: readonly StoredBatch[],
): { readonly records: EditRecord[]; readonly bad: readonly Bad[] } {
  const records: EditRecord[] = [];
  for (const [index, { first, value }] of batches.entries()) {
    const decoded = decodeBatch(asBytes(value), id);
    const next = from + records.length;
    const reason =
      decoded.kind === 'corrupt'
        ? `${decoded.reason}: ${decoded.detail}`
        : decoded.first !== first
          ? 'filed under another key'
          : first > next
            ? `records ${next} to ${first - 1} are missing`
            : null;
    if (reason !== null || decoded.kind === 'corrupt') {
      const rest = batches
        .slice(index + 1)
        .map((batch): Bad => ({ store: 'batches', version: batch.first, reason: 'after-damage', value: batch.value }));
      return { records, bad: [{ store: 'batches', version: first, reason: reason ?? 'unknown', value }, ...rest] };
    }
    // A page that was closing may have written records twice, in a longer batch: take each once.
    records.push(...decoded.records.slice(next - first));
  }
  return { records, bad: [] };
}

/** No bytes at all for a row that is something else: it decodes as corrupt. */
export function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function describe({ store, version, reason }: Bad): DamagedRow {
  return { store, version, reason };
}

/** Moves rows to the quarantine store and writes back what of them was good, all or nothing. */
async function setAside(
  database: Database,
  id: DocumentId,
  bad: readonly Bad[],
  salvaged: readonly EditRecord[],
): Promise<void> {
  const transaction = observed(
    database.transaction(['batches', 'snapshots', 'quarantine'], 'readwrite', { durability: 'strict' }),
  );
  const work: Promise<unknown>[] = [];
  for (const { store, version, reason, value } of bad) {
    const row: QuarantineRow = { document: id, store, version, reason, value };
    work.push(transaction.objectStore('quarantine').add(row), transaction.objectStore(store).delete([id, version]));
  }
  const first = salvaged[0]?.version;
  if (first !== undefined) work.push(transaction.objectStore('batches').put(encodeBatch(salvaged), [id, first]));
  await Promise.all([...work, transaction.done]);
}
