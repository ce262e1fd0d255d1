/** One question to proposers and ranking: what may be shown now, the likeliest first. Runs in a worker and in Node. */
import type { Alternative } from '../prediction/events';
import { momentOf, propose, type Moment, type MomentInput, type ProposeOptions } from '../proposals';
import { faultsAfter } from '../syntax';
import { applyChange, normalizeChange, type TextChange } from '../text';
import { answerFeatures, type Answered } from './answer';
import { probabilityOf, type Eagerness, type Forest } from './forest';
import { chosen, rank, type Ranked } from './rank';

/** So many things to choose from are enough. */
const MOST_ALTERNATIVES = 5;

export interface SuggestOptions extends ProposeOptions {
  readonly forest: Forest;
  readonly eagerness: Eagerness;
  /** Nothing is proposed while the last edit was in a comment or a string. */
  readonly quietInText?: boolean;
}

export interface Suggestion {
  /** Of the present text. */
  readonly change: TextChange;
  /** The best of what belongs together. */
  readonly best: Ranked;
}

/** A suggestion as the prediction's state machine takes it. */
export const alternativeOf = ({ change, best }: Suggestion): Alternative => ({
  change,
  source: { kind: 'proposal', family: best.family, like: best.like, probability: best.probability },
});

/** What may be shown at a moment. Each suggestion is one thing to do, in one place or several. */
export function suggest(
  input: MomentInput,
  options: SuggestOptions,
): { readonly moment: Moment; readonly suggestions: readonly Suggestion[] } {
  const moment = momentOf(input);
  if (options.quietInText === true && editedText(moment)) return { moment, suggestions: [] };
  // Code that could be read stays readable, whatever the ranking thinks of it.
  let left = rank(
    options.forest,
    moment,
    propose(moment, options).filter(({ faults }) => faults === null || faults.before > 0 || faults.after === 0),
  );
  const suggestions: Suggestion[] = [];
  while (suggestions.length < MOST_ALTERNATIVES) {
    const together = chosen(options.forest, left, options.eagerness);
    const [best] = together;
    if (best === undefined) break;
    suggestions.push({ best, change: normalizeChange(together.flatMap(({ change }) => change)) });
    left = left.filter((one) => !together.includes(one));
  }
  return { moment, suggestions };
}

function editedText({ syntax, edits }: Moment): boolean {
  const at = edits.at(-1)?.places.at(-1)?.end;
  return (
    syntax !== null && at !== undefined && /Comment|String/.test(syntax.tree.resolveInner(Math.max(0, at - 1), 1).name)
  );
}

/** Whether code that could be read can be read no longer once an answer is taken. */
export function breaksSyntax({ syntax, text }: Moment, { change }: Pick<Answered, 'change'>): boolean {
  return syntax?.faults === 0 && faultsAfter(syntax, applyChange(text, change), change) > 0;
}

/** How likely it is that a model's answer is what the user does next, 0 to 1. */
export function worthOf(forest: Forest, moment: Moment, answer: Answered): number {
  return probabilityOf(forest, answerFeatures(moment, answer));
}
