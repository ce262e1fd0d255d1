/** Which answers are not worth showing, each with its reason. */

/** Natural logs of token probabilities, at most 0; `-Infinity` lets everything through. */
export interface ConfidenceThresholds {
  /** The least likely token of the answer must reach this. */
  readonly min: number;
  /** The mean over the answer's pieces must reach this. */
  readonly mean: number;
}
