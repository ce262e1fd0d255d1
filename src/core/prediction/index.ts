/**
 * Predicting the next edit, as data and pure functions. A composition root owns one machine:
 *
 *     let state = initialState({ session, excluded: DEFAULT_EXCLUDED });
 *     const send = (event) => { const next = step(state, event); state = next.state; next.effects.forEach(perform); };
 *
 * It sends what happens in the editor and the engine, with the time, and carries the effects out. A view that is asked
 * for its edit synchronously answers from `currentPrediction(state)`.
 */
export { carryOn } from './carry-on';
export type { CompletionFigures, CompletionPiece, CompletionRequest, EndReason } from './completion';
export type {
  AcceptedPart,
  Alternative,
  CurrentPrediction,
  ModelProfile,
  PredictionEffect,
  PredictionEvent,
  PredictionFate,
  PredictionOutcome,
  PredictionSource,
  PredictionStatus,
  Untimed,
} from './events';
export { DEFAULT_EXCERPT_LIMITS, excerptAround, type Excerpt, type ExcerptLimits, type ExcerptWindow } from './excerpt';
export { filterHunks, type ConfidenceThresholds, type FilterInput, type FilterResult } from './filters';
export { historyFor, RECENT_ELSEWHERE_MS, type Elsewhere, type HistoryAsked } from './history-for';
export { changeOf, toHunks, type Hunk } from './hunks';
export { step, type StepResult } from './machine';
export { buildPrompt, estimateTokens, type Prompt, type PromptBudget, type PromptInput } from './prompt';
export { describeReason, type NothingKind, type NothingReason } from './reasons';
export {
  currentPrediction,
  currentStatus,
  initialState,
  type MachineOptions,
  type OpenDocument,
  type Phase,
  type PredictionState,
} from './state';
export type { PredictionLimits } from './limits';
export { TAB_GRACE_MS, tabMeaning, type TabChoice, type TabMeaning, type TabSituation } from './tab';
export { BASE_DELAY_MS, MAX_DELAY_MS, MIN_DELAY_MS } from './delay';
export { DEFAULT_EXCLUDED, excludedBy, type Hindrance, type PredictionMode } from './trigger';
export { WINDOW_BUDGET, WINDOW_LIMITS } from './window';
