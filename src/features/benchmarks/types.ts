/** What the benchmark page shows, as data. */
import type { ChangeFormat } from '../../core/conversation';
import type { DiffRow } from '../../core/text';

/** How a new run asks; null for the model's own way, or for all. */
export interface AskedHow {
  readonly format: ChangeFormat | null;
  readonly targetArea: boolean | null;
  readonly window: number | null;
  readonly limit: number | null;
}

export interface RunChoice {
  readonly id: string;
  /** For example `inkling-edit-v2, whole file, 19 Nov 14:02`. */
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

export interface RateView {
  /** The paper's letters; empty for all tasks and for the floor. */
  readonly letters: string;
  readonly name: string;
  readonly tasks: number;
  /** As the paper writes it, `50.0 (46.3)`, a column for each run shown; null before the first result. */
  readonly rates: readonly (string | null)[];
  readonly role: 'kind' | 'all' | 'floor';
}

export type ResultWord = 'passes' | 'base only' | 'fails';

export interface TaskView {
  readonly id: string;
  readonly kind: string;
  /** Null while it has no result. */
  readonly result: ResultWord | null;
  /** In the run it is compared with; null without one. */
  readonly other: ResultWord | null;
  readonly why: string;
}

/** What one run made of a task. */
export interface AttemptView {
  /** Of the run. */
  readonly name: string;
  readonly result: ResultWord | null;
  readonly why: string;
  readonly answer: string | null;
  readonly edit: readonly DiffRow[];
  /** For example `258 tokens read, 12 written, 0.4 s`; empty where it is not known. */
  readonly cost: string;
}

export interface TaskDetail {
  readonly id: string;
  /** What is given, in words. */
  readonly given: string;
  readonly history: readonly (readonly DiffRow[])[];
  readonly current: string;
  readonly user: string | null;
  /** Of the run shown, then of the one it is compared with. */
  readonly attempts: readonly AttemptView[];
}

/** Two runs beside each other, over the tasks that both have done. */
export interface Comparison {
  readonly both: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
}

export type BenchmarkPhase =
  /** Files are missing; each with where to get it. */
  | { readonly kind: 'needs-data'; readonly missing: readonly { readonly what: string; readonly from: string }[] }
  | { readonly kind: 'resting' }
  | { readonly kind: 'running'; readonly words: string };

export interface BenchmarkView {
  readonly phase: BenchmarkPhase;
  /** What went wrong last, and what to do; null for nothing. */
  readonly problem: string | null;
  readonly runs: readonly RunChoice[];
  readonly shown: string | null;
  readonly compared: string | null;
  readonly comparison: Comparison | null;
  readonly done: number;
  readonly total: number;
  /** Of the data. */
  readonly tasksKnown: number;
  /** Minutes left at the present pace; null while unknown. */
  readonly minutesLeft: number | null;
  readonly rates: readonly RateView[];
  readonly published: readonly { readonly model: string; readonly rate: string }[];
  readonly tasks: readonly TaskView[];
  readonly detail: TaskDetail | null;
}
