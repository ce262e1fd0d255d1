/** Which words a change brings and takes, and whether a change could be foreseen from them. */
import type { HistoryChange } from '../../src/core/conversation/types';
import { LineIndex, type TextChange } from '../../src/core/text';

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** Words that say how code is written, not what it is about. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'and as async await break case catch class const continue def default del do elif else enum except export extends False false final finally fn for from func function if impl import in ' +
    'interface is lambda let match mod mut new nil None not null of or package pass private pub public raise range readonly return self static struct super switch this throw True true try ' +
    'type undefined use var void where while with yield the a an to'
  ).split(' '),
);
/** Words of a due change that must be visible already, a share. */
const VISIBLE = 0.8;
/** Words that a due change has in common with the last edits, a share of those that tell something. */
const SHARED = 1 / 3;
/** Nobody foresees more lines than these. */
const MOST_LINES = 8;
/** The last edits that a due change may take its words from. */
const LAST_EDITS = 3;

export const isCommon = (word: string): boolean => COMMON.has(word);

export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

export interface ChangedWords {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The words that `after` has more often than `before`, and the other way round. */
export function changedWords({ before, after }: HistoryChange): ChangedWords {
  const minus = (of: string, less: string): string[] => {
    const counts = new Map<string, number>();
    for (const word of wordsIn(less)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return wordsIn(of).filter((word) => {
      const left = counts.get(word) ?? 0;
      counts.set(word, left - 1);
      return left <= 0;
    });
  };
  return { added: minus(after, before), removed: minus(before, after) };
}

/** The whole lines that a change of `text` touches, as they are and as they become. */
export function touchedLines(text: string, change: TextChange): HistoryChange {
  const [first, last] = [change[0], change.at(-1)];
  if (first === undefined || last === undefined) return { before: '', after: '' };
  const lines = new LineIndex(text);
  const start = lines.startOf(lines.lineAt(first.start));
  const end = lines.endOf(lines.lineAt(last.end));
  let after = '';
  let at = start;
  for (const edit of change) {
    after += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { before: text.slice(start, end), after: after + text.slice(at, end) };
}

/**
 * Whether a change could be foreseen: it is short, nearly all words that it brings stand in the text or in the last edits, and a good part of the words that it brings or takes are such as the last edits brought or took (changes of
 * whole lines, oldest first).
 */
export function isForeseeable(text: string, edits: readonly HistoryChange[], due: HistoryChange): boolean {
  if (linesOf(due.before) > MOST_LINES || linesOf(due.after) > MOST_LINES) return false;
  const { added, removed } = changedWords(due);
  const last = edits.slice(-LAST_EDITS);
  const moved = new Set(last.map(changedWords).flatMap((words) => [...words.added, ...words.removed]));
  const telling = [...new Set([...added, ...removed])].filter((word) => !COMMON.has(word));
  const shared = telling.filter((word) => moved.has(word)).length;
  if (shared === 0 || shared < SHARED * telling.length) return false;
  if (added.length === 0) return true;
  const known = new Set(wordsIn(text));
  for (const { before, after } of last) for (const word of wordsIn(`${before}\n${after}`)) known.add(word);
  return added.filter((word) => known.has(word)).length >= VISIBLE * added.length;
}

const linesOf = (text: string): number => text.split('\n').length;

/** Whether any of the hunks that are due could be foreseen. */
export function isDerivable(text: string, edits: readonly HistoryChange[], due: readonly TextChange[]): boolean {
  return due.some((change) => isForeseeable(text, edits, touchedLines(text, change)));
}
