/** What is asked of a scorer and what it answers; the rules are in src/execution/scoring/scoring.py. */

interface JobCommon {
  readonly language: 'python' | 'javascript';
  readonly code: string;
}

/** Answers of a function compared with those of a reference, as EvalPlus does. */
export interface FunctionJob extends JobCommon {
  readonly kind: 'function';
  /** The task's line of HumanEvalPlus as it stands in the file: JavaScript would read 1.0 as 1, and large integers wrongly. */
  readonly task: string;
}

/** The code, then its tests, run to the end without an error. */
export interface ProgramJob extends JobCommon {
  readonly kind: 'program';
  readonly tests: string;
  readonly seconds: number;
}

/** What the code prints is compared with a value. */
export interface OutputJob extends JobCommon {
  readonly kind: 'output';
  readonly expected: unknown;
  readonly seconds: number;
}

export type ScoringJob = FunctionJob | ProgramJob | OutputJob;

export interface ScoringVerdict {
  readonly base: boolean;
  /** Base and the further inputs; as `base` where there are none. */
  readonly plus: boolean;
  /** Why the first failure; null when all passed. */
  readonly why: string | null;
  readonly seconds: number;
}
