import { describe, expect, it, vi } from 'vitest';
import type { DownloadRequest } from '../protocol/models';
import { createMemoryStore } from '../../testing/memory-store';
import { createNetworkHost } from './network-host';
import type { NetworkReply } from './network-messages';
import { tinyGguf } from '../../testing/tiny-gguf';

const weights = tinyGguf();
const request: DownloadRequest = {
  id: 'g',
  name: 'G',
  origin: { kind: 'gguf', url: 'https://host/g.gguf', sha256: null },
  source: { id: 'g', engine: 'wllama', url: 'store:g', sha256: null, contextLength: 16, dialect: 'd' },
};

/** Answers at once, or never where `hangs`. */
const fetches =
  (hangs = false): typeof fetch =>
  (_url, init) =>
    hangs
      ? new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        })
      : Promise.resolve(new Response(weights));

function scene({ hangs = false, taken = false }: { readonly hangs?: boolean; readonly taken?: boolean } = {}) {
  const store = createMemoryStore();
  const replies: NetworkReply[] = [];
  let told = 0;
  const receive = createNetworkHost({
    store,
    fetch: fetches(hangs),
    alone: async (_model, work) => {
      if (!taken) await work();
      return !taken;
    },
    wait: () => Promise.resolve(),
    changed: () => {
      told += 1;
    },
    post: (reply) => {
      replies.push(reply);
    },
  });
  const until = async (wanted: (reply: NetworkReply) => boolean): Promise<NetworkReply> => {
    for (let turn = 0; turn < 200; turn += 1) {
      const found = replies.find(wanted);
      if (found !== undefined) return found;
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
    }
    throw new Error(`not said: ${JSON.stringify(replies)}`);
  };
  const state =
    (kind: string) =>
    (reply: NetworkReply): boolean =>
      reply.type === 'state' && reply.state.kind === kind;
  return { store, receive, replies, until, state, changes: () => told };
}

describe('the network worker', () => {
  it('downloads, tells how it goes, and tells other tabs at the end', async () => {
    const { store, receive, until, state, changes } = scene();
    receive({ type: 'download', model: request });
    await until(state('complete'));
    expect(store.files.get('g/weights.gguf')?.content()).toEqual(weights);
    expect(changes()).toBe(1);
  });

  it('runs one download of a model at a time, and pauses it when asked, which other tabs hear', async () => {
    const { receive, replies, until, state, changes } = scene({ hangs: true });
    receive({ type: 'download', model: request });
    receive({ type: 'download', model: request });
    await until(state('downloading'));
    receive({ type: 'pause', model: 'g' });
    await until(state('paused'));
    expect(replies.filter(state('looking'))).toHaveLength(1);
    await vi.waitFor(() => {
      expect(changes()).toBe(1);
    });
  });

  it('stops a download before it removes what has come', async () => {
    const { store, receive, until, state } = scene({ hangs: true });
    receive({ type: 'download', model: request });
    await until(state('downloading'));
    receive({ type: 'remove', id: 7, model: 'g' });
    expect(await until(({ type }) => type === 'removed')).toEqual({ type: 'removed', id: 7, message: null });
    expect(await store.list()).toEqual([]);
  });

  it('leaves a model alone that another tab has', async () => {
    const { receive, until, state } = scene({ taken: true });
    receive({ type: 'download', model: request });
    await until(state('elsewhere'));
    receive({ type: 'remove', id: 8, model: 'g' });
    expect(await until(({ type }) => type === 'removed')).toEqual({
      type: 'removed',
      id: 8,
      message: 'another tab is downloading it',
    });
  });

  it('keeps a file of the user’s', async () => {
    const { receive, until, state } = scene({ hangs: true });
    receive({ type: 'keep', model: request, file: new Blob([weights]) });
    await until(state('complete'));
  });

  it('passes an answer on in pieces, up to the limit', async () => {
    const { receive, replies, until } = scene();
    receive({ type: 'fetch', id: 1, url: 'https://host/x', headers: {}, limit: 1000 });
    await until(({ type }) => type === 'end');
    expect(replies.map(({ type }) => type)).toEqual(['head', 'bytes', 'end']);
    receive({ type: 'fetch', id: 2, url: 'https://host/x', headers: {}, limit: 5 });
    expect(await until(({ type }) => type === 'failed')).toMatchObject({
      id: 2,
      message: 'the answer is larger than 5 bytes',
    });
  });

  it('stops an answer that nobody wants any more', async () => {
    const { receive, until } = scene({ hangs: true });
    receive({ type: 'fetch', id: 3, url: 'https://host/x', headers: {}, limit: 5 });
    receive({ type: 'abort', id: 3 });
    expect(await until(({ type }) => type === 'failed')).toMatchObject({ id: 3 });
  });
});
