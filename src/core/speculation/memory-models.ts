/** Models in memory, for tests and for benchmarks that count: deterministic, and strict about their contract. */
import type { Choice, TokenLimits, TokenModel } from './token-model';

/** What follows a sequence of tokens; the same for the same sequence. */
export type NextToken = (tokens: readonly number[]) => number;

export interface MemoryModelFigures {
  /** Tokens of each pass so far. */
  readonly passes: readonly number[];
  readonly popped: number;
  readonly resets: number;
}

export interface MemoryModel extends TokenModel {
  readonly figures: () => MemoryModelFigures;
  readonly tokens: () => readonly number[];
}

export const MEMORY_LIMITS: TokenLimits = { context: 32_768, pass: 1024, choices: 80, rollback: true };

/**
 * A model that chooses by `next`. It throws like a real one does over any limit, and from then on at every call until it
 * is reset; `failAt` makes the pass of that number (from 0) fail after it has taken in half of its tokens.
 */
export function createMemoryModel(
  next: NextToken,
  limits: TokenLimits = MEMORY_LIMITS,
  failAt: (pass: number) => boolean = () => false,
): MemoryModel {
  const tokens: number[] = [];
  const passes: number[] = [];
  let popped = 0;
  let resets = 0;
  let broken = false;

  const refuse = (why: string): never => {
    broken = true;
    throw new Error(`native abort: ${why}`);
  };

  const forward = (fed: readonly number[], from: number): readonly Choice[] => {
    if (broken) refuse('not reset');
    if (fed.length === 0 || fed.length > limits.pass) refuse(`a pass of ${fed.length} tokens`);
    if (!limits.rollback && tokens.length > 0 && fed.length > 1) refuse('reading on is wrong here');
    if (tokens.length + fed.length > limits.context) refuse('the context is full');
    if (from < 0 || from > fed.length || fed.length - from > limits.choices)
      refuse(`choices from ${from} of ${fed.length}`);
    const failing = failAt(passes.length);
    passes.push(fed.length);
    if (failing) {
      tokens.push(...fed.slice(0, fed.length / 2));
      refuse('as told');
    }
    const choices: Choice[] = [];
    for (const [index, token] of fed.entries()) {
      tokens.push(token);
      if (index >= from) choices.push({ token: next(tokens), logprob: -0.1, margin: 1 });
    }
    return choices;
  };

  return {
    limits,
    figures: () => ({ passes, popped, resets }),
    tokens: () => tokens,
    forward: (fed, from) =>
      new Promise((resolve) => {
        resolve(forward(fed, from));
      }),
    pop: (count) =>
      new Promise((resolve) => {
        if (broken) refuse('not reset');
        if (!limits.rollback) refuse('popping is wrong here');
        if (count < 0 || count > tokens.length) refuse(`popping ${count} of ${tokens.length}`);
        tokens.length -= count;
        popped += count;
        resolve();
      }),
    reset: () =>
      new Promise((resolve) => {
        tokens.length = 0;
        broken = false;
        resets += 1;
        resolve();
      }),
  };
}

/** A model whose every choice depends on the whole sequence before it, by a hash: any stale state shows at once. */
export const hashedNext =
  (vocabulary: number, seed = 0): NextToken =>
  (tokens) => {
    let hash = (0x811c9dc5 ^ seed) >>> 0;
    for (const token of tokens) hash = Math.imul(hash ^ token, 0x01000193) >>> 0;
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0x2c1b3c6d) >>> 8) % vocabulary;
  };

/** A model that repeats itself as text does: the choice depends on the last `order` tokens alone. */
export const ngramNext = (vocabulary: number, order: number, seed = 0): NextToken => {
  const hashed = hashedNext(vocabulary, seed);
  return (tokens) => hashed(tokens.slice(-order));
};

/** A model that was told its answer: after `prompt` it writes `answer`, then `end` for good, whatever else it is fed. */
export function scriptedNext(promptLength: number, answer: readonly number[], end: number): NextToken {
  return (tokens) => answer[tokens.length - promptLength] ?? end;
}
