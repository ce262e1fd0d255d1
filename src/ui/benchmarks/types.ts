/** What the benchmark page shows, as data. */
import type { DiffRow } from '../../core/text';

export interface RunChoice {
  readonly id: string;
  /** For example `inkling-edit-v2, 19 Nov 14:02`. */
  readonly name: string;
  readonly done: number;
}

export interface RateView {
  readonly name: string;
  readonly tasks: number;
  /** As the paper writes it, `50.0 (46.3)`; null before the first result. */
  readonly rates: readonly (string | null)[];
}

export interface TaskView {
  readonly id: string;
  readonly kind: string;
  /** Null while it has no result. */
  readonly result: 'passes' | 'passes base only' | 'fails' | null;
  /** In the run it is compared with; null without one. */
  readonly other: 'passes' | 'passes base only' | 'fails' | null;
  readonly why: string;
}

export interface TaskDetail {
  readonly id: string;
  readonly history: readonly (readonly DiffRow[])[];
  readonly current: string;
  readonly user: string | null;
  readonly answer: string | null;
  readonly edit: readonly DiffRow[];
  readonly result: string;
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
  readonly done: number;
  readonly total: number;
  /** Minutes left at the present pace; null while unknown. */
  readonly minutesLeft: number | null;
  readonly rates: readonly RateView[];
  readonly published: readonly { readonly model: string; readonly rate: string }[];
  readonly tasks: readonly TaskView[];
  readonly detail: TaskDetail | null;
}
