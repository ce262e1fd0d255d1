/** The engine as the program uses it, from text to text, on a model that is open already. */
import type { CompletionFigures } from '../../../src/core/prediction/completion';
import { ASSUMED_COSTS } from '../../../src/core/speculation';
import { createWebLlmEngine } from '../../../src/engine/webllm/adapter';
import type { OpenModel } from '../../../src/engine/webllm/runtime';
import type { MlcModel } from '../../../src/protocol/engine';
import type { CheckResult } from './checks';

const PROMPT = 'function area(width, height) {\n  return width * height;\n}\n';
const TOKENS = 16;

interface Completed {
  readonly text: string;
  readonly figures: CompletionFigures;
}

/**
 * Loads (with the engine's own self-check), completes, completes again with the answer as draft, cancels one after its
 * first piece, and completes once more. Closes the model.
 */
export async function checkEngine(open: OpenModel, model: MlcModel): Promise<CheckResult> {
  const engine = createWebLlmEngine({
    runtime: { open: () => Promise.resolve(open) },
    costs: { read: () => Promise.resolve(ASSUMED_COSTS), write: () => Promise.resolve() },
    seed: () => 1,
  });
  const complete = async (draft: string | null, cancelAtOnce = false): Promise<Completed> => {
    const controller = new AbortController();
    const request = { parts: [PROMPT], draft, stop: [], maxTokens: TOKENS, temperature: 0 };
    const pieces = engine.complete(request, controller.signal);
    let text = '';
    for (;;) {
      const step = await pieces.next();
      if (step.done === true) return { text, figures: step.value };
      text += step.value.text;
      if (cancelAtOnce) controller.abort();
    }
  };
  try {
    const { speculates, note } = await engine.load(model, () => undefined, new AbortController().signal);
    if (!speculates) return { passed: false, detail: note ?? 'the engine does not speculate', nearTies: 0 };
    const first = await complete(null);
    const drafted = await complete(first.text);
    const cancelled = await complete(null, true);
    const again = await complete(null);
    const { reusedTokens, promptTokens, forwardPasses } = again.figures;
    const detail = `${first.figures.generatedTokens} tokens in ${first.figures.forwardPasses} passes, with their own text as draft in ${drafted.figures.forwardPasses}; cancelled after ${cancelled.figures.generatedTokens}; then ${reusedTokens} of ${promptTokens} prompt tokens reused, ${forwardPasses} passes`;
    const passed =
      first.text !== '' &&
      drafted.text === first.text &&
      again.text === first.text &&
      cancelled.figures.end === 'cancelled' &&
      cancelled.figures.generatedTokens < TOKENS &&
      reusedTokens === promptTokens - 1 &&
      drafted.figures.forwardPasses < first.figures.forwardPasses;
    return { passed, detail, nearTies: 0 };
  } finally {
    await engine.unload();
  }
}
