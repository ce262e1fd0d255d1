/** Where the lines of a search stand in a text: exactly, but for white space, or nearly; else not at all. */
import { diffLines } from '../../text';
import type { LineReplacement } from '../wire';
import { failed, type FormatFailure } from './format';

/** Mean likeness (0 to 1) from which lines that do not match are taken for the ones that were meant. */
const FUZZY_THRESHOLD = 0.85;

/** The best place must be this much better than the next best one that does not overlap it. */
const FUZZY_MARGIN = 0.05;

/** Beyond this many comparisons of lines a fuzzy search is not tried. */
const FUZZY_BUDGET = 200_000;

export type Located = { readonly kind: 'located'; readonly replacements: readonly LineReplacement[] } | FormatFailure;

/**
 * Where `run` occurs in `lines` as consecutive whole lines, ascending; overlapping ones count, an empty run occurs
 * everywhere. Looks no further after `atMost` places.
 */
export function findRuns(lines: readonly string[], run: readonly string[], atMost = Infinity): number[] {
  const out: number[] = [];
  for (let at = 0; at + run.length <= lines.length && out.length < atMost; at += 1) {
    if (run.every((line, index) => lines[at + index] === line)) out.push(at);
  }
  return out;
}

/**
 * What replacing `search` by `replace` does to `lines`: only lines that differ between the two are touched, so that
 * lines which matched inexactly and are meant to stay, stay as they are.
 * Fails with `search-not-found` or `search-ambiguous`.
 */
export function locateLines(lines: readonly string[], search: readonly string[], replace: readonly string[]): Located {
  if (search.length === 0) {
    // Nothing to look for: only a text with nothing in it has one place for that.
    if (lines.length === 1 && lines[0] === '')
      return { kind: 'located', replacements: [{ start: 0, end: 1, lines: replace }] };
    return failed('search-ambiguous', 'a block searches for nothing');
  }
  const exact = findRuns(lines, search);
  if (exact.length > 0) return place(exact, search, replace, (line) => line);

  const squeeze = (line: string): string => line.replace(/\s+/g, '');
  const loose = findRuns(lines.map(squeeze), search.map(squeeze));
  if (loose.length > 0) return place(loose, search, replace, reindent(lines, loose[0] ?? 0, search));

  const near = findNearest(lines, search);
  if (near === null) return failed('search-not-found', `no lines like ${JSON.stringify(search[0] ?? '')}`);
  return place(near, search, replace, reindent(lines, near[0] ?? 0, search));
}

function place(
  at: readonly number[],
  search: readonly string[],
  replace: readonly string[],
  adapt: (line: string) => string,
): Located {
  const [start] = at;
  if (start === undefined || at.length > 1)
    return failed('search-ambiguous', `the searched lines occur ${at.length} times`);
  const replacements = diffLines(search, replace).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    start: start + oldStart,
    end: start + oldEnd,
    lines: replace.slice(newStart, newEnd).map(adapt),
  }));
  return { kind: 'located', replacements };
}

const INDENT = /^[ \t]*/;

function indentOf(line: string): string {
  return INDENT.exec(line)?.[0] ?? '';
}

/** Moves new lines by what the searched lines were off in indentation, judged by the first that is not blank. */
function reindent(lines: readonly string[], at: number, search: readonly string[]): (line: string) => string {
  const index = search.findIndex((line) => line.trim() !== '');
  const wanted = indentOf(lines[at + index] ?? '');
  const written = indentOf(search[index] ?? '');
  if (wanted === written) return (line) => line;
  if (wanted.endsWith(written)) {
    const more = wanted.slice(0, wanted.length - written.length);
    return (line) => (line.trim() === '' ? line : more + line);
  }
  if (written.endsWith(wanted)) {
    const less = written.slice(0, written.length - wanted.length);
    return (line) => (line.startsWith(less) ? line.slice(less.length) : line);
  }
  return (line) => line;
}

/** The place of as many lines that is most like the search; several when it is not clearly the best; null when none is near. */
function findNearest(lines: readonly string[], search: readonly string[]): number[] | null {
  const places = lines.length - search.length + 1;
  if (places <= 0 || places * search.length > FUZZY_BUDGET) return null;
  const pairs = lines.map(bigrams);
  const wanted = search.map(bigrams);
  const scores = Array.from({ length: places }, (_, at) => {
    let sum = 0;
    let weight = 0;
    wanted.forEach((line, index) => {
      const other = pairs[at + index] ?? new Map<string, number>();
      const size = 1 + Math.max(count(line), count(other));
      sum += size * likeness(line, other);
      weight += size;
    });
    return sum / weight;
  });
  const best = scores.reduce((winner, score, at) => (score > (scores[winner] ?? 0) ? at : winner), 0);
  const bestScore = scores[best] ?? 0;
  if (bestScore < FUZZY_THRESHOLD) return null;
  const rivals = scores.flatMap((score, at) =>
    Math.abs(at - best) >= search.length && score > bestScore - FUZZY_MARGIN ? [at] : [],
  );
  return [best, ...rivals];
}

type Bigrams = ReadonlyMap<string, number>;

function bigrams(line: string): Bigrams {
  const text = `^${line.trim().replace(/\s+/g, ' ')}$`;
  const out = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    out.set(pair, (out.get(pair) ?? 0) + 1);
  }
  return out;
}

function count(pairs: Bigrams): number {
  let sum = 0;
  for (const times of pairs.values()) sum += times;
  return sum;
}

/** Sørensen–Dice coefficient of two lines' pairs of characters: 0 to 1. */
function likeness(a: Bigrams, b: Bigrams): number {
  let shared = 0;
  for (const [pair, times] of a) shared += Math.min(times, b.get(pair) ?? 0);
  return (2 * shared) / (count(a) + count(b));
}
