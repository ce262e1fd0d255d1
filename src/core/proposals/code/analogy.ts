/** Rows that are to rows above as their names are to theirs: what followed there follows here, with the names changed. */
import type { Range } from '../types';
import { findNames, nameOf, wordsOf, writeName, type Name } from './names';
import { unitEnd, type Page } from './page';

/** What comes after a row, told by another place of the file. */
export interface Analogy {
  /** Whole rows, without line breaks; at least one. */
  readonly rows: readonly string[];
  /** Rows that were found alike, at least 1. */
  readonly matched: number;
  /** Places of the file that say the same. */
  readonly agreeing: number;
  /** Places that say something else. */
  readonly against: number;
  /** `body`: what is below a header; `next`: the row below. */
  readonly what: 'body' | 'next';
  /** The row (0-based) that the last matched row is like. */
  readonly model: number;
}

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s\p{L}\p{N}_$]/gu;
const WORD = /^[\p{L}_$]/u;
const NUMBER = /^\p{N}/u;
const MOST_MODELS = 24;
const MOST_MATCHED = 12;
const LONGEST_BODY = 12;
/** Models that differ among themselves are trusted for bodies up to this. */
const LONGEST_DOUBTED = 3;

interface Names {
  /** By the raw token. */
  readonly tokens: Map<string, string>;
  /** The words in which names differ: from, to. */
  readonly words: Map<string, string>;
  readonly numbers: Map<string, string>;
  /** How often a difference was seen. */
  seen: number;
}

/** What follows row `base`, in the order of trust; `from` rows on are not looked at as models (they are being written). */
export function analogiesAfter(page: Page, base: number, language: string): Analogy[] {
  const indent = page.indents[base] ?? -1;
  if (indent < 0) return [];
  const baseTokens = tokensOf(page, base);
  const opensHere = isOpenHeader(page, base);
  const found: Analogy[] = [];
  const rows = rowsByDistance(page, base).filter((row) => page.indents[row] === indent);
  let models = 0;
  for (const model of rows) {
    const names: Names = { tokens: new Map(), words: new Map(), numbers: new Map(), seen: 0 };
    if (!matches(tokensOf(page, model), baseTokens, names)) continue;
    if ((models += 1) > MOST_MODELS) break;
    const ownNames = names.words.size;
    const ownSeen = names.seen;
    const matched = matchedAbove(page, model, base, names);
    const isBlock = unitEnd(page, model) > model;
    if (isBlock !== opensHere || (names.words.size === 0 && names.numbers.size === 0)) continue;
    const said = isBlock ? bodyOf(page, model, base, names, language) : nextOf(page, model, base, names, language);
    if (said === null) continue;
    // One row alone must say its one name twice.
    if (!isBlock && (said.changed === 0 || (matched < 2 && (ownNames !== 1 || ownSeen < 2)))) continue;
    found.push({
      rows: said.rows,
      matched,
      agreeing: said.changed,
      against: 0,
      what: isBlock ? 'body' : 'next',
      model,
    });
  }
  return ranked(page, found);
}

/** Those that say the same are one. */
function ranked(page: Page, all: readonly Analogy[]): Analogy[] {
  const bySaying = new Map<string, Analogy[]>();
  for (const one of all) {
    const key = one.rows.join('\n');
    bySaying.set(key, [...(bySaying.get(key) ?? []), one]);
  }
  const found: Analogy[] = [];
  for (const list of bySaying.values()) {
    const best = list.reduce((one, other) => (other.matched > one.matched ? other : one));
    const isChanged = best.agreeing > 0;
    const against = all.length - list.length;
    if (best.what === 'body' && !isChanged && list.length < 2) continue;
    if (best.what === 'body' && list.length === 1 && against > 0 && best.rows.length > LONGEST_DOUBTED) continue;
    if (isThere(page, best.rows, isChanged)) continue;
    found.push({ ...best, agreeing: list.length, against });
  }
  return found.sort((one, other) => other.matched - one.matched || other.agreeing - one.agreeing).slice(0, 2);
}

