/** Where files come from: a file input, what was dropped on the page, a folder. Each gives its files one after another. */
import { createIntake, isArchive, LOCAL_IGNORED, IGNORED_FOLDER, type Intake } from '../../workspace/intake/intake';
import type { TakenIn } from '../../workspace';
import type { WorkClient } from '../../workspace/client/work-client';

export type Candidate =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Opens it: until then it costs nothing. @throws DOMException when it cannot be read */
      readonly open: () => Promise<Blob>;
      /** Whether the user chose this very file: an archive is then opened, not left out. */
      readonly chosen: boolean;
    }
  | { readonly kind: 'left-out'; readonly path: string; readonly why: string };

export type Candidates = AsyncIterable<Candidate> | Iterable<Candidate>;

/** A folder with more files than this is given up on: it was most likely chosen by mistake. */
const MOST_VISITED = 20_000;
const TOO_MANY = `After ${MOST_VISITED} files the rest of the folder was not looked at.`;

/** Files of an input. Those of a folder input are named from inside the folder. */
export function* filesOf(files: Iterable<File>): Generator<Candidate> {
  for (const file of files) {
    const path = file.webkitRelativePath.split('/').slice(1).join('/');
    const ignored = path
      .split('/')
      .slice(0, -1)
      .find((folder) => LOCAL_IGNORED.has(folder));
    if (ignored === undefined)
      yield {
        kind: 'file',
        path: path === '' ? file.name : path,
        open: () => Promise.resolve(file),
        chosen: path === '',
      };
    else
      yield {
        kind: 'left-out',
        path: `${path.slice(0, path.indexOf(ignored) + ignored.length)}/`,
        why: IGNORED_FOLDER,
      };
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

/** The reader gives a folder in pieces, and nothing when it has given all. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0 || all.length > MOST_VISITED) return all;
    all.push(...some);
  }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What was dropped; a folder keeps its name. A dropped folder is wanted whatever it is called, those in it are not. */
export async function* dropped(
  entries: readonly FileSystemEntry[],
  files: readonly File[] = [],
): AsyncGenerator<Candidate> {
  yield* filesOf(files);
  const waiting = entries.map((entry) => ({ entry, path: entry.name, chosen: true }));
  for (let visited = 0, next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { entry, path, chosen } = next;
    if ((visited += 1) > MOST_VISITED) {
      yield { kind: 'left-out', path: '…', why: TOO_MANY };
      return;
    }
    if (isFileEntry(entry)) yield { kind: 'file', path, open: () => fileOf(entry), chosen };
    else if (!chosen && LOCAL_IGNORED.has(entry.name))
      yield { kind: 'left-out', path: `${path}/`, why: IGNORED_FOLDER };
    else if (isFolderEntry(entry))
      waiting.unshift(
        ...(await childrenOf(entry)).map((child) => ({ entry: child, path: `${path}/${child.name}`, chosen: false })),
      );
  }
}

/** A folder that was opened to be saved to again; `seen` hears of each file that is read. Paths are those inside the folder. */
export async function* inFolder(
  folder: FileSystemDirectoryHandle,
  seen: (path: string, file: File) => void,
): AsyncGenerator<Candidate> {
  const waiting: { readonly handle: FileSystemDirectoryHandle; readonly path: string }[] = [
    { handle: folder, path: '' },
  ];
  let visited = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for await (const handle of next.handle.values()) {
      const path = `${next.path}${handle.name}`;
      if ((visited += 1) > MOST_VISITED) {
        yield { kind: 'left-out', path: '…', why: TOO_MANY };
        return;
      }
      if (handle.kind === 'directory') {
        if (LOCAL_IGNORED.has(handle.name)) yield { kind: 'left-out', path: `${path}/`, why: IGNORED_FOLDER };
        else waiting.push({ handle, path: `${path}/` });
        continue;
      }
      const open = async (): Promise<File> => {
        const file = await handle.getFile();
        seen(path, file);
        return file;
      };
      yield { kind: 'file', path, open, chosen: false };
    }
  }
}

const ZIP = /\.zip$/i;
/** Larger than any archive that is opened: not worth reading. */
const MOST_ARCHIVE_BYTES = 50_000_000;

async function takeArchive(intake: Intake, path: string, blob: Blob, work: Pick<WorkClient, 'unzip'>): Promise<void> {
  if (blob.size > MOST_ARCHIVE_BYTES) {
    intake.leaveOut(path, 'The archive is larger than 50 MB; nothing of it was opened.');
    return;
  }
  const outcome = await work.unzip(new Uint8Array(await blob.arrayBuffer()));
  if (outcome.kind === 'refused') {
    intake.leaveOut(path, outcome.why);
    return;
  }
  for (const { name, text } of outcome.taken.files) intake.takeText(name, text);
  for (const { name, why } of outcome.taken.leftOut) intake.leaveOut(name, why);
}

/** Reads all that may come in. @throws the signal's reason when it is aborted; nothing has come in then */
export async function collect(
  candidates: Candidates,
  work: Pick<WorkClient, 'unzip'>,
  signal: AbortSignal,
): Promise<TakenIn> {
  // What is ignored has been told apart by where it came from: a dropped folder may be named `build`.
  const intake = createIntake({ ignored: new Set() });
  for await (const candidate of candidates) {
    signal.throwIfAborted();
    if (candidate.kind === 'left-out') {
      intake.leaveOut(candidate.path, candidate.why);
      continue;
    }
    const { path, chosen, open } = candidate;
    try {
      const zip = chosen && ZIP.test(path);
      if (!zip && isArchive(path) && !intake.wants(path, 0)) continue;
      const blob = await open();
      if (zip) await takeArchive(intake, path, blob, work);
      else if (intake.wants(path, blob.size)) intake.take(path, new Uint8Array(await blob.arrayBuffer()));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      intake.leaveOut(path, 'It could not be read.');
    }
  }
  signal.throwIfAborted();
  return intake.result();
}
