/** What closes the brackets that the last edits opened, at its place: in the line, or below the block it begins. */
import type { Candidate, Moment, PastEdit } from '../types';
import { bracketsOf, quotedAround } from './brackets';
import { CLOSING, openBracketsOf, type Opening } from './open';
import { pageOf, type Page } from './page';
import { endingOf } from './endings';
import { HEADER, isWhole } from './headers';

/** Brackets that were opened longer ago are left to those who opened them. */
const LOOKED_BACK = 3;
const MOST_ROWS = 3;

export function closings(moment: Moment): Candidate[] {
  const recent = moment.edits.slice(-LOOKED_BACK);
  if (openBracketsOf(moment).open.length === 0) return [];
  const groups = openedRows(moment, recent);
  const inner = groups.at(-1);
  if (inner === undefined) return [];
  const page = pageOf(moment);
  const blocks = groups.filter((group) => endsRow(moment, page, group));
  return blocks.includes(inner) ? inBlock(moment, page, blocks) : inRow(moment, page, inner);
}

const isWithin = ({ places }: PastEdit, offset: number): boolean =>
  places.some(({ start, end }) => start <= offset && offset < end);

/** The brackets that the last edit opened in a row, closed by now or not: `print(len(x)` leaves the outer one open. */
function typedIn(moment: Moment, page: Page, row: number): Opening[] {
  const last = moment.edits.at(-1);
  const [from, to] = [page.index.startOf(row), page.index.endOf(row)];
  return bracketsOf(moment)
    .all.filter(({ open }) => open >= from && open < to && last !== undefined && isWithin(last, open))
    .map(({ open, sign }) => ({ offset: open, sign, row }));
}

/** The brackets that stand open and were just typed, or around what was just typed, by the row they stand in. */
function openedRows(moment: Moment, recent: readonly PastEdit[]): Opening[][] {
  const rows = new Map<number, Opening[]>();
  const page = pageOf(moment);
  const lastRow = page.index.lineAt(recent.at(-1)?.places.at(-1)?.end ?? moment.cursor);
  for (const opening of openBracketsOf(moment).open) {
    const isAround =
      opening.row <= lastRow && (opening.row === lastRow || bodyEnd({ moment, page, row: opening.row }) >= lastRow);
    if (isAround || recent.some((edit) => isWithin(edit, opening.offset)))
      rows.set(opening.row, [...(rows.get(opening.row) ?? []), opening]);
  }
  return [...rows.values()].slice(-MOST_ROWS);
}

const closersOf = (group: readonly Opening[]): string =>
  [...group]
    .reverse()
    .map(({ sign }) => CLOSING[sign] ?? '')
    .join('');

/** Closing signs within a line, with the space that their opening ones have. */
const spacedClosers = ({ text }: Page, group: readonly Opening[]): string =>
  [...group]
    .reverse()
    .map(({ sign, offset }) => (sign === '{' && text.charAt(offset + 1) === ' ' ? ' ' : '') + (CLOSING[sign] ?? ''))
    .join('');

/** What stands in a row from an offset on, without a comment and white space at its end. */
export function contentEnd(moment: Moment, page: Page, row: number): number {
  let end = page.index.endOf(row);
  const start = page.index.startOf(row);
  const quoted =
    quotedAround(bracketsOf(moment), end) ??
    bracketsOf(moment).quoted.find(({ start: from, end: to }) => from >= start && to === end) ??
    null;
  if (quoted?.isComment === true && quoted.start >= start) end = quoted.start;
  while (end > start && /\s/.test(page.text.charAt(end - 1))) end -= 1;
  return end;
}

function endsRow(moment: Moment, page: Page, group: readonly Opening[]): boolean {
  const last = group.at(-1);
  if (last === undefined) return false;
  const tail = page.text.slice(last.offset + 1, contentEnd(moment, page, last.row)).trim();
  return tail === '' || /^\|[^|]*\|$/.test(tail);
}

