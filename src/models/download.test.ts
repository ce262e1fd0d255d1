import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LoadProgress, GgufModel } from '../protocol/engine';
import { downloadModel } from './download';
import { ModelError } from './errors';

const bytes = new TextEncoder().encode('weights');
const rightSum = createHash('sha256').update(bytes).digest('hex');

const source = (sha256: string | null): GgufModel => ({
  id: 'm',
  engine: 'wllama',
  url: 'http://localhost/m.gguf',
  sha256,
  contextLength: 16,
  dialect: 'd',
});

const answers =
  (response: () => Response | Promise<Response>): typeof fetch =>
  () =>
    Promise.resolve(response());
const file = (): Response => new Response(bytes, { headers: { 'content-length': String(bytes.length) } });

/** Never answers, but heeds its signal as the browser's does. */
const hangs: typeof fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

const download = (
  sha256: string | null,
  fetch: typeof globalThis.fetch,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<Blob> =>
  downloadModel(source(sha256), { onProgress, signal: new AbortController().signal, fetch, silenceMs: 1000 });

afterEach(() => vi.useRealTimers());

describe('downloading a model', () => {
  it.each([
    ['with the right checksum', rightSum],
    ['with the right checksum in capitals', rightSum.toUpperCase()],
    ['whose checksum is not known', null],
  ])('gives the bytes of a file %s', async (_name, sum) => {
    expect(await (await download(sum, answers(file))).text()).toBe('weights');
  });

  it.each<[string, string | null, typeof fetch, ModelError['failure']['code']]>([
    ['a wrong checksum', '0'.repeat(64), answers(file), 'model-corrupt'],
    ['a missing file', rightSum, answers(() => new Response('', { status: 404 })), 'model-not-found'],
    ['no connection', rightSum, answers(() => Promise.reject(new TypeError('Failed to fetch'))), 'model-not-found'],
  ])('calls %s by its name and says what to do', async (_name, sum, fetch, code) => {
    const error: unknown = await download(sum, fetch).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect((error as ModelError).failure).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) as string });
  });

  it('tells bytes while downloading, then that it verifies', async () => {
    const told: LoadProgress[] = [];
    await download(rightSum, answers(file), (progress) => told.push(progress));
    expect(told).toEqual([
      { stage: 'downloading', done: 0, total: 0 },
      { stage: 'downloading', done: 7, total: 7 },
      { stage: 'verifying', done: 0, total: 1 },
    ]);
  });

  it('does not take the length of packed bytes for the total', async () => {
    const told: LoadProgress[] = [];
    const packed = answers(
      () => new Response(bytes, { headers: { 'content-length': '3', 'content-encoding': 'gzip' } }),
    );
    await downloadModel(
      { ...source(null), bytes: 7 },
      { onProgress: (progress) => told.push(progress), signal: new AbortController().signal, fetch: packed },
    );
    expect(told.at(-1)).toEqual({ stage: 'downloading', done: 7, total: 7 });
  });

  it('does not report every few bytes', async () => {
    const told: LoadProgress[] = [];
    const pull = (controller: ReadableStreamDefaultController): void =>
      (sent += 1) > 1024 ? controller.close() : controller.enqueue(new Uint8Array(1024));
    let sent = 0;
    await download(
      null,
      answers(() => new Response(new ReadableStream({ pull }))),
      (progress) => told.push(progress),
    );
    expect(told.map(({ done }) => done / 2 ** 18)).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives up on a connection that stays silent', async () => {
    vi.useFakeTimers();
    const outcome = download(null, hangs).catch((thrown: unknown) => thrown);
    await vi.advanceTimersByTimeAsync(1001);
    expect(await outcome).toMatchObject({ failure: { code: 'load-timeout' } });
  });

  it('stops when asked to, and says so as an abort', async () => {
    const controller = new AbortController();
    const outcome = downloadModel(source(null), {
      onProgress: () => undefined,
      signal: controller.signal,
      fetch: hangs,
    });
    controller.abort();
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
  });
});
