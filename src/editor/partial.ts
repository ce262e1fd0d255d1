/** Taking a prediction piece by piece: the part of an edit that makes the next word, or the next line, come true. */
import { diffLines, splitLinesKeepingEnds, wordsAndGaps, type TextEdit } from '../core/text';

const WORD = /^[\p{L}\p{N}_]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}_]\p{M}*$/u;

/** How many of `tokens` from `from` on end with their first word (all of them where no word follows). */
function throughFirstWord(tokens: readonly string[], from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (WORD.test(tokens[at] ?? '')) return at + 1;
  }
  return to;
}

/**
 * Whole lines put in at the start of a line, said as lines put in at the end of the line before: taken in parts, they
 * then do not push into the line that follows.
 */
function ontoNewLine(edit: TextEdit, before: string): TextEdit {
  const [terminator] = /\r?\n$/.exec(before) ?? [];
  const isWholeLines = edit.start === edit.end && /\r?\n$/.test(edit.text);
  if (terminator === undefined || !isWholeLines) return edit;
  const at = edit.start - terminator.length;
  return { start: at, end: at, text: terminator + edit.text.replace(/\r?\n$/, '') };
}

function firstPart(
  edit: TextEdit,
  replaced: string,
  after: string,
  units: (text: string) => readonly string[],
  until: (units: readonly string[], from: number, to: number) => number,
  pairwise: boolean,
): TextEdit | null {
  const before = units(replaced);
  const wanted = units(edit.text);
  const first = diffLines(before, wanted)[0];
  if (first === undefined) return null;
  const cut = until(wanted, first.newStart, first.newEnd);
  const partly = cut < first.newEnd;
  const oldEnd = partly && pairwise ? Math.min(first.oldEnd, first.oldStart + 1) : first.oldEnd;
  // A word put right before another would become one with it: what parts them in the answer comes along.
  const joins = partly && ENDS_IN_WORD.test(wanted[cut - 1] ?? '') && WORD.test(before[oldEnd] ?? after);
  const newEnd = joins ? cut + 1 : cut;
  const start = edit.start + before.slice(0, first.oldStart).join('').length;
  return {
    start,
    end: start + before.slice(first.oldStart, oldEnd).join('').length,
    text: wanted.slice(first.newStart, newEnd).join(''),
  };
}

/** The text in front of an edit and behind it; its nearest two units are enough. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/**
 * The part of `edit` up to and including its first new word; `replaced` is the text the edit replaces. Speaks of the
 * same text as `edit`. Null when the edit changes nothing.
 */
export function firstWordOf(edit: TextEdit, replaced: string, { before, after }: Surroundings): TextEdit | null {
  const placed = ontoNewLine(edit, before);
  // Moved to the end of a line, it has the line's end behind it.
  return firstPart(placed, replaced, placed === edit ? after : '\n', wordsAndGaps, throughFirstWord, false);
}

/** The part of `edit` that makes its first changed line come true. As {@link firstWordOf} otherwise. */
export function firstLineOf(edit: TextEdit, replaced: string): TextEdit | null {
  return firstPart(edit, replaced, '', splitLinesKeepingEnds, (_, from, to) => Math.min(from + 1, to), true);
}
