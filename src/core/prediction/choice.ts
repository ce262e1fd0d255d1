/** Which of several predictions is on screen. */
import type { PredictionSource } from './events';
import type { Hunk } from './hunks';

/** What else could be shown in the place of what is, the likeliest first, itself among them. */
export interface Choice {
  /** Of the document when they were made; once it is another, there is nothing to choose. */
  readonly version: number;
  readonly all: readonly { readonly hunks: readonly Hunk[]; readonly source: PredictionSource }[];
  /** Which of them is shown. */
  readonly index: number;
}
