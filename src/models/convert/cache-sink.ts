/**
 * Converted models in the browser. web-llm 0.2.79 reads every file through CacheStorage, keyed by absolute URL, and never
 * asks the network for one that is there (`ArtifactCache.addToCache`). So a converted model lives in web-llm's own caches
 * under a URL that cannot exist: `.invalid` is reserved for that (RFC 2606), so a file that is missing is an error, not a
 * request to a stranger. OPFS would need a second way of loading, and of counting and deleting what is stored.
 */
import { ConversionError } from './errors';
import { readRecord, recordName, type ConversionRecord } from './resume';
import type { ConversionSink, SinkFile } from './sink';
import { blobSource } from './source';

const modelCache = 'webllm/model';
const configCache = 'webllm/config';
const origin = 'https://local.invalid/';
const folder = '/resolve/main/';

/** The one file that web-llm looks for among its configurations. */
const cacheOf = (name: string): string => (name === 'mlc-chat-config.json' ? configCache : modelCache);

/** A name as part of a URL and of a model id: lower-case letters, digits, dots, dashes. */
export const localId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80) || 'model';

/** `MlcModel.url` of a converted model. */
export const localModelUrl = (id: string): string => `${origin}${encodeURIComponent(id)}${folder}`;

function writeError(error: unknown, name: string): ConversionError {
  if (error instanceof ConversionError) return error;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return new ConversionError(
      'disk-full',
      `There is no room left for ${name}. What was converted so far is kept.`,
      'Delete models that are not used any more, or free space on the disk, and convert again: it goes on where it stopped.',
    );
  }
  const why = error instanceof Error && error.message !== '' ? ` (${error.message})` : '';
  return new ConversionError(
    'unwritable',
    `${name} could not be stored${why}. What was converted so far is kept.`,
    'Leave private browsing, allow this site to store data, and convert again.',
  );
}

/** Streams into the cache, so that a file larger than memory would do; the entry appears when the stream ends. */
function putStream(cache: Cache, url: string, name: string, bytes: number): SinkFile {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const headers = {
    'Content-Type': name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
    'Content-Length': String(bytes),
  };
  const stored = cache.put(url, new Response(readable, { headers }));
  // A put that fails need not cancel the stream, so that every step waits for it as well.
  const failed = stored.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  const step = async (work: Promise<void>): Promise<void> => {
    work.catch(() => undefined);
    try {
      await Promise.race([work, failed]);
    } catch (error) {
      throw writeError(error, name);
    }
  };
  return {
    // The chunk is copied: its buffer belongs to the caller again when this returns, and the cache may still be reading.
    write: (chunk) => step(writer.write(chunk.slice())),
    close: () => step(writer.close().then(() => stored)),
    async discard() {
      await writer.abort().catch(() => undefined);
      await stored.catch(() => undefined);
    },
  };
}

/** Stores a model under an id where web-llm finds it at `localModelUrl(id)`. */
export function cacheSink(
  id: string,
  storage: CacheStorage = caches,
  estimate = (): Promise<StorageEstimate> => navigator.storage.estimate(),
): ConversionSink {
  const base = localModelUrl(id);
  const cacheFor = (name: string): Promise<Cache> => storage.open(cacheOf(name));
  return {
    async create(name, bytes) {
      try {
        return putStream(await cacheFor(name), base + name, name, bytes);
      } catch (error) {
        throw writeError(error, name);
      }
    },
    async open(name) {
      const response = await (await cacheFor(name)).match(base + name);
      return response === undefined ? null : blobSource(await response.blob());
    },
    async remove(name) {
      await (await cacheFor(name)).delete(base + name);
    },
    async room() {
      const { quota, usage } = await estimate();
      return quota === undefined ? null : quota - (usage ?? 0);
    },
  };
}

export interface LocalModel {
  readonly id: string;
  /** `MlcModel.url` */
  readonly url: string;
  /** `complete` is false for a conversion that was interrupted. */
  readonly record: ConversionRecord;
  /** What is stored of it, in bytes. */
  readonly storedBytes: number;
}

async function entriesOf(
  storage: CacheStorage,
  base: string,
): Promise<readonly { readonly cache: Cache; readonly url: string }[]> {
  const all = await Promise.all(
    [modelCache, configCache].map(async (name) => {
      const cache = await storage.open(name);
      return (await cache.keys()).filter(({ url }) => url.startsWith(base)).map(({ url }) => ({ cache, url }));
    }),
  );
  return all.flat();
}

/** All models that were converted in this browser, finished or not. */
export async function listLocalModels(storage: CacheStorage = caches): Promise<readonly LocalModel[]> {
  const records = (await entriesOf(storage, origin)).filter(({ url }) => url.endsWith(folder + recordName));
  const models = await Promise.all(
    records.map(async ({ url }): Promise<LocalModel | null> => {
      const id = decodeURIComponent(url.slice(origin.length, -(folder + recordName).length));
      const record = await readRecord(cacheSink(id, storage));
      if (record === null) return null;
      const entries = await entriesOf(storage, localModelUrl(id));
      const sizes = await Promise.all(
        entries.map(async (entry) => Number((await entry.cache.match(entry.url))?.headers.get('content-length') ?? 0)),
      );
      return { id, url: localModelUrl(id), record, storedBytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
    }),
  );
  return models.filter((model) => model !== null);
}

/** Deletes everything that is stored of a converted model. The record goes last, so that an interrupted deletion can be repeated. */
export async function deleteLocalModel(id: string, storage: CacheStorage = caches): Promise<void> {
  const entries = await entriesOf(storage, localModelUrl(id));
  const last = (url: string): boolean => url.endsWith(recordName);
  for (const { cache, url } of [
    ...entries.filter((entry) => !last(entry.url)),
    ...entries.filter((entry) => last(entry.url)),
  ])
    await cache.delete(url);
}
