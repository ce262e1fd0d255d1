/** From proposals to what may be shown: each with its probability, the best first, and which of them go together. */
import type { Moment, Proposal } from '../proposals';
import { featuresOf } from './features';
import { probabilityOf, type Eagerness, type Forest } from './forest';

export interface Ranked extends Proposal {
  /** How likely it is that the user does this next, 0 to 1. */
  readonly probability: number;
}

/** Others of the group of the best are shown with it down to this share of what the best one needs. */
const WITH_THE_BEST = 0.6;

/** Descending by probability; of equals the order of the proposers. */
export function rank(forest: Forest, moment: Moment, proposals: readonly Proposal[]): readonly Ranked[] {
  const rows = featuresOf(moment, proposals);
  return proposals
    .map((proposal, index) => ({ ...proposal, probability: probabilityOf(forest, rows[index] ?? {}) }))
    .sort((one, other) => other.probability - one.probability);
}

/**
 * What is shown at an eagerness: the most probable one if it is probable enough, and those of its group that do not
 * overlap it or one another. Empty: silence.
 */
export function chosen(forest: Forest, ranked: readonly Ranked[], eagerness: Eagerness): readonly Ranked[] {
  const threshold = forest.thresholds[eagerness];
  const [best] = ranked;
  if (best === undefined || best.probability < threshold) return [];
  const out: Ranked[] = [best];
  for (const other of ranked.slice(1)) {
    if (other.group !== best.group || other.family !== best.family) continue;
    if (other.probability < threshold * WITH_THE_BEST || out.some((kept) => overlap(kept, other))) continue;
    out.push(other);
  }
  return out;
}

function overlap(one: Proposal, other: Proposal): boolean {
  return one.change.some((a) =>
    other.change.some(
      (b) =>
        (a.start < b.end && b.start < a.end) ||
        (a.start === b.start && (a.end === b.end || a.start === a.end || b.start === b.end)),
    ),
  );
}
