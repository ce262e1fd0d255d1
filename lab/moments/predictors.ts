/** Who predicts natural moments: what the program knows without a model, and what a model is to beat. */
import { searchAndReplace } from '../evaluation';
import { carryOn } from '../../src/core/prediction';
import { queueFrom, toHunks } from '../../src/core/prediction/hunks';
import { propose } from '../../src/core/proposals';
import { rank, type Forest } from '../../src/core/ranking';
import type { TextChange } from '../../src/core/text';
import type { Offer, Predictor } from './evaluate';
import { proposalMoment } from './input';
import type { Moment } from './moment';

/** The first hunk of a change as the program would show it: from the cursor down. */
function firstHunk({ text, cursor }: Moment, change: TextChange): readonly Offer[] {
  const [first] = queueFrom(text, toHunks(text, change), cursor);
  return first === undefined ? [] : [{ change: first.edits, probability: 1 }];
}

/** What needs nothing learned. All offers are equally likely. */
export const BASELINES: Readonly<Record<string, Predictor>> = {
  'search and replace': (moment) => firstHunk(moment, searchAndReplace(moment.edits.at(-1), moment.text)),
  'carry on': (moment) => {
    const last = moment.edits.at(-1);
    return last === undefined ? [] : firstHunk(moment, carryOn(last, moment.text) ?? []);
  },
};

/** The program's proposers, ranked. */
export function proposals(forest: Forest): Predictor {
  return (moment) => {
    const seen = proposalMoment(moment);
    return rank(forest, seen, propose(seen));
  };
}

/** The proposers in their own order, without a ranking. */
export const unranked: Predictor = (moment) =>
  propose(proposalMoment(moment)).map(({ change }) => ({ change, probability: 1 }));
