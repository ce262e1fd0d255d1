/**
 * Lines of a text. Lines are 0-based here; a line's content excludes its terminator. Terminators are LF and CR LF
 * (a lone CR is content). A text that ends with a terminator has an empty last line, as editors show it.
 */

/** The lines' contents, without terminators. Always at least one. */
export function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}

/** Each line with its terminator; joining them gives the text back. Always at least one; the last may be ''. */
export function splitLinesKeepingEnds(text: string): string[] {
  const out: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    out.push(text.slice(at, end + 1));
    at = end + 1;
  }
  out.push(text.slice(at));
  return out;
}

/** The terminator most lines of the text use; LF when there is none. */
export function dominantEol(text: string): '\n' | '\r\n' {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text[at - 1] === '\r') crlf += 1;
    else lf += 1;
  }
  return crlf > lf ? '\r\n' : '\n';
}

/** Offsets of line starts, for conversion between offsets (UTF-16, 0-based) and line numbers (0-based). */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Offset of the first unit of a line; 0 for one before the first, the text's length for one past the last. */
  startOf(line: number): number {
    return this.starts[Math.max(0, line)] ?? this.text.length;
  }

  /** Offset just after the last unit of the line's content, before its terminator. Lines out of range are clamped. */
  endOf(line: number): number {
    const next = this.starts[Math.max(0, line) + 1];
    if (next === undefined) return this.text.length;
    return next >= 2 && this.text[next - 2] === '\r' ? next - 2 : next - 1;
  }

  /** The line an offset lies on. Offsets out of range are clamped. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The content of a line, without its terminator. */
  line(line: number): string {
    return this.text.slice(this.startOf(line), this.endOf(line));
  }
}
