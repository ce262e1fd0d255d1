/** Everything the page needs of storage, in one place: documents, their recording and ownership, outcomes, settings. */
import { encodeBatch, type DocumentId, type EditRecord } from '../core/history';
import { formOf, inForm, withoutMark, type TextForm } from '../core/text';
import { snapshotRow } from './append';
import type { Connection } from './connection';
import { failureOf, type StorageFailure } from './failure';
import { openNewest, type SetAsideDatabase } from './generations';
import { Ownership, type Channel, type Locks, type OwnershipState } from './ownership';
import { readRecords, textAt, usageOf, type DocumentUsage, type RecordsOutcome, type TextOutcome } from './read';
import { Recorder } from './recorder';
import { restoreDocument, type Damage, type RestoredDocument } from './restore';
import {
  versionRange,
  type Database,
  type DocumentRow,
  type Migration,
  type OutcomeRow,
  type QuarantineRow,
} from './schema';
import { observed } from './transaction';
import { wipeRange, type WipeOutcome } from './wipe-range';

export interface WorkspaceOptions {
  /** Name of the database. Default `inkling`. */
  readonly name?: string;
  /** Unique for each open page. */
  readonly tab: string;
  /** `navigator.locks`, or null where there is none. */
  readonly locks: Locks | null;
  /** A BroadcastChannel shared by the tabs of this workspace, or null. */
  readonly channel: Channel | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told when a document is taken from this tab or given to it. On becoming `owner`, open the document again. */
  readonly onOwnership: (document: DocumentId, state: OwnershipState) => void;
  readonly flushDelayMs?: number;
  /** How long another tab is given to hand a document over, milliseconds. */
  readonly patienceMs?: number;
  readonly migrations?: readonly Migration[];
}

/** `setAside` names databases that could not be read: they are left as they are, and this one goes on beside them. */
export type OpenWorkspaceOutcome =
  | { readonly kind: 'opened'; readonly workspace: Workspace; readonly setAside: readonly SetAsideDatabase[] }
  | { readonly kind: 'failed'; readonly failure: StorageFailure };

export type OpenDocumentOutcome =
  /** Writable when `access` is `owner`, and when it is `none` for want of locks; read-only when `waiting`. */
  | {
      readonly kind: 'opened';
      readonly document: RestoredDocument;
      readonly access: OwnershipState;
      /** Records this tab still held when it lost the document: they are on no disk, and in no other tab. */
      readonly stranded: readonly EditRecord[];
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'lost'; readonly row: DocumentRow; readonly damage: Damage }
  | { readonly kind: 'failed'; readonly failure: StorageFailure };

export interface NewDocument {
  readonly id: DocumentId;
  readonly name: string;
  readonly language: string;
  /** A byte order mark at its start is kept apart from it, unless there is a course. */
  readonly text: string;
  /** Records of this document from version 0 on, which lead on from `text`. */
  readonly course?: readonly EditRecord[];
  /** How its file is written; by default as `text` is. */
  readonly form?: TextForm;
}

/** Opens the workspace. Never throws: without storage the page works on in memory, and says so. */
export async function openWorkspace(options: WorkspaceOptions): Promise<OpenWorkspaceOutcome> {
  const opened = await openNewest(options.name ?? 'inkling', options.migrations);
  return opened.kind === 'failed'
    ? opened
    : { kind: 'opened', workspace: new Workspace(opened.connection, options), setAside: opened.setAside };
}

/** Methods that return a promise throw what `failureOf` explains, unless they say otherwise. */
export class Workspace {
  readonly recorder: Recorder;
  private readonly owned = new Map<DocumentId, Ownership>();

  /** Use `openWorkspace`. */
  constructor(
    private readonly connection: Connection,
    private readonly options: WorkspaceOptions,
  ) {
    const { tab: writer, now, flushDelayMs } = options;
    this.recorder = new Recorder(
      connection,
      flushDelayMs === undefined ? { writer, now } : { writer, now, flushDelayMs },
    );
  }

  /** Name of the database in use. */
  get name(): string {
    return this.connection.name;
  }

  /** All documents that are not deleted, the last written first. */
  async list(): Promise<DocumentRow[]> {
    const rows = await (await this.connection.use()).getAll('documents');
    return rows.filter(({ deletedAt }) => deletedAt === undefined).sort((a, b) => b.updatedAt - a.updatedAt);
  }

