export {
  generate,
  type GenerateFigures,
  type GenerateRequest,
  type GenerateResult,
  type GenerateStep,
} from './generate';
export { createPrefixCache, type PrefixCache } from './prefix-cache';
export { ASSUMED_COSTS, NO_EXPERIENCE, type Acceptance, type CostTable, type RunCost } from './run-length';
export {
  GREEDY,
  type Cancellation,
  type Choice,
  type Sampling,
  type TokenLimits,
  type TokenModel,
} from './token-model';
