import { Wllama, type LoadModelParams } from '@wllama/wllama/esm/index.js';
import type { NativeLog } from './native-log';

/** What a load says of itself; `success` is not in the library's typings. */
export interface LoadedInfo {
  readonly success: boolean;
  readonly contextLength: number;
  readonly threads: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A completion as llama.cpp's server takes it. */
export interface NativeRequest {
  readonly prompt: string;
  readonly max_tokens: number;
  readonly temperature: number;
  readonly stop: string[];
  /** Special tokens that must not vanish from the output, so that `stop` sees them. */
  readonly preserved_tokens: string[];
  /** Log probabilities of this many tokens at each place. */
  readonly n_probs: number;
  readonly return_progress: boolean;
  /** Adds why a completion stopped. */
  readonly verbose: boolean;
}

export interface RuntimeFiles {
  readonly model: Blob;
  /** A LoRA as GGUF; null for none. */
  readonly adapter: Blob | null;
}

/** Where the library puts the second of two files, whatever it holds. */
const SECOND_FILE = 'models/model-00002-of-00002.gguf';

/** One llama.cpp in WebAssembly: the few calls the adapter makes, so that a test can stand in for it. */
export interface Runtime {
  /** May never settle: time it out. Rejects or resolves with `success: false` on failure. */
  load(files: RuntimeFiles, params: LoadModelParams): Promise<LoadedInfo>;
  /** Streams raw chunks. Stop it through `signal` and read on until it ends: only then is the slot free. */
  complete(request: NativeRequest, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
  /** Terminates it; calls under way never settle. */
  exit(): Promise<void>;
}

export type RuntimeFactory = (log: NativeLog) => Runtime;

/** llama.cpp from the given WebAssembly file. */
export const wllamaRuntime =
  (wasmUrl: string): RuntimeFactory =>
  (log) => {
    const llama = new Wllama({ default: wasmUrl }, { logger: log.logger });
    // The default would fetch other files from another host where the browser lacks a feature.
    llama.setCompat(null);
    return {
      async load({ model, adapter }, params) {
        // The library gives names to all files that it is handed, as if they were parts, and opens the first.
        if (adapter === null) await llama.loadModel([model], params);
        else await llama.loadModel([model, adapter], { ...params, lora_adapters: [{ path: SECOND_FILE }] });
        const info = llama.getLoadedContextInfo();
        return {
          success: 'success' in info && info.success === true,
          contextLength: info.n_ctx,
          threads: llama.getNumThreads(),
          metadata: info.metadata,
        };
      },
      complete: (request, signal) => llama.createCompletion({ ...request, stream: true, abortSignal: signal }),
      exit: () => llama.exit(),
    };
  };
