/** A model's answers as a predictor of natural moments, and predictors taken together. */
import type { Ask } from '../cli/evaluation/answers';
import type { Dialect } from '../../src/core/conversation/types';
import { queueFrom, toHunks } from '../../src/core/prediction/hunks';
import { momentOf } from '../../src/core/proposals';
import { worthOf, type Forest } from '../../src/core/ranking';
import type { Offer, Predictor } from '../moments/evaluate';
import { askAt } from './ask';
import { naturalSituation } from './situation';

/** What the program shows first of an answer, as likely as the ranking takes the whole of it. */
export function answering(ask: Ask, dialect: Dialect, forest: Forest): Predictor {
  return async (moment) => {
    const situation = naturalSituation(moment);
    const said = await askAt(situation, dialect, ask);
    if (said === null) return [];
    const [first] = queueFrom(moment.text, toHunks(moment.text, said.change), moment.cursor);
    return first === undefined
      ? []
      : [{ change: first.edits, probability: worthOf(forest, momentOf(situation.input), said) }];
  };
}

/** Whoever is surest is shown. */
export function together(...predictors: readonly Predictor[]): Predictor {
  return async (moment) => {
    const offers: Offer[] = [];
    for (const predict of predictors) offers.push(...(await predict(moment)));
    return offers.sort((one, other) => other.probability - one.probability);
  };
}
