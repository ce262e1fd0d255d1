import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelPart } from '../protocol/models';
import { digestOf, expectedOf } from './digest';
import { fetchPart, type FetchPartOptions, type PartFile } from './fetch-part';
import { MemoryFile } from './memory-file';

const content = new TextEncoder().encode('GGUF, and the weights behind it');
const part = (bytes: number | null = content.length): ModelPart => ({
  path: 'w',
  url: 'https://host/w',
  bytes,
  sha256: null,
  md5: null,
  cache: null,
});

interface Server {
  readonly ranges?: boolean;
  readonly tag?: string | null;
  readonly status?: number;
  /** Bytes after which the connection is cut. */
  readonly cutAfter?: number;
  /** Whether the headers that CORS hides are hidden. */
  readonly hides?: boolean;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** A server of one file, and what it was asked for. */
function server({
  ranges = true,
  tag = '"1"',
  status = 200,
  cutAfter = Infinity,
  hides = false,
  body = content,
}: Server = {}): { readonly fetch: typeof fetch; readonly asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    fetch: (_url, init) => {
      const range = new Headers(init?.headers).get('range');
      asked.push(range);
      if (status !== 200) return Promise.resolve(new Response('', { status }));
      const from = ranges && range !== null ? Number(/\d+/.exec(range)?.[0] ?? 0) : 0;
      if (from > body.length || (from === body.length && from > 0))
        return Promise.resolve(new Response('', { status: 416 }));
      const sent = body.slice(from, from + cutAfter);
      let pulls = 0;
      const stream = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if ((pulls += 1) === 1 && sent.length > 0) controller.enqueue(sent);
            else if (sent.length < body.length - from) controller.error(new TypeError('network error'));
            else controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      const headers = new Headers(hides ? {} : { 'content-length': String(body.length - from) });
      if (!hides && tag !== null) headers.set('etag', tag);
      if (!hides && from > 0) headers.set('content-range', `bytes ${from}-${body.length - 1}/${body.length}`);
      return Promise.resolve(new Response(stream, { status: from > 0 ? 206 : 200, headers }));
    },
  };
}

const get = (
  file: MemoryFile,
  fetch: typeof globalThis.fetch,
  rest: Partial<FetchPartOptions> = {},
  bytes: number | null = content.length,
): Promise<void> =>
  fetchPart(part(bytes), file, {
    signal: new AbortController().signal,
    tag: null,
    onBytes: () => undefined,
    onHead: () => Promise.resolve(),
    fetch,
    ...rest,
  });

const text = (file: MemoryFile): string => new TextDecoder().decode(file.content());
const whole = new TextDecoder().decode(content);

afterEach(() => vi.useRealTimers());

