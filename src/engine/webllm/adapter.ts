/** The web-llm adapter: MLC-compiled models on the user's GPU. */
import type { LoadProgress, MlcModel } from '../../protocol/engine';
import type { Engine } from '../engine';
import { EngineError } from '../errors';

export interface WebLlmOptions {
  /**
   * Called before web-llm opens the model: puts the model's files, verified, into web-llm's caches. What it leaves out
   * web-llm fetches itself. @throws an error that carries an EngineFailure
   */
  readonly prepare?: (model: MlcModel, onProgress: (progress: LoadProgress) => void, signal: AbortSignal) => Promise<void>;
}

/** Makes the adapter; nothing is loaded yet, and the library itself is fetched with the first model. */
export function createWebLlmEngine(options: WebLlmOptions = {}): Engine {
  return {
    async load(model, onProgress, signal) {
      if (model.engine !== 'web-llm') throw new EngineError('model-unsupported', 'web-llm runs MLC models only.');
      await options.prepare?.(model, onProgress, signal);
      throw new EngineError('model-unsupported', 'This build has no GPU engine yet.');
    },
    unload: () => Promise.resolve(),
    async *complete() {
      await Promise.resolve();
      throw new EngineError('not-loaded', 'No model is loaded.');
    },
  };
}
