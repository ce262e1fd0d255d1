/**
 * What is kept on this device. Two places, each for what it alone can do:
 * - The origin private file system holds files while they come (bytes can be appended and survive a closed tab) and GGUF
 *   files for good: a `File` from there is read from the disk, never copied into memory.
 * - The cache storage holds finished MLC files, because that is where web-llm looks, under the addresses it asks for;
 *   and one small record for each model, which a `put` replaces as a whole or not at all.
 */
import type { ModelPart, StoredModel } from '../protocol/models';
import { ModelError } from './errors';
import { DownloadError } from './failure';
import type { PartFile } from './fetch-part';
import { weightsName } from './parts';

export interface ModelStore {
  list(): Promise<readonly StoredModel[]>;
  read(id: string): Promise<StoredModel | null>;
  write(model: StoredModel): Promise<void>;
  /** A part of a model for reading and writing; only in a worker, and only once at a time. */
  open(id: string, path: string): Promise<PartFile>;
  /** Bytes of a part that is still a file, 0 when there is none. */
  size(id: string, path: string): Promise<number>;
  /** Puts a verified part where its engine looks for it. */
  commit(id: string, part: ModelPart): Promise<void>;
  /** Whether a committed part is there; a browser may have thrown its caches away. */
  holds(id: string, part: ModelPart): Promise<boolean>;
  /** Removes what has come of a part. */
  discard(id: string, part: ModelPart): Promise<void>;
  remove(model: Pick<StoredModel, 'id' | 'parts'>): Promise<void>;
  /** Bytes that a model takes. */
  bytes(model: StoredModel): Promise<number>;
}

const recordCache = 'inkling/models';
const folderName = 'models';

const recordUrl = (id: string): string => `https://inkling.invalid/models/${encodeURIComponent(id)}`;
/** A folder name that means the same on every file system. */
const folderOf = (id: string): string => encodeURIComponent(id).replaceAll('*', '%2A');

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');

async function folder(id: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await (await root.getDirectoryHandle(folderName, { create })).getDirectoryHandle(folderOf(id), { create });
  } catch (error) {
    if (isMissing(error) && !create) return null;
    throw error;
  }
}

