/** Which part of what is shown a model may write anew. */
import { LineIndex } from '../../text';
import type { Shown } from '../types';
import type { Span } from './shown';

/** Whole lines around the cursor's, so many above and below, without the last one's terminator. */
export function linesAround({ text, cursor }: Shown, above: number, below: number): Span {
  const lines = new LineIndex(text);
  const line = lines.lineAt(cursor);
  return { start: lines.startOf(line - above), end: lines.endOf(Math.min(line + below, lines.lineCount - 1)) };
}

/** As {@link linesAround}; blank lines at its edges are left out, and for those above as many more are taken below. */
export function codeAround({ text, cursor }: Shown, above: number, below: number): Span {
  const lines = new LineIndex(text);
  const line = lines.lineAt(cursor);
  const blank = (at: number): boolean => lines.line(at).trim() === '';
  let first = Math.max(0, line - above);
  let last = Math.min(line + below, lines.lineCount - 1);
  while (first < line && blank(first)) {
    first += 1;
    if (last < lines.lineCount - 1) last += 1;
  }
  while (last > line && blank(last)) last -= 1;
  return { start: lines.startOf(first), end: lines.endOf(last) };
}

/** What may be written anew, and what is shown around it. */
export interface Regions {
  readonly editable: Span;
  readonly context: Span;
}

const BYTES_PER_TOKEN = 3;
/** Of what may be written anew, this share lies evenly around the cursor. */
const EVEN_SHARE = 0.75;

/** Lines `[first, last]`, and how many tokens are left. */
interface Grown {
  readonly first: number;
  readonly last: number;
  readonly left: number;
}

/**
 * Lines around the cursor for so many tokens, counted as a third of their bytes, at least one a line; and lines around
 * those for so many more. (Its authors also take whole nodes of the syntax tree where they fit.)
 */
export function tokensAround({ text, cursor }: Shown, editable: number, context: number): Regions {
  const lines = new LineIndex(text);
  const line = lines.lineAt(cursor);
  const cost = (at: number): number => Math.max(1, Math.floor(bytesOf(lines.line(at)) / BYTES_PER_TOKEN));
  const final = lines.lineCount - 1;
  const even = Math.floor(editable * EVEN_SHARE);
  const near = evenly({ first: line, last: line, left: Math.max(0, even - cost(line)) }, final, cost);
  const inner = upFirst({ ...near, left: near.left + editable - even }, final, cost);
  const outer = upFirst({ ...inner, left: context }, final, cost);
  const span = ({ first, last }: Grown): Span => ({ start: lines.startOf(first), end: lines.endOf(last) });
  return { editable: span(inner), context: span(outer) };
}

/** By turns below and above, until a line does not fit. */
function evenly(start: Grown, final: number, cost: (line: number) => number): Grown {
  let { first, last, left } = start;
  while (left > 0 && (first > 0 || last < final)) {
    if (last < final) {
      if (cost(last + 1) > left) break;
      last += 1;
      left -= cost(last);
    }
    if (first > 0 && left > 0) {
      if (cost(first - 1) > left) break;
      first -= 1;
      left -= cost(first);
    }
  }
  return { first, last, left };
}

/** By turns above and below, as long as one of the two lines fits. */
function upFirst(start: Grown, final: number, cost: (line: number) => number): Grown {
  let { first, last, left } = start;
  for (let grows = true; grows && left > 0;) {
    grows = false;
    if (first > 0 && cost(first - 1) <= left) {
      first -= 1;
      left -= cost(first);
      grows = true;
    }
    if (last < final && left > 0 && cost(last + 1) <= left) {
      last += 1;
      left -= cost(last);
      grows = true;
    }
  }
  return { first, last, left };
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
