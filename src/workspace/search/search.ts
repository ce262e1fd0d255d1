/** Finding a text or an expression in many files. */

export interface SearchQuery {
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  /** Whether `text` is a regular expression (JavaScript's; `^` and `$` match at each line). */
  readonly regex: boolean;
}

export interface SearchedFile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export interface Match {
  /** Line and column of its first character, from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 units. */
  readonly length: number;
  /** Its line, shortened around it; `from` and `to` are where it stands there. */
  readonly preview: string;
  readonly from: number;
  readonly to: number;
}

export interface FileMatches {
  readonly id: string;
  readonly name: string;
  readonly matches: readonly Match[];
}

export type Pattern =
  | { readonly kind: 'pattern'; readonly expression: RegExp }
  /** Nothing is asked. */
  | { readonly kind: 'empty' }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'bad'; readonly why: string };

export type SearchOutcome =
  /** `cut` when there are more places than are listed. */
  | { readonly kind: 'found'; readonly files: readonly FileMatches[]; readonly count: number; readonly cut: boolean }
  | Exclude<Pattern, { kind: 'pattern' }>;

/** Listed in all: more would help nobody, and a list has to be drawn. */
export const MOST_MATCHES = 1_000;
/** UTF-16 units of a preview before its match (a narrow panel shows no more), and in all. */
const BEFORE = 14;
const PREVIEW = 200;

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);

function compile(source: string, flags: string): RegExp | SyntaxError {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

export function patternOf({ text, caseSensitive, wholeWord, regex }: SearchQuery): Pattern {
  if (text === '') return { kind: 'empty' };
  const inner = regex ? text : escaped(text);
  const source = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${inner})(?![\\p{L}\\p{N}_])` : inner;
  const flags = caseSensitive ? 'gm' : 'gmi';
  const strict = compile(source, `${flags}u`);
  if (strict instanceof RegExp) return { kind: 'pattern', expression: strict };
  // Many write escapes that only the older reading allows, as in `\-`; it does not know \p.
  const lax = compile(wholeWord ? `\\b(?:${inner})\\b` : inner, flags);
  if (lax instanceof RegExp) return { kind: 'pattern', expression: lax };
  return { kind: 'bad', why: `This is not a regular expression: ${strict.message.replace(/^.*: /, '')}.` };
}

/** Files in the order given. An expression can take for ever: run it where it can be stopped. */
export function search(files: Iterable<SearchedFile>, query: SearchQuery, most = MOST_MATCHES): SearchOutcome {
  const pattern = patternOf(query);
  if (pattern.kind !== 'pattern') return pattern;
  const found: FileMatches[] = [];
  let count = 0;
  for (const { id, name, text } of files) {
    // One more than is listed tells whether there are more.
    const matches = matchesIn(text, pattern.expression, most - count + 1);
    const listed = matches.slice(0, most - count);
    if (listed.length > 0) found.push({ id, name, matches: listed });
    count += listed.length;
    if (matches.length > listed.length) return { kind: 'found', files: found, count, cut: true };
  }
  return { kind: 'found', files: found, count, cut: false };
}

function matchesIn(text: string, expression: RegExp, most: number): readonly Match[] {
  const matches: Match[] = [];
  let line = 1;
  let lineStart = 0;
  expression.lastIndex = 0;
  for (let hit = expression.exec(text); hit !== null && matches.length < most; hit = expression.exec(text)) {
    if (hit[0] === '') {
      // An empty match is no place to go to; the next one is sought behind it.
      expression.lastIndex += 1;
      continue;
    }
    for (
      let next = text.indexOf('\n', lineStart);
      next >= 0 && next < hit.index;
      next = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = next + 1;
    }
    matches.push({
      line,
      column: hit.index - lineStart + 1,
      length: hit[0].length,
      ...previewOf(text, lineStart, hit.index, hit[0].length),
    });
  }
  return matches;
}

function previewOf(
  text: string,
  lineStart: number,
  at: number,
  length: number,
): Pick<Match, 'preview' | 'from' | 'to'> {
  const indent = /^[ \t]*/.exec(text.slice(lineStart, at))?.[0].length ?? 0;
  const start = Math.max(lineStart + indent, at - BEFORE);
  const newline = text.indexOf('\n', at);
  const end = Math.min(newline < 0 ? text.length : newline, start + PREVIEW);
  const dots = start > lineStart + indent ? '…' : '';
  const from = dots.length + at - start;
  const preview = dots + text.slice(start, end).trimEnd();
  return { preview, from: Math.min(from, preview.length), to: Math.min(from + length, preview.length) };
}

/** Where a line and column (from 1) are in a text that may have changed since: the nearest place that is there. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  const next = text.indexOf('\n', start);
  return Math.min(start + column - 1, next < 0 ? text.length : next);
}
