/** Brackets, strings and comments of a text by one pass over its signs: enough to split lists, in any language. */
import { perMoment } from './page';

export interface Bracket {
  readonly open: number;
  /** Offset of the closing sign; the text's length where none closes it. */
  readonly close: number;
  readonly sign: string;
}

export interface Brackets {
  readonly text: string;
  /** By `open`. */
  readonly all: readonly Bracket[];
  readonly byOpen: ReadonlyMap<number, Bracket>;
  /** Strings and comments with their signs, in order. */
  readonly quoted: readonly { readonly start: number; readonly end: number; readonly isComment: boolean }[];
  readonly quotedAt: ReadonlyMap<number, number>;
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export function bracketsFor(text: string, language: string): Brackets {
  const all: { open: number; close: number; sign: string }[] = [];
  const stack: { open: number; close: number; sign: string }[] = [];
  const quoted: { start: number; end: number; isComment: boolean }[] = [];
  const hasHash = language === 'python' || language === 'yaml' || language === 'shell';
  const signs = /["'`()[\]{}]|\/\/|\/\*|#|--/g;
  for (let match = signs.exec(text); match !== null; match = signs.exec(text)) {
    const [sign] = match;
    const at = match.index;
    const end = quoteEnd(text, at, sign, language, hasHash);
    if (end > at) {
      quoted.push({ start: at, end, isComment: !'"\'`'.includes(sign) });
      signs.lastIndex = end;
    } else if (PAIRS[sign] !== undefined) {
      const bracket = { open: at, close: text.length, sign };
      all.push(bracket);
      stack.push(bracket);
    } else if (')]}'.includes(sign)) {
      let top = stack.length - 1;
      while (top >= 0 && PAIRS[stack[top]?.sign ?? ''] !== sign) top -= 1;
      if (top >= 0) {
        const bracket = stack[top];
        if (bracket !== undefined) bracket.close = at;
        stack.length = top;
      }
    }
  }
  return {
    text,
    all,
    byOpen: new Map(all.map((bracket) => [bracket.open, bracket])),
    quoted,
    quotedAt: new Map(quoted.map(({ start, end }) => [start, end])),
  };
}

export const bracketsOf = perMoment(({ text, language }) => bracketsFor(text, language));

/** Where the string or comment that begins here ends; `at` where none does. */
function quoteEnd(text: string, at: number, sign: string, language: string, hasHash: boolean): number {
  const lineEnd = (): number => {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  };
  const after = (closing: string, from: number): number => {
    const end = text.indexOf(closing, from);
    return end < 0 ? text.length : end + closing.length;
  };
  if (sign === '#') return hasHash ? lineEnd() : at;
  if (sign === '--') return language === 'sql' || language === 'plaintext' ? lineEnd() : at;
  if (sign === '//') return hasHash || language === 'css' ? at : lineEnd();
  if (sign === '/*') return hasHash ? at : after('*/', at + 2);
  if (sign === '`')
    return language === 'javascript' || language === 'typescript' || language === 'go' ? after('`', at + 1) : at;
  if (sign !== '"' && sign !== "'") return at;
  if (language === 'python' && text.startsWith(sign.repeat(3), at)) return after(sign.repeat(3), at + 3);
  if (sign === "'" && language === 'rust' && text.charAt(at + 2) !== "'" && text.charAt(at + 1) !== '\\') return at;
  for (let end = at + 1; end < text.length; end += 1) {
    const next = text.charAt(end);
    if (next === '\\') end += 1;
    else if (next === '\n') return at;
    else if (next === sign) return end + 1;
  }
  return at;
}

/** The innermost bracket around an offset. */
export function bracketAround({ all }: Brackets, offset: number): Bracket | null {
  let found: Bracket | null = null;
  for (const bracket of all) {
    if (bracket.open >= offset) break;
    if (bracket.close >= offset) found = bracket;
  }
  return found;
}

/** The string or comment that an offset is inside of. */
export function quotedAround(
  { quoted }: Brackets,
  offset: number,
): { readonly start: number; readonly end: number; readonly isComment: boolean } | null {
  let low = 0;
  let high = quoted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = quoted[middle];
    if (one === undefined) return null;
    if (one.start < offset && offset < one.end) return one;
    if (one.end <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** `[from, to)` split at a sign that stands outside all inner brackets and strings; trimmed, empty ones left out. */
export function splitAt({ text, byOpen, quotedAt }: Brackets, from: number, to: number, sign: string): Stretch[] {
  const parts: Stretch[] = [];
  let start = from;
  const push = (end: number): void => {
    const raw = text.slice(start, end);
    const left = raw.length - raw.trimStart().length;
    if (raw.trim() !== '') parts.push({ start: start + left, end: start + left + raw.trim().length });
  };
  for (let at = from; at < to; at += 1) {
    const skip = byOpen.get(at)?.close ?? quotedAt.get(at);
    if (skip !== undefined) at = Math.min(to, quotedAt.has(at) ? skip - 1 : skip);
    else if (text.charAt(at) === sign) {
      push(at);
      start = at + 1;
    }
  }
  push(to);
  return parts;
}
