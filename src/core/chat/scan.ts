/** Lines of code as brackets and strings divide them, for any language of a common shape, also while it is being written. */

/** What holds at the start of a line. */
export interface LineState {
  /** The line begins inside a string or comment of several lines. */
  readonly inString: boolean;
  /** Brackets that are open. */
  readonly depth: number;
  /** The innermost of them: the line it stands on, and whether it holds statements rather than a list, a call or a literal. */
  readonly open: { readonly line: number; readonly block: boolean } | null;
}

export interface CodeStyle {
  /** `#` begins a comment, and `{` no block: Python and its like. */
  readonly hash: boolean;
  /** `'` is no quote of strings: Rust's lifetimes. */
  readonly lifetimes: boolean;
}

const HASHED: ReadonlySet<string> = new Set([
  'python',
  'ruby',
  'shell',
  'yaml',
  'r',
  'perl',
  'julia',
  'elixir',
  'toml',
  'dockerfile',
  'makefile',
  'coffeescript',
  'gdscript',
  'nim',
]);

/** By the language's id; by the look of the code where that is not known. */
export function styleOf(language: string, lines: readonly string[]): CodeStyle {
  const hash =
    language === '' ? lines.some((line) => /^\s*(?:def|class)\b.*:\s*(?:#.*)?$/.test(line)) : HASHED.has(language);
  return { hash, lifetimes: language === 'rust' };
}

const CLOSING: Readonly<Record<string, true>> = { ')': true, ']': true, '}': true };
const CHAR_LITERAL = /^'(?:\\[^']*|[^'\\])'/;

/** A `{` after one of these is a literal or a type, no block. */
const BEFORE_LITERAL = /(?:[=(,[:?&|]|\breturn|\bfrom|\bimport|\bexport|\btype\s+\S+\s*=)\s*$/;

export function scanLines(lines: readonly string[], { hash, lifetimes }: CodeStyle): readonly LineState[] {
  const states: LineState[] = [];
  const stack: { line: number; block: boolean }[] = [];
  /** What ends the string that is open. */
  let until: string | null = null;
  for (const [number, line] of lines.entries()) {
    states.push({ inString: until !== null, depth: stack.length, open: stack.at(-1) ?? null });
    let at = 0;
    while (at < line.length) {
      if (until !== null) {
        const end: number = closing(line, at, until);
        if (end < 0) break;
        at = end + until.length;
        until = null;
        continue;
      }
      const char = line.charAt(at);
      const rest = line.slice(at);
      if (hash ? char === '#' : rest.startsWith('//')) break;
      const opener = hash ? /^(?:"""|''')/.exec(rest)?.[0] : /^(?:`|\/\*|""")/.exec(rest)?.[0];
      if (opener !== undefined) {
        until = opener === '/*' ? '*/' : opener;
        at += opener.length;
      } else if (char === '"' || char === "'" || char === '`') {
        at =
          lifetimes && char === "'"
            ? at + (CHAR_LITERAL.exec(rest)?.[0].length ?? 1)
            : Math.max(at, closing(line, at + 1, char)) + 1;
      } else {
        if (char === '(' || char === '[') stack.push({ line: number, block: false });
        else if (char === '{') stack.push({ line: number, block: !hash && !BEFORE_LITERAL.test(line.slice(0, at)) });
        else if (CLOSING[char] === true) stack.pop();
        at += 1;
      }
    }
  }
  return states;
}

/** Where a string ends, or -1; a backslash takes the next character along. */
function closing(line: string, from: number, end: string): number {
  for (let at = from; at < line.length; at += 1) {
    if (line.startsWith(end, at)) return at;
    if (line.charAt(at) === '\\' && end !== '*/') at += 1;
  }
  return -1;
}

export const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
export const marginOf = (line: string | undefined): string => /^[ \t]*/.exec(line ?? '')?.[0] ?? '';
/** Columns, with tabs of four. */
export const widthOf = (line: string | undefined): number =>
  Array.from(marginOf(line)).reduce((sum, char) => (char === '\t' ? sum + 4 - (sum % 4) : sum + 1), 0);

/** A line that carries on a statement whose first part has ended. */
const CONTINUES =
  /^\s*(?:end|else|elsif|elif|except|finally|catch|rescue|ensure|until|done|fi|esac)\b|^\s*\}?\s*(?:else|catch|finally|while\s*\(.*\);)/;

/** The last line of the statement or definition that begins on a line: what is deeper, in brackets, or carries it on. */
export function endOf(lines: readonly string[], states: readonly LineState[], from: number): number {
  const depth = states[from]?.depth ?? 0;
  const width = widthOf(lines[from]);
  let last = from;
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at];
    const state = states[at];
    const inside = state?.inString === true || (state?.depth ?? 0) > depth;
    if (isBlank(line)) {
      if (inside) last = at;
      continue;
    }
    const same = widthOf(line) === width;
    const carries = same && (CONTINUES.test(line ?? '') || (at === last + 1 && /^\s*\{/.test(line ?? '')));
    if (!inside && !carries && widthOf(line) <= width) break;
    last = at;
  }
  return last;
}

/** A line that goes on from the one above: a chain of calls, an operator. */
const GOES_ON = /^\s*(?:[.?:|&+*/%,)]|\}\s*[,)\]])/;
const DECORATOR = /^\s*(?:@|#\[|\[\w)/;

/** The statement a line belongs to, without what surrounds it. Both lines included. */
export function statementAt(
  lines: readonly string[],
  states: readonly LineState[],
  line: number,
): { readonly first: number; readonly last: number } {
  let first = line;
  for (let before = -1; before !== first;) {
    before = first;
    const state = states[first];
    const closes = /^\s*[)\]}]/.test(lines[first] ?? '');
    if (state?.inString === true) while (first > 0 && states[first]?.inString === true) first -= 1;
    else if (state?.open != null && (!state.open.block || closes)) first = state.open.line;
    else if (first > 0 && GOES_ON.test(lines[first] ?? '') && !isBlank(lines[first - 1])) first -= 1;
  }
  let last = endOf(lines, states, first);
  while (
    DECORATOR.test(lines[first] ?? '') &&
    last + 1 < lines.length &&
    !isBlank(lines[last + 1]) &&
    widthOf(lines[last + 1]) === widthOf(lines[first])
  )
    last = endOf(lines, states, last + 1);
  return { first, last: Math.max(last, line) };
}
