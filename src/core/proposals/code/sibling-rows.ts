/** Something put into a line, for the lines beside it: at the same place of lines that are built alike. */
import type { Candidate } from '../types';
import { parentRow, unitEnd, type Page } from './page';
import type { Step } from './steps';

interface Sign {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly shape: string;
}

const SIGNS = /"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+(?:\.\p{N}+)?|=>|->|::|[^\s\p{L}\p{N}_$]/gu;
const KEYWORDS = new Set([
  'def',
  'fn',
  'func',
  'function',
  'class',
  'struct',
  'enum',
  'interface',
  'type',
  'const',
  'let',
  'var',
  'impl',
  'trait',
  'mod',
  'use',
  'static',
  'return',
  'import',
  'from',
  'if',
  'for',
  'while',
  'case',
  'async',
  'export',
]);
const MOST_ROWS = 400;

function signsOf(line: string): Sign[] {
  return [...line.matchAll(SIGNS)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
    text,
    shape:
      /^["'`]/.test(text) && text.length > 1
        ? 's'
        : /^\p{N}/u.test(text)
          ? '0'
          : /^[\p{L}_$]/u.test(text)
            ? KEYWORDS.has(text)
              ? text
              : 'w'
            : text,
  }));
}

export function inRows(page: Page, text: string, before: string, step: Step): Candidate[] {
  if (step.written === null) return [];
  const row = page.index.lineAt(step.written.start);
  const lineStart = before.lastIndexOf('\n', step.gone.start - 1) + 1;
  const lineEnd = before.indexOf('\n', step.gone.start);
  const old = before.slice(lineStart, lineEnd < 0 ? before.length : lineEnd).replace(/\r$/, '');
  const column = step.gone.start - lineStart;
  const signs = signsOf(old);
  if (signs.length === 0) return [];
  const count = signs.filter(({ end }) => end <= column).length;
  // In the middle of a word nothing is put in, a name is written.
  if (signs.some(({ start, end }) => start < column && column < end) || isNameGrowing(old, column, step.added))
    return [];
  const found: {
    readonly row: number;
    readonly offset: number;
    readonly likeness: number;
    readonly isDone: boolean;
  }[] = [];
  for (const other of rowsBeside(page, row)) {
    const line = page.lines[other] ?? '';
    const place = placeIn(line, signs, count, step.added);
    if (place !== null)
      found.push({
        row: other,
        offset: page.index.startOf(other) + place.column,
        likeness: place.likeness,
        isDone: place.isDone,
      });
  }
  const done = found.filter(({ isDone }) => isDone).length;
  const left = found.filter(({ isDone }) => !isDone);
  const sure = left.filter((one) => done > 0 || one.likeness >= (count > 0 && count < signs.length ? 0.5 : 0.2));
  const variant = count === 0 ? 'modifier' : count === signs.length ? 'suffix' : 'inline';
  const distance = (other: number): number => (other > row ? other - row : 1000 + row - other);
  return sure
    .sort((one, other) =>
      Math.abs(one.likeness - other.likeness) > 0.34
        ? other.likeness - one.likeness
        : distance(one.row) - distance(other.row),
    )
    .map(({ offset, likeness }) => ({
      family: 'sibling',
      group: 'sibling',
      change: [{ start: offset, end: offset, text: spaced(text, offset, step.added, count > 0) }],
      evidence: { agreeing: 1 + done, against: left.length - 1, certain: likeness, variant },
      like: row,
    }));
}

/** Letters at the end of a word make it longer. */
const isNameGrowing = (old: string, column: number, added: string): boolean =>
  (/[\p{L}\p{N}_$]$/u.test(old.slice(0, column)) && /^[\p{L}\p{N}_$]/u.test(added)) ||
  (/^[\p{L}\p{N}_$]/u.test(old.slice(column)) && /[\p{L}\p{N}_$]$/u.test(added));

function spaced(text: string, offset: number, added: string, isInside: boolean): string {
  if (!isInside) return added;
  // The space that parts it from its neighbours may stand on either side.
  if (/^\s/.test(added) && /\s$/.test(text.charAt(offset - 1)))
    return added.trimStart() + (/\s$/.test(added) || /^\s/.test(text.charAt(offset)) ? '' : ' ');
  return added;
}

/** Rows of the same indentation in the same parent. */
function rowsBeside(page: Page, row: number): number[] {
  const indent = page.indents[row];
  const parent = parentRow(page, row);
  const end = parent < 0 ? page.lines.length - 1 : unitEnd(page, parent);
  const rows: number[] = [];
  for (let other = Math.max(parent + 1, row - MOST_ROWS); other <= Math.min(end, row + MOST_ROWS); other += 1)
    if (other !== row && page.indents[other] === indent) rows.push(other);
  return rows;
}

function placeIn(
  line: string,
  signs: readonly Sign[],
  count: number,
  added: string,
): { readonly column: number; readonly likeness: number; readonly isDone: boolean } | null {
  if (/^\s*(?:\/\/|#(?!\[)|\/?\*)/.test(line)) return null;
  const put = signsOf(added).map(({ text }) => text);
  const all = signsOf(line);
  const at = (index: number, list: readonly Sign[]): string => list[index]?.shape ?? '';
  const likeness = (others: readonly Sign[]): number => {
    const words = new Set(signs.map(({ text }) => text));
    const same = others.filter(({ text }) => words.has(text)).length;
    return others.length === 0 ? 0 : same / Math.max(signs.length, others.length);
  };
  // What was put in may stand there already.
  for (let index = 0; put.length > 0 && index + put.length <= all.length; index += 1) {
    if (!put.every((text, offset) => all[index + offset]?.text === text)) continue;
    const rest = [...all.slice(0, index), ...all.slice(index + put.length)];
    if (index === count && fits(rest, signs, count, at) !== null)
      return { column: 0, likeness: likeness(rest), isDone: true };
    if (/[\p{L}]/u.test(put.join(''))) return null;
  }
  const index = fits(all, signs, count, at);
  if (index === null) return null;
  const isAlike = all.length === signs.length && all.every(({ shape }, place) => shape === signs[place]?.shape);
  const next = all[index];
  const column =
    /^\s/.test(added) || (index > 0 && !/\s$/.test(added)) ? (all[index - 1]?.end ?? 0) : (next?.start ?? line.length);
  if (/[,;?!]$/.test(added.trim()) && put.length === 1 && next?.text === added.trim()) return null;
  return { column, likeness: Math.min(1, likeness(all) + (isAlike ? 0.3 : 0)), isDone: false };
}

/** The sign before which it goes, counted from the beginning or from the end; null where the line is built otherwise. */
function fits(
  all: readonly Sign[],
  signs: readonly Sign[],
  count: number,
  at: (index: number, list: readonly Sign[]) => string,
): number | null {
  const rest = signs.length - count;
  const begins =
    Array.from({ length: count }, (_, index) => index).every((index) => at(index, all) === at(index, signs)) &&
    all.length > count === rest > 0;
  if (
    begins &&
    (rest === 0 || at(count, all) === at(count, signs)) &&
    (count > 0 || at(1, all) === at(1, signs) || KEYWORDS.has(at(0, all)))
  )
    return count;
  const offset = all.length - rest;
  if (offset <= 0 || count === 0) return null;
  const ends = Array.from({ length: rest }, (_, index) => index).every(
    (index) => at(offset + index, all) === at(count + index, signs),
  );
  const sameStart = at(0, all) === at(0, signs) && at(1, all) === at(1, signs);
  return ends && at(offset - 1, all) === at(count - 1, signs) && (rest > 1 || sameStart) ? offset : null;
}
