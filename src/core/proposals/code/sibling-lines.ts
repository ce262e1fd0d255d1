/** Whole lines that were put into or above one function (block), for the blocks beside it. */
import type { Candidate, Moment, Range } from '../types';
import { lineSiblings } from './elements';
import { sourceOf } from './joined';
import { findNames, nameOf } from './names';
import { parentRow, unitEnd, type Page } from './page';
import { withName } from './template';

interface Block {
  readonly row: number;
  readonly end: number;
  readonly name: string;
}

const DECORATOR = /^(?:@[\p{L}_]|#\[)/u;
const MOST_ROWS = 8;

export function inLines(moment: Moment, page: Page, { start, end }: Range): Candidate[] {
  let first = page.index.lineAt(start);
  let last = page.index.lineAt(end);
  // A line break at the beginning of what was written ends the row above.
  if (page.text.slice(start, page.index.endOf(first)).trim() === '') first += 1;
  while (first <= last && page.indents[first] === -1) first += 1;
  while (last > first && (page.indents[last] === -1 || page.text.slice(page.index.startOf(last), end).trim() === ''))
    last -= 1;
  if (first > last || last - first >= MOST_ROWS || page.indents[first] === -1) return [];
  const isDecorator = DECORATOR.test((page.lines[first] ?? '').trim());
  const owner = isDecorator ? last + 1 : parentRow(page, first);
  if (owner < 0 || owner >= page.lines.length || (isDecorator && page.indents[owner] !== page.indents[first]))
    return [];
  const blocks = blocksBeside(moment, page, owner);
  const own = blocks.find(({ row }) => row === owner);
  if (own === undefined || blocks.length < 2) return [];
  const lines = page.lines.slice(first, last + 1);
  const has = (block: Block): boolean => {
    const from = isDecorator ? topOf(page, block.row) : block.row;
    const wanted = (lines[0] ?? '').trim();
    return page.lines
      .slice(from, block.end + 1)
      .some((line) => line.trim() === wanted || line.trim() === adapted(moment, wanted, own.name, block.name));
  };
  const others = blocks.filter((block) => block !== own);
  const agreeing = 1 + others.filter(has).length;
  const left = others.filter((block) => !has(block));
  const ordered = [...left.filter(({ row }) => row > owner), ...left.filter(({ row }) => row < owner).reverse()];
  return ordered.flatMap((block): Candidate[] => {
    const body = lines.map((line) => adapted(moment, line, own.name, block.name));
    const place = isDecorator
      ? { row: block.row, certain: 1, variant: 'decorator' }
      : placeIn(page, own, block, first, last);
    if (
      place === null ||
      (place.variant === 'statement-end' && agreeing < 2 && body.join() === lines.join() && own.name !== '') ||
      !isBound(page, own, block, lines)
    )
      return [];
    const at = page.index.startOf(place.row);
    const isPastEnd = place.row >= page.lines.length;
    const offset = isPastEnd ? page.text.length : at;
    const text = isPastEnd
      ? body.map((line) => page.eol + line).join('')
      : body.map((line) => line + page.eol).join('');
    return [
      {
        family: 'sibling',
        group: 'sibling',
        change: [{ start: offset, end: offset, text }],
        evidence: { agreeing, against: left.length - 1, certain: place.certain, variant: place.variant },
        like: first,
      },
    ];
  });
}

function topOf(page: Page, row: number): number {
  let top = row;
  while (top > 0 && page.indents[top - 1] === page.indents[row] && DECORATOR.test((page.lines[top - 1] ?? '').trim()))
    top -= 1;
  return top;
}

/** The blocks of the same kind in the same parent. */
function blocksBeside(moment: Moment, page: Page, owner: number): Block[] {
  const siblings = lineSiblings(sourceOf(moment), owner);
  if (siblings !== null) {
    return siblings.elements.map(({ nameStart, name }) => {
      const row = page.index.lineAt(nameStart);
      return { row, end: unitEnd(page, row), name };
    });
  }
  // Blocks without names: the objects of a list.
  const blocks: Block[] = [];
  const indent = page.indents[owner];
  const parent = parentRow(page, owner);
  const header = (page.lines[owner] ?? '').trim();
  for (let row = parent + 1; row <= (parent < 0 ? page.lines.length - 1 : unitEnd(page, parent)); row += 1) {
    if (page.indents[row] === indent && (page.lines[row] ?? '').trim() === header && unitEnd(page, row) > row)
      blocks.push({ row, end: unitEnd(page, row), name: '' });
  }
  return blocks;
}

/** A line as the other block would say it: with its name for the first one's. */
function adapted(moment: Moment, line: string, from: string, to: string): string {
  if (from.length < 2 || to === '') return line;
  const hits = findNames(line, [nameOf(from)]);
  return hits.length === 0 ? line : withName(line, { start: 0, end: line.length, hits }, nameOf(to), moment.language);
}

const keyOf = (line: string): string => /^\s*[\p{L}\p{N}_$"'.@-]+(?:\s*[:=(]|\s|;|$)/u.exec(line)?.[0].trim() ?? '';

function placeIn(
  page: Page,
  own: Block,
  block: Block,
  first: number,
  last: number,
): { readonly row: number; readonly certain: number; readonly variant: string } | null {
  const isFirst = first === own.row + 1;
  if (block.end <= block.row) return null;
  if (isFirst) return { row: block.row + 1, certain: 1, variant: 'guard' };
  const rows = Array.from({ length: block.end - block.row }, (_, index) => block.row + 1 + index).filter(
    (row) => page.indents[row] === page.indents[first],
  );
  const above = (page.lines[first - 1] ?? '').trim();
  const below = last + 1 <= own.end ? (page.lines[last + 1] ?? '').trim() : '';
  const find = (line: string): number | undefined =>
    line === ''
      ? undefined
      : (rows.find((row) => (page.lines[row] ?? '').trim() === line) ??
        rows.find((row) => keyOf(page.lines[row] ?? '') === keyOf(line) && keyOf(line).length > 2));
  const after = page.indents[first - 1] === page.indents[first] ? find(above) : undefined;
  if (after !== undefined) return { row: unitEnd(page, after) + 1, certain: 0.9, variant: 'statement-after' };
  const before = find(below);
  if (before !== undefined) return { row: before, certain: 0.9, variant: 'statement-before' };
  if (last >= own.end || /^[)\]}]/.test(below)) {
    const closes = /^\s*[)\]}]/.test(page.lines[block.end] ?? '');
    return { row: closes ? block.end : block.end + 1, certain: 0.6, variant: 'statement-end' };
  }
  return null;
}

/** The parameters of the first that the lines use must be parameters of the other too. */
function isBound(page: Page, own: Block, block: Block, lines: readonly string[]): boolean {
  const parameters = (row: number): string[] =>
    /\(([^)]*)\)/
      .exec(page.lines[row] ?? '')?.[1]
      ?.split(',')
      .map((part) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(part)?.[0] ?? '') ?? [];
  const mine = parameters(own.row);
  const theirs = new Set(parameters(block.row));
  const words = new Set(lines.join(' ').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  return mine.every((name) => !words.has(name) || theirs.has(name));
}
