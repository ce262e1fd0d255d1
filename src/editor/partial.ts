/** Taking a prediction piece by piece: the part of an edit that makes the next word, or the next line, come true. */
import { diffLines, splitLinesKeepingEnds, type TextEdit } from '../core/text';

/** Words, runs of blanks without a line break, single line breaks, and single other characters. */
const TOKENS = /[\p{L}\p{N}_]+|\r?\n|[^\S\r\n]+|[\s\S]/gu;
const WORD = /[\p{L}\p{N}_]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}_]$/u;

const tokensOf = (text: string): readonly string[] => text.match(TOKENS) ?? [];

/** How many of `tokens` from `from` on end with their first word (all of them where no word follows). */
function throughFirstWord(tokens: readonly string[], from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (WORD.test(tokens[at] ?? '')) return at + 1;
  }
  return to;
}

function firstPart(edit: TextEdit, replaced: string, units: (text: string) => readonly string[], until: (units: readonly string[], from: number, to: number) => number, pairwise: boolean): TextEdit | null {
  const before = units(replaced);
  const after = units(edit.text);
  const first = diffLines(before, after)[0];
  if (first === undefined) return null;
  const cut = until(after, first.newStart, first.newEnd);
  const partly = cut < first.newEnd;
  const oldEnd = partly && pairwise ? Math.min(first.oldEnd, first.oldStart + 1) : first.oldEnd;
  // A word put right before another would become one with it: what parts them in the answer comes along.
  const joins = partly && ENDS_IN_WORD.test(after[cut - 1] ?? '') && WORD.test(before[oldEnd]?.charAt(0) ?? '');
  const newEnd = joins ? cut + 1 : cut;
  const start = edit.start + before.slice(0, first.oldStart).join('').length;
  return {
    start,
    end: start + before.slice(first.oldStart, oldEnd).join('').length,
    text: after.slice(first.newStart, newEnd).join(''),
  };
}

/**
 * The part of `edit` up to and including its first new word; `replaced` is the text the edit replaces. Speaks of the
 * same text as `edit`. Null when the edit changes nothing.
 */
export function firstWordOf(edit: TextEdit, replaced: string): TextEdit | null {
  return firstPart(edit, replaced, tokensOf, throughFirstWord, false);
}

/** The part of `edit` that makes its first changed line come true. As {@link firstWordOf} otherwise. */
export function firstLineOf(edit: TextEdit, replaced: string): TextEdit | null {
  return firstPart(edit, replaced, splitLinesKeepingEnds, (_, from, to) => Math.min(from + 1, to), true);
}
