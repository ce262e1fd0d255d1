/** Who is measured by default. To measure another, add a row: any pure function of the moment will do. */
import { searchAndReplace } from '../../../evaluation';
import { carryOn } from '../../../../src/core/prediction';
import { propagate } from '../../../evaluation/propagation';
import type { TextChange } from '../../../../src/core/text';
import type { Predictor } from './predictor';

export interface Named {
  readonly name: string;
  readonly predict: Predictor;
}

/** One answer, or silence. */
const only = (change: TextChange | null): { readonly changes: readonly TextChange[] } => ({
  changes: change === null || change.length === 0 ? [] : [change],
});

const ofLast =
  (predict: (last: Parameters<typeof carryOn>[0], text: string) => TextChange | null): Predictor =>
  ({ history, text }) => {
    const last = history.at(-1);
    return only(last === undefined ? null : predict(last, text));
  };

export const PREDICTORS: readonly Named[] = [
  { name: 'rename in its block', predict: ofLast(propagate) },
  { name: 'search and replace', predict: ofLast(searchAndReplace) },
  { name: 'heuristic draft', predict: ofLast(carryOn) },
];