describe('fetching a file', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, Server, string | null, (string | null)[]]>([
    ['from the beginning', new Uint8Array(), {}, null, [null]],
    ['from where it stopped', content.slice(0, 10), {}, '"1"', ['bytes=10-']],
    ['from where it stopped, the tag unknown', content.slice(0, 10), { tag: null }, '"1"', ['bytes=10-']],
    [
      'from where it stopped, though the server hides its headers',
      content.slice(0, 10),
      { hides: true },
      '"1"',
      ['bytes=10-'],
    ],
    [
      'anew from a server without ranges',
      new TextEncoder().encode('GGUF, other'),
      { ranges: false },
      '"1"',
      ['bytes=11-'],
    ],
    [
      'anew when the file has changed',
      new TextEncoder().encode('GGUF, other'),
      { tag: '"2"' },
      '"1"',
      ['bytes=11-', null],
    ],
    ['not at all when all of it is here', content, {}, '"1"', []],
    ['anew when more is here than there is', new Uint8Array(99), {}, '"1"', [null]],
  ])('%s', async (_name, here, kind, tag, asked) => {
    const file = new MemoryFile(here);
    const remote = server(kind);
    await get(file, remote.fetch, { tag });
    expect(text(file)).toBe(whole);
    expect(remote.asked).toEqual(asked);
  });

  it('begins anew where the server has no such place and the size was not known', async () => {
    const file = new MemoryFile(new Uint8Array(50));
    const remote = server();
    await get(file, remote.fetch, {}, null);
    expect(text(file)).toBe(whole);
    expect(remote.asked).toEqual(['bytes=50-', null]);
  });

  it.each<[string, Server, object]>([
    ['a missing file', { status: 404 }, { failure: { code: 'not-found' } }],
    ['a forbidden file', { status: 403 }, { failure: { code: 'not-found' } }],
    ['a file of another size', { body: content.slice(1) }, { failure: { code: 'corrupt' } }],
    ['a busy server', { status: 503 }, { name: 'BrokenConnection' }],
    ['too many requests', { status: 429 }, { name: 'BrokenConnection' }],
    ['a cut connection', { cutAfter: 5 }, { name: 'BrokenConnection' }],
  ])('tells %s', async (_name, kind, error) => {
    await expect(get(new MemoryFile(), server(kind).fetch)).rejects.toMatchObject(error);
  });

  it('keeps what came before the connection was cut, and completes it later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), async (cuts) => {
        const file = new MemoryFile();
        for (const cutAfter of cuts) {
          await get(file, server({ cutAfter }).fetch, { tag: '"1"' }).catch(() => undefined);
          expect(whole.startsWith(text(file))).toBe(true);
        }
        await get(file, server().fetch, { tag: '"1"' });
        expect(text(file)).toBe(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('tells how far it is, and tag and size before the first byte', async () => {
    const told: (string | number | null)[] = [];
    await get(new MemoryFile(content.slice(0, 10)), server().fetch, {
      tag: '"1"',
      onHead: (tag, total) => {
        told.push(tag, total);
        return Promise.resolve();
      },
      onBytes: (done, total) => told.push(`${done}/${total}`),
    });
    expect(told).toEqual(['"1"', 31, '10/31', '31/31']);
  });

  it('throws away a file whose first bytes are not a model', async () => {
    const file = new MemoryFile();
    const refuse = (here: PartFile): string | null => {
      const head = new Uint8Array(4);
      here.read(head, 0);
      return new TextDecoder().decode(head) === 'GGUF' ? null : 'no';
    };
    await expect(
      get(file, server({ body: new TextEncoder().encode('<!doctype html>') }).fetch, { refuse }, null),
    ).rejects.toMatchObject({ failure: { code: 'not-a-model' } });
    expect(file.size()).toBe(0);
    await get(file, server().fetch, { refuse });
    expect(text(file)).toBe(whole);
  });

  it('passes on that there is no room', async () => {
    await expect(get(new MemoryFile(new Uint8Array(), 8), server().fetch)).rejects.toMatchObject({
      name: 'QuotaExceededError',
    });
  });

  it('gives up on a silent server, and can be stopped', async () => {
    vi.useFakeTimers();
    const silent: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    const outcome = get(new MemoryFile(), silent, { silenceMs: 100 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(101);
    expect(await outcome).toMatchObject({ name: 'BrokenConnection' });

    const controller = new AbortController();
    const stopped = get(new MemoryFile(), silent, { signal: controller.signal }).catch((error: unknown) => error);
    controller.abort();
    expect(await stopped).toMatchObject({ name: 'AbortError' });
  });
});

describe('the digest of a file', () => {
  it.each(['sha256', 'md5'] as const)('is its %s', async (algorithm) => {
    const bytes = new Uint8Array(5 * 2 ** 20).map((_, index) => index % 251);
    expect(await digestOf(new MemoryFile(bytes), algorithm, new AbortController().signal, () => undefined)).toBe(
      createHash(algorithm).update(bytes).digest('hex'),
    );
  });

  it.each([
    ['SHA-256 before MD5', { sha256: 'AB', md5: 'cd' }, { kind: 'digest', algorithm: 'sha256', hex: 'ab' }],
    ['MD5 where there is nothing better', { sha256: null, md5: 'CD' }, { kind: 'digest', algorithm: 'md5', hex: 'cd' }],
    ['size alone', { sha256: null, md5: null }, { kind: 'size' }],
  ] as const)('is expected: %s', (_name, known, expected) => {
    expect(expectedOf(known)).toEqual(expected);
  });
});
