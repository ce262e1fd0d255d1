/** Runs in the browser for the evaluation: the product's engine client and worker, one completion at a time. */
import { createEngineClient, EngineClientError } from '../../../../src/engine/client/engine-client';
import type { CompletionRequest } from '../../../../src/core/prediction/completion';
import type { EngineCapabilities, ModelSource } from '../../../../src/protocol/engine';
import type { Answer, AnswerPiece } from '../answers';

export interface EnginePage {
  load(model: ModelSource): Promise<EngineCapabilities>;
  complete(request: CompletionRequest): Promise<Answer>;
  /** Of the page and its workers, in bytes; null where the browser does not tell. */
  memory(): Promise<number | null>;
}

const client = createEngineClient({
  spawn: () =>
    new Worker(new URL('../../../../workers/inference.ts', import.meta.url), { type: 'module', name: 'inference' }),
  onState: () => undefined,
  // While several workers share few cores, a prompt may take longer than a user would wait.
  heartbeatMs: 20_000,
});

type MemoryTeller = Performance & { measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }> };

const engine: EnginePage = {
  load: (model) => client.load(model),
  async complete(request) {
    const began = performance.now();
    const pieces: AnswerPiece[] = [];
    const stream = client.complete(request, new AbortController().signal);
    try {
      for (;;) {
        const step = await stream.next();
        if (step.done === true) return { pieces, figures: step.value };
        pieces.push({
          text: step.value.text,
          logprob: step.value.logprob,
          ms: Math.round((performance.now() - began) * 10) / 10,
        });
      }
    } catch (error) {
      // Only an error's words reach the command: what kind it is goes with them.
      throw error instanceof EngineClientError ? new Error(`${error.failure.code}: ${error.message}`) : error;
    }
  },
  async memory() {
    const { measureUserAgentSpecificMemory: measure } = performance as MemoryTeller;
    return measure === undefined ? null : (await measure.call(performance)).bytes;
  },
};

Object.assign(globalThis, { engine });
