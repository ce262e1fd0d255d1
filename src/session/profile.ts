/** What the prediction has to know of a loaded model. */
import { findDialect, type OwnLimits } from '../core/conversation';
import { DEFAULT_EXCERPT_LIMITS, WINDOW_BUDGET, WINDOW_LIMITS, type ModelProfile } from '../core/prediction';
import { ENGINES } from '../engine/kinds';
import type { EngineCapabilities, ModelSource } from '../protocol/engine';

/** Null for the proposers, which no model answers for, and for a dialect that this program does not speak. */
export function profileOf(model: ModelSource, capabilities: EngineCapabilities): ModelProfile | null {
  const dialect = findDialect(capabilities.dialect);
  if (dialect === null) return null;
  const writesWindows = dialect.alwaysWrites === true;
  const own = dialect.style === 'own' ? dialect.limits : null;
  return {
    dialect,
    limits:
      model.excerpt === undefined
        ? (own?.excerpt ?? (writesWindows ? WINDOW_LIMITS : DEFAULT_EXCERPT_LIMITS))
        : { maxLines: model.excerpt.lines, maxChars: model.excerpt.chars },
    budget: {
      contextTokens: capabilities.contextLength,
      answerTokens: 256,
      ...(own === null ? (writesWindows ? windowBudget : historyBudget(capabilities)) : ownBudget(own)),
    },
    confidence: model.confidence ?? { min: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY },
    ...(writesWindows || own?.weighed === true ? { weighed: true } : {}),
    readsAhead: ENGINES[capabilities.engine].readsAhead(capabilities),
  };
}

/** As in the rows that its model was trained on. */
const windowBudget = {
  answerTokens: WINDOW_BUDGET.answerTokens,
  historyTokens: WINDOW_BUDGET.historyTokens,
  historyMessages: WINDOW_BUDGET.historyMessages,
};

/** As those say who made the model. */
const ownBudget = ({
  answerTokens,
  historyTokens,
  historyMessages,
}: OwnLimits): Pick<ModelProfile['budget'], 'answerTokens' | 'historyTokens' | 'historyMessages'> => ({
  answerTokens,
  historyTokens,
  historyMessages,
});

/** How much of H a model is shown: its engine's share of the context, or as much as the embedded model was trained with. */
function historyBudget({ engine, contextLength }: EngineCapabilities): {
  readonly historyTokens: number;
  readonly historyMessages: number;
} {
  const share = ENGINES[engine].historyShare;
  if (share === null) return { historyTokens: 600, historyMessages: 4 };
  return { historyTokens: Math.max(600, Math.floor(contextLength * share)), historyMessages: 8 };
}
