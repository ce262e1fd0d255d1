/**
 * A download as a pure state machine: what happened in, what it is now out. Whoever carries it out looks at the new
 * state: `downloading` and `looking` mean to go on, `waiting` to come back after `retryInMs`, the rest to stop.
 */
import type { DownloadFailure, DownloadState } from '../protocol/models';

export type DownloadEvent =
  /** The user (or a page that was closed while it ran) wants it. */
  | { readonly type: 'asked' }
  /** Another tab holds it. */
  | { readonly type: 'taken' }
  /** It is known what there is, and how much of it is here. Bytes. */
  | { readonly type: 'planned'; readonly done: number; readonly total: number }
  /** Bytes have arrived; `total` where it has become known only now. */
  | { readonly type: 'received'; readonly done: number; readonly total: number }
  /** The connection broke or the server asked to come later. */
  | { readonly type: 'broke'; readonly why: string }
  /** The waiting is over. */
  | { readonly type: 'retried' }
  | { readonly type: 'paused' }
  | { readonly type: 'checking'; readonly done: number; readonly total: number }
  | { readonly type: 'finished'; readonly bytes: number }
  | { readonly type: 'failed'; readonly failure: DownloadFailure }
  | { readonly type: 'removed' };

/** Broken connections in a row, without a byte in between, after which it waits for the user. */
export const maxAttempts = 6;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

const retryDelay = (attempt: number): number => Math.min(firstDelayMs * 2 ** attempt, longestDelayMs);

const progressOf = (state: DownloadState): { readonly done: number; readonly total: number } =>
  'done' in state ? { done: state.done, total: state.total } : { done: 0, total: 0 };

const attemptOf = (state: DownloadState): number => ('attempt' in state ? state.attempt : 0);

/** What came was of no use, so that another try begins anew. */
const isThrownAway = ({ code }: DownloadFailure): boolean => code === 'corrupt' || code === 'not-a-model';

const isRunning = (state: DownloadState): boolean =>
  state.kind === 'looking' || state.kind === 'downloading' || state.kind === 'waiting' || state.kind === 'verifying';

/** What a download becomes. An event that makes no sense in a state leaves it as it is: late news change nothing. */
export function nextDownload(state: DownloadState, event: DownloadEvent): DownloadState {
  switch (event.type) {
    case 'asked':
      return isRunning(state) || state.kind === 'complete' ? state : { kind: 'looking', attempt: 0 };
    case 'taken':
      return isRunning(state) ? { kind: 'elsewhere' } : state;
    case 'planned':
      return state.kind === 'looking'
        ? { kind: 'downloading', done: event.done, total: event.total, attempt: state.attempt }
        : state;
    case 'received': {
      if (state.kind !== 'downloading' && state.kind !== 'verifying') return state;
      const before = state.done;
      // Only a byte that is new says that the connection works; a restart from nothing does not.
      return {
        kind: 'downloading',
        done: event.done,
        total: event.total,
        attempt: event.done > before ? 0 : attemptOf(state),
      };
    }
    case 'broke': {
      if (!isRunning(state)) return state;
      const attempt = attemptOf(state) + 1;
      return attempt >= maxAttempts
        ? { kind: 'failed', ...progressOf(state), failure: { code: 'unreachable', detail: event.why } }
        : { kind: 'waiting', ...progressOf(state), attempt, retryInMs: retryDelay(attempt - 1), why: event.why };
    }
    case 'retried':
      return state.kind === 'waiting' ? { kind: 'looking', attempt: state.attempt } : state;
    case 'paused':
      return isRunning(state) ? { kind: 'paused', ...progressOf(state) } : state;
    case 'checking':
      return state.kind === 'downloading' || state.kind === 'verifying'
        ? { kind: 'verifying', done: event.done, total: event.total }
        : state;
    case 'finished':
      return isRunning(state) ? { kind: 'complete', bytes: event.bytes } : state;
    case 'failed':
      return isRunning(state)
        ? {
            kind: 'failed',
            ...progressOf(state),
            ...(isThrownAway(event.failure) ? { done: 0 } : {}),
            failure: event.failure,
          }
        : state;
    case 'removed':
      return { kind: 'absent' };
  }
}
