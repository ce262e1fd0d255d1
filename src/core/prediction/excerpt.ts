/**
 * Which part of a file a model is shown: whole lines around the cursor. The window sits on natural boundaries and
 * stays where it is while the cursor moves inside it, because every slide of the window throws away the engine's
 * cache of the prompt.
 */
import { LineIndex } from '../text';

export interface ExcerptLimits {
  /** Most lines, at least 1. */
  readonly maxLines: number;
  /** Most UTF-16 units. The cursor's own line is always in, even when it alone is longer. */
  readonly maxChars: number;
  /** So many lines above and below the cursor's, wherever a boundary is; then the two above say nothing. */
  readonly around?: { readonly above: number; readonly below: number };
}

/** A window into a text; the excerpt is `text.slice(start, end)`. */
export interface ExcerptWindow {
  /** Offset of the first unit of the first line. */
  readonly start: number;
  /** Offset just after the content of the last line; its terminator is left out. */
  readonly end: number;
}

export interface Excerpt extends ExcerptWindow {
  /** 0-based line of the file that the excerpt begins with. */
  readonly firstLine: number;
  /** How many lines it holds, at least 1. */
  readonly lineCount: number;
  /** Whether lines of the file lie above or below. */
  readonly above: boolean;
  readonly below: boolean;
}

/** The embedded model's window: what it was trained on and what its context holds beside the history. */
export const DEFAULT_EXCERPT_LIMITS: ExcerptLimits = { maxLines: 48, maxChars: 2100 };

/** The cursor keeps this share of the window's lines on either side before the window moves. */
const MARGIN = 1 / 8;
/** Where a fresh window may begin and end, as shares of `maxLines` away from the cursor. */
const NEAREST = 1 / 4;
const FARTHEST = 3 / 4;

/**
 * The window around `offset` (UTF-16, clamped into the text). With `previous` (the last window, its offsets mapped
 * into this text) the same lines are kept as long as the cursor is well inside them and they fit the limits.
 */
export function excerptAround(text: string, offset: number, limits: ExcerptLimits, previous?: ExcerptWindow): Excerpt {
  const lines = new LineIndex(text);
  const cursor = lines.lineAt(offset);
  const whole = { first: 0, last: lines.lineCount - 1 };
  if (limits.around !== undefined) {
    const { above, below } = limits.around;
    return describe(lines, { first: Math.max(0, cursor - above), last: Math.min(whole.last, cursor + below) });
  }
  if (fits(lines, whole, limits)) return describe(lines, whole);
  if (previous !== undefined) {
    const kept = { first: lines.lineAt(previous.start), last: lines.lineAt(previous.end) };
    if (fits(lines, kept, limits) && isWellInside(lines, kept, cursor)) return describe(lines, kept);
  }
  return describe(lines, freshWindow(lines, cursor, limits));
}

/** Lines `first` to `last`, both included. */
interface LineSpan {
  readonly first: number;
  readonly last: number;
}

function fits(lines: LineIndex, span: LineSpan, limits: ExcerptLimits): boolean {
  return (
    span.last - span.first < limits.maxLines && lines.endOf(span.last) - lines.startOf(span.first) <= limits.maxChars
  );
}

function isWellInside(lines: LineIndex, span: LineSpan, cursor: number): boolean {
  const margin = Math.floor((span.last - span.first + 1) * MARGIN);
  const topIsOpen = span.first > 0;
  const bottomIsOpen = span.last < lines.lineCount - 1;
  return cursor >= span.first + (topIsOpen ? margin : 0) && cursor <= span.last - (bottomIsOpen ? margin : 0);
}

function freshWindow(lines: LineIndex, cursor: number, limits: ExcerptLimits): LineSpan {
  const near = Math.floor(limits.maxLines * NEAREST);
  const far = Math.floor(limits.maxLines * FARTHEST);
  const final = lines.lineCount - 1;

  let first: number;
  if (cursor <= far) first = 0;
  else if (final - cursor < near)
    first = bestStart(lines, Math.max(0, final - limits.maxLines + 1), Math.min(cursor - near, final - far));
  else first = bestStart(lines, cursor - far, cursor - near);
  // Long lines above the cursor must not use up the room for those below it.
  while (first < cursor && lines.endOf(cursor) - lines.startOf(first) > limits.maxChars * FARTHEST) first += 1;

  let last = cursor;
  while (last < final && fits(lines, { first, last: last + 1 }, limits)) last += 1;
  const margin = Math.ceil(limits.maxLines * MARGIN);
  if (last < final) last = bestEnd(lines, Math.max(cursor + margin, last - near), last);
  return { first, last };
}

/** The strongest boundary among the lines `[from, to]`; of equals the nearest to the middle between them. */
function bestStart(lines: LineIndex, from: number, to: number): number {
  const middle = (from + to) >> 1;
  let best = middle;
  for (let away = 1; middle - away >= from || middle + away <= to; away += 1) {
    for (const line of [middle - away, middle + away]) {
      if (line >= from && line <= to && boundary(lines, line) > boundary(lines, best)) best = line;
    }
  }
  return best;
}

/** The last line of the window: the latest in `[from, to]` that is followed by the strongest boundary. */
function bestEnd(lines: LineIndex, from: number, to: number): number {
  let best = to;
  for (let line = to - 1; line >= from; line -= 1) {
    if (boundary(lines, line + 1) > boundary(lines, best + 1)) best = line;
  }
  return best;
}

/** How natural it is for a window to begin at a line: 3 a top-level statement after a blank line, 0 not at all. */
function boundary(lines: LineIndex, line: number): 0 | 1 | 2 | 3 {
  if (line === 0) return 3;
  const content = lines.line(line);
  if (content.trim() === '') return 0;
  const afterBlank = lines.line(line - 1).trim() === '';
  const topLevel = !/^[\s)\]}]/.test(content);
  if (afterBlank) return topLevel ? 3 : 2;
  return topLevel ? 1 : 0;
}

function describe(lines: LineIndex, span: LineSpan): Excerpt {
  return {
    start: lines.startOf(span.first),
    end: lines.endOf(span.last),
    firstLine: span.first,
    lineCount: span.last - span.first + 1,
    above: span.first > 0,
    below: span.last < lines.lineCount - 1,
  };
}
