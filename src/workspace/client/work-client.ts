/** The page's side of the worker for archives, links and searching: what takes too long is ended, and the user told. */
import type { SearchedFile, SearchOutcome, SearchQuery } from '../search/search';
import type { SharedWorkspace, TextFile } from '..';
import type { UnzipOutcome } from '../archive/unpack';
import type { WorkCommand, WorkReply } from '../work-messages';

export type SearchResult =
  | SearchOutcome
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'failed' } /** Another search was begun meanwhile. */
  | { readonly kind: 'overtaken' };

export interface WorkClient {
  /** Never rejects. */
  unzip(bytes: Uint8Array): Promise<UnzipOutcome>;
  /** @throws Error when the archive cannot be made */
  zip(files: readonly TextFile[]): Promise<Uint8Array<ArrayBuffer>>;
  /** The fragment of a link. @throws Error when it cannot be made */
  link(workspace: SharedWorkspace): Promise<string>;
  /** A search overtakes the one before it. Never rejects. */
  search(files: readonly SearchedFile[], query: SearchQuery): Promise<SearchResult>;
}

export interface WorkClientOptions {
  /** Starts workers/workspace.ts. */
  readonly spawn: () => Worker;
  /** Calls after so many milliseconds; returns the undo. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** Longer than any archive within the limits takes; what a hostile one makes of it ends here. */
const ARCHIVE_MS = 60_000;
/** A search of all that fits into a workspace takes a tenth of this; an expression that explodes takes for ever. */
const SEARCH_MS = 2_000;

type Answer =
  | { readonly kind: 'reply'; readonly reply: WorkReply }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'overtaken' };

/** A client of its own for one feature of the page: its worker starts when it is first asked. */
export const pageWorkClient = (page: Window): WorkClient =>
  createWorkClient({
    spawn: () =>
      new Worker(new URL('../../../workers/workspace.ts', import.meta.url), { type: 'module', name: 'workspace' }),
    after: (ms, act) => {
      const timer = page.setTimeout(act, ms);
      return () => {
        page.clearTimeout(timer);
      };
    },
  });

export function createWorkClient({ spawn, after }: WorkClientOptions): WorkClient {
  let lastId = 0;

  /** The time counts from when the worker begins: loading it can take longer than the work. */
  const ask = (
    worker: Worker,
    command: WorkCommand,
    limit: number,
    overtaken?: (stop: () => void) => void,
  ): Promise<Answer> =>
    new Promise((resolve) => {
      let stopWaiting = (): void => undefined;
      const settle = (answer: Answer): void => {
        stopWaiting();
        worker.removeEventListener('message', heard);
        worker.removeEventListener('error', failed);
        resolve(answer);
      };
      const heard = ({ data: reply }: MessageEvent<WorkReply>): void => {
        if (reply.id !== command.id) return;
        if (reply.type === 'begun')
          stopWaiting = after(limit, () => {
            settle({ kind: 'too-slow' });
          });
        else settle({ kind: 'reply', reply });
      };
      const failed = (event: Event): void => {
        event.preventDefault();
        settle({ kind: 'failed' });
      };
      worker.addEventListener('message', heard);
      worker.addEventListener('error', failed);
      overtaken?.(() => {
        settle({ kind: 'overtaken' });
      });
      worker.postMessage(command);
    });

  const once = async (command: WorkCommand): Promise<Answer> => {
    const worker = spawn();
    try {
      return await ask(worker, command, ARCHIVE_MS);
    } finally {
      worker.terminate();
    }
  };

  let searcher: Worker | null = null;
  /** What the searcher holds. */
  let held = new Map<string, SearchedFile>();
  let stop: (() => void) | null = null;
  const dropSearcher = (): void => {
    searcher?.terminate();
    searcher = null;
    held = new Map();
  };

  return {
    async unzip(bytes) {
      const answer = await once({ type: 'unzip', id: (lastId += 1), bytes });
      if (answer.kind === 'reply' && answer.reply.type === 'unzipped') return answer.reply.outcome;
      return {
        kind: 'refused',
        why:
          answer.kind === 'too-slow'
            ? 'The archive took too long to unpack; nothing was opened.'
            : 'The archive could not be unpacked, most likely for want of memory; nothing was opened.',
      };
    },
    async zip(files) {
      const answer = await once({ type: 'zip', id: (lastId += 1), files });
      if (answer.kind === 'reply' && answer.reply.type === 'zipped') return answer.reply.bytes;
      throw new Error('The files could not be packed, most likely for want of memory.');
    },
    async link(workspace) {
      const answer = await once({ type: 'link', id: (lastId += 1), workspace });
      if (answer.kind === 'reply' && answer.reply.type === 'linked') return answer.reply.fragment;
      throw new Error('The link could not be packed, most likely for want of memory.');
    },
    async search(files, query) {
      if (stop !== null) {
        // The one under way may be one that never ends.
        stop();
        dropSearcher();
      }
      searcher ??= spawn();
      const changed = files.filter((file) => {
        const before = held.get(file.id);
        return before?.text !== file.text || before.name !== file.name;
      });
      held = new Map(files.map((file) => [file.id, file]));
      const mine: { stop: (() => void) | null } = { stop: null };
      const answer = await ask(
        searcher,
        { type: 'search', id: (lastId += 1), changed, order: files.map(({ id }) => id), query },
        SEARCH_MS,
        (end) => {
          stop = mine.stop = end;
        },
      );
      if (stop === mine.stop) stop = null;
      if (answer.kind === 'reply') return answer.reply.type === 'searched' ? answer.reply.outcome : { kind: 'failed' };
      if (answer.kind !== 'overtaken') dropSearcher();
      return answer;
    },
  };
}
