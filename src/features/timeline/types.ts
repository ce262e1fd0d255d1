/** What the timeline shows, as plain data. */
import type { Segment } from '../../core/replay';
import type { DiffRow } from '../../core/text';

export interface TimelineMark {
  /** Where on the slider. */
  readonly at: number;
  readonly kind: 'step' | 'prediction' | 'checkpoint';
  readonly label: string;
}

export interface CheckpointView {
  readonly at: number;
  readonly name: string;
}

/** `good`: what was predicted was done; `other`: something else was; `quiet`: nothing was predicted; `open`: not known. */
export type Tone = 'good' | 'other' | 'quiet' | 'open';

export interface PointView {
  readonly at: number;
  /** The line that was being written, and which one. */
  readonly place: string;
  readonly code: string;
  readonly tone: Tone;
  /** In words; empty while it has not been asked. */
  readonly verdict: string;
  /** What is recorded of the time itself, for example "shown then, taken"; null for nothing. */
  readonly then: string | null;
}

/** What is predicted at the point at hand. */
export interface ForesightView {
  readonly tone: Tone;
  readonly busy: boolean;
  /** A few words: "Predicted 2 changes". */
  readonly title: string;
  /** A sentence more; null for none. */
  readonly detail: string | null;
  readonly then: string | null;
  /** What the user did next; null where the recording ends. */
  readonly next: readonly DiffRow[] | null;
}

export interface FileDiff {
  readonly file: string;
  readonly rows: readonly DiffRow[];
}

export interface TimelineView {
  /** The file at the point at hand. */
  readonly file: string;
  readonly scope: 'file' | 'workspace';
  /** How many files there are to choose from. */
  readonly files: number;
  readonly last: number;
  readonly at: number;
  /** The point that is compared with; null shows the text itself. */
  readonly from: number | null;
  /** When the point at hand was written, for people. */
  readonly when: string;
  readonly segments: readonly Segment[];
  /** Of the files that differ between the two points. */
  readonly diffs: readonly FileDiff[];
  readonly marks: readonly TimelineMark[];
  readonly checkpoints: readonly CheckpointView[];
  readonly playing: boolean;
  readonly speed: number;
  /** Whether the text may be restored, and a stretch erased, here. */
  readonly writable: boolean;
  /** Whether predictions are shown, and what there is of them. */
  readonly predicting: boolean;
  readonly foresight: ForesightView | null;
  readonly points: readonly PointView[];
  /** How many of the points were predicted right so far, in words; empty while none was asked. */
  readonly tally: string;
}