async function fileOf(id: string, path: string): Promise<File | null> {
  const within = await folder(id, false);
  try {
    return within === null ? null : await (await within.getFileHandle(path)).getFile();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function removeFile(id: string, path: string): Promise<void> {
  const within = await folder(id, false);
  await within?.removeEntry(path).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

async function cachedBytes(part: ModelPart): Promise<number | null> {
  if (part.cache === null) return null;
  const found = await (await caches.open(part.cache.scope)).match(part.cache.url);
  return found === undefined ? null : Number(found.headers.get('content-length') ?? part.bytes ?? 0);
}

const contentType = (path: string): string =>
  path.endsWith('.json')
    ? 'application/json'
    : path.endsWith('.wasm')
      ? 'application/wasm'
      : 'application/octet-stream';

/** The part of FileSystemSyncAccessHandle that is needed; its typings exist only for workers, and older browsers lack it. */
interface SyncFile {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface SyncFileMaker {
  createSyncAccessHandle?(): Promise<SyncFile>;
}

async function openPart(id: string, path: string): Promise<PartFile> {
  const within = await folder(id, true);
  const handle = (await within?.getFileHandle(path, { create: true })) as
    (Omit<FileSystemFileHandle, 'createSyncAccessHandle'> & SyncFileMaker) | undefined;
  if (handle?.createSyncAccessHandle === undefined)
    throw new DownloadError('no-storage', 'this browser writes no files for a page');
  const file = await handle.createSyncAccessHandle();
  return {
    size: () => file.getSize(),
    read: (into, at) => file.read(into, { at }),
    write(bytes, at) {
      // In a private window Chromium says that all was written even when there was no room for it.
      if (file.write(bytes, { at }) < bytes.byteLength || file.getSize() < at + bytes.byteLength)
        throw new DOMException('The file cannot grow.', 'QuotaExceededError');
    },
    truncate: (size) => {
      file.truncate(size);
    },
    close() {
      file.flush();
      file.close();
    },
  };
}

const isRecord = (value: unknown): value is StoredModel =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'source' in value &&
  typeof value.source === 'object' &&
  'parts' in value &&
  Array.isArray(value.parts) &&
  'finished' in value &&
  Array.isArray(value.finished);

async function readRecord(response: Response | undefined): Promise<StoredModel | null> {
  if (response === undefined) return null;
  const value: unknown = await response.json().catch(() => null);
  return isRecord(value) ? value : null;
}

/** Whether this browser can keep models at all: it needs a page served securely. */
export const canStore = (): boolean =>
  'caches' in globalThis && 'storage' in navigator && 'getDirectory' in navigator.storage;

/** The store of this origin. Every call may fail with a DOMException where the browser refuses. */
export function createModelStore(): ModelStore {
  const records = (): Promise<Cache> => caches.open(recordCache);
  return {
    async list() {
      const cache = await records();
      const found = await Promise.all((await cache.keys()).map(async (key) => readRecord(await cache.match(key))));
      return found.filter((record) => record !== null);
    },
    read: async (id) => readRecord(await (await records()).match(recordUrl(id))),
    write: async (model) => (await records()).put(recordUrl(model.id), Response.json(model)),
    open: openPart,
    size: async (id, path) => (await fileOf(id, path))?.size ?? 0,
    async commit(id, part) {
      if (part.cache === null) return;
      const file = await fileOf(id, part.path);
      if (file === null) throw new DownloadError('unknown', `${part.path} has vanished`);
      const headers = { 'content-type': contentType(part.path), 'content-length': String(file.size) };
      await (await caches.open(part.cache.scope)).put(part.cache.url, new Response(file, { headers }));
      await removeFile(id, part.path);
    },
    async holds(id, part) {
      if (part.cache !== null) return (await cachedBytes(part)) !== null;
      const size = (await fileOf(id, part.path))?.size ?? 0;
      return part.bytes === null ? size > 0 : size === part.bytes;
    },
    async discard(id, part) {
      await removeFile(id, part.path);
      if (part.cache !== null) await (await caches.open(part.cache.scope)).delete(part.cache.url);
    },
    async remove({ id, parts }) {
      // Models of one shape share their library.
      const others = new Set(
        (await this.list())
          .filter((other) => other.id !== id)
          .flatMap((other) => other.parts.map(({ cache }) => cache?.url)),
      );
      // The record goes last: a removal that is cut short can be seen and repeated.
      for (const { cache } of parts)
        if (cache !== null && !others.has(cache.url)) await (await caches.open(cache.scope)).delete(cache.url);
      try {
        const root = await navigator.storage.getDirectory();
        await (await root.getDirectoryHandle(folderName)).removeEntry(folderOf(id), { recursive: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      await (await records()).delete(recordUrl(id));
    },
    async bytes({ id, parts }) {
      const sizes = await Promise.all(
        parts.map(async (part) => ((await cachedBytes(part)) ?? 0) + ((await fileOf(id, part.path))?.size ?? 0)),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

const storeUrl = /^store:(.+)$/;

/** The URL under which an engine finds the file kept of a model. */
export const storedUrl = (id: string): string => `store:${encodeURIComponent(id)}`;

/**
 * The file behind a `store:` URL; null for any other URL.
 * @throws ModelError `model-not-found` when it is not there any more
 */
export async function openStored(url: string): Promise<Blob | null> {
  const id = storeUrl.exec(url)?.[1];
  if (id === undefined) return null;
  const file = await fileOf(decodeURIComponent(id), weightsName);
  if (file === null)
    throw new ModelError(
      'model-not-found',
      'The model is not on this device any more.',
      'Download it again, or choose another.',
    );
  return file;
}
