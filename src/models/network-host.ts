/** The worker's side of fetching from outside: downloads one model each, other fetches in pieces. */
import type { DownloadRequest, DownloadState } from '../protocol/models';
import { runDownload } from './downloader';
import { failureOf } from './failure';
import type { NetworkCommand, NetworkReply } from './network-messages';
import type { ModelStore } from './store';
import { messageOf } from '../core/message-of';

export interface NetworkHostOptions {
  readonly store: ModelStore;
  readonly fetch: typeof globalThis.fetch;
  /** Keeps other tabs away from the model while `work` runs; false when another tab has it. */
  readonly alone: (model: string, work: () => Promise<void>) => Promise<boolean>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Tells other tabs that what is kept has changed. */
  readonly changed: () => void;
  readonly post: (reply: NetworkReply, transfer?: Transferable[]) => void;
}

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Serves the page's commands; answers through `post`. Never throws. */
export function createNetworkHost({
  store,
  fetch,
  alone,
  wait,
  changed,
  post,
}: NetworkHostOptions): (command: NetworkCommand) => void {
  const running = new Map<string, Running>();
  const fetches = new Map<number, AbortController>();

  const download = (request: DownloadRequest, file?: Blob): void => {
    if (running.has(request.id)) return;
    const controller = new AbortController();
    const tell = (state: DownloadState): void => {
      post({ type: 'state', model: request.id, state });
    };
    const work = async (): Promise<void> => {
      await runDownload(request, {
        store,
        fetch,
        signal: controller.signal,
        wait,
        onState: tell,
        ...(file === undefined ? {} : { file }),
      });
      changed();
    };
    const done = alone(request.id, work)
      .then((had) => {
        if (!had) tell({ kind: 'elsewhere' });
      })
      .catch((error: unknown) => {
        tell({ kind: 'failed', done: 0, total: 0, failure: failureOf(error) });
      })
      .finally(() => running.delete(request.id));
    running.set(request.id, { controller, done });
  };

  const stop = async (model: string): Promise<void> => {
    const found = running.get(model);
    found?.controller.abort();
    await found?.done;
  };

  const remove = async (id: number, model: string): Promise<void> => {
    try {
      await stop(model);
      const had = await alone(model, async () => {
        await store.remove((await store.read(model)) ?? { id: model, parts: [] });
      });
      post({ type: 'removed', id, message: had ? null : 'another tab is downloading it' });
      if (had) changed();
    } catch (error) {
      post({ type: 'removed', id, message: failureOf(error).detail });
    }
  };

  const pass = async ({ id, url, headers, limit }: Extract<NetworkCommand, { type: 'fetch' }>): Promise<void> => {
    const controller = new AbortController();
    fetches.set(id, controller);
    try {
      const response = await fetch(url, { headers, signal: controller.signal, mode: 'cors', credentials: 'omit' });
      post({ type: 'head', id, status: response.status, headers: Object.fromEntries(response.headers) });
      const reader = response.body?.getReader();
      let seen = 0;
      for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
        seen += step.value.byteLength;
        if (seen > limit) {
          controller.abort();
          throw new Error(`the answer is larger than ${limit} bytes`);
        }
        post({ type: 'bytes', id, bytes: step.value }, [step.value.buffer]);
      }
      post({ type: 'end', id });
    } catch (error) {
      const message = error instanceof TypeError ? 'no connection to the server' : messageOf(error);
      post({ type: 'failed', id, message });
    } finally {
      fetches.delete(id);
    }
  };

  return (command) => {
    switch (command.type) {
      case 'download':
        download(command.model);
        return;
      case 'keep':
        download(command.model, command.file);
        return;
      case 'pause':
        void stop(command.model);
        return;
      case 'remove':
        void remove(command.id, command.model);
        return;
      case 'fetch':
        void pass(command);
        return;
      case 'abort':
        fetches.get(command.id)?.abort();
        return;
      default:
        command satisfies never;
    }
  };
}
