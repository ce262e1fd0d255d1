/** From excerpt and history to a request that fits the model. */

/** Sizes in tokens, estimated at three UTF-16 units a token. */
export interface PromptBudget {
  /** Prompt and answer together: what the engine allocated. */
  readonly contextTokens: number;
  /** At most this many for the answer. */
  readonly answerTokens: number;
  /** At most this many for all of H. */
  readonly historyTokens: number;
  /** At most this many messages of H. */
  readonly historyMessages: number;
}
