/** A text as lines with their indentation, worked out once for a moment and shared by the proposers. */
import { dominantEol, LineIndex } from '../../text';
import type { Moment } from '../types';

export interface Page {
  readonly text: string;
  readonly eol: string;
  readonly index: LineIndex;
  /** Contents without terminators. */
  readonly lines: readonly string[];
  /** Width of the leading white space, in units; -1 for a blank line. */
  readonly indents: readonly number[];
}

/** The same work is done once for each moment. */
export function perMoment<Result>(make: (moment: Moment) => Result): (moment: Moment) => Result {
  const known = new WeakMap<Moment, { readonly result: Result }>();
  return (moment) => {
    const found = known.get(moment) ?? { result: make(moment) };
    known.set(moment, found);
    return found.result;
  };
}

export function pageFor(text: string): Page {
  const lines = text.split(/\r?\n/);
  return {
    text,
    eol: dominantEol(text),
    index: new LineIndex(text),
    lines,
    indents: lines.map((line) => line.search(/\S/)),
  };
}

export const pageOf = perMoment(({ text }) => pageFor(text));

const CLOSES = /^\s*(?:[)\]}]|end\b)/;

/** The last row of what a row begins: the deeper rows below it, and the brackets that close it. */
export function unitEnd({ lines, indents }: Page, row: number): number {
  const own = indents[row] ?? -1;
  if (own < 0) return row;
  let end = row;
  for (let at = row + 1; at < lines.length; at += 1) {
    const indent = indents[at] ?? -1;
    if (indent < 0) continue;
    if (indent > own) end = at;
    else {
      if (indent === own && CLOSES.test(lines[at] ?? '') && opens(lines, row, at)) end = at;
      break;
    }
  }
  return end;
}

/** Whether the rows `[row, closing)` leave a bracket open. */
function opens(lines: readonly string[], row: number, closing: number): boolean {
  let depth = 0;
  for (let at = row; at < closing; at += 1) {
    for (const sign of lines[at] ?? '') {
      if ('([{'.includes(sign)) depth += 1;
      else if (')]}'.includes(sign)) depth -= 1;
    }
  }
  return depth > 0;
}

/** The row that a row stands in: the nearest above with less indentation; -1 for none. */
export function parentRow({ indents }: Page, row: number): number {
  const own = indents[row] ?? -1;
  for (let at = row - 1; at >= 0; at -= 1) {
    const indent = indents[at] ?? -1;
    if (indent >= 0 && indent < own) return at;
  }
  return -1;
}

/** The rows of the text that ranges touch, first and last. */
export function rowsOf(
  { index }: Page,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly first: number; readonly last: number } {
  return { first: index.lineAt(start), last: index.lineAt(Math.max(start, end)) };
}
