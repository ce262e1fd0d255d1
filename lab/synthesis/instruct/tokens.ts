/** Code as words and marks, for comparing changes with one another; white space is left out. */
import { diffSequences } from '../../../src/core/text';

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+(?:\.\p{N}+)?|[^\s]/gu;
const WORD = /^[\p{L}_$]/u;

/** Words, numbers and single marks, in order. */
export function wordsAndMarks(text: string): string[] {
  return text.match(TOKENS) ?? [];
}

export function isWord(token: string): boolean {
  return WORD.test(token);
}

/** A stretch of tokens replaced by another, with the token on either side ('' at the ends). */
export interface TokenChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly left: string;
  readonly right: string;
}

/** Joins tokens to a key; no token holds a space. */
export const keyOf = (tokens: readonly string[]): string => tokens.join(' ');

/** The changes from `before` to `after`, in order. */
export function tokenChanges(before: readonly string[], after: readonly string[]): TokenChange[] {
  return diffSequences(before, after).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    removed: before.slice(oldStart, oldEnd),
    added: after.slice(newStart, newEnd),
    left: before[oldStart - 1] ?? '',
    right: before[oldEnd] ?? '',
  }));
}

/** How the tokens read when names and values are blanked out: two lines of one shape look alike to a user. */
export function shapeOf(tokens: readonly string[]): string[] {
  return tokens.map((token) => (isWord(token) ? 'n' : /^\p{N}/u.test(token) ? '0' : token));
}
