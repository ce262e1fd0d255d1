/** A completion as the rest of the program sees it: what is asked of an engine and what comes back. */

export interface CompletionRequest {
  /** In order, the stable ones first, so that a prefix cache can keep what has not changed. */
  readonly parts: readonly string[];
  /** Text the answer is expected to be near, for speculative decoding; null for none. */
  readonly draft: string | null;
  /**
   * Where given, a draft is more than a guess to be verified: it is the answer unless the model would rather say
   * nothing, with at least this probability (0 to 1). An engine that cannot tell answers as if this were absent.
   */
  readonly draftSilence?: number;
  /** Generation ends before any of these; they are not part of the output. */
  readonly stop: readonly string[];
  /** At most this many tokens, at least 1. */
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
}

/** A piece of the answer as it streams. */
export interface CompletionPiece {
  readonly text: string;
  /** Natural log of the probability of the piece's least likely token; null where the engine does not tell, and for a draft that was taken. */
  readonly logprob: number | null;
}

export type EndReason = 'stop' | 'end-of-text' | 'length' | 'cancelled';

/** Figures of one completion. Times are milliseconds. */
export interface CompletionFigures {
  readonly promptTokens: number;
  /** Of the prompt tokens, how many the prefix cache held. */
  readonly reusedTokens: number;
  readonly generatedTokens: number;
  readonly draftedTokens: number;
  readonly acceptedTokens: number;
  /** How probable it was that the model says nothing where a draft was judged, 0 to 1; null when none was. */
  readonly draftSilence?: number | null;
  readonly forwardPasses: number;
  readonly msToFirstToken: number;
  readonly msTotal: number;
  readonly end: EndReason;
}

/** The figures of a completion that was cancelled before it began. */
export const CANCELLED_BEFORE_IT_BEGAN: CompletionFigures = {
  promptTokens: 0,
  reusedTokens: 0,
  generatedTokens: 0,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 0,
  msToFirstToken: 0,
  msTotal: 0,
  end: 'cancelled',
};