/** Changed rows that stand in the file already were not forgotten. */
const isThere = ({ lines }: Page, rows: readonly string[], isChanged: boolean): boolean =>
  isChanged && rows.every((row) => row.trim().length < 4 || lines.some((line) => line.trim() === row.trim()));

function tokensOf({ lines }: Page, row: number): string[] {
  return (lines[row] ?? '').match(TOKENS) ?? [];
}

/** Above first, from near to far; then below. */
function rowsByDistance({ lines }: Page, base: number): number[] {
  const rows: number[] = [];
  for (let row = base - 1; row >= 0; row -= 1) rows.push(row);
  for (let row = base + 1; row < lines.length; row += 1) rows.push(row);
  return rows;
}

/** A header with nothing below it but, at most, blank rows and what closes it. */
function isOpenHeader(page: Page, base: number): boolean {
  if (!/[:{([]\s*$|=>\s*$/.test(page.lines[base] ?? '')) return false;
  for (let row = base + 1; row < page.lines.length; row += 1) {
    const indent = page.indents[row] ?? -1;
    if (indent >= 0) return indent <= (page.indents[base] ?? 0);
  }
  return true;
}

/** Whether two rows differ in names and numbers only, and always in the same way. */
function matches(older: readonly string[], newer: readonly string[], names: Names): boolean {
  if (older.length !== newer.length || older.length === 0) return false;
  const fresh: (readonly [string, string])[] = [];
  for (const [index, from] of older.entries()) {
    const to = newer[index] ?? '';
    if (from === to) {
      if (names.tokens.has(from)) return false;
      continue;
    }
    if (NUMBER.test(from) && NUMBER.test(to)) {
      if ((names.numbers.get(from) ?? to) !== to) return false;
      names.numbers.set(from, to);
      continue;
    }
    if (
      !WORD.test(from) ||
      !WORD.test(to) ||
      (names.tokens.get(from) ?? to) !== to ||
      KEYWORDS.has(from) ||
      KEYWORDS.has(to)
    )
      return false;
    fresh.push([from, to]);
    names.tokens.set(from, to);
  }
  for (const [from, to] of fresh) {
    const [one, other] = telling(from, to);
    const [mine, theirs] = singular(one, other);
    const known = names.words.get(mine);
    if (known !== undefined && known !== theirs) return false;
    names.words.set(mine, theirs);
    names.seen += 1;
  }
  return true;
}

const KEYWORDS = new Set([
  'if',
  'elif',
  'else',
  'for',
  'while',
  'return',
  'def',
  'class',
  'const',
  'let',
  'var',
  'function',
  'try',
  'except',
  'catch',
  'finally',
  'with',
  'self',
  'this',
  'true',
  'false',
  'True',
  'False',
  'None',
  'null',
  'import',
  'from',
  'async',
  'await',
  'static',
  'fn',
  'func',
  'pub',
  'type',
  'interface',
  'enum',
  'struct',
  'and',
  'or',
  'not',
  'in',
  'is',
  'of',
]);

/** The words in which two names differ, or the whole names. */
function telling(from: string, to: string): readonly [string[], string[]] {
  const [one, other] = [wordsOf(from), wordsOf(to)];
  let head = 0;
  while (head < one.length - 1 && head < other.length - 1 && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < one.length - head - 1 && tail < other.length - head - 1 && one.at(-1 - tail) === other.at(-1 - tail))
    tail += 1;
  return [one.slice(head, one.length - tail), other.slice(head, other.length - tail)];
}

/** `users` and `teams` say as much as `user` and `team`. */
function singular(from: readonly string[], to: readonly string[]): readonly [string, string] {
  const bare = (words: readonly string[]): string =>
    words
      .join('_')
      .replace(/ies$/, 'y')
      .replace(/(?<=..)s$/, '');
  const areMany = [from, to].every((words) => /[^s]s$/.test(words.at(-1) ?? ''));
  return areMany ? [bare(from), bare(to)] : [from.join('_'), to.join('_')];
}

/** Rows directly above that match too; the names learn from them. */
function matchedAbove(page: Page, model: number, base: number, names: Names): number {
  let matched = 1;
  for (let up = 1; up < MOST_MATCHED; up += 1) {
    const [mine, theirs] = [base - up, model - up];
    if (mine < 0 || theirs < 0 || (model < base ? mine <= model : theirs <= base)) break;
    if ((page.indents[mine] ?? -1) < 0 || page.indents[mine] !== page.indents[theirs]) break;
    const before = {
      tokens: new Map(names.tokens),
      words: new Map(names.words),
      numbers: new Map(names.numbers),
      seen: names.seen,
    };
    if (!matches(tokensOf(page, theirs), tokensOf(page, mine), before)) break;
    for (const [from, to] of before.words) names.words.set(from, to);
    for (const [from, to] of before.tokens) names.tokens.set(from, to);
    matched += 1;
  }
  return matched;
}

interface Said {
  readonly rows: readonly string[];
  /** Places where a name was changed. */
  readonly changed: number;
}

function bodyOf(page: Page, model: number, base: number, names: Names, language: string): Said | null {
  const end = unitEnd(page, model);
  const isClosed = page.indents[end] === page.indents[model];
  const hasCloser = isClosed && closesBelow(page, base);
  const last = hasCloser ? end - 1 : end;
  if (last <= model || last - model > LONGEST_BODY || (model < base && base <= last)) return null;
  return translated(page, { start: model + 1, end: last + 1 }, names, language);
}

/** Whether what closes a header stands below it already. */
function closesBelow({ lines, indents }: Page, base: number): boolean {
  for (let row = base + 1; row < lines.length; row += 1)
    if (indents[row] !== -1)
      return (
        indents[row] === indents[base] && /^\s*[)\]}]/.test(lines[row] ?? '') && /[{([]\s*$/.test(lines[base] ?? '')
      );
  return false;
}

function nextOf(page: Page, model: number, base: number, names: Names, language: string): Said | null {
  const next = model + 1;
  if (next === base || page.indents[next] !== page.indents[model] || /^\s*[)\]}]/.test(page.lines[next] ?? ''))
    return null;
  const end = unitEnd(page, next);
  if (end - next > LONGEST_BODY || (next <= base && base <= end)) return null;
  return translated(page, { start: next, end: end + 1 }, names, language);
}

