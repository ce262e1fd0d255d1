/** The items of a line that go with siblings: `w * h`, `"w": w, "h": h`, `f"{w}x{h}"`. */
import type { Search } from './counterparts';
import type { Hit } from './names';
import { templateOf, withName, type Piece } from './template';

/** One item: the places of one name and what goes with them. */
export interface Item extends Piece {
  readonly name: number;
}

/** Items one behind the other in a row, parted by the same sign. */
export interface ItemRun {
  readonly row: number;
  readonly items: readonly Item[];
  readonly separator: string;
  /** Inside a string, between operators, the arguments of a call, or a list. */
  readonly variant: 'items-string' | 'items-operator' | 'items-call' | 'items-list';
}

const SEPARATOR = /\s*(?:,|\|\||&&|\||\+|\*|&|;|\band\b|\bor\b|×|·)\s*/gu;
/** In strings other signs part items too. */
const IN_STRING = /^(?:\s*[-/x:]\s*|\s+)$/u;

export function itemRunsOf(search: Search, row: number): ItemRun[] {
  const hits = search.hits.get(row) ?? [];
  if (new Set(hits.map(({ name }) => name)).size < 2) return [];
  const runs: ItemRun[] = [];
  for (const groups of groupsOf(hits)) {
    let at = 0;
    while (at + 1 < groups.length) {
      const run = runFrom(search, row, groups, at);
      if (run === null) at += 1;
      else {
        runs.push(run);
        at += run.items.length;
      }
    }
  }
  return runs;
}

/** Neighbouring places of one name are one group; a name that comes again begins another list of groups. */
function groupsOf(hits: readonly Hit[]): Hit[][][] {
  const lists: Hit[][][] = [];
  let groups: Hit[][] = [];
  for (const hit of hits) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]?.name === hit.name) last.push(hit);
    else {
      if (groups.some(([first]) => first?.name === hit.name)) {
        lists.push(groups);
        groups = [];
      }
      groups.push([hit]);
    }
  }
  return [...lists, groups];
}

const pieceOf = (group: readonly Hit[]): Piece => ({
  start: group[0]?.start ?? 0,
  end: group.at(-1)?.end ?? 0,
  hits: group,
});

/** The longest run of items that begins with a group. */
function runFrom(
  { page: { text, index } }: Search,
  row: number,
  groups: readonly (readonly Hit[])[],
  from: number,
): ItemRun | null {
  const first = pieceOf(groups[from] ?? []);
  const second = pieceOf(groups[from + 1] ?? []);
  const inner = templateOf(text, first);
  if (templateOf(text, second) !== inner) return null;
  const gap = text.slice(first.end, second.start);
  const [lineStart, lineEnd] = [index.startOf(row), index.endOf(row)];
  for (const { left, right, separator } of cuts(gap, isInString(text, lineStart, first.start))) {
    const fits = (piece: Piece): boolean =>
      text.slice(lineStart, piece.start).endsWith(left) &&
      text.slice(piece.end, lineEnd).startsWith(right) &&
      templateOf(text, piece) === inner;
    if (!balanced(left + right) || !fits(first) || !fits(second)) continue;
    const items: Item[] = [];
    for (let at = from; at < groups.length; at += 1) {
      const piece = pieceOf(groups[at] ?? []);
      const before = items.at(-1);
      if (
        !fits(piece) ||
        (before !== undefined && text.slice(before.end, piece.start - left.length).trim() !== separator.trim())
      )
        break;
      items.push({
        start: piece.start - left.length,
        end: piece.end + right.length,
        hits: piece.hits,
        name: piece.hits[0]?.name ?? 0,
      });
    }
    if (items.length < 2) continue;
    return { row, items, separator, variant: variantOf(text, lineStart, items[0]?.start ?? 0, separator) };
  }
  return null;
}

function* cuts(
  gap: string,
  inString: boolean,
): Generator<{ readonly left: string; readonly right: string; readonly separator: string }> {
  for (const match of gap.matchAll(SEPARATOR)) {
    yield { right: gap.slice(0, match.index), left: gap.slice(match.index + match[0].length), separator: match[0] };
  }
  if (!inString) return;
  for (let length = gap.length; length >= 0; length -= 1) {
    const right = gap.slice(0, length);
    if (/[\p{L}\p{N}]/u.test(right)) continue;
    const brace = gap.indexOf('{', length);
    const at = brace < 0 ? gap.length : gap.charAt(brace - 1) === '$' ? brace - 1 : brace;
    const separator = gap.slice(length, at);
    if (IN_STRING.test(separator)) yield { right, left: gap.slice(at), separator };
  }
}

function balanced(code: string): boolean {
  let depth = 0;
  for (const sign of code) {
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
  }
  return depth === 0;
}

function isInString(text: string, lineStart: number, offset: number): boolean {
  const before = text.slice(lineStart, offset);
  return ['"', "'", '`'].some((sign) => before.split(sign).length % 2 === 0);
}

function variantOf(text: string, lineStart: number, start: number, separator: string): ItemRun['variant'] {
  if (isInString(text, lineStart, start)) return 'items-string';
  if (separator.trim() !== ',' && separator.trim() !== ';' && separator.trim() !== '|') return 'items-operator';
  return /[\p{L}\p{N}_\])]\($/u.test(text.slice(lineStart, start)) ? 'items-call' : 'items-list';
}

/** An item with another name. */
export const itemWith = ({ page, language, names }: Search, item: Item, name: number): string => {
  const wanted = names[name];
  return wanted === undefined ? '' : withName(page.text, item, wanted, language);
};
