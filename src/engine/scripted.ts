/** An engine without a model: answers are matched by a substring of the prompt. For tests of all that is above it. */
import type { CompletionFigures, CompletionPiece, CompletionRequest, EndReason } from '../core/prediction/completion';
import type { EngineCapabilities, LoadProgress, ModelSource, ScriptedModel } from '../protocol/engine';
import type { Engine } from './engine';
import { EngineError } from './errors';

export interface ScriptedOptions {
  /** UTF-16 units of each streamed piece, at least 1. */
  readonly pieceLength?: number;
  /** Waits between pieces; the default waits for nothing. Must settle soon after `signal` aborts. */
  readonly pause?: (signal: AbortSignal) => Promise<void>;
}

/** A pause of `ms` milliseconds that an abort ends early. */
export const pauseOf =
  (ms: number) =>
  (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });

const capabilitiesOf = (model: ScriptedModel): EngineCapabilities => ({
  engine: 'scripted',
  device: 'none',
  threads: 1,
  contextLength: model.contextLength,
  dialect: model.dialect,
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
});

function splitIntoPieces(text: string, length: number): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += length) pieces.push(text.slice(at, at + length));
  return pieces;
}

/** The answer up to the first stop text in it; `end-of-text` when there is none. */
function untilStop(answer: string, stop: readonly string[]): { readonly text: string; readonly end: EndReason } {
  const places = stop.map((mark) => answer.indexOf(mark)).filter((at) => at >= 0);
  return places.length === 0
    ? { text: answer, end: 'end-of-text' }
    : { text: answer.slice(0, Math.min(...places)), end: 'stop' };
}

/**
 * The scripted engine. The first line of the model's `script` whose `when` is in the prompt answers; a prompt that
 * matches none is answered by the empty text. Each piece counts as one token, for `maxTokens` and in the figures.
 */
export function createScriptedEngine({ pieceLength = 4, pause }: ScriptedOptions = {}): Engine {
  let loaded: ScriptedModel | null = null;

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    if (!loaded) throw new EngineError('not-loaded', 'No model is loaded.');
    const prompt = request.parts.join('');
    const line = loaded.script?.find(({ when }) => prompt.includes(when));
    const { text, end } = untilStop(line?.answer ?? '', request.stop);
    const pieces = splitIntoPieces(text, pieceLength);
    const figures = (generated: number, reason: EndReason): CompletionFigures => ({
      promptTokens: prompt.length,
      reusedTokens: 0,
      generatedTokens: generated,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: generated,
      msToFirstToken: 0,
      msTotal: 0,
      end: reason,
    });
    for (const [index, piece] of pieces.entries()) {
      if (index >= request.maxTokens) return figures(index, 'length');
      await pause?.(signal);
      if (signal.aborted) return figures(index, 'cancelled');
      yield { text: piece, logprob: null };
    }
    return figures(pieces.length, signal.aborted ? 'cancelled' : end);
  }

  return {
    load(model: ModelSource, onProgress: (progress: LoadProgress) => void, signal: AbortSignal) {
      signal.throwIfAborted();
      if (model.engine !== 'scripted')
        return Promise.reject(new EngineError('model-unsupported', 'This engine runs no models.'));
      onProgress({ stage: 'starting', done: 1, total: 1 });
      loaded = model;
      return Promise.resolve(capabilitiesOf(model));
    },
    unload() {
      loaded = null;
      return Promise.resolve();
    },
    complete,
  };
}
