import type { EngineErrorCode, EngineFailure } from '../protocol/engine';
import { messageOf } from '../core/message-of';

const codes: Readonly<Record<EngineErrorCode, string>> = {
  'model-not-found': 'Check the connection and load the model again.',
  'model-corrupt': 'Load the model again; if it stays, reload the page without the cache.',
  'model-unsupported': 'Choose another model: this one cannot run here.',
  'load-timeout': 'Load the model again; if it stays, choose a smaller model.',
  'out-of-memory': 'Close other tabs or choose a smaller model.',
  'prompt-too-long': 'Nothing to do: the next request will send less text.',
  'device-lost': 'The model is being loaded again.',
  'not-loaded': 'Wait until the model is loaded, or load one.',
  crashed: 'The model is being started again; your text is not touched.',
  unknown: 'Load the model again; if it stays, reload the page.',
};

/** Whether `value` is one of the error codes of the protocol. */
export const isEngineErrorCode = (value: unknown): value is EngineErrorCode =>
  typeof value === 'string' && Object.hasOwn(codes, value);

/** A failure of `code` with its usual remedy; `message` says what happened, in a sentence. */
export const engineFailure = (code: EngineErrorCode, message: string, remedy: string = codes[code]): EngineFailure => ({
  code,
  message,
  remedy,
});

/** An engine error with its typed failure; what crosses to the page is the failure. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly failure: EngineFailure;

  constructor(code: EngineErrorCode, message: string, remedy?: string) {
    super(message);
    this.failure = engineFailure(code, message, remedy);
  }
}

const isFailure = (value: unknown): value is EngineFailure =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  isEngineErrorCode(value.code) &&
  'message' in value &&
  typeof value.message === 'string' &&
  'remedy' in value &&
  typeof value.remedy === 'string';

/** Whether `error` is what an aborted signal makes fetches and loads throw. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * The failure inside anything that was thrown: errors that carry one (those of other layers too) keep it, an abort
 * reads as not loaded, the rest is `unknown` with the error's own words.
 */
export function failureOf(error: unknown): EngineFailure {
  if (typeof error === 'object' && error !== null && 'failure' in error && isFailure(error.failure))
    return error.failure;
  if (isAbort(error)) return engineFailure('not-loaded', 'Loading was cancelled.');
  return engineFailure('unknown', messageOf(error));
}
