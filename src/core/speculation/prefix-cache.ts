/** Which tokens a model's state holds, so that a prompt is read only from where it differs from the one before. */
import type { Choice, Sampling, TokenLimits, TokenModel } from './token-model';

export interface PrefixCache {
  readonly limits: TokenLimits;
  /** The tokens held, oldest first; empty while the state is not known. */
  readonly held: () => readonly number[];
  /**
   * Keeps the longest common prefix of what is held and `prompt`, without the prompt's last token (it has to be read
   * again to choose what follows), and forgets the rest. Resets a state that a failure left unknown.
   * @returns how many tokens were kept
   */
  readonly keepPrefixOf: (prompt: readonly number[]) => Promise<number>;
  /** {@link TokenModel.forward}. A failure leaves the state unknown until the next `keepPrefixOf`. */
  readonly forward: (tokens: readonly number[], from: number, sampling: Sampling) => Promise<readonly Choice[]>;
  readonly pop: (count: number) => Promise<void>;
}

export function commonPrefix(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

/** A cache over a model that nothing else uses; what the model holds at the beginning is forgotten. */
export function createPrefixCache(model: TokenModel): PrefixCache {
  let tokens: number[] = [];
  let known = false;

  /** While a call is under way the state is unknown: if it throws, or is never resumed, nothing stale is trusted. */
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    known = false;
    const result = await call();
    known = true;
    return result;
  };

  const pop = async (count: number): Promise<void> => {
    if (count <= 0) return;
    await guarded(() => model.pop(count));
    tokens.length -= count;
  };

  return {
    limits: model.limits,
    held: () => (known ? tokens : []),
    pop,
    async keepPrefixOf(prompt) {
      const kept = known && model.limits.rollback ? Math.min(commonPrefix(tokens, prompt), prompt.length - 1) : 0;
      if (known && kept > 0) {
        await pop(tokens.length - kept);
        return kept;
      }
      if (known && tokens.length === 0) return 0;
      await guarded(() => model.reset());
      tokens = [];
      return 0;
    },
    async forward(fed, from, sampling) {
      const choices = await guarded(() => model.forward(fed, from, sampling));
      tokens.push(...fed);
      return choices;
    },
  };
}
