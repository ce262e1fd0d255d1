/** What goes through the pipeline: how a file came to be, and a moment of it with what came next. */
import type { TargetArea } from '../../../src/core/conversation/types';
import type { TextChange } from '../../../src/core/text';

export type ProcessSource = 'git' | 'submissions' | 'ai-programmer' | 'session';

/** How one file came to be: at least two versions, oldest first. */
export interface Process {
  readonly source: ProcessSource;
  /** Names it to people and decides which shard it belongs to, for example `repository/path@commit`. */
  readonly id: string;
  readonly path: string;
  /** Lower-case name for the fence. */
  readonly language: string;
  readonly versions: readonly string[];
  /** What it was for, in its author's words (a commit's subject, a problem's statement), or null. */
  readonly message: string | null;
}

/** The paper's four kinds of input, by the parts that are there. */
export type InputKind = 'C' | 'H+C' | 'C+U' | 'H+C+U';

/** One moment: what was done before, the code then, what was asked, and what came next. */
export interface Sample {
  /** The process's id. */
  readonly source: string;
  readonly origin: ProcessSource;
  readonly language: string;
  /** What the answer is an instance of: a rule's name, `judged`, `instructed`, or a name that begins with `quiet-`. */
  readonly kind: string;
  /** The text before the first edit of H, and H: each edit speaks of the text that the one before led to. */
  readonly base: string;
  readonly edits: readonly TextChange[];
  /** C in full. */
  readonly current: string;
  /** What comes next, as a change of C; nothing where the right answer is to stay quiet. */
  readonly next: TextChange;
  /** Where the user is, an offset into C. */
  readonly cursor: number;
  /** Offsets into C, or null. */
  readonly area: TargetArea | null;
  readonly user: string | null;
  /** What the assistant says after the code; '' for nothing. */
  readonly chat: string;
}

export const inputKindOf = ({ edits, user }: Sample): InputKind =>
  edits.length > 0 ? (user === null ? 'H+C' : 'H+C+U') : user === null ? 'C' : 'C+U';

/** Why something was left out: a name to count by, and what exactly. */
export interface Rejection {
  readonly name: string;
  readonly detail?: string;
}
