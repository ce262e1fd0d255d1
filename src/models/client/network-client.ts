/** The page's side of the worker that may reach other hosts (workers/network.ts); it is started when it is first needed. */
import type { NetworkCommand, NetworkReply } from '../network-messages';
import type { DownloadRequest, DownloadState } from '../../protocol/models';

export interface FetchOutsideOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The answer is cut off with an error when it is larger. Bytes. */
  readonly limit: number;
}

export interface NetworkClient {
  /** Begins or continues a download; its states are told to the listeners. */
  download(request: DownloadRequest): void;
  /** Keeps a file of the user's as a model. */
  keep(request: DownloadRequest, file: Blob): void;
  pause(model: string): void;
  /** Removes every byte of a model. @throws Error with the reason */
  remove(model: string): Promise<void>;
  /** Returns the undo. */
  onState(listener: (model: string, state: DownloadState) => void): () => void;
  /**
   * Fetches from another host, which the page itself may not reach. Resolves with the head; the body streams.
   * @throws TypeError when there is no connection, AbortError when `signal` fires; the body fails with an Error
   */
  fetchOutside(url: string, options: FetchOutsideOptions): Promise<Response>;
}

interface Fetching {
  readonly head: (response: Response) => void;
  readonly fail: (error: Error) => void;
  controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null;
}

const abortError = (): DOMException => new DOMException('Cancelled.', 'AbortError');
/** Statuses that a Response may not have a body with. */
const bodiless = new Set([101, 103, 204, 205, 304]);

/** `spawn` starts the worker. */
export function createNetworkClient(spawn: () => Worker): NetworkClient {
  let worker: Worker | null = null;
  let lastId = 0;
  const listeners = new Set<(model: string, state: DownloadState) => void>();
  const removals = new Map<number, (message: string | null) => void>();
  const fetching = new Map<number, Fetching>();
  const downloading = new Set<string>();

  const tell = (model: string, state: DownloadState): void => {
    for (const listener of [...listeners]) listener(model, state);
  };

  const receive = (reply: NetworkReply): void => {
    switch (reply.type) {
      case 'state':
        if (
          reply.state.kind === 'complete' ||
          reply.state.kind === 'failed' ||
          reply.state.kind === 'paused' ||
          reply.state.kind === 'elsewhere'
        )
          downloading.delete(reply.model);
        tell(reply.model, reply.state);
        return;
      case 'removed':
        removals.get(reply.id)?.(reply.message);
        removals.delete(reply.id);
        return;
      case 'head': {
        const found = fetching.get(reply.id);
        if (found === undefined) return;
        const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
          start(controller) {
            found.controller = controller;
          },
          cancel() {
            fetching.delete(reply.id);
            send({ type: 'abort', id: reply.id });
          },
        });
        found.head(
          new Response(bodiless.has(reply.status) ? null : body, { status: reply.status, headers: reply.headers }),
        );
        return;
      }
      case 'bytes':
        fetching.get(reply.id)?.controller?.enqueue(reply.bytes);
        return;
      case 'end':
        fetching.get(reply.id)?.controller?.close();
        fetching.delete(reply.id);
        return;
      case 'failed':
        fail(reply.id, new TypeError(reply.message));
        return;
      default:
        reply satisfies never;
    }
  };

  const fail = (id: number, error: Error): void => {
    const found = fetching.get(id);
    fetching.delete(id);
    found?.controller?.error(error);
    found?.fail(error);
  };

  /** A worker that ends takes what it was doing with it; what it had written is on the disk. */
  const died = (): void => {
    worker?.terminate();
    worker = null;
    for (const model of downloading)
      tell(model, {
        kind: 'failed',
        done: 0,
        total: 0,
        failure: { code: 'unknown', detail: 'the download stopped unexpectedly' },
      });
    downloading.clear();
    for (const settle of removals.values()) settle('it stopped unexpectedly');
    removals.clear();
    for (const id of [...fetching.keys()]) fail(id, new TypeError('the connection stopped unexpectedly'));
  };

  const send = (command: NetworkCommand): void => {
    if (worker === null) {
      worker = spawn();
      worker.addEventListener('message', (event: MessageEvent<NetworkReply>) => {
        receive(event.data);
      });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        died();
      });
    }
    worker.postMessage(command);
  };

  return {
    download(model) {
      downloading.add(model.id);
      send({ type: 'download', model });
    },
    keep(model, file) {
      downloading.add(model.id);
      send({ type: 'keep', model, file });
    },
    pause: (model) => {
      if (downloading.has(model)) send({ type: 'pause', model });
    },
    remove: (model) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1);
        removals.set(id, (message) => {
          if (message === null) resolve();
          else reject(new Error(message));
        });
        send({ type: 'remove', id, model });
      }),
    onState(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    fetchOutside: (url, { headers = {}, signal, limit }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(abortError());
          return;
        }
        const id = (lastId += 1);
        fetching.set(id, { head: resolve, fail: reject, controller: null });
        signal?.addEventListener('abort', () => {
          if (!fetching.has(id)) return;
          send({ type: 'abort', id });
          fail(id, abortError());
        });
        send({ type: 'fetch', id, url, headers, limit });
      }),
  };
}
