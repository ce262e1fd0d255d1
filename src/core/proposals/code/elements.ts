/** The siblings that a place of a text is one of: the items of its list, or the lines and blocks beside its line. */
import { bracketAround, bracketsFor, quotedAround, splitAt, type Brackets, type Stretch } from './brackets';
import { pageFor, parentRow, unitEnd, type Page } from './page';

export interface Element extends Stretch {
  /** What tells it from its siblings. */
  readonly name: string;
  readonly nameStart: number;
  /** What follows the name: its type, its value. */
  readonly rest: string;
}

export interface Siblings {
  /** `items` of a list within brackets or a line, or whole `lines` (or blocks that begin with them). */
  readonly kind: 'items' | 'lines';
  /** In order. */
  readonly elements: readonly Element[];
  /** What opens them: the text before the bracket or the row above; '' for none. */
  readonly head: string;
  /** Offset of the row that `head` stands in. */
  readonly headAt: number;
}

export interface Source {
  readonly page: Page;
  readonly brackets: Brackets;
  readonly language: string;
}

export const sourceFor = (text: string, language: string): Source => ({
  page: pageFor(text),
  brackets: bracketsFor(text, language),
  language,
});

const MODIFIERS = new Set([
  'export',
  'default',
  'public',
  'private',
  'protected',
  'readonly',
  'static',
  'abstract',
  'async',
  'pub',
  'const',
  'let',
  'var',
  'val',
  'final',
  'def',
  'function',
  'func',
  'fn',
  'class',
  'struct',
  'enum',
  'type',
  'interface',
  'case',
  'mut',
  'import',
  'from',
  'override',
  'declare',
  'get',
  'set',
  'if',
  'elif',
  'else',
  'return',
  'yield',
  'await',
  'new',
  'when',
  'self',
  'this',
  'cls',
  'f',
]);
const NEVER = new Set([
  'self',
  'cls',
  'this',
  'None',
  'null',
  'undefined',
  'true',
  'false',
  'True',
  'False',
  'pass',
  '_',
]);
const MOST_ITEMS = 60;
const MOST_TEXT = 6000;

/** The siblings around `[start, end)`, and which of them lie in it; null where it stands alone. */
export function siblingsAt(source: Source, start: number, end: number): Siblings | null {
  const { page } = source;
  const rows = { first: page.index.lineAt(start), last: page.index.lineAt(end) };
  const isWholeLine =
    page.text.slice(page.index.startOf(rows.first), start).trim() === '' &&
    /^[\s,;]*$/.test(page.text.slice(end, page.index.endOf(rows.last)));
  const lines = (): Siblings | null => lineSiblings(source, rows.first);
  if (isWholeLine) return lines() ?? itemSiblings(source, start);
  return itemSiblings(source, start) ?? lines();
}

function itemSiblings(source: Source, offset: number): Siblings | null {
  const { brackets, page } = source;
  const row = page.index.lineAt(offset);
  const [lineStart, lineEnd] = [page.index.startOf(row), page.index.endOf(row)];
  const string = quotedAround(brackets, offset);
  if (string?.isComment === false) {
    const words = inString(source, string);
    if (words !== null) return words;
  }
  const bracket = bracketAround(brackets, offset);
  const isBlock =
    bracket?.sign === '{' && page.text.slice(bracket.open, Math.min(bracket.close, offset)).includes('\n');
  if (bracket !== null && !isBlock && bracket.close - bracket.open < MOST_TEXT) {
    const found = split(source, bracket.open + 1, bracket.close, bracket.sign === '{' ? [',', ';', '|'] : [',', '|']);
    if (found !== null) return { kind: 'items', elements: found, ...headOf(page, bracket.open) };
  }
  if (bracket !== null && bracket.open >= lineStart) return null;
  const opening =
    /^\s*(?:from\s+\S+\s+import|import|export|global|nonlocal|select|var|let|const|type\b.*?=|.*[^=!<>]=(?!=)|return|case|for|.*?:)\s/i.exec(
      page.text.slice(lineStart, lineEnd),
    );
  if (opening === null) return null;
  const found = split(source, lineStart + opening[0].length, lineEnd, [',', '|']);
  return found === null ? null : { kind: 'items', elements: found, head: opening[0].trim(), headAt: lineStart };
}

function split({ brackets, language }: Source, from: number, to: number, signs: readonly string[]): Element[] | null {
  for (const sign of signs) {
    const parts = splitAt(brackets, from, to, sign);
    if (parts.length < 2 || parts.length > MOST_ITEMS) continue;
    const named = nameAll(brackets.text, parts, language);
    if (named.length >= 2) return named;
  }
  return null;
}

/** A list of words inside a string, as `"name, email"` in a query. */
function inString({ page: { text }, language }: Source, { start, end }: Stretch): Siblings | null {
  const content = text.slice(start + 1, end - 1);
  const parts: Stretch[] = [];
  const list = /\(([^()]*,[^()]*)\)|^([^()]*)$/.exec(content);
  if (list === null) return null;
  const inner = list[1] ?? list[2] ?? '';
  const from = start + 1 + list.index + (list[1] === undefined ? 0 : 1);
  let at = from;
  for (const part of inner.split(',')) {
    const name = part.trim();
    if (/^[\w.]+$/.test(name))
      parts.push({ start: at + part.indexOf(name), end: at + part.indexOf(name) + name.length });
    at += part.length + 1;
  }
  const elements = nameAll(text, parts, language);
  return elements.length < 2 ? null : { kind: 'items', elements, head: '', headAt: start };
}

