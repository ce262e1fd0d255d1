import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DownloadRequest, DownloadState } from '../protocol/models';
import { runDownload, type DownloadOptions } from './downloader';
import { totalBytes } from './total-bytes';
import { createMemoryStore, type MemoryStore } from '../../testing/memory-store';
import { tinyGguf } from '../../testing/tiny-gguf';

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const hash = (algorithm: 'sha256' | 'md5', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

const weights = encode('GGUF, and the weights behind it');
const gguf = (sha256: string | null = hash('sha256', weights)): DownloadRequest => ({
  id: 'g',
  name: 'G',
  origin: { kind: 'gguf', url: 'https://host/g.gguf', sha256 },
  source: { id: 'g', engine: 'wllama', url: 'store:g', sha256: null, contextLength: 16, dialect: 'd' },
});

const folder = 'https://huggingface.co/mlc-ai/M/resolve/main/';
const library = 'https://host/M.wasm';
const mlc: DownloadRequest = {
  id: 'M',
  name: 'M',
  origin: { kind: 'mlc', url: folder, library },
  source: {
    id: 'M',
    engine: 'web-llm',
    url: folder,
    library,
    librarySha256: null,
    needsF16: false,
    contextLength: 16,
    dialect: 'd',
  },
};
const shards = [encode('first shard'), encode('second')] as const;
const mlcFiles: Record<string, Uint8Array<ArrayBuffer>> = {
  [`${folder}mlc-chat-config.json`]: encode(JSON.stringify({ tokenizer_files: ['tokenizer.json'] })),
  [`${folder}ndarray-cache.json`]: encode(
    JSON.stringify({
      records: shards.map((bytes, index) => ({
        dataPath: `params_shard_${index}.bin`,
        nbytes: bytes.length,
        md5sum: hash('md5', bytes),
      })),
    }),
  ),
  [`${folder}tokenizer.json`]: encode('{}'),
  [library]: encode('wasm'),
  [`${folder}params_shard_0.bin`]: shards[0],
  [`${folder}params_shard_1.bin`]: shards[1],
};

interface World {
  /** Files by URL; a function may answer otherwise once in a while. */
  readonly files: Record<string, Uint8Array<ArrayBuffer>>;
  /** Cuts the connection after so many bytes of each answer. */
  cutAfter?: number;
  down?: boolean;
  readonly asked: string[];
}

const world = (files: Record<string, Uint8Array<ArrayBuffer>>): World => ({ files, asked: [] });

const serving =
  (served: World): typeof fetch =>
  (input, init) => {
    const url = input as string;
    const range = new Headers(init?.headers).get('range');
    served.asked.push(range === null ? url : `${url} ${range}`);
    if (served.down === true) return Promise.reject(new TypeError('Failed to fetch'));
    const found = served.files[url];
    if (found === undefined) return Promise.resolve(new Response('', { status: 404 }));
    const from = Number(/\d+/.exec(range ?? '')?.[0] ?? 0);
    const rest = found.slice(from);
    const sent = served.cutAfter === undefined ? rest : rest.slice(0, served.cutAfter);
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if ((pulls += 1) === 1) controller.enqueue(sent);
          else if (sent.length < rest.length) controller.error(new TypeError('network error'));
          else controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return Promise.resolve(
      new Response(body, {
        status: from > 0 ? 206 : 200,
        headers: {
          'content-length': String(rest.length),
          'content-range': `bytes ${from}-${found.length - 1}/${found.length}`,
        },
      }),
    );
  };

async function run(
  request: DownloadRequest,
  served: World,
  store: MemoryStore,
  rest: Partial<DownloadOptions> = {},
): Promise<{ readonly end: DownloadState; readonly states: readonly DownloadState[] }> {
  const states: DownloadState[] = [];
  const end = await runDownload(request, {
    store,
    fetch: serving(served),
    signal: new AbortController().signal,
    wait: () => Promise.resolve(),
    onState: (state) => states.push(state),
    ...rest,
  });
  return { end, states };
}

const kinds = (states: readonly DownloadState[]): string[] =>
  states.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);

