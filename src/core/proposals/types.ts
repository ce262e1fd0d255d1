/**
 * Proposers: what usually follows from the last edits, worked out from the code instead of asked of a model. A
 * proposer is a pure function of a moment; it says what could come next and on what evidence. Whether it is worth
 * showing is for the ranking (`../ranking`) to decide.
 */
import type { EditSource } from '../history/record';
import type { Syntax } from '../syntax';
import type { TextChange } from '../text';

/** UTF-16 code units of the present text, 0-based, half-open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** So many edits are looked back at. */
export const MOST_EDITS = 8;

/** One edit of the user, as it stands in H. */
export interface PastEdit {
  /** The whole text before and after it. */
  readonly before: string;
  readonly after: string;
  /** From `before` to `after`. */
  readonly change: TextChange;
  /** Where what it wrote stands in the present text, one range for each edit of `change`; empty where only text went. */
  readonly places: readonly Range[];
  readonly source: EditSource['kind'];
  /** How long ago it ended, milliseconds. */
  readonly ageMs: number;
}

/** What is known of the rest of the workspace. */
export interface WorkspaceFacts {
  /** Other files, the open ones first: path with forward slashes, and text. */
  readonly files: readonly { readonly path: string; readonly language: string; readonly text: string }[];
}

export const NO_WORKSPACE: WorkspaceFacts = { files: [] };

/** All that a proposer may look at. */
export interface Moment {
  /** Monaco's id, for example `python`. */
  readonly language: string;
  readonly path: string;
  /** The present text. */
  readonly text: string;
  readonly cursor: number;
  /** Oldest first, at most 8; the last led to the present text. Empty before the first edit. */
  readonly edits: readonly PastEdit[];
  /** Of the present text, and of the text before the last edit; null where no grammar knows the language. */
  readonly syntax: Syntax | null;
  readonly syntaxBefore: Syntax | null;
  readonly workspace: WorkspaceFacts;
}

/** One family for each habit of programmers: see docs for what each proposes. */
export type Family =
  | 'rename'
  | 'signature'
  | 'series'
  | 'run'
  | 'transformation'
  | 'copy'
  | 'imports'
  | 'async'
  | 'sibling'
  | 'structure'
  | 'types'
  | 'documents';

/** Why a proposer believes in a candidate: numbers that the ranking learns to weigh. */
export interface Evidence {
  /** Places that show the same pattern already (siblings that agree, edits done before). */
  readonly agreeing: number;
  /** Places that could have shown it and do not. */
  readonly against: number;
  /** How much of the candidate is certain, 0 to 1: the share of its new words that are copied rather than guessed. */
  readonly certain: number;
  /** The variant within the family, a short constant name, for example `field-below-siblings`. */
  readonly variant: string;
}

/** One place where something could come next. */
export interface Candidate {
  readonly family: Family;
  /** Candidates of one group belong together (all uses of a renamed name): the same string within a moment. */
  readonly group: string;
  /** Of the present text; one place, whole or part of neighbouring lines; never empty. */
  readonly change: TextChange;
  readonly evidence: Evidence;
  /** The line (0-based, of the present text) of the code that it is modelled on, for the words "as in line 12"; null when none is. */
  readonly like: number | null;
}

export type Proposer = (moment: Moment) => readonly Candidate[];