/** The last of the rows below a row that are deeper than it; a blank one with the cursor that goes on with them counts. */
export function bodyEnd({
  moment,
  page,
  row,
}: {
  readonly moment: Moment;
  readonly page: Page;
  readonly row: number;
}): number {
  const own = page.indents[row] ?? 0;
  let last = row;
  for (let at = row + 1; at < page.lines.length; at += 1) {
    const indent = page.indents[at] ?? -1;
    if (indent < 0) continue;
    if (indent <= own) break;
    last = at;
  }
  const cursorRow = page.index.lineAt(moment.cursor);
  const isTyping =
    page.indents[cursorRow] === -1 &&
    cursorRow === last + 1 &&
    cursorRow < page.lines.length &&
    (page.lines[cursorRow]?.length ?? 0) > own;
  return isTyping ? cursorRow : last;
}

function inBlock(moment: Moment, page: Page, groups: readonly Opening[][]): Candidate[] {
  const inner = groups.at(-1);
  const row = inner?.[0]?.row;
  if (inner === undefined || row === undefined) return [];
  const condition = inCondition(page, inner);
  if (condition !== null) return [condition];
  const last = bodyEnd({ moment, page, row });
  if (last === row) return [];
  // Blocks around it that end at the same place can be closed together with it.
  const together: Opening[][] = [];
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    const group = groups[at];
    const start = group?.[0]?.row;
    if (group === undefined || start === undefined || bodyEnd({ moment, page, row: start }) !== last) break;
    together.push(group);
  }
  const offset = page.index.endOf(last);
  const isAtWork = page.index.lineAt(moment.cursor) === last;
  const lineFor = (group: readonly Opening[]): string => {
    const at = group[0]?.row ?? row;
    const closers = closersOf(group);
    return (
      page.eol + (page.lines[at] ?? '').slice(0, page.indents[at] ?? 0) + closers + endingOf(moment, page, at, closers)
    );
  };
  const make = (closed: readonly Opening[][], variant: string, certain: number): Candidate => ({
    family: 'structure',
    group: `close:${row}:${closed.length}`,
    change: [{ start: offset, end: offset, text: closed.map(lineFor).join('') }],
    evidence: { agreeing: closed.length, against: 0, certain, variant },
    like: null,
  });
  const isBlank = page.indents[last] === -1;
  const certain = isBlank ? 0.3 : isAtWork ? 0.6 : 0.9;
  if (together.length < 2) return [make([inner], 'close-block', certain)];
  return [make(together, 'close-all', certain), make([inner], 'close-block', certain - 0.1)];
}

