/** The wire contract between the page and the inference worker. Types only. */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../core/prediction/completion';

interface ModelCommon {
  readonly id: string;
  /** Size of what is downloaded, where it is known; a server that packs what it sends does not tell. */
  readonly bytes?: number;
  /** Tokens of context to allocate. */
  readonly contextLength: number;
  /** Id of the dialect in core/conversation. */
  readonly dialect: string;
  /** Least and mean natural log probability below which an answer is better not shown; absent: all are shown. */
  readonly confidence?: { readonly min: number; readonly mean: number; readonly silence?: number };
  /** How much of a file the model is best shown; absent: the program's usual. Less is read sooner. */
  readonly excerpt?: { readonly lines: number; readonly chars: number };
}

/** What is added to weights of others while they are loaded (LoRA, as GGUF); it is served with the program. */
export interface Adapter {
  /** Relative to the folder of the page. */
  readonly url: string;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One GGUF file, run by llama.cpp. */
export interface GgufModel extends ModelCommon {
  readonly engine: 'wllama';
  /** Absolute or page-relative URL of the file. */
  readonly url: string;
  /** Hex SHA-256 of the file, checked after download; null when unknown. */
  readonly sha256: string | null;
  /** `cpu` keeps a model off the GPU even where there is one; the default `auto` takes the GPU when it can run it. */
  readonly device?: 'auto' | 'cpu';
  readonly adapter?: Adapter;
}

/** A folder of MLC weights and the library compiled for them, run by web-llm on the GPU. */
export interface MlcModel extends ModelCommon {
  readonly engine: 'web-llm';
  /**
   * Absolute http(s) URL of the folder that holds `mlc-chat-config.json`, the tensor index, shards and tokenizer, ending
   * in `/resolve/main/`. The files are looked for in web-llm's caches first (`webllm/config` and `webllm/model` of
   * CacheStorage, keyed by absolute URL), so weights that are nowhere on the net can be put there under any such URL.
   */
  readonly url: string;
  /** Absolute http(s) URL of the compiled library; kept in the cache `webllm/wasm` unless it is on localhost. */
  readonly library: string;
  /** Hex SHA-256 of the library; null when unknown. */
  readonly librarySha256: string | null;
  /** Whether the library's shaders need the GPU feature `shader-f16`. */
  readonly needsF16: boolean;
}

/** No model: answers matched by a substring of the prompt, recorded from real runs. */
export interface ScriptedModel extends ModelCommon {
  readonly engine: 'scripted';
  readonly script?: readonly { readonly when: string; readonly answer: string }[];
}

/** A model on a server of the user's own that speaks OpenAI's protocol. What is asked is sent there. */
export interface ServerModel extends ModelCommon {
  readonly engine: 'server';
  /** Absolute http(s) URL, up to and with `/v1` or the like. */
  readonly url: string;
  /** As the server names it. */
  readonly model: string;
  /** Sent as a bearer token; put in just before the worker gets it, and never kept with the choice. */
  readonly key?: string;
}

/** No language model: the proposers of the page by themselves. It is always there and loads nothing. */
export interface BuiltIn extends ModelCommon {
  readonly engine: 'built-in';
}

/** A model as an engine needs it: which engine, where its bytes are and how to speak to it. */
export type ModelSource = GgufModel | MlcModel | ServerModel | ScriptedModel | BuiltIn;

export type EngineKind = ModelSource['engine'];

export type LoadStage = 'downloading' | 'verifying' | 'preparing' | 'starting';

/** `done` and `total` are bytes while downloading, else a fraction of 1; total 0 means unknown. */
export interface LoadProgress {
  readonly stage: LoadStage;
  readonly done: number;
  readonly total: number;
}

/** What the loaded engine really is: reported, never assumed. */
export interface EngineCapabilities {
  readonly engine: EngineKind;
  readonly device: 'cpu' | 'webgpu' | 'server' | 'none';
  readonly threads: number;
  readonly contextLength: number;
  readonly dialect: string;
  /** Whether a draft makes answers come sooner. */
  readonly speculates: boolean;
  /** What the user should know of how it runs here, for example why it is slower than it could be; null for nothing. */
  readonly note: string | null;
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

/** An engine error as it crosses the worker boundary. `remedy` is a sentence for the user. */
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
