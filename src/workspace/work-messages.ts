/** What the page and the worker for archives and searching (workers/workspace.ts) say to each other. */
import type { UnzipOutcome } from './archive/unpack';
import type { TextFile } from './intake/intake';
import type { SearchedFile, SearchOutcome, SearchQuery } from './search/search';
import type { SharedWorkspace } from './share/link';

export type WorkCommand =
  | { readonly type: 'unzip'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'zip'; readonly id: number; readonly files: readonly TextFile[] }
  | { readonly type: 'link'; readonly id: number; readonly workspace: SharedWorkspace }
  /** The worker keeps the texts: only what is new or changed comes with a search. `order` names all files there are. */
  | {
      readonly type: 'search';
      readonly id: number;
      readonly changed: readonly SearchedFile[];
      readonly order: readonly string[];
      readonly query: SearchQuery;
    };

export type WorkReply =
  /** The work begins: until then the worker was still loading. */
  | { readonly type: 'begun'; readonly id: number }
  | { readonly type: 'unzipped'; readonly id: number; readonly outcome: UnzipOutcome }
  | { readonly type: 'zipped'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'linked'; readonly id: number; readonly fragment: string }
  | { readonly type: 'searched'; readonly id: number; readonly outcome: SearchOutcome };
