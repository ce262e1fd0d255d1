/** The wire contract of Run: page, sandboxed frame, and the worker in the frame that the user's code runs in. Types only. */
import type { RunFile } from '../core/execution/outcome';

export type OutputStream = 'out' | 'err';

/** Page to frame. `asset` is kept by the frame and handed to every worker that names it. */
export type FrameCommand =
  | { readonly type: 'asset'; readonly name: string; readonly bytes: ArrayBuffer }
  | { readonly type: 'spawn'; readonly run: number; readonly script: string; readonly assets: readonly string[] }
  | { readonly type: 'tell'; readonly run: number; readonly command: WorkerCommand }
  /** A line for a program that waits; null is the end of input. */
  | { readonly type: 'input'; readonly run: number; readonly line: string | null }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'ping'; readonly beat: number };

/** Frame to page. `said` are messages of the worker, which the user's code can write too: never trusted. */
export type FrameReply =
  /** `canWait`: whether a program can wait for input in the middle of a computation. */
  | { readonly type: 'ready'; readonly canWait: boolean }
  | { readonly type: 'pong'; readonly beat: number }
  | { readonly type: 'said'; readonly run: number; readonly messages: readonly unknown[] }
  /** The worker's script did not even parse, or an error reached nobody. */
  | {
      readonly type: 'broken';
      readonly run: number;
      readonly message: string;
      readonly line: number;
      readonly column: number;
    }
  | { readonly type: 'flooded'; readonly run: number }
  | { readonly type: 'stopped'; readonly run: number };

/** What the frame tells a new worker before anything else. */
export interface WorkerSetup {
  readonly type: 'setup';
  /** Two 32-bit words (state, length), then UTF-8; null where workers cannot wait. */
  readonly input: SharedArrayBuffer | null;
  /** Bytes, and compiled WebAssembly under names that end in `.wasm`. */
  readonly assets: Readonly<Record<string, unknown>>;
}

export interface Wheel {
  readonly fileName: string;
  readonly bytes: ArrayBuffer;
}

/** Page to worker, relayed by the frame. */
export type WorkerCommand =
  | {
      readonly type: 'run';
      readonly files: readonly RunFile[];
      readonly main: string;
      readonly memoryBytes: number;
      readonly outputBytes: number;
    }
  /** Answer to `imports`: the packages that could be had, and those that could not. */
  | {
      readonly type: 'packages';
      readonly names: readonly string[];
      readonly wheels: readonly Wheel[];
      readonly missing: readonly string[];
    };

/** Worker to page. */
export type WorkerReply =
  /** Loaded, and waiting for its program. */
  | { readonly type: 'loaded' }
  /** The program itself begins. */
  | { readonly type: 'began' }
  | { readonly type: 'output'; readonly stream: OutputStream; readonly text: string }
  | { readonly type: 'picture'; readonly png: Uint8Array<ArrayBuffer>; readonly title: string }
  /** It waits for a line. */
  | { readonly type: 'waiting' }
  /** Top-level modules the program imports and Python does not bring. */
  | { readonly type: 'imports'; readonly modules: readonly string[] }
  | { readonly type: 'full' }
  | { readonly type: 'done'; readonly code: number }
  | {
      readonly type: 'failed';
      readonly error: { readonly name: string; readonly message: string; readonly stack: string };
      readonly memory: boolean;
    }
  /** The interpreter itself could not start. */
  | { readonly type: 'no-interpreter'; readonly detail: string };
