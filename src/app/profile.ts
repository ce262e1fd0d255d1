/** What the prediction has to know of a loaded model. */
import { findDialect } from '../core/conversation';
import { DEFAULT_EXCERPT_LIMITS, type ModelProfile } from '../core/prediction';
import type { EngineCapabilities, ModelSource } from '../protocol/engine';

/** Null for a dialect that this program does not speak. */
export function profileOf(model: ModelSource, capabilities: EngineCapabilities): ModelProfile | null {
  const dialect = findDialect(capabilities.dialect);
  if (dialect === null) return null;
  return {
    dialect,
    limits: DEFAULT_EXCERPT_LIMITS,
    budget: { contextTokens: capabilities.contextLength, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
    confidence: model.confidence ?? { min: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY },
    readsAhead: capabilities.engine === 'wllama' && capabilities.device === 'cpu',
  };
}
