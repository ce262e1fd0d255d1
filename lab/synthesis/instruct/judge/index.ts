/** The judge where no language model is at hand: a step is kept only when a named rule derives it from H and C. */
import { importAdded, importRemoved } from './imports';
import { bodyMoved, closingHalf, parameterDropped, parameterPassed, unusedRemoved } from './implied';
import {
  changedAgain,
  insertedAgain,
  lineInsertedAgain,
  lineRemovedAgain,
  removedAgain,
  renamed,
  replacedAgain,
} from './repeats';
import { kindOf, recent, type Candidate, type Situation } from './situation';
import { isWord } from '../tokens';

export { factsOf, type Candidate, type Situation, type StepFacts } from './situation';

/** Every rule, in the order in which they are tried; the first that holds names the step. */
const RULES = {
  rename: renamed,
  'import-added': importAdded,
  'import-removed': importRemoved,
  'parameter-passed': parameterPassed,
  'parameter-dropped': parameterDropped,
  'closing-half': closingHalf,
  'body-moved': bodyMoved,
  'repeated-replacement': replacedAgain,
  'repeated-insertion': insertedAgain,
  'repeated-removal': removedAgain,
  'repeated-change': changedAgain,
  'line-repeated': lineInsertedAgain,
  'line-removed-again': lineRemovedAgain,
  'unused-removed': unusedRemoved,
} as const satisfies Record<string, (candidate: Candidate, situation: Situation) => boolean>;

export type RuleName = keyof typeof RULES;

export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

/** For each candidate the rule by which it follows from what was done and what is shown, or null. */
export function judgeByRules(situation: Situation): (RuleName | null)[] {
  if (situation.done.length === 0) return situation.candidates.map(() => null);
  return situation.candidates.map((candidate) => RULE_NAMES.find((name) => RULES[name](candidate, situation)) ?? null);
}

/**
 * Whether a step that no rule derives is still too close to what was just done for "nothing follows" to be taught:
 * it takes away a word that was taken away, or writes one that was newly written.
 */
export function isRelated({ facts }: Candidate, situation: Situation): boolean {
  const words = (tokens: readonly string[]): string[] => tokens.filter((token) => isWord(token) && token.length > 2);
  const done = recent(situation);
  const gone = new Set(done.flatMap(({ changes }) => changes.flatMap(({ removed }) => words(removed))));
  const come = new Set(done.flatMap(({ changes }) => changes.flatMap(({ added }) => words(added))));
  if (kindOf(facts) === 'indentation') return true;
  return facts.changes.some(
    ({ removed, added }) =>
      words(removed).some((word) => gone.has(word)) || words(added).some((word) => come.has(word)),
  );
}