function headOf(page: Page, offset: number): { readonly head: string; readonly headAt: number } {
  const start = page.index.startOf(page.index.lineAt(offset));
  return { head: page.text.slice(start, offset).trim(), headAt: start };
}

/** The first signs of a line, any word for a word: lines that are built alike begin alike. */
function shapeOf(line: string): string {
  let bare = line.trim();
  for (
    let match = /^[\p{L}_]+(?=\s+[\p{L}_"'[#$])/u.exec(bare);
    match !== null && MODIFIERS.has(match[0]);
    match = /^[\p{L}_]+(?=\s+[\p{L}_"'[#$])/u.exec(bare)
  )
    bare = bare.slice(match[0].length).trimStart();
  return bare
    .replace(/(["'`]).*?\1/g, 's')
    .replace(/[\p{L}_$][\p{L}\p{N}_$-]*|\p{N}+/gu, 'w')
    .replace(/\s+/g, ' ')
    .replace(/[,;]?\s*$/, '')
    .slice(0, 2);
}

const alike = (one: string, other: string): boolean =>
  one.charAt(0) === other.charAt(0) &&
  (one === other ||
    one.length < 2 ||
    other.length < 2 ||
    ('({=:?!'.includes(one.charAt(1)) && '({=:?!'.includes(other.charAt(1))));

/** Rows (or the blocks that they begin) beside a row: of the same indentation, in the same block, begun alike. */
export function lineSiblings({ page, language }: Source, at: number): Siblings | null {
  const { lines, indents, index, text } = page;
  const indent = indents[at] ?? -1;
  const first = (lines[at] ?? '').trimStart();
  if (indent < 0 || /^(?:\/\/|\/?\*|#(?!\[)|-- |@|[)\]}])/.test(first)) return null;
  const shape = shapeOf(first);
  const rows = [at];
  const take = (row: number): boolean => {
    const line = lines[row] ?? '';
    if (/^\s*(?:\/\/|\/?\*|#|-- |@|[)\]}]|end\b)/.test(line)) return true;
    if (alike(shapeOf(line), shape)) rows.push(row);
    return rows.length < MOST_ITEMS;
  };
  const isBlock = unitEnd(page, at) > at;
  // Single lines go together as far as no blank line parts them; blocks may be parted.
  for (let row = at - 1; row >= 0; row -= 1) {
    const other = indents[row] ?? -1;
    if (other < 0 ? !isBlock : other < indent || (other === indent && !take(row))) break;
  }
  for (let row = at + 1; row < lines.length; row += 1) {
    const other = indents[row] ?? -1;
    if (other < 0 ? !isBlock : other < indent || (other === indent && !take(row))) break;
  }
  rows.sort((one, other) => one - other);
  const parts = rows.map((row) => ({ start: index.startOf(row) + indent, end: index.endOf(row) }));
  const elements = nameAll(text, parts, language).map((element) => ({
    ...element,
    end: index.endOf(unitEnd(page, index.lineAt(element.start))),
  }));
  if (elements.length < 2) return null;
  const parent = parentRow(page, at);
  return {
    kind: 'lines',
    elements,
    head: parent < 0 ? '' : (lines[parent] ?? '').trim(),
    headAt: parent < 0 ? 0 : index.startOf(parent),
  };
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** The parts with their names: the first word (or string) in which they differ. */
function nameAll(text: string, parts: readonly Stretch[], language: string): Element[] {
  if (parts.length === 0) return [];
  const all = parts.map(({ start, end }) => significant(text.slice(start, end), language));
  const width = Math.min(...all.map((words) => Math.max(1, words.length)));
  let index = 0;
  while (index < width - 1 && new Set(all.map((words) => words[index]?.text)).size <= Math.max(1, all.length / 2))
    index += 1;
  const named = parts.flatMap((part, at): Element[] => {
    const word = all[at]?.[index];
    if (word === undefined || NEVER.has(word.text) || !/[\p{L}]/u.test(word.text)) return [];
    const nameStart = part.start + word.start;
    return [
      {
        ...part,
        name: word.text,
        nameStart,
        rest: text
          .slice(nameStart + word.text.length, part.end)
          .replace(/[,;]\s*$/, '')
          .trim(),
      },
    ];
  });
  const distinct = new Map<string, Element>();
  for (const element of named) if (!distinct.has(element.name)) distinct.set(element.name, element);
  return [...distinct.values()];
}

/** The words of a part, without modifiers at its beginning; a string of a few words is one. */
function significant(code: string, language: string): Word[] {
  const pattern =
    language === 'css'
      ? /[\p{L}_$-][\p{L}\p{N}_$-]*|\p{N}+/gu
      : /["'`]([\p{L}_][\p{L}\p{N}_ -]{0,38})["'`]|[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+/gu;
  const words = [...code.slice(0, 200).matchAll(pattern)].map((match): Word =>
    match[1] === undefined ? { text: match[0], start: match.index } : { text: match[1], start: match.index + 1 },
  );
  let skip = 0;
  while (
    skip < words.length - 1 &&
    MODIFIERS.has(words[skip]?.text ?? '') &&
    words[skip + 1] !== undefined &&
    /^[\s(*&.[]/.test(code.slice((words[skip]?.start ?? 0) + (words[skip]?.text.length ?? 0)))
  )
    skip += 1;
  return words.slice(skip);
}
