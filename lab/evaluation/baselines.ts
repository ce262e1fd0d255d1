/** What needs no model. A model is worth its size only as far as it beats these. */
import type { HistoryChange } from '../../src/core/conversation/types';
import {
  normalizeChange,
  splitLinesKeepingEnds,
  withoutCommonEnds,
  type TextChange,
  type TextEdit,
} from '../../src/core/text';

const WORDS = /[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}_$\s]/gu;
const WORD = /[\p{L}\p{N}_$]/u;

/** What the newest edit replaced by what, widened to whole words. */
interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** Search and replace: what the last edit replaced in one line is replaced wherever else it stands as whole words. */
export function searchAndReplace(last: HistoryChange | undefined, text: string): TextChange {
  const replacement = last === undefined ? null : replacementOf(last);
  if (replacement === null) return [];
  const { from, to } = replacement;
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const line of splitLinesKeepingEnds(text)) {
    for (let at = line.indexOf(from); at >= 0; at = line.indexOf(from, at + from.length)) {
      if (standsAlone(line, at, from)) edits.push({ start: offset + at, end: offset + at + from.length, text: to });
    }
    offset += line.length;
  }
  return normalizeChange(edits);
}

function replacementOf({ before, after }: HistoryChange): Replacement | null {
  const { older, newer } = withoutCommonEnds<string>(before.match(WORDS) ?? [], after.match(WORDS) ?? []);
  const from = older.join('');
  if (from.trim() === '' || from.includes('\n')) return null;
  // Several uses in one line are one replacement, repeated.
  const [first] = older;
  const [fresh] = newer;
  if (
    first !== undefined &&
    fresh !== undefined &&
    older.length === newer.length &&
    older.map((word) => (word === first ? fresh : word)).join('') === newer.join('')
  ) {
    return { from: first, to: fresh };
  }
  return { from, to: newer.join('') };
}

function standsAlone(line: string, at: number, from: string): boolean {
  const isWord = (unit: string): boolean => WORD.test(unit);
  const end = at + from.length;
  return (
    !(isWord(from.charAt(0)) && isWord(line.charAt(at - 1))) &&
    !(isWord(from.charAt(from.length - 1)) && isWord(line.charAt(end)))
  );
}
