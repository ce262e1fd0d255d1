/**
 * Whether this GPU computes what token-level driving relies on. Compiled kernels have been seen to be wrong on some GPUs
 * as soon as a pass appends to a cache that is not empty, so it is tried, on the user's own, each time a model is loaded.
 */
import { GREEDY, type Choice, type TokenModel } from '../../core/speculation';

export type Verdict =
  | { readonly kind: 'trusted' }
  /** `what` completes the sentence "this GPU does not …". */
  | { readonly kind: 'distrusted'; readonly what: string };

/**
 * Rounding differs with the shape of a pass, by up to about 0.01 in f16. The faults this is to find are off by whole
 * units, at the latest after the softmax over several positions.
 */
const TOLERANCE = 0.15;
/** Below this distance of the two best logits either may be chosen. */
const NEAR_TIE = 0.05;

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= TOLERANCE + 0.02 * Math.max(Math.abs(a), Math.abs(b));

/** Whether two computations of the same position agree. */
export function agree(a: Choice | undefined, b: Choice | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.token !== b.token) return a.margin < NEAR_TIE && b.margin < NEAR_TIE;
  return near(a.logprob, b.logprob) && near(a.margin, b.margin);
}

/**
 * Eight passes: a prompt read at once and in two parts, three tokens one by one, the same three in one pass with wrong
 * ones behind them, and on from there after the wrong ones were rolled back. Leaves the model reset.
 * @param prompt at least six tokens of ordinary text
 * @throws what the model throws
 */
export async function checkModel(model: TokenModel, prompt: readonly number[]): Promise<Verdict> {
  const verdict = await compare(model, prompt);
  await model.reset();
  return verdict;
}

async function compare(model: TokenModel, prompt: readonly number[]): Promise<Verdict> {
  const distrusted = (what: string): Verdict => ({ kind: 'distrusted', what });
  const last = async (tokens: readonly number[]): Promise<Choice | undefined> =>
    (await model.forward(tokens, tokens.length - 1, GREEDY)).at(-1);
  const half = prompt.length >> 1;

  await model.reset();
  const atOnce = await last(prompt);
  await model.reset();
  await model.forward(prompt.slice(0, half), half, GREEDY);
  const inParts = await last(prompt.slice(half));
  if (atOnce === undefined || !agree(atOnce, inParts)) return distrusted('read a text in two parts as it does at once');

  const fed: number[] = [atOnce.token];
  const singles: Choice[] = [];
  for (let step = 0; step < 3; step += 1) {
    const choice = await last(fed.slice(-1));
    if (choice === undefined) return distrusted('decode');
    singles.push(choice);
    fed.push(choice.token);
  }
  await model.pop(3);

  if (model.limits.choices < 4) return { kind: 'trusted' };
  const wrong = [prompt[0] ?? 0, prompt[1] ?? 0];
  const together = await model.forward([...fed.slice(0, 2), ...wrong], 0, GREEDY);
  if (!agree(together[0], singles[0]) || !agree(together[1], singles[1]))
    return distrusted('check several tokens in one pass as it does one by one');
  await model.pop(wrong.length);
  const third = await last(fed.slice(2, 3));
  return agree(third, singles[2]) ? { kind: 'trusted' } : distrusted('go on rightly after forgetting tokens');
}
