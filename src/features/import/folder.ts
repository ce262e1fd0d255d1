/** A folder of this machine as a place to save to: opened, kept over reloads, written back, and asked about when both sides changed. */
import { checksumText, type DocumentId } from '../../core/history';
import { diffText, dominantEol, formOf, inForm, uniformEnds, withoutMark } from '../../core/text';
import type { FolderLink, FolderStorage } from '../../storage/folder';
import { textOf } from '../../workspace/intake/intake';
import { asideName, readStep, saveStep, type InStep } from '../../workspace/folder/save-plan';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import type { Importer } from './importer';
import { inFolder, type Candidate } from './sources';
import { messageOf } from '../../core/message-of';

/** The typings lack what the permission methods are. */
export type Folder = FileSystemDirectoryHandle & {
  queryPermission?(asked: { readonly mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(asked: { readonly mode: 'readwrite' }): Promise<PermissionState>;
};

/** A file of the folder. */
interface OnDisk {
  /** With its own line ends, without its byte order mark; `\0` for a file that is no text. */
  readonly text: string;
  /** The byte order mark, or nothing. */
  readonly mark: string;
  readonly modified: number;
}

/** Both the folder and the user changed a file. */
export interface Conflict {
  readonly document: DocumentId;
  readonly name: string;
  readonly path: string;
  /** What stands in the folder; null when the file is gone there. */
  readonly disk: OnDisk | null;
}

export type Choice = 'mine' | 'theirs';

export interface LocalFolder {
  /** Brings a folder's files in. Files that came from it before are brought up to date instead. */
  open(folder: Folder): Promise<void>;
  /** Writes what was changed, and the file that is shown even when it is new. False when no folder was opened. Ask within a press of a key. */
  save(): Promise<boolean>;
  /** Ends a conflict: nothing that stood on either side is lost. */
  settle(conflict: Conflict, choice: Choice): Promise<void>;
}

export interface LocalFolderOptions {
  readonly services: Pick<Services, 'files' | 'workbench' | 'editor' | 'notice' | 'announce' | 'archive' | 'page'>;
  readonly importer: Importer;
  readonly storage: FolderStorage<Folder>;
  readonly conflicts: Store<readonly Conflict[]>;
  /** There is something in `conflicts` to decide on. */
  readonly onConflicts: () => void;
}

const SHORT_MS = 4_000;

const isGone = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');
const count = (files: number): string => (files === 1 ? '1 file' : `${files} files`);

/** The file at a path; null when it is not there. @throws DOMException when it cannot be had */
async function handleAt(folder: Folder, path: string, create: boolean): Promise<FileSystemFileHandle | null> {
  const parts = path.split('/');
  const name = parts.pop() ?? path;
  try {
    let at: FileSystemDirectoryHandle = folder;
    for (const part of parts) at = await at.getDirectoryHandle(part, { create });
    return await at.getFileHandle(name, { create });
  } catch (error) {
    if (!create && isGone(error)) return null;
    throw error;
  }
}

/** A file that is no text counts as changed, and is never taken. */
async function diskOf(file: File): Promise<OnDisk> {
  return { ...diskText(textOf(new Uint8Array(await file.arrayBuffer())) ?? '\0'), modified: file.lastModified };
}
function diskText(raw: string): Pick<OnDisk, 'text' | 'mark'> {
  const text = withoutMark(raw);
  return { text, mark: raw.slice(0, raw.length - text.length) };
}
/** What is written over a file of the folder: lines that stand there too keep the line ends they have there. */
const overDisk = (raw: string, disk: OnDisk | null): string =>
  disk === null ? raw : inForm(withoutMark(raw), formOf(disk.mark + disk.text));
const stepOf = (disk: { readonly text: string; readonly modified: number }): InStep => ({
  modified: disk.modified,
  checksum: checksumText(disk.text),
});

export function createLocalFolder({
  services,
  importer,
  storage,
  conflicts,
  onConflicts,
}: LocalFolderOptions): LocalFolder {
  const { files, workbench, editor, notice, announce, archive, page } = services;
  const nameOf = (id: DocumentId): string | null => files.list.get().find((file) => file.id === id)?.name ?? null;
  const say = (title: string, body: string): void => {
    notice('folder', {
      tone: 'info',
      title,
      body,
      actions: [],
      dismiss: () => {
        notice('folder', null);
      },
    });
    announce(title);
    page.setTimeout(() => {
      notice('folder', null);
    }, SHORT_MS);
  };
  const problem = (title: string, body: string): void => {
    notice('folder', {
      tone: 'problem',
      title,
      body,
      actions: [],
      dismiss: () => {
        notice('folder', null);
      },
    });
  };

  const keep = (document: DocumentId, name: string, path: string, { text, mark, modified }: OnDisk): Promise<void> =>
    storage.keepLink({ document, path, name, modified, checksum: checksumText(text), mark: mark !== '' });

  /** `raw` as its bytes are to be. */
  const write = async (
    folder: Folder,
    document: DocumentId,
    name: string,
    path: string,
    raw: string,
  ): Promise<void> => {
    const handle = await handleAt(folder, path, true);
    if (handle === null) throw new Error('the file could not be made');
    // The browser writes beside the file and puts it in place when it is whole.
    const stream = await handle.createWritable();
    try {
      await stream.write(raw);
    } catch (error) {
      await stream.abort();
      throw error;
    }
    await stream.close();
    await keep(document, name, path, { ...diskText(raw), modified: (await handle.getFile()).lastModified });
    await files.standsAs(document, raw);
  };

  /** Makes the folder's text that of the file, as an edit that can be undone. False when it cannot be written. */
  const take = async (id: DocumentId, { text, mark }: OnDisk): Promise<boolean> => {
    if (!(await files.open(id))) return false;
    const now = workbench.text(id);
    const host = editor();
    if (now === null || host === null || !workbench.isWritable(id)) return false;
    const change = diffText(now, uniformEnds(text, dominantEol(now)));
    if (change.length > 0 && !host.apply(change, { kind: 'load' })) return false;
    await files.standsAs(id, mark + text);
    return true;
  };

  const permitted = async (folder: Folder): Promise<boolean> => {
    if (folder.queryPermission === undefined || folder.requestPermission === undefined) return true;
    if ((await folder.queryPermission({ mode: 'readwrite' })) === 'granted') return true;
    return (await folder.requestPermission({ mode: 'readwrite' })) === 'granted';
  };

  interface Wanted {
    readonly id: DocumentId;
    readonly name: string;
    readonly link: FolderLink | null;
    readonly path: string;
  }

  /** All files of this folder, and the one that is shown. A renamed file is a new one for the folder. */
  const wanted = (links: readonly FolderLink[]): readonly Wanted[] => {
    const byId = new Map(links.map((link) => [link.document, link]));
    return files.list.get().flatMap(({ id, name }): Wanted[] => {
      const link = byId.get(id);
      if (link !== undefined)
        return [link.name === name ? { id, name, link, path: link.path } : { id, name, link: null, path: name }];
      return id === workbench.active() ? [{ id, name, link: null, path: name }] : [];
    });
  };

  type Saved = { readonly kind: 'written' | 'unchanged' } | { readonly kind: 'conflict'; readonly conflict: Conflict };

  const saveOne = async (folder: Folder, { id, name, link, path }: Wanted): Promise<Saved> => {
    const raw = await files.outgoing(id);
    if (raw === null) throw new Error('it cannot be read here');
    const here = checksumText(withoutMark(raw));
    if (link?.checksum === here) return { kind: 'unchanged' };
    const handle = await handleAt(folder, path, false);
    const disk = handle === null ? null : await diskOf(await handle.getFile());
    const step = saveStep(link, here, disk === null ? null : stepOf(disk));
    switch (step.kind) {
      case 'unchanged':
        return { kind: 'unchanged' };
      case 'same':
        if (disk !== null) await keep(id, name, path, disk);
        return { kind: 'unchanged' };
      case 'write':
        await write(folder, id, name, path, overDisk(raw, disk));
        return { kind: 'written' };
      case 'conflict':
        return { kind: 'conflict', conflict: { document: id, name, path, disk } };
    }
  };

  const ask = (found: readonly Conflict[]): void => {
    conflicts.set(found);
    if (found.length > 0) onConflicts();
  };

  let saving = false;
  const save = async (): Promise<boolean> => {
    const folder = await storage.folder();
    if (folder === null) return false;
    if (saving) return true;
    saving = true;
    try {
      if (!(await permitted(folder))) {
        problem(
          'Nothing was saved to the folder.',
          `The browser was not allowed to write to ${folder.name}. Everything is kept here; save again to be asked again, or download the files as a zip.`,
        );
        return true;
      }
      await archive.flush();
      let written = 0;
      const found: Conflict[] = [];
      const failed: string[] = [];
      for (const one of wanted(await storage.links())) {
        try {
          const saved = await saveOne(folder, one);
          if (saved.kind === 'written') written += 1;
          else if (saved.kind === 'conflict') found.push(saved.conflict);
        } catch (error) {
          failed.push(`${one.name}: ${messageOf(error)}`);
        }
      }
      if (failed.length > 0)
        problem(
          `${count(failed.length)} could not be saved to ${folder.name}.`,
          `They are kept here. ${failed.slice(0, 3).join(' ')}`,
        );
      else if (found.length === 0)
        say(
          written === 0 ? 'Nothing has changed since it was saved.' : `${count(written)} saved to ${folder.name}.`,
          '',
        );
      ask(found);
      return true;
    } finally {
      saving = false;
    }
  };

  /** Those that came from this folder before. */
  const again = async (link: FolderLink, file: File): Promise<Conflict | null> => {
    const raw = await files.outgoing(link.document);
    if (raw === null) return null;
    const disk = await diskOf(file);
    const name = nameOf(link.document) ?? link.name;
    switch (readStep(link, checksumText(withoutMark(raw)), stepOf(disk)).kind) {
      case 'keep':
        return null;
      case 'same':
        await keep(link.document, name, link.path, disk);
        return null;
      case 'accept':
        if (!disk.text.includes('\0') && (await take(link.document, disk))) {
          await keep(link.document, name, link.path, disk);
          return null;
        }
        return { document: link.document, name, path: link.path, disk };
      case 'conflict':
        return { document: link.document, name, path: link.path, disk };
    }
  };

  return {
    save,
    async open(folder) {
      const kept = await storage.folder();
      const same = kept !== null && (await kept.isSameEntry(folder));
      // Permission belongs to the handle that was chosen last.
      const known = new Map(
        (same ? await storage.links() : [])
          .filter(({ document }) => nameOf(document) !== null)
          .map((link) => [link.path, link]),
      );
      const seen = new Map<string, File>();
      const old: FolderLink[] = [];
      const fresh = async function* (): AsyncGenerator<Candidate> {
        for await (const candidate of inFolder(folder, (path, file) => seen.set(path, file))) {
          const link = candidate.kind === 'file' ? known.get(candidate.path) : undefined;
          if (link === undefined) yield candidate;
          else {
            if (candidate.kind === 'file') await candidate.open();
            old.push(link);
          }
        }
      };
      const brought = await importer.bring(fresh(), () => old.length);
      if (brought === null) return;
      if (!same) await storage.keepFolder(folder);
      for (const { id, name: path, text } of brought) {
        const file = seen.get(path);
        if (file === undefined) continue;
        await keep(id, nameOf(id) ?? path, path, { ...diskText(text), modified: file.lastModified });
      }
      const found: Conflict[] = [];
      for (const link of old) {
        const file = seen.get(link.path);
        const conflict = file === undefined ? null : await again(link, file);
        if (conflict !== null) found.push(conflict);
      }
      if (brought.length + old.length > 0)
        say(`${folder.name} is open.`, 'Ctrl/Cmd-S saves what you change back to it.');
      ask(found);
    },
    async settle({ document, name, path, disk }, choice) {
      const rest = conflicts.get().filter((other) => other.document !== document);
      try {
        const folder = await storage.folder();
        if (folder === null) return;
        if (choice === 'theirs') {
          if (disk === null || disk.text.includes('\0')) return;
          if (!(await take(document, disk)))
            throw new Error('The file cannot be written here now; is it open in another tab?');
          await keep(document, name, path, disk);
        } else {
          const raw = await files.outgoing(document);
          if (raw === null || !(await permitted(folder)))
            throw new Error('The browser was not allowed to write to it.');
          // What another program wrote is kept beside it, so that nothing is lost.
          if (disk?.text.includes('\0') === true)
            throw new Error(
              'The file in the folder is not text now, so it was left as it is. Rename the file here to save it beside it.',
            );
          if (disk !== null) {
            const { refused } = await files.add([{ name: asideName(name), text: disk.mark + disk.text }], null);
            const why = refused[0]?.why;
            if (why !== undefined) throw new Error(`The folder’s version could not be kept: ${why}`);
          }
          await write(folder, document, name, path, overDisk(raw, disk));
        }
        conflicts.set(rest);
      } catch (error) {
        problem(`${name} is as it was, here and in the folder.`, messageOf(error));
      }
    },
  };
}
