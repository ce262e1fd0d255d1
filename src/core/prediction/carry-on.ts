/**
 * The mechanical continuation of the last edit: what it replaced in one place is replaced wherever else it stands. It
 * speaks up too often to be shown as it is, but the model can tell at little cost whether it agrees.
 */
import type { HistoryChange } from '../conversation/types';
import {
  diffLines,
  diffTextLines,
  normalizeChange,
  splitLinesKeepingEnds,
  withoutCommonEnds,
  type TextChange,
  type TextEdit,
} from '../text';

const TOKENS = /[\p{L}\p{N}_$]+|\r?\n|[^\S\n]+|[^\p{L}\p{N}_$\s]/gu;
const WORD = /[\p{L}\p{N}_$]/u;
const LETTER = /[\p{L}_$]/u;
/** An edit that replaced more different things than this was no substitution. */
const MOST_PAIRS = 3;
/** Lines of fewer tokens are alike by chance. */
const FEWEST_TOKENS = 3;

/** The change of `text` (the excerpt now) that carries the last edit on; null when there is nothing to carry on. */
export function carryOn(last: HistoryChange, text: string): TextChange | null {
  const changes = changesOf(last);
  const pairs = pairsOf(changes) ?? stretchOf(last);
  if (pairs !== null) return changeOf(replaceAll(text, pairs));
  return changeOf(betweenSame(changes, text)) ?? changeOf(insertionsBeside(last, changes, text));
}

function changeOf(edits: readonly TextEdit[]): TextChange | null {
  return edits.length === 0 || overlap(edits) ? null : normalizeChange(edits);
}

/** A run of tokens that became another; `index` of its first token among the older ones. */
interface TokenChange {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** What stands around it, a token or two on either side; '' at the edge of what the edit shows. */
  readonly left: string;
  readonly right: string;
}

type Pairs = ReadonlyMap<string, string>;

function changesOf({ before, after }: HistoryChange): TokenChange[] {
  const older = splitLinesKeepingEnds(before);
  const newer = splitLinesKeepingEnds(after);
  return diffTextLines(before, after).flatMap((group) => {
    const oldTokens = older.slice(group.oldStart, group.oldEnd).join('').match(TOKENS) ?? [];
    const newTokens = newer.slice(group.newStart, group.newEnd).join('').match(TOKENS) ?? [];
    return diffLines(oldTokens, newTokens).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
      index: oldStart,
      from: oldTokens.slice(oldStart, oldEnd).join(''),
      to: newTokens.slice(newStart, newEnd).join(''),
      left: neighbour(oldTokens.slice(0, oldStart).reverse()).reverse().join(''),
      right: neighbour(oldTokens.slice(oldEnd)).join(''),
    }));
  });
}

/** The next token, and the one after it where that is only space. */
function neighbour(tokens: readonly string[]): string[] {
  const [first, second] = tokens;
  if (first === undefined || first.includes('\n')) return [];
  return first.trim() !== '' ? [first] : second === undefined || second.includes('\n') ? [] : [first, second];
}

/** What became what, each in whole words; null when that is not all the edit did, or it contradicts itself. */
function pairsOf(changes: readonly TokenChange[]): Pairs | null {
  const pairs = new Map<string, string>();
  for (const { from, to } of changes) {
    if (!LETTER.test(from) || (from + to).includes('\n') || (pairs.get(from) ?? to) !== to || isCleared(from, to))
      return null;
    pairs.set(from, to);
  }
  return pairs.size === 0 || pairs.size > MOST_PAIRS ? null : pairs;
}

/** From the first to the last place that changed, as one stretch within a line; null when nothing in it was replaced. */
function stretchOf({ before, after }: HistoryChange): Pairs | null {
  const { older, newer } = withoutCommonEnds<string>(before.match(TOKENS) ?? [], after.match(TOKENS) ?? []);
  const [from, to] = [older.join(''), newer.join('')];
  return LETTER.test(from) && !(from + to).includes('\n') && !isCleared(from, to) ? new Map([[from, to]]) : null;
}

