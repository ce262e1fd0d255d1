/** The last answer as a guess at the next one: most questions differ from the one before by a few keys. */
import { applyChange, diffText, rebaseChange, type TextChange } from '../text';

export interface LastAnswer {
  readonly language: string;
  /** The excerpt that was asked about. */
  readonly before: string;
  /** What the model would have done to it; not empty. */
  readonly change: TextChange;
}

/** Excerpts that differ by more than this share of their length are different questions. */
const MOST_DIFFERENT = 0.2;

const sizeOf = (change: TextChange): number =>
  change.reduce((sum, edit) => sum + edit.end - edit.start + edit.text.length, 0);

/**
 * What `excerpt` becomes if the model still wants what it wanted last; null when there is no telling. Where what was
 * typed since meets the answer itself, the answer as it was: most often it is being typed.
 */
export function foreseen(last: LastAnswer | null, language: string, excerpt: string): string | null {
  if (last === null || last.language !== language) return null;
  const since = diffText(last.before, excerpt);
  if (sizeOf(since) > MOST_DIFFERENT * excerpt.length) return null;
  const carried = rebaseChange(last.change, since);
  const expected = carried === null ? applyChange(last.before, last.change) : applyChange(excerpt, carried);
  return expected === excerpt ? null : expected;
}
