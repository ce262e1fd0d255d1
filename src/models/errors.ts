import type { EngineErrorCode, EngineFailure } from '../protocol/engine';

const remedies = {
  'model-not-found': 'Check the connection and load the model again.',
  'model-corrupt': 'Load the model again; if it stays, reload the page without the cache.',
  'load-timeout': 'Check the connection and load the model again.',
  unknown: 'Open the page over https or on localhost.',
} as const satisfies Partial<Record<EngineErrorCode, string>>;

/** What went wrong with a model's file, with its typed failure. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly failure: EngineFailure;

  constructor(code: keyof typeof remedies, message: string, remedy: string = remedies[code]) {
    super(message);
    this.failure = { code, message, remedy };
  }
}
