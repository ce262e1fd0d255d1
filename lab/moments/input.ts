/** A natural moment as the proposers are asked about it. */
import { momentOf, type Moment as ProposalMoment, type MomentInput } from '../../src/core/proposals';
import { applyChange, invertChange } from '../../src/core/text';
import type { Moment } from './moment';

/** Edits of a commit are taken to be this far apart, milliseconds; commits do not tell. */
const BETWEEN_EDITS_MS = 8_000;

export function naturalInput({ language, path, text, cursor, base, edits }: Moment): Omit<MomentInput, 'earlier'> {
  let before = base;
  const past = edits.map(({ change }, index) => {
    const inverse = invertChange(before, change);
    before = applyChange(before, change);
    return { change, inverse, source: { kind: 'typed' } as const, endedAt: (index + 1) * BETWEEN_EDITS_MS };
  });
  return { language, path, text, cursor, edits: past, now: edits.length * BETWEEN_EDITS_MS };
}

export const proposalMoment = (moment: Moment): ProposalMoment => momentOf(naturalInput(moment));
