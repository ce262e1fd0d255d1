/** What is evaluated: a recorded course of edits, and what was due at some moments of it. */
import type { SessionDocument } from '../../src/core/history';
import type { TextChange } from '../../src/core/text';

/** What a user should be offered at a moment. */
export type Due =
  /** Nothing follows from what was done: the right answer is to stay quiet. */
  | { readonly kind: 'nothing' }
  /**
   * All edits that follow, as one change of the text at that moment. `others`: further answers that are as right, each
   * whole in itself, where two programmers could disagree.
   */
  | { readonly kind: 'edits'; readonly change: TextChange; readonly others?: readonly TextChange[] };

/** A moment: the user has made `after` records of the course (at least 1) and looks up. */
export interface EvaluationPoint {
  readonly after: number;
  readonly due: Due;
}

export interface EvaluationCase {
  /** Unique within a run. */
  readonly id: string;
  /** What is done and what follows, for the report, for example `rename-parameter`. */
  readonly kind: string;
  /**
   * Where it comes from: our own, everyday moments (`sealed`: those that nobody looks at while working), generated
   * from a package, a repository's history, a recording.
   */
  readonly origin: 'own' | 'everyday' | 'sealed' | 'package' | 'git' | 'recording';
  readonly document: SessionDocument;
  /** By ascending `after`. */
  readonly points: readonly EvaluationPoint[];
}
