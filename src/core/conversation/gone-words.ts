/**
 * Words that the newest edit took away. Where C is numbered for the embedded model, the lines that still hold one of
 * them are marked: a model of a few million parameters copies and substitutes well, and finds places badly. Whether a
 * marked line is to change (the word may be another variable, or a comment) stays its decision, and lines that are not
 * marked may change too. `lab/training/inkling_edit/template.py` has the same rule.
 */
import { diffTextLines, splitLinesKeepingEnds } from '../text';
import type { HistoryChange } from './types';

const WORD = /[A-Za-z_$][A-Za-z0-9_$]*/g;

const wordsOf = (text: string): Set<string> => new Set(text.match(WORD));

/** Words on lines that the newest change replaced, and on none that it wrote. Empty without history. */
export function goneWords(history: readonly HistoryChange[]): ReadonlySet<string> {
  const newest = history.findLast(({ before, after }) => before !== after);
  if (newest === undefined) return new Set();
  const older = splitLinesKeepingEnds(newest.before);
  const newer = splitLinesKeepingEnds(newest.after);
  const changes = diffTextLines(newest.before, newest.after);
  const gone = wordsOf(changes.map(({ oldStart, oldEnd }) => older.slice(oldStart, oldEnd).join('')).join('\n'));
  for (const word of wordsOf(changes.map(({ newStart, newEnd }) => newer.slice(newStart, newEnd).join('')).join('\n')))
    gone.delete(word);
  return gone;
}

/** Whether a line holds one of the words. */
export function holdsAny(line: string, words: ReadonlySet<string>): boolean {
  return words.size > 0 && (line.match(WORD)?.some((word) => words.has(word)) ?? false);
}
