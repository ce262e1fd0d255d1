/** Names as words, and the forms in which one name stands about in code: `row_count`, `rowCount`, `ROW_COUNT`, `Row count`, `rows`. */

const WORDS = /\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?\p{Ll}+\p{N}*|\p{Lo}+\p{N}*|\p{N}+/gu;

/** The words of a name, in lower case. */
export const wordsOf = (name: string): string[] => (name.match(WORDS) ?? []).map((word) => word.toLowerCase());

/** How a place writes a name: as it is declared, or in letters of a kind. */
export type Letters = 'raw' | 'lower' | 'upper' | 'capital';
export type Join = '' | '_' | '-' | ' ';

/** One place where a name stands. */
export interface Hit {
  /** Which of the names. */
  readonly name: number;
  readonly start: number;
  readonly end: number;
  readonly letters: Letters;
  readonly plural: boolean;
  /** How its words are joined; null for a single word. Camel case is joined by ''. */
  readonly join: Join | null;
}

export interface Name {
  readonly raw: string;
  readonly words: readonly string[];
}

export const nameOf = (raw: string): Name => ({ raw, words: wordsOf(raw) });

export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A word in capitals or not. */
const anyCase = (word: string): string =>
  Array.from(word, (sign) =>
    sign.toUpperCase() === sign.toLowerCase() ? escaped(sign) : `[${sign.toLowerCase()}${sign.toUpperCase()}]`,
  ).join('');
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const LOWER_OR_DIGIT = /[\p{Ll}\p{N}]/u;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;

/** Every place where one of the names stands in some form, as whole words of identifiers or of prose, in order. */
export function findNames(text: string, names: readonly Name[], from = 0, to = text.length): Hit[] {
  const flats = new Map<string, { readonly name: number; readonly plural: boolean }>();
  const forms: string[] = [];
  names.forEach(({ raw, words }, name) => {
    const last = words.at(-1);
    if (last === undefined) return;
    const add = (list: readonly string[], plural: boolean): void => {
      const flat = list.join('');
      // A name without a word in it would be found everywhere.
      if (flat === '' || flats.has(flat)) return;
      flats.set(flat, { name, plural });
      forms.push(list.map(anyCase).join('[_\\- ]?'));
    };
    add(words, false);
    if (raw.length > 2 && !last.endsWith('s') && LETTER_OR_DIGIT.test(last) && !/\d$/.test(last))
      add([...words.slice(0, -1), pluralOf(last)], true);
  });
  if (forms.length === 0) return [];
  forms.sort((one, other) => other.length - one.length);
  const hits: Hit[] = [];
  const pattern = new RegExp(`(?:(?<![A-Za-z0-9])|(?=[A-Z]))(?:${forms.join('|')})(?![a-z0-9])`, 'gu');
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null && match.index < to; match = pattern.exec(text)) {
    const [found] = match;
    const start = match.index;
    const end = start + found.length;
    const known = flats.get(found.replace(/[_\- ]/g, '').toLowerCase());
    if (known === undefined || !bounded(text, start, end)) {
      pattern.lastIndex = start + 1;
      continue;
    }
    const { raw = '', words = [] } = names[known.name] ?? {};
    hits.push({
      ...known,
      start,
      end,
      letters: found === raw ? 'raw' : lettersOf(text, start, end),
      join: words.length > 1 ? joinOf(found) : null,
    });
  }
  return hits;
}

function bounded(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  const first = text.charAt(start);
  const last = text.charAt(end - 1);
  const left = !LETTER_OR_DIGIT.test(before) || (UPPER.test(first) && LOWER_OR_DIGIT.test(before));
  const right =
    !LETTER_OR_DIGIT.test(after) ||
    (UPPER.test(after) && (LOWER_OR_DIGIT.test(last) || end - start === 1) && !(end - start === 1 && UPPER.test(last)));
  return left && right;
}

function lettersOf(text: string, start: number, end: number): Letters {
  const found = text.slice(start, end);
  if (!UPPER.test(found)) return 'lower';
  if (LOWER.test(found)) return UPPER.test(found.charAt(0)) ? 'capital' : 'lower';
  if (found.replace(/[^\p{L}]/gu, '').length > 1) return 'upper';
  return /[\p{Lu}\p{N}_]*$/u.exec(text.slice(Math.max(0, start - 20), start))?.[0].includes('_') === true
    ? 'upper'
    : 'capital';
}

function joinOf(found: string): Join {
  const sign = /[_\- ]/.exec(found)?.[0];
  return sign === '_' || sign === '-' || sign === ' ' ? sign : '';
}

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What a place is like that a name is to be written into. */
export interface Slot {
  readonly letters: Letters;
  readonly plural: boolean;
  readonly join: Join | null;
  /** What stands directly before it. */
  readonly before: string;
  readonly language: string;
}

/** A name written as a place wants it. */
export function writeName({ raw, words }: Name, { letters, plural, join, before, language }: Slot): string {
  if (letters === 'raw' && !plural) return raw;
  const last = words.at(-1) ?? '';
  const list = plural ? [...words.slice(0, -1), pluralOf(last)] : words;
  if (letters === 'upper') return list.map((word) => word.toUpperCase()).join(join ?? '_');
  const isProse = /["'`\s>]$/.test(before);
  if (letters === 'capital') {
    if (join === null && isProse && /["'`>]$/.test(before)) return capital(list.join(' '));
    return join === ' ' ? capital(list.join(' ')) : list.map(capital).join(join ?? '');
  }
  if (join !== null && join !== '') return list.join(join);
  const isSnake = language === 'python' || language === 'rust' || language === 'sql' || language === 'plaintext';
  if (join === null && isSnake) return list.join('_');
  if (join === null && (/["'`]$/.test(before) || language === 'css')) return list.join('-');
  return list.map((word, index) => (index === 0 ? word : capital(word))).join('');
}
