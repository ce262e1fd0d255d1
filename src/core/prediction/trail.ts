/** The texts a prediction was shown at a moment ago, so that going back to one of them brings it back. Immutable. */
import type { PredictionSource } from './events';
import type { Hunk } from './hunks';
import type { Range } from './last-edit';
import type { Choice } from './choice';

export interface TrailEntry {
  /** The whole document; `hunks` speak of it. */
  readonly text: string;
  readonly predictionId: string;
  readonly hunks: readonly Hunk[];
  readonly origin: readonly Range[];
  readonly review: boolean;
  readonly source: PredictionSource;
  readonly choice: Choice;
  /** How the text was left: the user typed on or over, or took (part of) the prediction. */
  readonly left: 'typed' | 'accepted';
}

/** The latest last. */
export type Trail = readonly TrailEntry[];

const MOST_ENTRIES = 32;
/** Whole texts are kept (they are shared with the editor only for a moment), so large files get a shorter trail. */
const MOST_CHARS = 4_000_000;

export function leave(trail: Trail, entry: TrailEntry): Trail {
  let chars = 0;
  const latestFirst = [entry, ...trail.slice(-(MOST_ENTRIES - 1)).reverse()];
  const kept = latestFirst.filter((one) => {
    chars += one.text.length;
    return one === entry || chars <= MOST_CHARS;
  });
  return kept.reverse();
}

/** The latest entry of exactly this text, and the trail as it was before. */
export function comeBack(trail: Trail, text: string): { entry: TrailEntry; trail: Trail } | null {
  const index = trail.findLastIndex((entry) => entry.text === text);
  const entry = trail[index];
  return entry === undefined ? null : { entry, trail: trail.slice(0, index) };
}
