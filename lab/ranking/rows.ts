/** What the ranking is trained on: each candidate of a moment as numbers, and whether it is what came next. */
import { featuresOf } from '../../src/core/ranking';
import { momentOf, propose, type Moment as ProposalMoment } from '../../src/core/proposals';
import { agreesOnItsLines } from '../../src/core/replay/agreement';
import { type EvaluationCase } from '../evaluation';
import { askedInput, askedPoints } from '../cli/evaluation/quick/predictor';
import { toHunks } from '../../src/core/prediction';
import type { TextChange } from '../../src/core/text';
import { proposalMoment } from '../moments/input';
import { dueChange, type Moment } from '../moments/moment';

export interface RankingRow {
  /** Which of the moment's candidates; the moment is named by the group. */
  readonly moment: string;
  /** Repository, so that none is on both sides of a split. */
  readonly source: string;
  readonly language: string;
  readonly label: 0 | 1;
  /** Whether anything was due at all. */
  readonly due: boolean;
  /** Without those that are 0. */
  readonly features: Readonly<Record<string, number>>;
}

/** Rows of what was written down as due in a case; the case counts as a repository of its own. */
export function rowsOfCase(played: EvaluationCase): RankingRow[] {
  return askedPoints(played).flatMap(({ asked, point }, index) => {
    const at = momentOf(askedInput(asked));
    const answers = point.due.kind === 'nothing' ? [] : [point.due.change, ...(point.due.others ?? [])];
    return labelled(at, answers).map((row) => ({
      ...row,
      due: answers.length > 0,
      moment: `${played.id}#${index}`,
      source: played.id,
      language: asked.language,
    }));
  });
}

/** A row for each candidate; `due` what really changed in the file after this moment, all of it. */
export function rowsOf(moment: Moment): RankingRow[] {
  const at = proposalMoment(moment);
  return labelled(at, [dueChange(moment)]).map((row) => ({
    ...row,
    due: moment.due.length > 0,
    moment: moment.id,
    source: moment.source,
    language: moment.language,
  }));
}

/** Candidates as numbers, with whether each agrees with one of the answers. */
function labelled(at: ProposalMoment, answers: readonly TextChange[]): Pick<RankingRow, 'label' | 'features'>[] {
  const proposals = propose(at);
  return featuresOf(at, proposals).map((features, index) => {
    const hunks = toHunks(at.text, proposals[index]?.change ?? []);
    const right =
      hunks.length > 0 && answers.some((due) => hunks.every((hunk) => agreesOnItsLines(at.text, hunk, due)));
    return { label: right ? 1 : 0, features: withoutZeros(features) };
  });
}

function withoutZeros(features: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(features).filter(([, value]) => value !== 0));
}
