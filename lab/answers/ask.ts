/** Asks a model that rewrites a window as the program does, and says what its answer is worth showing for. */
import type { Ask } from '../cli/evaluation/answers';
import { begunAnswer, decodeAnswer } from '../../src/core/conversation';
import type { Dialect } from '../../src/core/conversation/types';
import { buildPrompt, excerptAround, WINDOW_BUDGET, WINDOW_LIMITS } from '../../src/core/prediction';
import { shiftEdits } from '../../src/core/prediction/hunks';
import type { Answered } from '../../src/core/ranking';
import { keepFinalBreak } from '../../src/core/text';
import type { Situation } from './situation';

export interface Said extends Answered {
  /** The window, offsets of the whole text. */
  readonly window: { readonly start: number; readonly end: number };
}

/** The answer as a change of the whole text; null where it is silence, cut off, or no code. */
export async function askAt(
  { input, history }: Pick<Situation, 'input' | 'history'>,
  dialect: Dialect,
  ask: Ask,
): Promise<Said | null> {
  const { language, text, cursor } = input;
  const excerpt = excerptAround(text, cursor, WINDOW_LIMITS);
  const prompt = buildPrompt({
    language,
    text,
    excerpt,
    cursor: { anchor: cursor, head: cursor },
    history,
    dialect,
    budget: WINDOW_BUDGET,
  });
  if (prompt === null) return null;
  const { pieces, figures } = await ask(prompt.request);
  const answer = pieces.map((piece) => piece.text).join('');
  const { current } = prompt;
  const decoded = decodeAnswer(current, language, dialect.outputFormat, answer, {
    complete: figures.end !== 'length',
    begun: begunAnswer(current, language, dialect),
  });
  if (decoded.kind === 'failed') return null;
  const change = keepFinalBreak(current.text, decoded.change);
  if (change.length === 0) return null;
  return {
    change: shiftEdits(change, excerpt.start),
    logprobs: pieces.map(({ logprob }) => logprob),
    window: { start: excerpt.start, end: excerpt.end },
  };
}
