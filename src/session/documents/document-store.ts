/**
 * What was written before, and what is written now: opens the stored files, records every change, and settles with
 * other tabs which of them may write.
 */
import { replay, type DocumentId, type EditRecord } from '../../core/history';
import type { PredictionOutcome } from '../../core/prediction';
import { diffText, formOf, inForm } from '../../core/text';
import {
  failureOf,
  openWorkspace,
  type OpenDocumentOutcome,
  type OwnershipState,
  type RecorderStatus,
  type Workspace,
  type WorkspaceOptions,
} from '../../storage';
import type { StorageView } from '../view-types';
import { languageOf } from '../../workspace';
import {
  deletedElsewhere,
  notCopied,
  nothingSaved,
  notOpened,
  openElsewhere,
  partlyRead,
  setAside,
  unreadable,
  type Notice,
} from './store-notices';
import { memoryFiles, storedFiles, type FileStore, type MemoryFiles } from './file-store';
import { exampleSeeds, type Seed } from './seeds';
import { copyName, failureWords, outcomeKind, storageView } from './storage-words';
import type { FoundDocument } from '../workbench';

/** What the archive needs of the page. */
export interface ArchiveOptions {
  /** Unique for each open page. */
  readonly tab: string;
  readonly locks: WorkspaceOptions['locks'];
  readonly channel: WorkspaceOptions['channel'];
  /** Name of the database; the program's own by default. */
  readonly database?: string;
  /** What an empty store is filled with; the examples by default. */
  readonly seeds?: readonly Seed[];
  readonly newId: () => string;
  readonly onStorage: (view: StorageView) => void;
  readonly notice: (id: string, content: Notice | null) => void;
  /** A file's text, version or right to be written has changed from outside: show it so. */
  readonly onFound: (found: FoundDocument) => void;
  /** What is on screen for a file. */
  readonly onScreen: (id: DocumentId) => string | null;
  /** The file that is on screen. */
  readonly shown: () => DocumentId | null;
  readonly onAdded: (found: FoundDocument) => void;
  readonly onWritable: (id: DocumentId, writable: boolean) => void;
  readonly reload: () => void;
}

export interface Archive {
  /**
   * Opens the store; then the files of `wanted` that are there, in that order, or the first few when none is wanted.
   * Never fails: without storage the page works in memory.
   */
  open(wanted?: readonly DocumentId[]): Promise<readonly FoundDocument[]>;
  /** The files as such. Only after `open`. */
  files(): FileStore;
  /** Opens one more file; null when it cannot be read, which the user is told. */
  openFile(id: DocumentId): Promise<FoundDocument | null>;
  /** A file is no longer shown: writes the rest of it and lets other tabs have it. */
  closeFile(id: DocumentId, text: string): Promise<void>;
  renamed(id: DocumentId, name: string): void;
  /** What is stored about documents, for panels that show it; null while nothing can be stored. */
  workspace(): Workspace | null;
  record(record: EditRecord): void;
  /** `asked`: what was asked and answered, where the user wants that kept; null for nothing. */
  outcome(outcome: PredictionOutcome, version: number, asked?: object | null): void;
  /** Another file is on screen. */
  switched(): void;
  /** Resolves when all that was typed is written, as far as it can be. */
  flush(): Promise<void>;
  /** For a page that may be gone in a moment. */
  leave(): void;
}

type Opened = Extract<OpenDocumentOutcome, { kind: 'opened' }>;

/** At most this many files are opened when the user has not chosen any yet. */
const FIRST_TABS = 4;

/** In memory there is no course: the text it leads to counts. */
const seedText = ({ text, course }: Seed): string => replay({ version: 0, text }, course).text;

async function plant(workspace: Workspace, { id, name, text, course, outcomes, raw }: Seed): Promise<void> {
  const made = await workspace.create({
    id,
    name,
    language: languageOf(name).id,
    text,
    course,
    ...(raw === undefined ? {} : { form: formOf(raw) }),
  });
  if (!made) return;
  for (const [index, { version, kind }] of outcomes.entries()) {
    await workspace.addOutcome({
      document: id,
      predictionId: `seed-${index}`,
      kind,
      version,
      wallTime: 0,
      detail: null,
    });
  }
}

const foundOf = ({ document, access }: Opened): FoundDocument => ({
  id: document.row.id,
  name: document.row.name,
  text: document.text,
  version: document.version,
  writable: access.kind === 'owner' || (access.kind === 'none' && access.why === 'no-locks'),
  recent: { base: document.base, records: document.records },
});

