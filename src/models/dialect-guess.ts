/** Which conversation a model that nobody described speaks, worked out from its name and its vocabulary. */

export interface DialectGuess {
  /** Id of a dialect in core/conversation. */
  readonly dialect: string;
  /** Why, for the user, without a full stop. */
  readonly why: string;
}

/** `LC` or `SR` as a word of its own: `CursorCore-Yi-1.5B-SR.Q4_K_M`. */
const word = (letters: string): RegExp => new RegExp(`(^|[^a-z])${letters}([^a-z]|$)`, 'i');

/**
 * `knowsEdits` says whether the vocabulary has a token for the beginning of an edit; null when it is not known. A model
 * without it was not trained on the conversation and is asked in plain instructions.
 */
export function guessDialect({
  name,
  knowsEdits,
}: {
  readonly name: string;
  readonly knowsEdits: boolean | null;
}): DialectGuess {
  const named = /cursorcore|inkling/i.test(name);
  if (knowsEdits === false || (knowsEdits === null && !named)) {
    return {
      dialect: 'instruct-wf',
      why:
        knowsEdits === null
          ? 'its name does not say that it was trained for edits'
          : 'its vocabulary has no token for edits',
    };
  }
  const how = knowsEdits === true ? 'its vocabulary has the tokens for edits' : 'its name says so';
  if (/inkling/i.test(name)) return { dialect: 'inkling-sr-lc', why: how };
  if (word('LC').test(name)) return { dialect: 'cursorcore-lc', why: `${how}, and its name says LC` };
  if (word('SR').test(name)) return { dialect: 'cursorcore-sr', why: `${how}, and its name says SR` };
  return { dialect: 'cursorcore-wf', why: how };
}

/** More would cost memory that an excerpt of 48 lines and its history do not need. */
const mostContext = 4096;
const usualContext = 2048;

/** Tokens of context to allocate for a model made for so many; null when it does not say. */
export const contextFor = ({ contextLength }: { readonly contextLength: number | null }): number =>
  contextLength === null || contextLength < 1 ? usualContext : Math.min(contextLength, mostContext);
