/** Between the page and the worker that fetches from outside. */
import type { DownloadRequest, DownloadState } from '../protocol/models';

/** Page to worker. `id` numbers a request that is answered; `model` names a download. */
export type NetworkCommand =
  | { readonly type: 'download'; readonly model: DownloadRequest }
  | { readonly type: 'pause'; readonly model: string }
  /** Stops a download of it and removes every byte. */
  | { readonly type: 'remove'; readonly id: number; readonly model: string }
  /** Keeps a file of the user's as a model. */
  | { readonly type: 'keep'; readonly model: DownloadRequest; readonly file: Blob }
  /** Fetches from outside for another part of the page; the bytes come in pieces. `limit` in bytes. */
  | {
      readonly type: 'fetch';
      readonly id: number;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly limit: number;
    }
  | { readonly type: 'abort'; readonly id: number };

/** Worker to page. */
export type NetworkReply =
  | { readonly type: 'state'; readonly model: string; readonly state: DownloadState }
  /** `message` is null when every byte is gone. */
  | { readonly type: 'removed'; readonly id: number; readonly message: string | null }
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