  /** Documents that were deleted and can be put back, the last deleted first. */
  async deleted(): Promise<DocumentRow[]> {
    const rows = await (await this.connection.use()).getAll('documents');
    return rows
      .filter(({ deletedAt }) => deletedAt !== undefined)
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0));
  }

  /** Makes a document with its first text, or with a whole course; false when the id is taken. */
  async create({ id, name, language, text, course = [], form = formOf(text) }: NewDocument): Promise<boolean> {
    const transaction = observed(
      (await this.connection.use()).transaction(['documents', 'snapshots', 'batches'], 'readwrite'),
    );
    const documents = transaction.objectStore('documents');
    const exists = (await documents.getKey(id)) !== undefined;
    if (!exists) {
      const now = this.options.now();
      await Promise.all([
        documents.put({ id, name, language, createdAt: now, updatedAt: now, writer: '', form }),
        transaction.objectStore('snapshots').put(snapshotRow(id, 0, course.length === 0 ? withoutMark(text) : text)),
        ...(course.length === 0 ? [] : [transaction.objectStore('batches').put(encodeBatch(course), [id, 0])]),
      ]);
    }
    await transaction.done;
    return !exists;
  }

  /** Restores a document, and becomes its owner and begins recording if no other tab has it. Never throws. */
  async open(id: DocumentId): Promise<OpenDocumentOutcome> {
    try {
      const database = await this.connection.use();
      if ((await database.getKey('documents', id)) === undefined) return { kind: 'missing' };
      const access = await this.ownershipOf(id).acquire();
      const writes = mayWrite(access);
      if (writes) {
        await this.recorder.flush();
        await claim(database, id, this.options.tab);
      }
      const outcome = await restoreDocument(database, id, writes);
      if (outcome.kind !== 'restored') {
        this.close(id);
        return outcome;
      }
      const { document } = outcome;
      const stranded = this.recorder.unwritten(id);
      if (writes) {
        const { text, version, base, records } = document;
        this.recorder.start(id, { text, version, lastSnapshot: base.version, replayed: records });
      }
      return { kind: 'opened', document, access, stranded };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  /** Takes a document from the tab that has it, then opens it. Never throws. */
  async takeOver(id: DocumentId): Promise<OpenDocumentOutcome> {
    await this.ownershipOf(id).takeOver();
    return this.open(id);
  }

  /** Whether this tab may write the document. */
  access(id: DocumentId): OwnershipState {
    return this.owned.get(id)?.state ?? { kind: 'none', why: 'released' };
  }

  /** Stops recording a document and lets another tab have it. Flush first. */
  close(id: DocumentId): void {
    this.recorder.stop(id);
    this.owned.get(id)?.release();
    this.owned.delete(id);
  }

  /** The text as it is stored now, without becoming its owner; null when there is none to be read. */
  async read(id: DocumentId): Promise<string | null> {
    const outcome = await restoreDocument(await this.connection.use(), id, false);
    return outcome.kind === 'restored' ? outcome.document.text : null;
  }

  /** How the document's file is written; null when that is not known. */
  async form(id: DocumentId): Promise<TextForm | null> {
    return (await (await this.connection.use()).get('documents', id))?.form ?? null;
  }

  /** The document's file has another form now. */
  async keepForm(id: DocumentId, form: TextForm): Promise<void> {
    await this.change(id, (row) => ({ ...row, form }));
  }

  async rename(id: DocumentId, name: string, language: string): Promise<void> {
    await this.change(id, (row) => ({ ...row, name, language }));
  }

  /** Deletes a document so that it can be put back: nothing of it is erased. */
  async remove(id: DocumentId): Promise<void> {
    const deletedAt = this.options.now();
    await this.change(id, (row) => ({ ...row, deletedAt }));
  }

  async putBack(id: DocumentId): Promise<void> {
    await this.change(id, ({ id, name, language, createdAt, updatedAt, writer, form }) => ({
      id,
      name,
      language,
      createdAt,
      updatedAt,
      writer,
      ...(form === undefined ? {} : { form }),
    }));
  }

  private async change(id: DocumentId, next: (row: DocumentRow) => DocumentRow): Promise<void> {
    const transaction = observed((await this.connection.use()).transaction('documents', 'readwrite'));
    const row = await transaction.store.get(id);
    if (row !== undefined) await transaction.store.put(next(row));
    await transaction.done;
  }

  /** Erases a document with all its history, because the user asked for it. */
  async erase(id: DocumentId): Promise<void> {
    this.close(id);
    const transaction = observed(
      (await this.connection.use()).transaction(
        ['documents', 'batches', 'snapshots', 'outcomes', 'quarantine'],
        'readwrite',
      ),
    );
    await Promise.all([
      transaction.objectStore('documents').delete(id),
      transaction.objectStore('batches').delete(versionRange(id)),
      transaction.objectStore('snapshots').delete(versionRange(id)),
    ]);
    for (const name of ['outcomes', 'quarantine'] as const) {
      const store = transaction.objectStore(name);
      await Promise.all((await store.index('by-document').getAllKeys(id)).map((key) => store.delete(key)));
    }
    await transaction.done;
  }

  /** Records from version `from` up to `to`, for the timeline and for sharing. */
  async records(id: DocumentId, from?: number, to?: number): Promise<RecordsOutcome> {
    return readRecords(await this.connection.use(), id, from, to);
  }

  async textAt(id: DocumentId, version: number): Promise<TextOutcome> {
    return textAt(await this.connection.use(), id, version);
  }

  async usage(id: DocumentId): Promise<DocumentUsage> {
    return usageOf(await this.connection.use(), id);
  }

  /** Erases what was written between two versions, for good. Only for a document this tab may write. */
  async wipe(id: DocumentId, from: number, to: number): Promise<WipeOutcome> {
    await this.recorder.flush();
    const outcome = await wipeRange(await this.connection.use(), this.options.tab, id, from, to);
    const form = await this.form(id);
    const text = form?.original == null ? null : await this.read(id);
    // The file's own lines would tell what was erased: only those that are still there stay.
    if (outcome.kind === 'wiped' && form !== null && text !== null) await this.keepForm(id, formOf(inForm(text, form)));
    return outcome;
  }

  /** Damaged rows of a document, as they were found. */
  async quarantined(id: DocumentId): Promise<QuarantineRow[]> {
    return (await this.connection.use()).getAllFromIndex('quarantine', 'by-document', id);
  }

  /** Notes what became of a prediction. */
  async addOutcome(outcome: OutcomeRow): Promise<void> {
    await (await this.connection.use()).add('outcomes', outcome);
  }

  /** Outcomes of a document's predictions, oldest first. */
  async outcomes(id: DocumentId): Promise<OutcomeRow[]> {
    return (await this.connection.use()).getAllFromIndex('outcomes', 'by-document', id);
  }

  /** Outcomes of all documents' predictions, oldest first. */
  async allOutcomes(): Promise<OutcomeRow[]> {
    return (await this.connection.use()).getAll('outcomes');
  }

  /** Erases what became of all predictions. */
  async clearOutcomes(): Promise<void> {
    await (await this.connection.use()).clear('outcomes');
  }

  /** A setting as it was stored: check its type before use. Undefined when never set. */
  async setting(key: string): Promise<unknown> {
    return (await this.connection.use()).get('settings', key);
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    await (await this.connection.use()).put('settings', value, key);
  }

  /** As if it had never been set. */
  async removeSetting(key: string): Promise<void> {
    await (await this.connection.use()).delete('settings', key);
  }

  /** Writes what is unwritten, gives up all documents, and closes the database. */
  async shutDown(): Promise<void> {
    await this.recorder.flush();
    for (const id of [...this.owned.keys()]) this.close(id);
    this.connection.close();
  }

  private ownershipOf(id: DocumentId): Ownership {
    const known = this.owned.get(id);
    if (known !== undefined) return known;
    const { locks, channel, patienceMs } = this.options;
    const ownership = new Ownership({
      name: `${this.connection.name}:${id}`,
      locks,
      channel,
      beforeYield: async () => {
        await this.recorder.flush();
        this.recorder.halt(id, { kind: 'not-owner' });
      },
      onChange: (state) => {
        if (state.kind === 'waiting' && state.why === 'stolen') this.recorder.halt(id, { kind: 'not-owner' });
        this.options.onOwnership(id, state);
      },
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    this.owned.set(id, ownership);
    return ownership;
  }
}

function mayWrite(access: OwnershipState): boolean {
  return access.kind === 'owner' || (access.kind === 'none' && access.why === 'no-locks');
}

/** Marks a document as this tab's: from here on a write by any other is refused, whatever that tab believes. */
async function claim(database: Database, id: DocumentId, tab: string): Promise<void> {
  const transaction = observed(database.transaction('documents', 'readwrite', { durability: 'strict' }));
  const row = await transaction.store.get(id);
  if (row !== undefined) await transaction.store.put({ ...row, writer: tab });
  await transaction.done;
}
