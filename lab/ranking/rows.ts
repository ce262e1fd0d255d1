/** What the ranking is trained on: each candidate of a moment as numbers, and whether it is what came next. */
import { featuresOf } from '../../src/core/ranking';
import { momentOf, propose, type Moment as ProposalMoment } from '../../src/core/proposals';
import { agreesOnItsLines } from '../../src/core/evaluation';
import { toHunks } from '../../src/core/prediction';
import { applyChange, invertChange } from '../../src/core/text';
import { dueChange, type Moment } from '../moments/moment';

export interface RankingRow {
  /** Which of the moment's candidates; the moment is named by the group. */
  readonly moment: string;
  /** Repository, so that none is on both sides of a split. */
  readonly source: string;
  readonly language: string;
  readonly label: 0 | 1;
  /** Without those that are 0. */
  readonly features: Readonly<Record<string, number>>;
}

/** Milliseconds from the end of an edit to the next one, and to the present: commits do not tell. */
const BETWEEN_EDITS_MS = 8_000;

/** A natural moment as the proposers look at it. */
export function proposalMoment(moment: Moment): ProposalMoment {
  let before = moment.base;
  const edits = moment.edits.map(({ change }, index) => {
    const inverse = invertChange(before, change);
    before = applyChange(before, change);
    return { change, inverse, source: { kind: 'typed' as const }, endedAt: (index + 1) * BETWEEN_EDITS_MS };
  });
  return momentOf({ language: moment.language, path: moment.path, text: moment.text, cursor: moment.cursor, edits, now: edits.length * BETWEEN_EDITS_MS });
}

/** A row for each candidate; `due` what really changed in the file after this moment, all of it. */
export function rowsOf(moment: Moment): RankingRow[] {
  const at = proposalMoment(moment);
  const proposals = propose(at);
  const due = dueChange(moment);
  return featuresOf(at, proposals).map((features, index) => {
    const hunks = toHunks(at.text, proposals[index]?.change ?? []);
    const right = hunks.length > 0 && hunks.every((hunk) => agreesOnItsLines(at.text, hunk, due));
    return { moment: moment.id, source: moment.source, language: moment.language, label: right ? 1 : 0, features: withoutZeros(features) };
  });
}

function withoutZeros(features: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(features).filter(([, value]) => value !== 0));
}
