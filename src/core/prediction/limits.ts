/** What the user allows predictions to do. */
export interface PredictionLimits {
  /** Globs of files whose text never reaches a model: see DEFAULT_EXCLUDED. */
  readonly excluded: readonly string[];
  /** Languages in which no prediction comes unless asked for; none when absent. */
  readonly offLanguages?: readonly string[];
  /** How long to wait after a key before the delay adapts, in milliseconds, 50 to 3000; 100 when absent. */
  readonly delayMs?: number;
}
