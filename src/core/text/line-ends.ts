/**
 * A file's text on its way in and out. Editors show one kind of line end and no byte order mark; what nobody changed is
 * written as it came: each line with the terminator it had. Terminators are LF, CR LF and a lone CR, the three that
 * editors know; U+2028 and its like are characters of a line.
 */
import { diffText } from './diff';

export type LineEnd = '\n' | '\r\n' | '\r';

/** How a file was written where its text does not tell: small unless its line ends are mixed. */
export interface TextForm {
  /** What stands before the text: a byte order mark, or nothing. */
  readonly mark: string;
  /** Of new lines: the terminator that most lines of the file have; null for a file of one line. */
  readonly eol: LineEnd | null;
  /** The text with its own terminators when they differ from each other; null when all are `eol`. */
  readonly original: string | null;
}

const MARK = /^\uFEFF*/;
const END = /\r\n|\r|\n/g;

const endsOf = (text: string): readonly LineEnd[] => (text.match(END) ?? []) as LineEnd[];

/** The text of a file without its byte order mark. */
export const withoutMark = (raw: string): string => raw.replace(MARK, '');

/** The text with one kind of line end. */
export const uniformEnds = (text: string, eol: LineEnd): string => text.replace(END, eol);

/** The form of a file that was decoded from UTF-8 with its mark kept. */
export function formOf(raw: string): TextForm {
  const mark = MARK.exec(raw)?.[0] ?? '';
  const text = raw.slice(mark.length);
  const counts = new Map<LineEnd, number>();
  for (const end of endsOf(text)) counts.set(end, (counts.get(end) ?? 0) + 1);
  let eol: LineEnd | null = null;
  for (const [end, count] of counts) if (eol === null || count > (counts.get(eol) ?? 0)) eol = end;
  return { mark, eol, original: counts.size > 1 ? text : null };
}

/**
 * The text as it is written to a file of this form: lines that are there still have the terminator they had, new ones
 * the file's usual one. `formOf(raw)` gives `raw` back for its own text, whatever an editor made of the line ends.
 */
export function inForm(text: string, { mark, eol, original }: TextForm): string {
  if (original !== null) return mark + withEndsOf(original, text, eol ?? '\n');
  return mark + (eol === null ? text : uniformEnds(text, eol));
}

function withEndsOf(original: string, text: string, eol: LineEnd): string {
  if (text === original) return text;
  const ends = endsOf(original);
  const before = uniformEnds(original, '\n');
  const after = uniformEnds(text, '\n');
  const out: string[] = [];
  let at = 0;
  let line = 0;
  const put = (piece: string, endOf: (index: number) => LineEnd): void => {
    let index = 0;
    out.push(piece.replace(/\n/g, () => endOf(index++)));
  };
  const keep = (to: number): void => {
    const piece = before.slice(at, to);
    const first = line;
    put(piece, (index) => ends[first + index] ?? eol);
    line += breaksIn(piece);
    at = to;
  };
  for (const { start, end, text: piece } of diffText(before, after)) {
    keep(start);
    const first = line;
    const gone = breaksIn(before.slice(start, end));
    // Where a stretch was compared as a whole, its lines are taken to be the same in their order.
    put(piece, (index) => (index < gone ? (ends[first + index] ?? eol) : eol));
    line += gone;
    at = end;
  }
  keep(before.length);
  return out.join('');
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
