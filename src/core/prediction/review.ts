/** Which predictions are too large to be read over the code, so that they are shown beside it as a whole. */
import { splitLines } from '../text';
import type { Hunk } from './hunks';

/**
 * One change of more lines than this (of the larger side): drawn over the code it hides more of it than it explains, as
 * a screen of a laptop has about 30.
 */
export const REVIEW_HUNK_LINES = 15;
/** Several changes of more lines than this together, taken away and put in: more than a screen, so nobody sees them as one. */
export const REVIEW_LINES = 30;
/** More changes than this: walking them one by one takes longer than reading them at once. */
export const REVIEW_HUNKS = 12;

/** Whether hunks of `text` are better reviewed as a difference than walked in the code. */
export function needsReview(text: string, hunks: readonly Hunk[]): boolean {
  if (hunks.length > REVIEW_HUNKS) return true;
  let total = 0;
  for (const { start, end, text: put } of hunks) {
    const [gone, come] = [lineCount(text.slice(start, end)), lineCount(put)];
    if (Math.max(gone, come) > REVIEW_HUNK_LINES) return true;
    total += gone + come;
  }
  return hunks.length > 1 && total > REVIEW_LINES;
}

/** Lines that a stretch of text touches; none for an empty one. */
function lineCount(text: string): number {
  return text === '' ? 0 : splitLines(text).length;
}