/** `if (a {`: the round one is closed before the block begins. */
function inCondition(page: Page, group: readonly Opening[]): Candidate | null {
  const [round, curly] = group;
  if (group.length !== 2 || round?.sign !== '(' || curly?.sign !== '{') return null;
  const between = page.text.slice(round.offset + 1, curly.offset);
  if (/=>|\bfunction\b|\bfunc\b|\||^\s*$|[,[(:]\s*$/.test(between)) return null;
  const line = (page.lines[round.row] ?? '').trim();
  if (
    !/^(?:\}? ?else )?(?:if|while|for|switch|catch)\b|^(?:export |async |static |public |private )*(?:function\b|[\w$]+\()/.test(
      line,
    )
  )
    return null;
  const at = round.offset + 1 + between.trimEnd().length;
  return {
    family: 'structure',
    group: 'close:condition',
    change: [{ start: at, end: at, text: ')' }],
    evidence: { agreeing: 1, against: 0, certain: 0.9, variant: 'close-condition' },
    like: null,
  };
}

function inRow(moment: Moment, page: Page, group: readonly Opening[]): Candidate[] {
  const unclosed = group.at(-1);
  if (unclosed === undefined) return [];
  const opening = typedIn(moment, page, unclosed.row).findLast(({ sign }) => sign === unclosed.sign) ?? unclosed;
  const rowEnd = contentEnd(moment, page, opening.row);
  const ofItem = stretchEnd(moment, page, opening.offset + 1, rowEnd, true);
  const ofAll = stretchEnd(moment, page, opening.offset + 1, rowEnd, false);
  const last = moment.edits.at(-1);
  // What was typed together with the bracket belongs into it.
  const isOne = ofItem === ofAll || (last !== undefined && isWithin(last, ofItem));
  const places = isOne ? [ofAll] : [ofItem, ofAll];
  return places.flatMap((at): Candidate[] => {
    const inside = page.text.slice(opening.offset + 1, at);
    if (inside.trim() === '' || !isWhole(inside) || hasOpenQuote(moment, opening.offset + 1, at)) return [];
    const continued = at === rowEnd ? continuedEnd(page, opening.row) : opening.row;
    const place = continued === opening.row ? at : contentEnd(moment, page, continued);
    const closers = at === rowEnd ? spacedClosers(page, group) : (CLOSING[opening.sign] ?? '');
    const text = closers + (at === rowEnd ? afterClosers(moment, page, opening.row, closers) : '');
    const isAtWork = moment.cursor === place && place === page.index.endOf(continued);
    return [
      {
        family: 'structure',
        group: `close:${opening.offset}`,
        change: [{ start: place, end: place, text }],
        evidence: {
          agreeing: group.length,
          against: places.length - 1,
          certain: isAtWork ? 0.4 : 0.9,
          variant: isAtWork ? 'close-typed' : at === ofItem && places.length > 1 ? 'close-item' : 'close-row',
        },
        like: null,
      },
    ];
  });
}

/** Whether a string begins in a stretch and does not end there. */
function hasOpenQuote(moment: Moment, from: number, to: number): boolean {
  const { quotedAt } = bracketsOf(moment);
  for (let at = from; at < to; at += 1) {
    const end = quotedAt.get(at);
    if (end !== undefined) at = end - 1;
    else if (/["`]/.test(moment.text.charAt(at)) || (moment.text.charAt(at) === "'" && moment.language !== 'rust'))
      return true;
  }
  return false;
}

/** Where what a bracket holds ends at the latest within its row: before what closes an outer one, or what follows a condition. */
function stretchEnd(moment: Moment, page: Page, from: number, to: number, isItem: boolean): number {
  const { byOpen, quotedAt } = bracketsOf(moment);
  let end = to;
  for (let at = from; at < to; at += 1) {
    const skip = byOpen.get(at)?.close;
    const quoted = quotedAt.get(at);
    const sign = page.text.charAt(at);
    if (sign === '{' && at === to - 1) end = at;
    else if (skip !== undefined && skip < to) at = skip;
    else if (quoted !== undefined) at = Math.min(to, quoted) - 1;
    else if (')]};'.includes(sign) || (isItem && sign === ',') || page.text.startsWith('=>', at)) end = at;
    else if (sign === ':' && at === to - 1 && moment.language === 'python') end = at;
    if (end !== to) break;
  }
  while (end > from && /\s/.test(page.text.charAt(end - 1))) end -= 1;
  return end;
}

/** The row where what a row leaves open goes on to, by its deeper rows. */
function continuedEnd(page: Page, row: number): number {
  if (!/[,+\-*/|&([{]\s*$/.test(page.lines[row] ?? '')) return row;
  let last = row;
  for (let at = row + 1; at < page.lines.length && (page.indents[at] ?? -1) > (page.indents[row] ?? 0); at += 1)
    last = at;
  return last;
}

function afterClosers(moment: Moment, page: Page, row: number, closers: string): string {
  const line = (page.lines[row] ?? '').trim();
  if (/[;,:{]$/.test(line)) return '';
  if (moment.language === 'python') return HEADER.python.test(line) ? ':' : endingOf(moment, page, row, closers);
  if (HEADER.braces.test(line)) return (page.indents[row + 1] ?? -1) > (page.indents[row] ?? 0) ? ' {' : '';
  return endingOf(moment, page, row, closers);
}