export function createArchive(options: ArchiveOptions): Archive {
  const { notice, seeds = exampleSeeds } = options;
  const examples = (): MemoryFiles =>
    memoryFiles(
      seeds.map((seed) => ({
        id: seed.id,
        name: seed.name,
        text: seedText(seed),
        ...(seed.raw === undefined ? {} : { form: formOf(seed.raw) }),
      })),
    );
  let workspace: Workspace | null = null;
  let memory: MemoryFiles | null = null;
  const names = new Map<DocumentId, string>();
  /** Files that another tab writes. */
  const elsewhere = new Set<DocumentId>();
  let stored: StorageView = { kind: 'opening' };

  const say = (id: string, notice: (dismiss: () => void) => Notice): void => {
    options.notice(
      id,
      notice(() => {
        options.notice(id, null);
      }),
    );
  };

  const tellElsewhere = (): void => {
    const id = options.shown();
    notice(
      'tab',
      id === null || !elsewhere.has(id)
        ? null
        : openElsewhere(
            names.get(id) ?? 'This file',
            () => {
              void takeOver();
            },
            () => {
              void copy(id);
            },
          ),
    );
    options.onStorage(id !== null && elsewhere.has(id) ? { kind: 'read-only' } : stored);
  };

  const setElsewhere = (id: DocumentId, is: boolean): void => {
    if (is) elsewhere.add(id);
    else elsewhere.delete(id);
    options.onWritable(id, !is);
    tellElsewhere();
  };

  /** Takes in what opening a file came to. Null when there is nothing to show. */
  const take = (id: DocumentId, name: string, outcome: OpenDocumentOutcome): FoundDocument | null => {
    switch (outcome.kind) {
      case 'opened': {
        const found = foundOf(outcome);
        names.set(id, found.name);
        setElsewhere(id, !found.writable);
        const { damage } = outcome.document;
        if (damage !== null && !damage.lossless)
          say(`damage:${id}`, (dismiss) => partlyRead(found.name, damage, dismiss));
        return found;
      }
      case 'lost':
        say(`lost:${id}`, (dismiss) => unreadable(name, dismiss));
        return null;
      case 'failed':
        say(`failed:${id}`, (dismiss) => notOpened(name, outcome.failure, options.reload, dismiss));
        return null;
      case 'missing':
        return null;
    }
  };

  const reopen = async (id: DocumentId, opening: (from: Workspace) => Promise<OpenDocumentOutcome>): Promise<void> => {
    if (workspace === null) return;
    const found = take(id, names.get(id) ?? id, await opening(workspace));
    if (found !== null) options.onFound(found);
  };

  const takeOver = async (): Promise<void> => {
    await Promise.all([...elsewhere].map((id) => reopen(id, (from) => from.takeOver(id))));
  };

  const copy = async (id: DocumentId): Promise<void> => {
    const text = options.onScreen(id);
    if (workspace === null || text === null) return;
    const name = copyName(names.get(id) ?? 'untitled');
    const copied = options.newId();
    try {
      const form = await workspace.form(id);
      await workspace.create({
        id: copied,
        name,
        language: languageOf(name).id,
        text: form === null ? text : inForm(text, form),
      });
    } catch (error) {
      say('copy', (dismiss) => notCopied(failureOf(error), dismiss));
      return;
    }
    const found = take(copied, name, await workspace.open(copied));
    if (found !== null) options.onAdded(found);
  };

  const onOwnership = (id: DocumentId, state: OwnershipState): void => {
    switch (state.kind) {
      case 'waiting':
        setElsewhere(id, true);
        break;
      case 'owner':
        // When it was taken, whoever took it opens it.
        if (state.how === 'released') void reopen(id, (from) => from.open(id));
        break;
      case 'none':
        break;
    }
  };

  /** Goes on after records that do not fit each other: what is on screen counts. */
  const mend = (id: DocumentId): void => {
    const resumed = workspace?.recorder.resume(id) ?? null;
    const text = options.onScreen(id);
    if (workspace === null || resumed === null || text === null) return;
    const { from } = resumed;
    const change = diffText(from.text, text);
    if (change.length > 0) {
      workspace.recorder.push({
        document: id,
        version: from.version,
        change,
        selection: null,
        source: { kind: 'load' },
        wallTime: Date.now(),
        monoTime: performance.now(),
      });
    }
    options.onFound({
      id,
      name: names.get(id) ?? id,
      text,
      version: from.version + (change.length > 0 ? 1 : 0),
      writable: true,
      recent: null,
    });
  };

  const onRecorder = (status: RecorderStatus): void => {
    if (status.kind !== 'halted') {
      stored = storageView(status);
      tellElsewhere();
      return;
    }
    switch (status.reason.kind) {
      case 'not-owner':
        setElsewhere(status.document, true);
        break;
      case 'bad-record':
        // Not from inside the recorder's own write.
        queueMicrotask(() => {
          mend(status.document);
        });
        break;
      case 'gone':
        options.onStorage({ kind: 'not-saved', why: 'The file was deleted in another tab.' });
        say(`gone:${status.document}`, (dismiss) =>
          deletedElsewhere(names.get(status.document) ?? 'This file', () => {
            dismiss();
            void copy(status.document);
          }),
        );
        break;
    }
  };

  const openStored = async (from: Workspace, wanted: readonly DocumentId[]): Promise<readonly FoundDocument[]> => {
    let rows = await from.list();
    // A user who has deleted all files wants none; only a store that never held any is filled.
    if (rows.length === 0 && (await from.deleted()).length === 0) {
      for (const seed of seeds) await plant(from, seed);
      rows = await from.list();
    }
    const inOrder = [...rows].sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
    const chosen = wanted.flatMap((id) => inOrder.find((row) => row.id === id) ?? []);
    // All at once: one after the other, fifty tabs take a second.
    const opened = await Promise.all(
      (chosen.length > 0 ? chosen : inOrder.slice(0, FIRST_TABS)).map(async ({ id, name }) => ({
        id,
        name,
        outcome: await from.open(id),
      })),
    );
    return opened.flatMap(({ id, name, outcome }) => take(id, name, outcome) ?? []);
  };

  const openInMemory = async (from: MemoryFiles, id: DocumentId): Promise<FoundDocument | null> => {
    const entry = (await from.list()).find((file) => file.id === id);
    const text = await from.read(id);
    return entry === undefined || text === null ? null : { ...entry, text, version: 0, writable: true, recent: null };
  };

  const withoutStorage = async (why: string): Promise<readonly FoundDocument[]> => {
    stored = { kind: 'not-saved', why };
    options.onStorage(stored);
    say('storage', (dismiss) => nothingSaved(why, options.reload, dismiss));
    const files = (memory = examples());
    const found = await Promise.all((await files.list()).map(({ id }) => openInMemory(files, id)));
    return found.filter((document) => document !== null);
  };

  return {
    async open(wanted = []) {
      const outcome = await openWorkspace({
        tab: options.tab,
        locks: options.locks,
        channel: options.channel,
        now: () => Date.now(),
        onOwnership,
        ...(options.database === undefined ? {} : { name: options.database }),
      });
      if (outcome.kind === 'failed') return withoutStorage(failureWords(outcome.failure));
      if (outcome.setAside.some(({ failure }) => failure !== null)) say('set-aside', setAside);
      workspace = outcome.workspace;
      try {
        const found = await openStored(outcome.workspace, wanted);
        outcome.workspace.recorder.onStatus(onRecorder);
        return found;
      } catch (error) {
        workspace = null;
        return withoutStorage(failureWords(failureOf(error)));
      }
    },
    files() {
      if (workspace !== null) return storedFiles(workspace);
      return (memory ??= examples());
    },
    openFile: async (id) =>
      workspace === null
        ? openInMemory((memory ??= examples()), id)
        : take(id, names.get(id) ?? id, await workspace.open(id)),
    async closeFile(id, text) {
      memory?.kept(id, text);
      elsewhere.delete(id);
      await workspace?.recorder.flush();
      workspace?.close(id);
    },
    renamed: (id, name) => {
      names.set(id, name);
    },
    workspace: () => workspace,
    record: (record) => {
      workspace?.recorder.push(record);
    },
    outcome(outcome, version, asked = null) {
      const kind = outcomeKind(outcome);
      if (kind === null || workspace === null) return;
      const { predictionId, document } = outcome;
      workspace
        .addOutcome({
          document,
          predictionId,
          kind,
          version,
          wallTime: Date.now(),
          detail: asked === null ? outcome : { ...outcome, asked },
        })
        .catch((error: unknown) => {
          // Figures about predictions; the text is recorded elsewhere, and its failures are shown.
          console.warn('What became of a prediction could not be stored.', error);
        });
    },
    switched: tellElsewhere,
    async flush() {
      await workspace?.recorder.flush();
    },
    leave: () => {
      workspace?.recorder.flushBeforeLeaving();
    },
  };
}
