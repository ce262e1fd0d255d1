/** The wire contract between the page and the inference worker. Types only. */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../core/prediction/completion';

/** A model as an engine needs it: where its bytes are and how to speak to it. */
export interface ModelSource {
  readonly id: string;
  readonly engine: 'wllama' | 'scripted';
  /** Absolute or page-relative URL of the weights. Empty for `scripted`. */
  readonly url: string;
  /** Hex SHA-256 of the file, checked after download; null when unknown. */
  readonly sha256: string | null;
  /** Size of the file, where it is known; a server that packs what it sends does not tell. */
  readonly bytes?: number;
  /** Tokens of context to allocate. */
  readonly contextLength: number;
  /** Id of the dialect in core/conversation. */
  readonly dialect: string;
  /** `cpu` keeps a model off the GPU even where there is one; the default `auto` takes the GPU when it can run it. */
  readonly device?: 'auto' | 'cpu';
  /** Least and mean natural log probability below which an answer is better not shown; absent: all are shown. */
  readonly confidence?: { readonly min: number; readonly mean: number };
  /** Answers for the scripted engine, matched by prompt substring; recorded from real runs. */
  readonly script?: readonly { readonly when: string; readonly answer: string }[];
}

export type LoadStage = 'downloading' | 'verifying' | 'preparing' | 'starting';

/** `done` and `total` are bytes while downloading, else a fraction of 1; total 0 means unknown. */
export interface LoadProgress {
  readonly stage: LoadStage;
  readonly done: number;
  readonly total: number;
}

/** What the loaded engine really is: reported, never assumed. */
export interface EngineCapabilities {
  readonly engine: 'wllama' | 'scripted';
  readonly device: 'cpu' | 'webgpu' | 'none';
  readonly threads: number;
  readonly contextLength: number;
  readonly dialect: string;
  readonly speculates: boolean;
  readonly stopsOnSpecialTokens: boolean;
}

export type EngineErrorCode =
  | 'model-not-found'
  | 'model-corrupt'
  | 'model-unsupported'
  | 'load-timeout'
  | 'out-of-memory'
  | 'prompt-too-long'
  | 'device-lost'
  | 'not-loaded'
  | 'crashed'
  | 'unknown';

/** An engine error as it crosses the worker boundary. `remedy` is a sentence for the person. */
export interface EngineFailure {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** Page to worker. Every request has an id; `cancel` names the request to stop, `ping` asks for a sign of life. */
export type EngineCommand =
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'load'; readonly id: number; readonly model: ModelSource }
  | { readonly type: 'complete'; readonly id: number; readonly request: CompletionRequest }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'unload'; readonly id: number };

/** Worker to page. Each request ends with exactly one of `loaded`, `completed`, `unloaded`, `pong`, `failed`. */
export type EngineReply =
  | { readonly type: 'pong'; readonly id: number }
  | { readonly type: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: 'loaded'; readonly id: number; readonly capabilities: EngineCapabilities }
  | { readonly type: 'piece'; readonly id: number; readonly piece: CompletionPiece }
  | { readonly type: 'completed'; readonly id: number; readonly figures: CompletionFigures }
  | { readonly type: 'unloaded'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: EngineFailure };