describe('downloading a GGUF file', () => {
  it('fetches, checks and keeps it, and says so on the way', async () => {
    const store = createMemoryStore();
    const { end, states } = await run(gguf(), world({ 'https://host/g.gguf': weights }), store);
    expect(end).toEqual({ kind: 'complete', bytes: weights.length });
    expect(kinds(states)).toEqual(['looking', 'downloading', 'verifying', 'complete']);
    expect(store.files.get('g/weights.gguf')?.content()).toEqual(weights);
    expect(await store.read('g')).toMatchObject({ state: 'complete', verified: 'digest', finished: ['weights.gguf'] });
  });

  it('says that it was checked by size alone where no digest is known', async () => {
    const store = createMemoryStore();
    await run(gguf(null), world({ 'https://host/g.gguf': tinyGguf() }), store);
    expect(await store.read('g')).toMatchObject({ state: 'complete', verified: 'size' });
  });

  it('throws away what is not what was promised, and gets it right the next time', async () => {
    const store = createMemoryStore();
    const other = encode('GGUF, and something else behind');
    const { end } = await run(gguf(), world({ 'https://host/g.gguf': other }), store);
    expect(end).toMatchObject({ kind: 'failed', failure: { code: 'corrupt' } });
    expect(store.files.get('g/weights.gguf')?.size()).toBe(0);
    expect((await store.read('g'))?.state).toBe('partial');
    expect((await run(gguf(), world({ 'https://host/g.gguf': weights }), store)).end.kind).toBe('complete');
  });

  it('goes on by itself where a connection was cut, again and again', async () => {
    const store = createMemoryStore();
    const served = { ...world({ 'https://host/g.gguf': weights }), cutAfter: 8 };
    const { end, states } = await run(gguf(), served, store);
    expect(end.kind).toBe('complete');
    expect(served.asked).toEqual([
      'https://host/g.gguf',
      ...[8, 16, 24].map((from) => `https://host/g.gguf bytes=${from}-`),
    ]);
    expect(states.filter(({ kind }) => kind === 'waiting')).toHaveLength(3);
  });

  it('gives up on a server that never answers, keeps what came, and goes on from there later', async () => {
    const store = createMemoryStore();
    const served: World = { ...world({ 'https://host/g.gguf': weights }), cutAfter: 8 };
    let cuts = 0;
    const wait = (): Promise<void> => {
      if ((cuts += 1) === 1) served.down = true;
      return Promise.resolve();
    };
    expect((await run(gguf(), served, store, { wait })).end).toMatchObject({
      kind: 'failed',
      done: 8,
      failure: { code: 'unreachable' },
    });
    served.down = false;
    delete served.cutAfter;
    expect((await run(gguf(), served, store)).end.kind).toBe('complete');
    expect(served.asked.at(-1)).toBe('https://host/g.gguf bytes=8-');
  });

  it('can be paused at any moment and goes on where it was', async () => {
    const store = createMemoryStore();
    const controller = new AbortController();
    const served: World = { ...world({ 'https://host/g.gguf': weights }), cutAfter: 8 };
    const paused = await run(gguf(), served, store, {
      signal: controller.signal,
      wait: () => {
        controller.abort();
        return Promise.resolve();
      },
    });
    expect(paused.end).toEqual({ kind: 'paused', done: 8, total: weights.length });
    expect(totalBytes((await store.read('g'))!)).toBe(weights.length);
    delete served.cutAfter;
    expect((await run(gguf(), served, store)).end.kind).toBe('complete');
    expect(served.asked.at(-1)).toBe('https://host/g.gguf bytes=8-');
  });

  it.each<[string, World, object]>([
    ['a missing file', world({}), { code: 'not-found' }],
    [
      'a damaged description',
      world({ 'https://host/g.gguf': encode(`GGUF${'\u0007'.repeat(60)}`) }),
      { code: 'not-a-model', detail: expect.stringMatching(/[^.]$/) as string },
    ],
    [
      'a model that does not write text',
      world({ 'https://host/g.gguf': tinyGguf({ 'general.architecture': 'bert' }) }),
      { code: 'not-a-model', detail: expect.stringMatching(/does not write text/) as string },
    ],
    [
      'a web page',
      world({ 'https://host/g.gguf': encode('<!doctype html><title>Sign in</title>') }),
      { code: 'not-a-model' },
    ],
  ])('tells %s from a model, and keeps nothing of it', async (_name, served, failure) => {
    const store = createMemoryStore();
    const { source, ...rest } = gguf(null);
    expect((await run({ ...rest, source: { ...source, dialect: 'auto' } }, served, store)).end).toMatchObject({
      kind: 'failed',
      failure,
    });
    expect(await store.list()).toEqual([]);
  });

  it.each<[string, string, Parameters<typeof tinyGguf>[0], string, boolean]>([
    ['tells', 'Tiny base', { 'tokenizer.ggml.tokens': ['<fim_prefix>', '<fim_suffix>'] }, 'fim-starcoder2', false],
    ['warns of', 'Tiny base', {}, 'instruct-wf', true],
    ['trusts', 'Tiny', { 'tokenizer.chat_template': '{{ messages }}' }, 'instruct-wf', false],
  ])('%s how a model is spoken to that nobody described', async (_name, name, says, dialect, warns) => {
    const store = createMemoryStore();
    const { source, ...rest } = gguf(null);
    const served = world({ 'https://host/g.gguf': tinyGguf({ 'general.name': name, ...says }) });
    await run({ ...rest, source: { ...source, dialect: 'auto' } }, served, store);
    const [kept] = await store.list();
    expect([kept?.source.dialect, kept?.warning !== undefined]).toEqual([dialect, warns]);
  });

  it('says that there is no room, and keeps what came', async () => {
    const store = createMemoryStore(20);
    expect(
      (await run(gguf(), { ...world({ 'https://host/g.gguf': weights }), cutAfter: 16 }, store)).end,
    ).toMatchObject({ kind: 'failed', failure: { code: 'no-room' } });
    expect(store.files.get('g/weights.gguf')?.size()).toBe(16);
  });

  it('fetches nothing when all is there', async () => {
    const store = createMemoryStore();
    await run(gguf(), world({ 'https://host/g.gguf': weights }), store);
    const offline = { ...world({}), down: true };
    expect((await run(gguf(), offline, store)).end.kind).toBe('complete');
    expect(offline.asked).toEqual([]);
  });
});

