/** Brackets that stand open, told by indentation too: a block is closed where its header stands, not anywhere below. */
import type { Moment } from '../types';
import { bracketsOf } from './brackets';
import { pageOf, perMoment, type Page } from './page';

export interface Opening {
  readonly offset: number;
  readonly sign: string;
  readonly row: number;
}

export interface OpenBrackets {
  /** Never closed, by offset. */
  readonly open: readonly Opening[];
  /** Closing signs that close nothing, by offset. */
  readonly orphans: readonly Opening[];
}

export const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export const openBracketsOf = perMoment((moment: Moment): OpenBrackets => {
  const page = pageOf(moment);
  return openBracketsIn(page, bracketsOf(moment).quotedAt);
});

/** @param quotedAt where each string or comment begins and ends */
function openBracketsIn(page: Page, quotedAt: ReadonlyMap<number, number>): OpenBrackets {
  const stack: Opening[] = [];
  const open: Opening[] = [];
  const orphans: Opening[] = [];
  const indentAt = (row: number): number => page.indents[row] ?? 0;
  const signs = /["'`()[\]{}/#-]/g;
  for (let match = signs.exec(page.text); match !== null; match = signs.exec(page.text)) {
    const offset = match.index;
    const [sign] = match;
    const end = quotedAt.get(offset);
    if (end !== undefined) {
      signs.lastIndex = end;
      continue;
    }
    if (CLOSING[sign] !== undefined) stack.push({ offset, sign, row: page.index.lineAt(offset) });
    const wanted = OPENING[sign];
    if (wanted === undefined) continue;
    const row = page.index.lineAt(offset);
    const isFirst = page.text.slice(page.index.startOf(row), offset).trim() === '';
    let at = stack.length - 1;
    while (at >= 0 && stack[at]?.sign !== wanted) at -= 1;
    // A closing sign that begins its line belongs to a line that is indented like it, where there is one.
    if (isFirst) {
      for (let other = at; other >= 0; other -= 1) {
        const opening = stack[other];
        if (opening?.sign === wanted && indentAt(opening.row) === indentAt(row)) {
          at = other;
          break;
        }
      }
    }
    if (at < 0) orphans.push({ offset, sign, row });
    else open.push(...stack.splice(at).slice(1));
  }
  open.push(...stack);
  return { open: open.sort((one, other) => one.offset - other.offset), orphans };
}

/** How many brackets of each kind more a text opens than it closes. */
export function netOf(text: string): number {
  let net = 0;
  for (const sign of text) {
    if (CLOSING[sign] !== undefined) net += 1;
    else if (OPENING[sign] !== undefined) net -= 1;
  }
  return net;
}
