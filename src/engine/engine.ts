/**
 * The narrow waist: what every adapter offers and all that the rest of the program knows of a model. An engine
 * serves one completion at a time; the caller serialises.
 */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../core/prediction/completion';
import type { EngineCapabilities, LoadProgress, ModelSource } from '../protocol/engine';

export interface Engine {
  /**
   * Loads a model, replacing any other.
   * @throws EngineError with a typed code and remedy; AbortError (DOMException) when `signal` fires.
   */
  load(
    model: ModelSource,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineCapabilities>;
  /** Frees the model. Safe to call when none is loaded. */
  unload(): Promise<void>;
  /**
   * Streams one completion; the return value of the generator is its figures. Aborting `signal` ends the stream
   * normally with `end: 'cancelled'`. Leaving the loop early cancels too.
   * @throws EngineError
   */
  complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
}
