/**
 * A draft put before the model for judgement. llama.cpp cannot score a given text, but a grammar that allows nothing
 * else makes it write that text, and the log probabilities it reports are those before the grammar: what the model
 * itself thinks of each token. So a text that was made without the model can be taken or left by what the model says.
 */
import type { CompletionRequest } from '../../core/prediction/completion';

/** A grammar of one sentence. Control characters that GBNF has no short escape for are written as code points. */
export function literalGrammar(text: string): string {
  return `root ::= ${JSON.stringify(text).replaceAll('\\b', '\\u0008').replaceAll('\\f', '\\u000c')}`;
}

export interface Trial {
  readonly text: string;
  /** Sum of the natural log probabilities of the draft's tokens so far. */
  readonly logprob: number;
  readonly tokens: number;
  /** `silence`: the model would rather end at once; `unlikely`: it finds the draft too unlikely. */
  readonly verdict: 'open' | 'silence' | 'unlikely';
}

export const NEW_TRIAL: Trial = { text: '', logprob: 0, tokens: 0, verdict: 'open' };

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numberOr = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

/** Whether the model, asked freely, would most likely have said a stop text here. */
function wouldStop(token: Fields, stop: readonly string[]): boolean {
  return list(token['top_logprobs']).map(fields).some(({ token: name, logprob }) => typeof name === 'string' && stop.includes(name) && Math.exp(numberOr(logprob, -Infinity)) >= 0.5);
}

/** Takes in one streamed chunk of the forced answer. */
export function hearTrial(before: Trial, chunk: unknown, { stop, draftFloor }: Pick<CompletionRequest, 'stop' | 'draftFloor'>): Trial {
  const choice = fields(list(fields(chunk)['choices'])[0]);
  const text = typeof choice['text'] === 'string' ? choice['text'] : '';
  // The token that ends a forced answer has no text, and is not part of what is judged.
  const said = list(fields(choice['logprobs'])['content']).map(fields).filter(({ token }) => token !== '');
  const first = before.tokens === 0 ? said[0] : undefined;
  const logprob = said.reduce((sum, token) => sum + numberOr(token['logprob'], 0), before.logprob);
  const silence = first !== undefined && wouldStop(first, stop);
  const verdict = silence ? 'silence' : logprob < (draftFloor ?? 0) ? 'unlikely' : before.verdict;
  return { text: before.text + text, logprob, tokens: before.tokens + said.length, verdict };
}
