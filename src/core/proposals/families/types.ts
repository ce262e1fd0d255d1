/**
 * What is returned, given or kept may be nothing from now on, or an error: the types say so, in the file's style. A
 * name was given a type: others of the name take the same.
 */
import { pageOf } from '../code/page';
import { defaultsToNothing, optionalField, sameAnnotation } from '../code/types/annotations';
import type { Found } from '../code/types/found';
import { goErrors } from '../code/types/go-errors';
import { returnsNothing, returnsNothingNoMore } from '../code/types/returns';
import { rustOptions } from '../code/types/rust-options';
import type { Candidate, Proposer } from '../types';

const MOST = 24;
const RULES = [
  returnsNothing,
  returnsNothingNoMore,
  defaultsToNothing,
  optionalField,
  sameAnnotation,
  goErrors,
  rustOptions,
];

export const types: Proposer = (moment) => {
  const { syntax } = moment;
  if (syntax === null) return [];
  const { index } = pageOf(moment);
  const row = index.lineAt(moment.cursor);
  const found = RULES.flatMap((rule) => rule(moment, syntax));
  const distance = ({ change: [edit] }: Found): number => Math.abs(index.lineAt(edit?.start ?? 0) - row);
  const byPlace = new Map(found.reverse().map((one) => [JSON.stringify(one.change), one]));
  return [...byPlace.values()]
    .reverse()
    .sort((one, other) => other.certain - one.certain || distance(one) - distance(other))
    .slice(0, MOST)
    .map(({ change, variant, certain, agreeing, like, group }): Candidate => ({
      family: 'types',
      group,
      change,
      evidence: { agreeing, against: 0, certain, variant },
      like: like === null ? null : index.lineAt(like),
    }));
};