/** A name taken away with nothing in its place yet: the user is about to write another. */
function isCleared(from: string, to: string): boolean {
  return to.trim() === '' && /^[\p{L}\p{N}_$]+$/u.test(from);
}

function replaceAll(text: string, pairs: Pairs): TextEdit[] {
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const line of splitLinesKeepingEnds(text)) {
    for (const [from, to] of pairs) edits.push(...occurrences(line, from, to, offset));
    offset += line.length;
  }
  return edits;
}

/** Where no name was replaced (a sign was, or something was put in): the same is done between the same neighbours. */
function betweenSame(changes: readonly TokenChange[], text: string): TextEdit[] {
  if (
    changes.length > MOST_PAIRS ||
    changes.some(
      ({ from, to, left, right }) =>
        left === '' || right === '' || (from + to).includes('\n') || !LETTER.test(left + right) || isCleared(from, to),
    )
  )
    return [];
  const seen = new Set<string>();
  return changes.flatMap(({ from, to, left, right }) => {
    const key = JSON.stringify([left, from, right]);
    if (seen.has(key)) return [];
    seen.add(key);
    return replaceAll(text, new Map([[left + from + right, left + to + right]]));
  });
}

/** Something was put into a line: it is put at the same place into the lines beside it that are built alike. */
function insertionsBeside({ before, after }: HistoryChange, changes: readonly TokenChange[], text: string): TextEdit[] {
  const isOneLine = !before.includes('\n') && !after.includes('\n') && before.trim() !== '';
  if (!isOneLine || changes.length === 0 || changes.some(({ from, to }) => from !== '' || to.trim() === '')) return [];
  const lines = splitLinesKeepingEnds(text);
  const bare = lines.map((line) => line.replace(/\r?\n$/, ''));
  const at = bare.indexOf(after);
  if (at < 0 || (before.match(TOKENS) ?? []).length < FEWEST_TOKENS) return [];
  const shape = shapeOf(before);
  const rows: number[] = [];
  for (let row = at - 1; row >= 0 && shapeOf(bare[row] ?? '') === shape; row -= 1) rows.push(row);
  for (let row = at + 1; row < bare.length && shapeOf(bare[row] ?? '') === shape; row += 1) rows.push(row);
  const starts = startsOf(lines);
  return rows.flatMap((row) => {
    const tokens = bare[row]?.match(TOKENS) ?? [];
    const places = startsOf(tokens);
    return changes.map(({ index, to }) => {
      const place = (starts[row] ?? 0) + (places[index] ?? (bare[row] ?? '').length);
      return { start: place, end: place, text: to };
    });
  });
}

/** The line with any word for every word. */
function shapeOf(line: string): string {
  return line.replace(/[\p{L}\p{N}_$]+/gu, 'w');
}

function startsOf(parts: readonly string[]): number[] {
  let at = 0;
  return parts.map((part) => {
    const start = at;
    at += part.length;
    return start;
  });
}

function occurrences(line: string, from: string, to: string, offset: number): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = line.indexOf(from); at >= 0; at = line.indexOf(from, at + from.length)) {
    if (standsAlone(line, at, from)) edits.push({ start: offset + at, end: offset + at + from.length, text: to });
  }
  return edits;
}

function standsAlone(line: string, at: number, from: string): boolean {
  const end = at + from.length;
  const startsInWord = WORD.test(from.charAt(0)) && WORD.test(line.charAt(at - 1));
  const endsInWord = WORD.test(from.charAt(from.length - 1)) && WORD.test(line.charAt(end));
  return !startsInWord && !endsInWord;
}

function overlap(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((one, other) => one.start - other.start);
  return sorted.some((edit, index) => edit.start < (sorted[index - 1]?.end ?? 0));
}
