/** The files of the workspace as the user handles them: opened, closed, made, renamed, deleted, put back. */
import type { DocumentId } from '../../core/history';
import { formOf, inForm } from '../../core/text';
import { failureOf } from '../../storage';
import type { NoticeView } from '../view-types';
import { freePath, workspacePath } from '../../workspace';
import type { Archive } from './document-store';
import type { FileEntry } from './file-store';
import type { Settings } from '../../platform/local-settings';
import type { Store } from '../../platform/store';
import { failureWords } from './storage-words';
import type { Workbench } from '../workbench';

export interface NewFile {
  readonly name: string;
  /** As the file's bytes say: its byte order mark and line ends are those that go out again. */
  readonly text: string;
}

/** What became of many files at once. */
export interface Added {
  readonly ids: readonly DocumentId[];
  /** Names that were refused, each with a sentence on why. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** Nothing here throws: what cannot be done is said in a notice. */
export interface Files {
  /** All files by name. */
  readonly list: Store<readonly FileEntry[]>;
  /** Shows a file, opening it first where needed; false when it cannot be. */
  open(id: DocumentId): Promise<boolean>;
  /** Takes a file's tab away; the file stays. */
  close(id: DocumentId): Promise<void>;
  /** Makes a file and shows it. A name that is taken gets a number. Null when it cannot be made. */
  create(name: string, text: string): Promise<DocumentId | null>;
  /** Makes many files, of which `show` is shown. */
  add(files: readonly NewFile[], show: number | null): Promise<Added>;
  /** Null when it is done, else a sentence on why not. */
  rename(id: DocumentId, name: string): Promise<string | null>;
  /** Deletes a file; a notice offers to put it back. */
  remove(id: DocumentId): Promise<void>;
  /** Takes a deleted file back, under another name where its own was taken meanwhile. @throws what `failureOf` explains */
  putBack(id: DocumentId): Promise<void>;
  /** The text now, of an open file or a closed one. */
  read(id: DocumentId): Promise<string | null>;
  /** The text now as it is written to a file: what nobody changed has the line ends and the byte order mark it came with. */
  outgoing(id: DocumentId): Promise<string | null>;
  /** The file stands so on a disk now: its mark and line ends are those that go out from here on. */
  standsAs(id: DocumentId, raw: string): Promise<void>;
  /** Reads the list again: another tab changed it. */
  refresh(): Promise<void>;
  /** Another part of the program changed the list: reads it again, and other tabs do so too. */
  changed(): Promise<void>;
}

export interface FilesOptions {
  readonly archive: Archive;
  readonly workbench: Workbench;
  readonly settings: Settings;
  readonly list: Store<readonly FileEntry[]>;
  readonly newId: () => DocumentId;
  readonly notice: (id: string, content: Omit<NoticeView, 'id'> | null) => void;
  /** Tells other tabs that the list has changed. */
  readonly tellOthers: () => void;
}

const TABS = 'tabs';

/** The files whose tabs were open when the page was left, in their order. */
export const rememberedTabs = (settings: Settings): readonly DocumentId[] =>
  (settings.read(TABS) ?? '').split('\n').filter((id) => id !== '');

export function createFiles({ archive, workbench, settings, list, newId, notice, tellOthers }: FilesOptions): Files {
  const rememberTabs = (ids: readonly DocumentId[]): void => {
    settings.write(TABS, ids.join('\n'));
  };
  const openIds = (): readonly DocumentId[] =>
    list
      .get()
      .map(({ id }) => id)
      .filter((id) => workbench.isOpen(id));

  const failed = (what: string, error: unknown): void => {
    notice('files', {
      tone: 'problem',
      title: what,
      body: failureWords(failureOf(error)),
      actions: [],
      dismiss: () => {
        notice('files', null);
      },
    });
  };
  const refresh = async (): Promise<void> => {
    try {
      list.set(await archive.files().list());
    } catch (error) {
      failed('The list of files could not be read.', error);
    }
  };
  const changed = async (): Promise<void> => {
    await refresh();
    rememberTabs(openIds());
    tellOthers();
  };

  const open = async (id: DocumentId): Promise<boolean> => {
    if (workbench.isOpen(id)) workbench.show(id);
    else {
      const found = await archive.openFile(id);
      if (found === null) return false;
      workbench.add(found);
    }
    settings.write('file', id);
    rememberTabs(openIds());
    archive.switched();
    return true;
  };

  const close = async (id: DocumentId): Promise<void> => {
    const closed = workbench.close(id);
    if (closed === null) return;
    rememberTabs(openIds());
    archive.switched();
    try {
      await archive.closeFile(id, closed.text);
    } catch (error) {
      failed('The last keystrokes of the file could not be written yet.', error);
    }
  };

  const add = async (files: readonly NewFile[], show: number | null): Promise<Added> => {
    const ids: DocumentId[] = [];
    const refused: { name: string; why: string }[] = [];
    const taken = new Set(list.get().map(({ name }) => name));
    let shown: DocumentId | null = null;
    for (const [index, { name, text }] of files.entries()) {
      const path = workspacePath(name);
      if (path.kind === 'bad') {
        refused.push({ name, why: path.why });
        continue;
      }
      const free = freePath(path.path, taken);
      const id = newId();
      try {
        await archive.files().create(id, free, text);
      } catch (error) {
        refused.push({ name, why: failureWords(failureOf(error)) });
        // A full disk refuses the rest as well.
        if (failureOf(error).code === 'full') break;
        continue;
      }
      taken.add(free);
      ids.push(id);
      archive.renamed(id, free);
      if (index === show) shown = id;
    }
    await changed();
    if (shown !== null) await open(shown);
    return { ids, refused };
  };

  const putBack = async (id: DocumentId): Promise<void> => {
    const store = archive.files();
    await refresh();
    const name = (await store.deleted()).find((file) => file.id === id)?.name;
    const free = name === undefined ? undefined : freePath(name, new Set(list.get().map((file) => file.name)));
    if (free !== undefined && free !== name) {
      await store.rename(id, free);
      archive.renamed(id, free);
    }
    await store.putBack(id);
    await changed();
  };

  const read = async (id: DocumentId): Promise<string | null> => {
    const shown = workbench.isOpen(id) ? workbench.text(id) : null;
    if (shown !== null) return shown;
    try {
      return await archive.files().read(id);
    } catch (error) {
      failed('A file could not be read.', error);
      return null;
    }
  };

  return {
    list,
    read,
    open,
    close,
    add,
    refresh,
    changed,
    putBack,
    async create(name, text) {
      const { ids, refused } = await add([{ name, text }], 0);
      const why = refused[0]?.why;
      if (why !== undefined)
        notice('files', {
          tone: 'problem',
          title: `${name} could not be made.`,
          body: why,
          actions: [],
          dismiss: () => {
            notice('files', null);
          },
        });
      return ids[0] ?? null;
    },
    async rename(id, name) {
      const path = workspacePath(name);
      if (path.kind === 'bad') return path.why;
      const other = list.get().find((file) => file.name === path.path);
      if (other?.id === id) return null;
      if (other !== undefined) return `There is already a file named ${path.path}.`;
      try {
        await archive.files().rename(id, path.path);
      } catch (error) {
        return failureWords(failureOf(error));
      }
      archive.renamed(id, path.path);
      workbench.rename(id, path.path);
      await changed();
      return null;
    },
    async remove(id) {
      const name = list.get().find((file) => file.id === id)?.name ?? 'The file';
      const wasOpen = workbench.isOpen(id);
      await close(id);
      try {
        await archive.files().remove(id);
      } catch (error) {
        failed(`${name} could not be deleted.`, error);
        return;
      }
      await changed();
      const gone = (): void => {
        notice(`deleted:${id}`, null);
      };
      notice(`deleted:${id}`, {
        tone: 'info',
        title: `${name} was deleted.`,
        body: 'It is kept until you empty the bin under Storage.',
        actions: [
          {
            label: 'Undo',
            primary: true,
            run: () => {
              gone();
              void putBack(id)
                .then(() => (wasOpen ? open(id) : true))
                .catch((error: unknown) => {
                  failed(`${name} could not be put back.`, error);
                });
            },
          },
        ],
        dismiss: gone,
      });
    },
    async outgoing(id) {
      const text = await read(id);
      if (text === null) return null;
      try {
        const form = await archive.files().form(id);
        return form === null ? text : inForm(text, form);
      } catch (error) {
        failed('A file could not be read.', error);
        return null;
      }
    },
    standsAs: (id, raw) => archive.files().keepForm(id, formOf(raw)),
  };
}