describe('keeping a file of the user’s', () => {
  it('copies it without a server', async () => {
    const store = createMemoryStore();
    const { end } = await run(gguf(null), { ...world({}), down: true }, store, { file: new Blob([tinyGguf()]) });
    expect(end.kind).toBe('complete');
    expect(store.files.get('g/weights.gguf')?.content()).toEqual(tinyGguf());
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['an archive', encode('PK\u0003\u0004'), /not a GGUF file/],
    ['weights that are cut off', tinyGguf().slice(0, -40), /^the file is cut: .*Download the file again/],
    ['an adapter', tinyGguf({ 'general.type': 'adapter' }), /^the file is an adapter/],
  ])('refuses %s before it is copied', async (_what, bytes, detail) => {
    const store = createMemoryStore();
    const { end } = await run(gguf(null), world({}), store, { file: new Blob([bytes]) });
    expect(end).toMatchObject({
      kind: 'failed',
      done: 0,
      failure: { code: 'not-a-model', detail: expect.stringMatching(detail) as string },
    });
    expect(await store.list()).toEqual([]);
  });
});

describe('downloading an MLC model', () => {
  it('puts every file where web-llm looks for it', async () => {
    const store = createMemoryStore();
    const { end } = await run(mlc, world(mlcFiles), store);
    expect(end.kind).toBe('complete');
    expect([...store.cached.keys()].sort()).toEqual([
      `webllm/config ${folder}mlc-chat-config.json`,
      ...['ndarray-cache.json', 'params_shard_0.bin', 'params_shard_1.bin', 'tokenizer.json'].map(
        (name) => `webllm/model ${folder}${name}`,
      ),
      `webllm/wasm ${library}`,
    ]);
    expect(store.files.size).toBe(0);
    expect(await store.read('M')).toMatchObject({ state: 'complete', verified: 'digest' });
  });

  it('goes on with the file that was not finished', async () => {
    const store = createMemoryStore();
    const broken = { ...mlcFiles, [`${folder}params_shard_1.bin`]: encode('secone') };
    expect((await run(mlc, world(broken), store)).end).toMatchObject({ kind: 'failed', failure: { code: 'corrupt' } });
    const served = world(mlcFiles);
    expect((await run(mlc, served, store)).end.kind).toBe('complete');
    expect(served.asked).toEqual([`${folder}params_shard_1.bin`]);
  });

  it('fetches again what the browser has thrown out of its caches', async () => {
    const store = createMemoryStore();
    await run(mlc, world(mlcFiles), store);
    store.cached.delete(`webllm/model ${folder}params_shard_0.bin`);
    const served = world(mlcFiles);
    expect((await run(mlc, served, store)).end.kind).toBe('complete');
    expect(served.asked).toEqual([`${folder}params_shard_0.bin`]);
  });

  it('never shows more done than there is, and ends at the whole', async () => {
    const { states } = await run(mlc, world(mlcFiles), createMemoryStore());
    const progress = states.flatMap((state) => (state.kind === 'downloading' ? [state] : []));
    expect(progress.every(({ done, total }) => done <= total)).toBe(true);
    const all = Object.values(mlcFiles).reduce((sum, { length }) => sum + length, 0);
    expect(progress.at(-1)).toMatchObject({ done: all, total: all });
  });
});
