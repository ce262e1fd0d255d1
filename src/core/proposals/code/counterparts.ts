/** The lines and blocks in which siblings have counterparts: built alike, each with the name of its own. */
import type { Range } from '../types';
import type { Element } from './elements';
import { findNames, type Hit, type Name } from './names';
import { unitEnd, type Page } from './page';
import { markOf, templateOf, type Piece } from './template';

/** What is looked for, and where. */
export interface Search {
  readonly page: Page;
  readonly language: string;
  readonly names: readonly Name[];
  readonly elements: readonly Element[];
  /** Not looked into: the siblings themselves. */
  readonly own: Range;
  readonly scope: Range | null;
  /** By row. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
}

/** Names that stand in more places than this are looked for near by only. */
const MOST_HITS = 300;

export function searchFor(
  page: Page,
  language: string,
  names: readonly Name[],
  elements: readonly Element[],
  own: Range,
  scope: Range | null,
): Search {
  const hits = new Map<number, Hit[]>();
  for (const hit of nearest(findNames(page.text, names, scope?.start, scope?.end), own)) {
    if (hit.start >= own.start && hit.end <= own.end) continue;
    const row = page.index.lineAt(hit.start);
    const list = hits.get(row);
    if (list === undefined) hits.set(row, [hit]);
    else list.push(hit);
  }
  return { page, language, names, elements, own, scope, hits };
}

function nearest(hits: readonly Hit[], { start }: Range): readonly Hit[] {
  if (hits.length <= MOST_HITS) return hits;
  const at = hits.findIndex((hit) => hit.start >= start);
  const middle = at < 0 ? hits.length : at;
  const from = Math.max(0, Math.min(middle - MOST_HITS / 4, hits.length - MOST_HITS));
  return hits.slice(from, from + MOST_HITS);
}

/** The rows of one sibling in a series. */
export interface Unit extends Piece {
  readonly name: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly template: string;
}

/** Units one below the other, each of another name, all begun alike. */
export type Series = readonly Unit[];

const FARTHEST_ROWS = 40;
const LONGEST_UNIT = 40;

/** All series; `skip` are rows that are understood otherwise. */
export function seriesOf(search: Search, skip: ReadonlySet<number>, fewest = 2): Series[] {
  const { page } = search;
  const byKey = new Map<string, { readonly name: number; readonly row: number }[]>();
  for (const [row, hits] of search.hits) {
    if (skip.has(row)) continue;
    const seen = new Set<number>();
    for (const hit of hits) {
      if (seen.has(hit.name)) continue;
      seen.add(hit.name);
      const key = keyOf(page, row, hit);
      const list = byKey.get(key);
      if (list === undefined) byKey.set(key, [{ name: hit.name, row }]);
      else list.push({ name: hit.name, row });
    }
  }
  const found: Series[] = [];
  for (const list of byKey.values()) {
    if (list.length < fewest) continue;
    for (const cluster of clustersOf(
      page,
      list.sort((one, other) => one.row - other.row),
    )) {
      if (cluster.length >= fewest) found.push(cluster.map(({ name, row }) => unitOf(search, name, row)));
    }
  }
  // A line inside a block of another series goes with the block.
  return found.filter(
    (series) =>
      !found.some(
        (other) =>
          other !== series &&
          series.every((unit) =>
            other.some((block) => block.firstRow < unit.firstRow && unit.lastRow <= block.lastRow),
          ),
      ),
  );
}

/** How a line begins, up to its first name and the sign behind it. */
function keyOf({ lines, index }: Page, row: number, hit: Hit): string {
  const line = lines[row] ?? '';
  const at = hit.start - index.startOf(row);
  const before = line.slice(0, at).replace(/^(\s*)(?:\} ?)?(?:elif|else if)\b/, '$1if');
  const after = /^["'`\])}]*\s*(\S|$)/.exec(line.slice(hit.end - index.startOf(row)))?.[1] ?? '';
  return (
    before + markOf(hit) + (after === '' || ',;)'.includes(after) ? ',' : /[\p{L}\p{N}_]/u.test(after) ? 'w' : after)
  );
}

interface Place {
  readonly name: number;
  readonly row: number;
}

/** Rows of different names within one block. */
function clustersOf(page: Page, list: readonly Place[]): Place[][] {
  const clusters: Place[][] = [];
  let current: Place[] = [];
  for (const place of list) {
    const last = current.at(-1);
    if (
      last !== undefined &&
      (current.some(({ name }) => name === place.name) || !together(page, last.row, place.row))
    ) {
      clusters.push(current);
      current = [];
    }
    current.push(place);
  }
  return [...clusters, current];
}

function together({ indents }: Page, row: number, next: number): boolean {
  if (next - row > FARTHEST_ROWS) return false;
  const own = indents[row] ?? 0;
  for (let at = row + 1; at < next; at += 1) {
    const indent = indents[at] ?? -1;
    if (indent >= 0 && indent < own) return false;
  }
  return true;
}

/** The rows of a unit, with what belongs above it (decorators, comments) when all has the same above. */
export function unitOf({ page, hits }: Search, name: number, row: number): Unit {
  const lastRow = Math.min(unitEnd(page, row), row + LONGEST_UNIT);
  let firstRow = row;
  const indent = page.indents[row] ?? 0;
  while (
    firstRow > 0 &&
    page.indents[firstRow - 1] === indent &&
    /^\s*(?:@\w|#\[|\/\/|\/?\*|# )/.test(page.lines[firstRow - 1] ?? '')
  )
    firstRow -= 1;
  const own: Hit[] = [];
  for (let at = firstRow; at <= lastRow; at += 1)
    for (const hit of hits.get(at) ?? []) if (hit.name === name) own.push(hit);
  const piece = { start: page.index.startOf(firstRow), end: page.index.endOf(lastRow), hits: own };
  return { ...piece, name, firstRow, lastRow, template: templateOf(page.text, piece) };
}
