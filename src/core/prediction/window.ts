/** How much a model that always writes is shown: a window that it writes anew, some 250 tokens each way. */
import type { ExcerptLimits } from './excerpt';
import type { PromptBudget } from './prompt';

export const WINDOW_LIMITS: ExcerptLimits = { maxLines: 24, maxChars: 1000 };

/** Its rows for training were made with these. */
export const WINDOW_BUDGET: PromptBudget = {
  contextTokens: 1536,
  answerTokens: 512,
  historyTokens: 240,
  historyMessages: 4,
};