/** What no place of a text is: names are written in the letters of their places. */
const RAW = '\u0000raw';

/** Rows `[start, end)` with the names changed. */
function translated(page: Page, { start, end }: Range, names: Names, language: string): Said {
  const pairs = [...names.words].map(([from, to]): readonly [Name, Name] => [
    { ...nameOf(from), raw: RAW },
    nameOf(to),
  ]);
  let changed = 0;
  const rows = page.lines.slice(start, end).map((line) => {
    let out = '';
    let at = 0;
    for (const hit of findNames(
      line,
      pairs.map(([from]) => from),
    )) {
      const to = pairs[hit.name]?.[1];
      if (to === undefined || hit.start < at) continue;
      const raw = names.tokens.get(line.slice(hit.start, hit.end));
      out += line.slice(at, hit.start);
      out +=
        raw ??
        writeName(to, {
          letters: hit.letters,
          plural: hit.plural,
          join: hit.join,
          before: line.slice(Math.max(0, hit.start - 8), hit.start),
          language,
        });
      at = hit.end;
      changed += 1;
    }
    out += line.slice(at);
    return out.replace(/(?<![\p{L}\p{N}_.])\p{N}+(?![\p{L}_.])/gu, (value) => {
      const to = names.numbers.get(value);
      if (to === undefined) return value;
      changed += 1;
      return to;
    });
  });
  return { rows, changed };
}
