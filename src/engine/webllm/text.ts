/** From tokens to text as it streams: whole characters only, and nothing that may turn out to be a stop text. */
import type { Choice } from '../../core/speculation';
import type { CompletionPiece } from '../../core/prediction/completion';

/** What a tokenizer makes of tokens; incomplete characters come out as U+FFFD. */
export type Decode = (tokens: readonly number[]) => string;

const REPLACEMENT = '\uFFFD';
/** Longer than any character; what is held for longer is broken text, and comes out as such. */
const MOST_HELD_TOKENS = 16;

export interface TextStream {
  /** Takes tokens in. `stopped` once a stop text came: nothing may follow, and the text before it is in the pieces. */
  readonly take: (choices: readonly Choice[]) => {
    readonly pieces: readonly CompletionPiece[];
    readonly stopped: boolean;
  };
  /** What was held back, when the generation ended by itself. */
  readonly finish: () => readonly CompletionPiece[];
}

/** Length of the longest end of `text` that begins one of the stop texts. */
export function heldBack(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}

/** Where the first stop text begins; -1 for none. */
function firstStop(text: string, stops: readonly string[]): number {
  const places = stops
    .filter((stop) => stop !== '')
    .map((stop) => text.indexOf(stop))
    .filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** @param before tokens that stand before the answer: some tokenizers treat the first token of a text differently. */
export function createTextStream(decode: Decode, before: readonly number[], stops: readonly string[]): TextStream {
  // Tokens whose text is out serve as context for those whose text is not.
  let context = before.slice(-4);
  let fresh: number[] = [];
  let held = '';
  let logprob: number | null = null;

  const textOfFresh = (): string => decode([...context, ...fresh]).slice(decode(context).length);

  const release = (text: string): CompletionPiece[] => {
    if (text === '') return [];
    const piece = { text, logprob };
    logprob = null;
    return [piece];
  };

  const settle = (): void => {
    context = [...context, ...fresh].slice(-4);
    fresh = [];
  };

  const takeOne = ({ token, logprob: sureness }: Choice): { pieces: CompletionPiece[]; stopped: boolean } => {
    fresh.push(token);
    logprob = logprob === null ? sureness : Math.min(logprob, sureness);
    const text = textOfFresh();
    if (text.endsWith(REPLACEMENT) && fresh.length < MOST_HELD_TOKENS) return { pieces: [], stopped: false };
    settle();
    held += text;
    const stop = firstStop(held, stops);
    const ready = stop >= 0 ? stop : held.length - heldBack(held, stops);
    const pieces = release(held.slice(0, ready));
    held = held.slice(ready);
    return { pieces, stopped: stop >= 0 };
  };

  return {
    take(choices) {
      const pieces: CompletionPiece[] = [];
      for (const choice of choices) {
        const taken = takeOne(choice);
        pieces.push(...taken.pieces);
        if (taken.stopped) return { pieces: joined(pieces), stopped: true };
      }
      return { pieces: joined(pieces), stopped: false };
    },
    finish() {
      const rest = held + (fresh.length > 0 ? textOfFresh() : '');
      held = '';
      fresh = [];
      return release(rest);
    },
  };
}

/** One piece a pass: each costs a message to the page. The least sure token speaks for all of them. */
function joined(pieces: readonly CompletionPiece[]): readonly CompletionPiece[] {
  const known = pieces.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
  if (pieces.length <= 1) return pieces;
  return [{ text: pieces.map(({ text }) => text).join(''), logprob: known.length === 0 ? null : Math.min(...known) }];
}
