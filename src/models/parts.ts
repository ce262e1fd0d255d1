/** What files a model consists of, asked of the server that has them. What a server says is not trusted: it names no place outside its own folder. */
import type { DownloadRequest, ModelPart } from '../protocol/models';
import { BrokenConnection, DownloadError } from './failure';

type Fetch = typeof globalThis.fetch;
type Fields = Readonly<Record<string, unknown>>;

/** The caches in which web-llm 0.2.79 looks before it fetches; it never fetches what it finds there. */
export const webLlmCaches = { config: 'webllm/config', model: 'webllm/model', library: 'webllm/wasm' } as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const largestIndexBytes = 16 * 2 ** 20;

async function fetchJson(
  url: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly json: unknown }> {
  let response: Response;
  try {
    response = await fetch(url, { signal, mode: 'cors', credentials: 'omit' });
  } catch {
    signal.throwIfAborted();
    throw new BrokenConnection('no connection to the server');
  }
  if (response.status >= 500 || response.status === 429)
    throw new BrokenConnection(`the server answered ${response.status}`);
  if (!response.ok) return { status: response.status, json: null };
  let text: string;
  try {
    text = await response.text();
  } catch {
    signal.throwIfAborted();
    throw new BrokenConnection('the connection was cut');
  }
  if (text.length > largestIndexBytes) return { status: 200, json: null };
  try {
    return { status: 200, json: JSON.parse(text) as unknown };
  } catch {
    return { status: 200, json: null };
  }
}

const safeName = /^[\w][\w.+-]*$/;

interface Shard {
  readonly path: string;
  readonly bytes: number;
  readonly md5: string | null;
}

/** The shards an index names. @throws DownloadError `not-a-model` */
export function shardsOf(index: unknown): readonly Shard[] {
  const records = isFields(index) ? index['records'] : null;
  if (!Array.isArray(records) || records.length === 0)
    throw new DownloadError('not-a-model', 'its list of weights cannot be read');
  return records.map((record: unknown) => {
    const { dataPath, nbytes, md5sum } = isFields(record) ? record : {};
    if (
      typeof dataPath !== 'string' ||
      !safeName.test(dataPath) ||
      typeof nbytes !== 'number' ||
      !Number.isSafeInteger(nbytes) ||
      nbytes < 0
    ) {
      throw new DownloadError('not-a-model', 'its list of weights is damaged');
    }
    return {
      path: dataPath,
      bytes: nbytes,
      md5: typeof md5sum === 'string' && /^[0-9a-f]{32}$/i.test(md5sum) ? md5sum : null,
    };
  });
}

/** The tokenizer file web-llm will ask for. @throws DownloadError `not-a-model` */
export function tokenizerOf(config: unknown): string {
  const files = isFields(config) ? config['tokenizer_files'] : null;
  const wanted = ['tokenizer.json', 'tokenizer.model'].find((name) => Array.isArray(files) && files.includes(name));
  if (wanted === undefined)
    throw new DownloadError('not-a-model', 'its configuration names no tokenizer this program can read');
  return wanted;
}

const libraryPart = (library: string): ModelPart => ({
  path: 'library.wasm',
  url: library,
  bytes: null,
  sha256: null,
  md5: null,
  cache: { scope: webLlmCaches.library, url: library },
});

async function mlcParts(
  folder: string,
  library: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<readonly ModelPart[]> {
  const at = (name: string): string => new URL(name, folder).href;
  const config = await fetchJson(at('mlc-chat-config.json'), fetch, signal);
  if (config.status !== 200)
    throw new DownloadError('not-found', `the server has no such model (status ${config.status})`);
  const tokenizer = tokenizerOf(config.json);
  // Newer repositories call the index otherwise; what is in it is the same.
  let indexName = 'ndarray-cache.json';
  let index = await fetchJson(at(indexName), fetch, signal);
  if (index.status !== 200) {
    indexName = 'tensor-cache.json';
    index = await fetchJson(at(indexName), fetch, signal);
  }
  if (index.status !== 200)
    throw new DownloadError('not-found', `the server has no list of the model’s weights (status ${index.status})`);
  const known = { sha256: null, md5: null, bytes: null };
  const inModel = (path: string, url = at(path)): ModelPart => ({
    ...known,
    path,
    url,
    cache: { scope: webLlmCaches.model, url: at(path) },
  });
  return [
    {
      ...known,
      path: 'mlc-chat-config.json',
      url: at('mlc-chat-config.json'),
      cache: { scope: webLlmCaches.config, url: at('mlc-chat-config.json') },
    },
    inModel('ndarray-cache.json', at(indexName)),
    inModel(tokenizer),
    libraryPart(library),
    ...shardsOf(index.json).map((shard): ModelPart => ({ ...inModel(shard.path), bytes: shard.bytes, md5: shard.md5 })),
  ];
}

const hubFile = /^https:\/\/huggingface\.co\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/([^?#]+)/;

/** What the hub knows of a large file: it names the SHA-256 of each. Nulls when it does not answer. */
async function hubKnows(url: string, fetch: Fetch, signal: AbortSignal): Promise<Pick<ModelPart, 'sha256' | 'bytes'>> {
  const unknown = { sha256: null, bytes: null };
  const [, repository, revision, path] = hubFile.exec(url) ?? [];
  if (repository === undefined || revision === undefined || path === undefined) return unknown;
  const folder = path.includes('/') ? `/${path.slice(0, path.lastIndexOf('/'))}` : '';
  const answer = await fetchJson(
    `https://huggingface.co/api/models/${repository}/tree/${revision}${folder}`,
    fetch,
    signal,
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof BrokenConnection) return { status: 0, json: null };
    throw error;
  });
  const entry = (Array.isArray(answer.json) ? answer.json : []).find(
    (one: unknown) => isFields(one) && one['path'] === decodeURIComponent(path),
  ) as Fields | undefined;
  const digest = isFields(entry?.['lfs']) ? entry['lfs']['oid'] : null;
  const size = entry?.['size'];
  return {
    sha256: typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) ? digest : null,
    bytes: typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : null,
  };
}

/** The one file of a model that is kept as a file. */
export const weightsName = 'weights.gguf';

/**
 * The files of a model, small ones first, so that a wrong address is noticed before a gigabyte has come.
 * @throws BrokenConnection, DownloadError, the signal's reason
 */
export async function partsOf(
  { origin, source }: Pick<DownloadRequest, 'origin' | 'source'>,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<readonly ModelPart[]> {
  switch (origin.kind) {
    case 'mlc':
      return mlcParts(origin.url, origin.library, fetch, signal);
    case 'library':
      return [libraryPart(origin.library)];
    case 'gguf': {
      const known =
        origin.sha256 === null
          ? await hubKnows(origin.url, fetch, signal)
          : { sha256: origin.sha256, bytes: source.bytes ?? null };
      return [{ path: weightsName, url: origin.url, md5: null, cache: null, ...known }];
    }
  }
}

/** How many bytes `refuseGguf` looks at. */
export const magicBytes = 4;

/** Says why the beginning of a file is no GGUF; null when it is one. */
export function refuseGguf(head: Uint8Array): string | null {
  const magic = String.fromCharCode(...head.subarray(0, magicBytes));
  if (magic === 'GGUF') return null;
  return /^[<\s]/.test(magic) ? 'the address leads to a web page, not to a GGUF file' : 'the file is not a GGUF file';
}
