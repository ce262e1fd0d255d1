/** How a run of the user's code ended, as data. Times are milliseconds, sizes bytes, lines and columns from 1. */

export type RunLanguage = 'python' | 'javascript' | 'typescript';

/** A file of the run; `path` is relative to the folder the program runs in, with forward slashes. */
export interface RunFile {
  readonly path: string;
  readonly text: string;
}

export interface RunLimits {
  /** Time the program itself may take; waiting for input does not count. */
  readonly ms: number;
  /** Memory of the Python heap. JavaScript has the browser's own bound for a worker. */
  readonly memoryBytes: number;
  /** Text and pictures the program may put out. */
  readonly outputBytes: number;
}

export const RUN_LIMITS: RunLimits = { ms: 60_000, memoryBytes: 512 * 1024 * 1024, outputBytes: 1024 * 1024 };

/** A place in one of the user's own files. */
export interface CodeLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** An error that the program did not catch. */
export interface RunFailure {
  /** The error's class, for example `AssertionError`. */
  readonly type: string;
  readonly message: string;
  /** The innermost place in the user's files; null when the error names none. */
  readonly location: CodeLocation | null;
  /** The whole traceback as the language prints it. */
  readonly trace: string;
}

export type RunOutcome =
  | { readonly kind: 'finished'; readonly ms: number }
  /** The program ended itself with a code other than 0. */
  | { readonly kind: 'exited'; readonly code: number; readonly ms: number }
  | { readonly kind: 'failed'; readonly failure: RunFailure; readonly ms: number }
  | { readonly kind: 'stopped'; readonly ms: number }
  | { readonly kind: 'time-limit'; readonly limitMs: number }
  /** `limitBytes` is null where the browser drew the line. */
  | { readonly kind: 'memory-limit'; readonly limitBytes: number | null; readonly failure: RunFailure | null }
  | { readonly kind: 'output-limit'; readonly limitBytes: number }
  /** It never ran. `remedy` is a sentence for the user. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly remedy: string };

const seconds = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
const megabytes = (bytes: number): string => `${Math.round(bytes / (1024 * 1024))} MB`;

/** One line for the user: what became of the run. */
export function describeOutcome(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case 'finished':
      return `Finished in ${seconds(outcome.ms)}`;
    case 'exited':
      return `Ended with code ${outcome.code} after ${seconds(outcome.ms)}`;
    case 'failed':
      return outcome.failure.message === ''
        ? outcome.failure.type
        : `${outcome.failure.type}: ${outcome.failure.message.split('\n', 1)[0] ?? ''}`;
    case 'stopped':
      return `Stopped after ${seconds(outcome.ms)}`;
    case 'time-limit':
      return `Stopped: it ran longer than ${seconds(outcome.limitMs)}`;
    case 'memory-limit':
      return outcome.limitBytes === null
        ? 'Stopped: it used up the memory the browser gives it'
        : `Stopped: it wanted more than ${megabytes(outcome.limitBytes)} of memory`;
    case 'output-limit':
      return `Stopped: it put out more than ${megabytes(outcome.limitBytes)}`;
    case 'unavailable':
      return outcome.reason;
  }
}
