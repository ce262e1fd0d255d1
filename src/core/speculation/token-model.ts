/** A language model seen from below the text: tokens in, the next token out, and a state that can be rolled back. */

/** How the next token is chosen. `random` is exact sampling at a temperature above 0; the same seed chooses the same. */
export type Sampling =
  { readonly kind: 'greedy' } | { readonly kind: 'random'; readonly temperature: number; readonly seed: number };

export const GREEDY: Sampling = { kind: 'greedy' };

/** The token chosen after one position. */
export interface Choice {
  readonly token: number;
  /** Natural log of its probability at temperature 1. */
  readonly logprob: number;
  /** How far the largest logit is above the second; near 0 rounding alone decides which of them is chosen. */
  readonly margin: number;
}

export interface TokenLimits {
  /** Tokens that the state can hold. */
  readonly context: number;
  /** Most tokens of one pass. */
  readonly pass: number;
  /** Most choices of one pass, at least 1. */
  readonly choices: number;
  /**
   * Whether tokens can be forgotten and others be read on from there. Without it every prompt is read from an empty
   * state, in one pass, and `context` is at most `pass`.
   */
  readonly rollback: boolean;
}

/**
 * A model with one sequence of tokens. Calls never overlap. After a call that threw, only `reset` may follow: the state
 * may hold anything.
 */
export interface TokenModel {
  readonly limits: TokenLimits;
  /**
   * One forward pass: appends `tokens` (at least one, at most `limits.pass`) and chooses what follows each of those
   * from index `from` on (`tokens.length` for none, at most `limits.choices`). The chosen tokens are not appended.
   */
  forward(tokens: readonly number[], from: number, sampling: Sampling): Promise<readonly Choice[]>;
  /** Forgets the last `count` tokens, at most as many as are held. */
  pop(count: number): Promise<void>;
  /** Forgets everything. */
  reset(): Promise<void>;
}

/** The part of an AbortSignal that matters between two passes. */
export interface Cancellation {
  readonly aborted: boolean;
}
