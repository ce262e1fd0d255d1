/** Opens files from GitHub through the one worker that may reach other hosts. */
import type { GithubView } from './GithubDialog';
import { remoteAddress } from '../../workspace/remote/address';
import { loadRemote, type OutsideFetch } from '../../workspace/remote/github';
import type { Store } from '../../platform/store';
import type { Importer } from './importer';
import { messageOf } from '../../core/message-of';

export interface Github {
  /** Resolves to whether files have come in. Never rejects. */
  open(address: string): Promise<boolean>;
  /** Nothing of what was being fetched comes in. */
  stop(): void;
}

export interface GithubOptions {
  readonly fetch: OutsideFetch;
  readonly importer: Pick<Importer, 'add'>;
  readonly view: Store<GithubView>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createGithub({ fetch, importer, view, now }: GithubOptions): Github {
  let running: AbortController | null = null;
  return {
    async open(typed) {
      const address = remoteAddress(typed);
      if (address.kind === 'bad') {
        view.set({ kind: 'refused', why: address.why });
        return false;
      }
      running?.abort();
      const mine = (running = new AbortController());
      const { signal } = mine;
      view.set({ kind: 'working', done: 0, total: null });
      try {
        const outcome = await loadRemote(address, {
          fetch,
          signal,
          now,
          onProgress: (done, total) => {
            if (!signal.aborted) view.set({ kind: 'working', done, total });
          },
        });
        if (outcome.kind === 'refused') {
          view.set({ kind: 'refused', why: outcome.why });
          return false;
        }
        view.set({ kind: 'waiting' });
        await importer.add(outcome.taken);
        return true;
      } catch (error) {
        if (running === mine)
          view.set(
            signal.aborted
              ? { kind: 'waiting' }
              : { kind: 'refused', why: `The files could not be fetched; nothing was opened. ${messageOf(error)}` },
          );
        return false;
      } finally {
        if (running === mine) running = null;
      }
    },
    stop() {
      running?.abort();
    },
  };
}
