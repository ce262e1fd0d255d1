/**
 * Whether a text made without the model is to be its answer. To have the model score the whole text would take as long as
 * writing it. Its first token is enough: whether the model would rather end at once says best whether an edit is due,
 * and what the edit is, the draft knows.
 */

/** How many of the likeliest first tokens are looked at. A silence that is not among them is improbable. */
export const JUDGED_TOKENS = 5;

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** How probable a stop text was as the first token of a streamed chunk, 0 to 1; null for a chunk without tokens. */
export function silenceIn(chunk: unknown, stop: readonly string[]): number | null {
  const choice = fields(list(fields(chunk)['choices'])[0]);
  const first = list(fields(choice['logprobs'])['content'])[0];
  if (first === undefined) return null;
  const likely = [first, ...list(fields(first)['top_logprobs'])].map(fields);
  const found = likely.find(({ token }) => typeof token === 'string' && stop.includes(token));
  return typeof found?.['logprob'] === 'number' ? Math.exp(found['logprob']) : 0;
}
