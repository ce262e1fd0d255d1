/** What the rules look at: what was just done, the code now, and steps that may come next. */
import { keyOf, tokenChanges, wordsAndMarks, type TokenChange } from '../tokens';

/** One step, looked at closely. */
export interface StepFacts {
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  readonly oldTokens: readonly string[];
  readonly newTokens: readonly string[];
  readonly changes: readonly TokenChange[];
}

/** A step that could come next; its old lines stand at `[start, end)` of the lines of C. */
export interface Candidate {
  readonly facts: StepFacts;
  readonly start: number;
  readonly end: number;
}

export interface Situation {
  readonly language: string;
  /** H: what was done, the newest last. Several steps made at once are one entry each. */
  readonly done: readonly StepFacts[];
  /** C in full, by lines without terminators. */
  readonly lines: readonly string[];
  /** The lines a model is shown, `[from, to)` of `lines`: what lies outside can neither be judged nor changed. */
  readonly from: number;
  readonly to: number;
  /** Steps that are left, in order, all within the lines shown. */
  readonly candidates: readonly Candidate[];
}

/** How many of the newest steps of H a next one may follow from. */
export const REACH = 4;

export function factsOf(oldLines: readonly string[], newLines: readonly string[]): StepFacts {
  const [older, newer] = [oldLines.map(withoutEnd), newLines.map(withoutEnd)];
  const oldTokens = older.flatMap(wordsAndMarks);
  const newTokens = newer.flatMap(wordsAndMarks);
  return { oldLines: older, newLines: newer, oldTokens, newTokens, changes: tokenChanges(oldTokens, newTokens) };
}

const withoutEnd = (line: string): string => line.replace(/\r?\n$/, '');

/** The newest steps of H, the newest first. */
export const recent = (situation: Situation): readonly StepFacts[] => situation.done.slice(-REACH).reverse();

/** Whether a step only writes something new, or only takes something away, or moves lines to another column. */
export function kindOf(facts: StepFacts): 'insertion' | 'removal' | 'indentation' | 'change' {
  const blankOld = facts.oldLines.length === 0;
  const blankNew = facts.newLines.length === 0;
  if (blankOld) return 'insertion';
  if (blankNew) return 'removal';
  return keyOf(facts.oldTokens) === keyOf(facts.newTokens) ? 'indentation' : 'change';
}
