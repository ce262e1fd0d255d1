/** The files of the workspace apart from what is open: names, making, deleting and putting back. Stored, or in memory. */
import type { DocumentId } from '../../core/history';
import { formOf, withoutMark, type TextForm } from '../../core/text';
import type { Workspace } from '../../storage';
import { languageOf } from '../../workspace';

export interface FileEntry {
  readonly id: DocumentId;
  /** Path in the workspace. */
  readonly name: string;
}

/** The promises throw what `failureOf` explains. */
export interface FileStore {
  /** Those that are not deleted, by name. */
  list(): Promise<readonly FileEntry[]>;
  /** Deleted ones that can be put back, the last deleted first. */
  deleted(): Promise<readonly FileEntry[]>;
  /** The text as it was last written; null when there is no such file. */
  read(id: DocumentId): Promise<string | null>;
  /** How its file is written; null when that is not known. */
  form(id: DocumentId): Promise<TextForm | null>;
  keepForm(id: DocumentId, form: TextForm): Promise<void>;
  /** `text` as the file's bytes say: its mark and line ends are those that are written again. */
  create(id: DocumentId, name: string, text: string): Promise<void>;
  rename(id: DocumentId, name: string): Promise<void>;
  remove(id: DocumentId): Promise<void>;
  putBack(id: DocumentId): Promise<void>;
  /** For good, with all its history. */
  erase(id: DocumentId): Promise<void>;
}

const byName = (files: Iterable<FileEntry>): readonly FileEntry[] =>
  [...files].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));

export function storedFiles(workspace: Workspace): FileStore {
  return {
    list: async () => byName((await workspace.list()).map(({ id, name }) => ({ id, name }))),
    deleted: async () => (await workspace.deleted()).map(({ id, name }) => ({ id, name })),
    read: (id) => workspace.read(id),
    form: (id) => workspace.form(id),
    keepForm: (id, form) => workspace.keepForm(id, form),
    async create(id, name, text) {
      await workspace.create({ id, name, language: languageOf(name).id, text });
    },
    rename: (id, name) => workspace.rename(id, name, languageOf(name).id),
    remove: (id) => workspace.remove(id),
    putBack: (id) => workspace.putBack(id),
    erase: (id) => workspace.erase(id),
  };
}

interface MemoryFile extends FileEntry {
  readonly text: string;
  readonly form: TextForm;
  readonly deleted: boolean;
}

/** Where nothing can be stored: the files last as long as the page. `kept` takes the text of a file that is closed. */
export interface MemoryFiles extends FileStore {
  kept(id: DocumentId, text: string): void;
}

export function memoryFiles(
  initial: readonly (FileEntry & { readonly text: string; readonly form?: TextForm })[],
): MemoryFiles {
  const files = new Map<DocumentId, MemoryFile>(
    initial.map(({ form, ...file }) => [file.id, { ...file, form: form ?? formOf(file.text), deleted: false }]),
  );
  const change = (id: DocumentId, next: Partial<MemoryFile>): Promise<void> => {
    const file = files.get(id);
    if (file !== undefined) files.set(id, { ...file, ...next });
    return Promise.resolve();
  };
  const entries = (deleted: boolean): readonly FileEntry[] =>
    [...files.values()].filter((file) => file.deleted === deleted).map(({ id, name }) => ({ id, name }));
  return {
    list: () => Promise.resolve(byName(entries(false))),
    deleted: () => Promise.resolve(entries(true)),
    read: (id) => Promise.resolve(files.get(id)?.text ?? null),
    form: (id) => Promise.resolve(files.get(id)?.form ?? null),
    keepForm: (id, form) => change(id, { form }),
    create(id, name, text) {
      files.set(id, { id, name, text: withoutMark(text), form: formOf(text), deleted: false });
      return Promise.resolve();
    },
    rename: (id, name) => change(id, { name }),
    remove: (id) => change(id, { deleted: true }),
    putBack: (id) => change(id, { deleted: false }),
    erase(id) {
      files.delete(id);
      return Promise.resolve();
    },
    kept: (id, text) => {
      void change(id, { text });
    },
  };
}
