/** The special tokens of the conversation, and the escape that keeps text of the user from being read as one. */

export const IM_START = '<|im_start|>';
export const IM_END = '<|im_end|>';
export const NEXT_START = '<|next_start|>';
export const NEXT_END = '<|next_end|>';
export const TARGET = '<|target|>';
export const TARGET_START = '<|target_start|>';
export const TARGET_END = '<|target_end|>';
export const SEARCH_AND_REPLACE = '<|search_and_replace|>';

/** All eight, in the order of the paper's template. */
export const SPECIAL_TOKENS = [
  IM_START,
  IM_END,
  NEXT_START,
  NEXT_END,
  TARGET,
  TARGET_START,
  TARGET_END,
  SEARCH_AND_REPLACE,
] as const;

/** End of text of the base models' tokenizers; an answer ends there although the paper's template does not use it. */
export const END_OF_TEXT = '<|endoftext|>';

const TARGET_TOKENS = [TARGET, TARGET_START, TARGET_END] as const;

/**
 * Where something that a tokenizer could take for a special token begins: any `<|name|>` (also with the full-width
 * bars some tokenizers use), with any number of escaping backslashes after the `<`. The name may hold neither white
 * space nor `<`, `>` or a bar, so a match never spans lines nor contains another.
 */
const TOKEN_LIKE = /<(\\*)(?=[|｜][^\s<>|｜]{1,64}[|｜]>)/g;

/** Offsets (UTF-16, ascending) at which {@link escapeTokens} puts one backslash into `text`. */
export function escapePositions(text: string): number[] {
  return Array.from(text.matchAll(TOKEN_LIKE), (match) => match.index + 1);
}

/**
 * Makes `text` inert: `<|name|>` becomes `<\|name|>`, and one that is already escaped gets one backslash more, so
 * that {@link unescapeTokens} leads back to exactly `text`. Works line by line: escaping the lines of a text gives
 * the lines of the escaped text.
 */
export function escapeTokens(text: string): string {
  return text.replace(TOKEN_LIKE, '<\\$1');
}

/** Undoes {@link escapeTokens}. Text that was not escaped (a model that forgot to) is left as it is. */
export function unescapeTokens(text: string): string {
  return text.replace(TOKEN_LIKE, (_match, backslashes: string) => `<${backslashes.slice(1)}`);
}

/** Removes unescaped target-area tokens, which a model may have copied out of C. */
export function stripTargets(text: string): string {
  return TARGET_TOKENS.reduce((rest, token) => rest.replaceAll(token, ''), text);
}

/** Removes every unescaped special token, from text that is only read. */
export function stripSpecialTokens(text: string): string {
  return SPECIAL_TOKENS.reduce((rest, token) => rest.replaceAll(token, ''), text);
}

/** The first unescaped special token in `text`, or null. */
export function findSpecialToken(text: string): string | null {
  return SPECIAL_TOKENS.find((token) => text.includes(token)) ?? null;
}
