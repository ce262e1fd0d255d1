/** Models as files: what the catalog says of one, and what is kept of it. Types only. */
import type { Adapter, ModelSource } from './engine';

/** How the bytes of a model come here. */
export type ModelOrigin =
  /** Served with the program. */
  | { readonly kind: 'embedded' }
  /** One GGUF file. `sha256` in hex, null when unknown. */
  | { readonly kind: 'gguf'; readonly url: string; readonly sha256: string | null }
  /** A folder of MLC weights (its URL ends in `/resolve/main/`) and the library compiled for them. */
  | { readonly kind: 'mlc'; readonly url: string; readonly library: string }
  /** Weights that were converted on this device; only the library compiled for them is fetched. */
  | { readonly kind: 'library'; readonly library: string }
  /** Published only as safetensors: fetched by the user and converted here. */
  | { readonly kind: 'convert'; readonly library: string; readonly libraryF32: string };

/** One line of the catalog. Sizes in bytes. */
export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** What it is good for, in one sentence. */
  readonly about: string;
  readonly origin: ModelOrigin;
  readonly parameters: number;
  /** Everything that has to be downloaded. */
  readonly downloadBytes: number;
  /** What the GPU has to hold; null for a model that runs on the CPU too. Browsers do not say how much there is. */
  readonly gpuBytes: number | null;
  /** The largest buffer that a shader must be able to see; 0 for models of the CPU. */
  readonly largestBufferBytes: number;
  /** What the page has to hold in memory while it runs on the CPU; 0 for models of the GPU. */
  readonly memoryBytes: number;
  readonly needsF16: boolean;
  /** Id of the dialect in core/conversation. */
  readonly dialect: string;
  /** What this program adds to it while loading. */
  readonly adapter?: Adapter;
  /** Tokens. */
  readonly contextLength: number;
  readonly licence: string;
  /** A page for people. */
  readonly source: string;
}

/** One file of a model, where it comes from and how it is checked. */
export interface ModelPart {
  /** File name, unique within the model. */
  readonly path: string;
  readonly url: string;
  /** Size, null when nobody said. */
  readonly bytes: number | null;
  /** Hex digests, where known. */
  readonly sha256: string | null;
  readonly md5: string | null;
  /** The cache in which web-llm looks for it, and under which URL; null for a file that is kept as a file. */
  readonly cache: { readonly scope: string; readonly url: string } | null;
}

/** What is kept on this device of one model, whole or in part. */
export interface StoredModel {
  readonly id: string;
  readonly name: string;
  readonly state: 'partial' | 'complete';
  /** Where it came from, for people: a URL or a file name. */
  readonly from: string;
  /** What to load; for a file kept here the URL is `store:<id>`. */
  readonly source: ModelSource;
  /** Known parts; empty until it is known what the model consists of. */
  readonly parts: readonly ModelPart[];
  /** Names of parts that have arrived and were verified. */
  readonly finished: readonly string[];
  /** What the server told of parts that have begun: the entity tag, to notice when its file changes, and the size. */
  readonly told: Readonly<Record<string, { readonly tag: string | null; readonly total: number | null }>>;
  /** Parts whose digest nobody told are checked by size alone. */
  readonly verified: 'digest' | 'size';
  /** What may go wrong with the way it is spoken to, a sentence; absent when nothing is to be feared. */
  readonly warning?: string;
}

export type DownloadFailureCode =
  /** The server says that there is no such file, or that we may not have it. */
  | 'not-found'
  /** No answer, again and again. */
  | 'unreachable'
  /** What came is not what was promised; it has been thrown away. */
  | 'corrupt'
  /** No room on this device. What came is kept. */
  | 'no-room'
  /** This browser stores no files for this page. */
  | 'no-storage'
  /** It is not a model of the kind that was expected. */
  | 'not-a-model'
  | 'unknown';

export interface DownloadFailure {
  readonly code: DownloadFailureCode;
  /** A short detail for the user, for example a status. */
  readonly detail: string;
}

/** A download as it stands. `done` and `total` in bytes; total 0 while unknown. */
export type DownloadState =
  | { readonly kind: 'absent' }
  /** Asking what the model consists of. */
  | { readonly kind: 'looking'; readonly attempt: number }
  | { readonly kind: 'downloading'; readonly done: number; readonly total: number; readonly attempt: number }
  /** The connection broke; it is tried again after `retryInMs`. */
  | {
      readonly kind: 'waiting';
      readonly done: number;
      readonly total: number;
      readonly attempt: number;
      readonly retryInMs: number;
      readonly why: string;
    }
  | { readonly kind: 'paused'; readonly done: number; readonly total: number }
  /** `checked` of `total` bytes of the present file have been read back. */
  | { readonly kind: 'verifying'; readonly done: number; readonly total: number }
  | { readonly kind: 'complete'; readonly bytes: number }
  /** Another tab is at it. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly done: number; readonly total: number; readonly failure: DownloadFailure };

/** What the network worker is asked to fetch. */
export interface DownloadRequest {
  /** Of a GGUF file with the dialect `auto`, dialect and context are read from the file when it is here. */
  readonly id: string;
  readonly name: string;
  readonly origin: Extract<ModelOrigin, { kind: 'gguf' | 'mlc' | 'library' }>;
  readonly source: ModelSource;
  /** As `StoredModel.warning`. */
  readonly warning?: string;
}
