/** Reads what llama.cpp streams: its typings leave out half of it, so it is read as unknown. */
import type { CompletionFigures, CompletionPiece, EndReason } from '../../core/prediction/completion';

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const count = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

/** What is known of a completion so far. */
export interface Progress {
  readonly promptTokens: number;
  readonly reusedTokens: number;
  /** Of the prompt, how many have been read so far, the reused ones among them. */
  readonly readTokens: number;
  readonly generatedTokens: number;
  /** The least log probability among tokens whose text has not been streamed yet; null for none. */
  readonly heldLogprob: number | null;
  readonly end: EndReason | null;
}

export const noProgress: Progress = {
  promptTokens: 0,
  reusedTokens: 0,
  readTokens: 0,
  generatedTokens: 0,
  heldLogprob: null,
  end: null,
};

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

function endOf(finishReason: unknown, stopType: unknown): EndReason | null {
  if (finishReason === 'length') return 'length';
  if (finishReason !== 'stop') return null;
  return stopType === 'word' ? 'stop' : 'end-of-text';
}

/**
 * Takes one chunk in. Text that may turn out to be part of a stop text is held back by llama.cpp: its tokens come
 * as empty pieces, and their log probabilities are kept for the piece that carries the text.
 */
export function readChunk(
  before: Progress,
  chunk: unknown,
): { readonly progress: Progress; readonly piece: CompletionPiece | null } {
  const { choices, prompt_progress: promptProgress, timings, usage, __verbose: verbose } = record(chunk);
  const choice = record(list(choices)[0]);
  const tokens = list(record(choice['logprobs'])['content']);
  const logprobs = tokens.map((token) => record(token)['logprob']).filter((value) => typeof value === 'number');
  const text = typeof choice['text'] === 'string' ? choice['text'] : '';
  const logprob = logprobs.reduce<number | null>(least, before.heldLogprob);
  const end = endOf(choice['finish_reason'], record(verbose)['stop_type']);

  const promptTokens = count(
    record(promptProgress)['total'],
    count(record(usage)['prompt_tokens'], before.promptTokens),
  );
  const reusedTokens = count(record(promptProgress)['cache'], count(record(timings)['cache_n'], before.reusedTokens));
  // A streamed chunk is one token except the first chunks (progress) and the last (figures).
  const streamed = promptProgress === undefined && end === null ? before.generatedTokens + 1 : before.generatedTokens;
  const generatedTokens = count(record(usage)['completion_tokens'], streamed);
  const readTokens = generatedTokens > 0 ? promptTokens : count(record(promptProgress)['processed'], before.readTokens);
  return {
    progress: {
      promptTokens,
      reusedTokens,
      readTokens,
      generatedTokens,
      heldLogprob: text === '' ? logprob : null,
      end: end ?? before.end,
    },
    piece: text === '' ? null : { text, logprob },
  };
}

/** The figures of a completion that ended; without an end from llama.cpp it was cancelled. Times in milliseconds. */
export const figuresOf = (progress: Progress, msToFirstToken: number, msTotal: number): CompletionFigures => ({
  promptTokens: progress.promptTokens,
  reusedTokens: progress.reusedTokens,
  generatedTokens: progress.generatedTokens,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: progress.generatedTokens,
  msToFirstToken,
  msTotal,
  end: progress.end ?? 'cancelled',
});
