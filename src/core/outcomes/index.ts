/** Prediction statistics: counts, latency, what still stood later, and pairs to learn from. */
export { KEPT_AFTER_MS, standings, type Standing } from './kept';
export { grouped } from './grouped';
export { VERDICTS, verdictOf, type OutcomeEntry, type OutcomeKind, type Verdict } from './outcome';
export { encodePairs, preferencePairs, type Judged, type PreferencePair } from './pairs';
export { countOutcomes, latencyBins, quantile, type Bin, type Counted, type Outcomes, type Tally } from './tally';
