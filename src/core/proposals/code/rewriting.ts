/** What one edit of a line did, as a rule with holes: `assertEqual(1, 2)` to `assert 1 == 2`, with anything for 1 and 2. */
import { withoutCommonEnds } from '../../text';

export type Part =
  | { readonly kind: 'code'; readonly text: string }
  /** Stands for whatever is at its place; the same number, the same code. `example`: what stood there. */
  | { readonly kind: 'hole'; readonly index: number; readonly example: string };

export interface Rewriting {
  readonly from: readonly Part[];
  readonly to: readonly Part[];
  /** What stood directly before and behind: a place with the same neighbours is more alike. */
  readonly left: string;
  readonly right: string;
  /** Whether it may be looked for anywhere, or only beside one of the same neighbours, or between both. */
  readonly needs: 'nothing' | 'neighbour' | 'neighbours';
}

const TOKENS =
  /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+(?:\.\p{N}+)?|[^\S\n]+|\n|[=!<>]=+|&&|\|\||=>|->|::|\?\?|[^\p{L}\p{N}_$\s]/gu;
const WORDY = /[\p{L}\p{N}_$]/u;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const KEYWORDS = new Set([
  'const',
  'let',
  'var',
  'function',
  'return',
  'if',
  'else',
  'for',
  'in',
  'of',
  'while',
  'def',
  'class',
  'async',
  'await',
  'not',
  'and',
  'or',
  'is',
  'new',
  'import',
  'from',
  'as',
  'with',
  'assert',
  'None',
  'null',
  'undefined',
  'true',
  'false',
  'True',
  'False',
  'fn',
  'func',
  'pub',
  'mut',
  'self',
  'this',
  'print',
]);
const MOST_HOLES = 4;

export const tokensOf = (code: string): string[] => code.match(TOKENS) ?? [];

/**
 * The rule that leads from one form of a line to another; null when it would say too little. A `wide` one takes the
 * whole call in which something changed, with its callee: `f(1, DEBUG)` to `f(1)`.
 */
export function rewritingOf(before: string, after: string, wide = false): Rewriting | null {
  const older = tokensOf(before);
  const newer = tokensOf(after);
  const { older: cut, newer: put } = withoutCommonEnds(older, newer);
  let head = 0;
  while (head < older.length && head < newer.length && older[head] === newer[head]) head += 1;
  head = Math.min(head, older.length - cut.length, newer.length - put.length);
  let tail = older.length - head - cut.length;
  let isPutIn = false;
  // A rule takes brackets as wholes.
  while (
    tail > 0 &&
    (depthOf(older.slice(head, older.length - tail)) > 0 || depthOf(newer.slice(head, newer.length - tail)) > 0)
  )
    tail -= 1;
  while (
    head > 0 &&
    (depthOf(older.slice(head, older.length - tail)) < 0 || depthOf(newer.slice(head, newer.length - tail)) < 0)
  )
    head -= 1;
  if (wide) {
    const call = callAround(older, head, older.length - tail);
    if (call === null) return null;
    head = call.start;
    tail = older.length - call.end;
  } else if (older.length - head - tail === 0) {
    // Something was put in: what it was put to belongs to the rule. One more item of a list says nothing of other lists.
    const added = newer.slice(head, newer.length - tail).join('');
    if (/^\s*,|,\s*$/.test(added)) return null;
    isPutIn = true;
    if (NAME.test(older[head] ?? '') && (!NAME.test(older[head - 1] ?? '') || /\s$/.test(added))) tail -= 1;
    else if (NAME.test(older[head - 1] ?? '')) head -= 1;
    else return null;
  }
  const gone = older.slice(head, older.length - tail);
  const next = newer.slice(head, newer.length - tail);
  if (wide && next.join('').slice(0, 1) !== gone.join('').slice(0, 1)) return null;
  const back = older[head - 1]?.trim() === '' ? 2 : 1;
  const repeated = older[head - back];
  if (
    repeated !== undefined &&
    NAME.test(repeated) &&
    gone.includes(repeated) &&
    (back === 2 || /^\s/.test(gone[0] ?? ''))
  )
    head = takeBefore(older, head, back, gone, next);
  // A number means what it stands behind: `timeout=30`.
  const named = /^\s*[=:(]\s*$/.test(older[head - 1] ?? '') && NAME.test(older[head - 2] ?? '') ? 2 : 0;
  const isConstant = named > 0 && /^\p{N}/u.test(gone.join('').trim());
  if (isConstant) head = takeBefore(older, head, named, gone, next);
  if (gone.length > 80 || next.length > 80) return null;
  const { from, to } = isConstant ? { from: partsOf(gone), to: partsOf(next) } : withHoles(gone, next, wide);
  const literal = from
    .filter((part) => part.kind === 'code')
    .map(({ text }) => text)
    .join('')
    .trim();
  if (literal === '') return null;
  const words = literal.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  const isKeywords =
    words.length > 0 && words.every((word) => KEYWORDS.has(word)) && !from.some(({ kind }) => kind === 'hole');
  if (
    isKeywords &&
    to.some(
      (part) =>
        part.kind === 'code' &&
        (part.text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).some((word) => !KEYWORDS.has(word)),
    )
  )
    return null;
  const right = older.slice(older.length - tail).find((token) => token.trim() !== '') ?? '';
  const left =
    older
      .slice(0, head)
      .filter((token) => token.trim() !== '')
      .at(-1) ?? '';
  const saysMuch =
    WORDY.test(literal.replace(/\p{N}+(?:\.\p{N}+)?/gu, '')) || (literal.length > 1 && !/\p{N}/u.test(literal));
  const isName = NAME.test(literal) && from.length === 1 && right !== '(';
  const needs =
    !saysMuch || (isPutIn && right !== '(') ? 'neighbours' : isName && !isKeywords ? 'neighbour' : 'nothing';
  return { from, to, left, right, needs };
}

/** The tokens of the call whose arguments `[start, end)` are among. */
function callAround(
  tokens: readonly string[],
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  let depth = 0;
  let open = start - 1;
  for (; open >= 0; open -= 1) {
    if (')]}'.includes(tokens[open] ?? '')) depth += 1;
    else if ('([{'.includes(tokens[open] ?? '')) depth -= 1;
    if (depth < 0) break;
  }
  const callee = tokens[open - 1] ?? '';
  if (open < 1 || tokens[open] !== '(' || !NAME.test(callee) || KEYWORDS.has(callee)) return null;
  depth = 0;
  for (let close = open; close < tokens.length; close += 1) {
    if ('([{'.includes(tokens[close] ?? '')) depth += 1;
    else if (')]}'.includes(tokens[close] ?? '')) depth -= 1;
    if (depth === 0) return close >= end ? { start: open - 1, end: close + 1 } : null;
  }
  return null;
}

/** The rule begins some tokens earlier. */
function takeBefore(older: readonly string[], head: number, count: number, gone: string[], next: string[]): number {
  const taken = older.slice(head - count, head);
  gone.unshift(...taken);
  next.unshift(...taken);
  return head - count;
}

function depthOf(tokens: readonly string[]): number {
  let depth = 0;
  let least = 0;
  for (const token of tokens) {
    if (token === '(' || token === '[' || token === '{') depth += 1;
    else if (token === ')' || token === ']' || token === '}') depth -= 1;
    least = Math.min(least, depth);
  }
  return least < 0 ? least : depth;
}

type Token = string | { readonly index: number; readonly example: string };

/** The longest stretches that both have become holes. */
function withHoles(
  gone: readonly string[],
  next: readonly string[],
  keepsCallee: boolean,
): { readonly from: Part[]; readonly to: Part[] } {
  let older: Token[] = [...gone];
  let newer: Token[] = [...next];
  for (let index = 0; index < MOST_HOLES; index += 1) {
    const run = longestRun(older, newer, keepsCallee);
    if (run === null) break;
    const hole = { index, example: run.join('') };
    older = replaced(older, run, hole);
    newer = replaced(newer, run, hole);
    // Nothing but a hole says nothing: the callee stays.
    if (older.every((token) => typeof token !== 'string' || token.trim() === '')) {
      return calleeKept(gone, next);
    }
  }
  return { from: partsOf(older), to: partsOf(newer) };
}

function calleeKept(gone: readonly string[], next: readonly string[]): { readonly from: Part[]; readonly to: Part[] } {
  const open = gone.indexOf('(');
  if (open <= 0 || gone.at(-1) !== ')') return { from: partsOf(gone), to: partsOf(next) };
  const inner = gone.slice(open + 1, -1);
  if (!inner.some((token) => WORDY.test(token))) return { from: partsOf(gone), to: partsOf(next) };
  const hole = { index: 0, example: inner.join('') };
  return { from: partsOf(replaced(gone, inner, hole)), to: partsOf(replaced(next, inner, hole)) };
}

function longestRun(older: readonly Token[], newer: readonly Token[], keepsCallee: boolean): string[] | null {
  let best: string[] | null = null;
  for (let one = 0; one < older.length; one += 1) {
    for (let other = 0; other < newer.length; other += 1) {
      let length = 0;
      const run: string[] = [];
      for (;;) {
        const token = older[one + length];
        if (typeof token !== 'string' || token !== newer[other + length]) break;
        run.push(token);
        length += 1;
      }
      while (run.length > 0 && !usable(run)) run.pop();
      if (keepsCallee && one === 0) continue;
      if (run.length > (best?.length ?? 0)) best = run;
    }
  }
  return best;
}

function usable(run: readonly string[]): boolean {
  const text = run.join('');
  if (
    text.trim() !== text ||
    !WORDY.test(text) ||
    depthOf(run) !== 0 ||
    /^[,;:=.]|[,;:=.]$/.test(text) ||
    /[;=]/.test(text)
  )
    return false;
  if (run.length === 1 && KEYWORDS.has(text)) return false;
  return ['"', "'", '`'].every((sign) => run.filter((token) => token === sign).length % 2 === 0);
}

function replaced(
  tokens: readonly Token[],
  run: readonly string[],
  hole: { readonly index: number; readonly example: string },
): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const fits = run.every((token, index) => tokens[at + index] === token);
    if (fits) {
      out.push(hole);
      at += run.length - 1;
    } else out.push(tokens[at] ?? '');
  }
  return out;
}

function partsOf(tokens: readonly Token[]): Part[] {
  const parts: Part[] = [];
  for (const token of tokens) {
    const last = parts.at(-1);
    if (typeof token !== 'string') parts.push({ kind: 'hole', ...token });
    else if (last?.kind === 'code') parts[parts.length - 1] = { kind: 'code', text: last.text + token };
    else parts.push({ kind: 'code', text: token });
  }
  return parts;
}

/** Whether two rules are one; where they differ only in names that went, a rule with a hole for those. */
export function generalised(one: Rewriting, other: Rewriting): Rewriting | null {
  if (one.from.length !== other.from.length || shapeOf(one.to) !== shapeOf(other.to)) return null;
  if (shapeOf(one.from) === shapeOf(other.from)) return one;
  const from: Part[] = [];
  let index = MOST_HOLES;
  for (const [at, part] of one.from.entries()) {
    const mate = other.from[at];
    if (mate === undefined || part.kind !== mate.kind) return null;
    if (part.kind === 'hole' || mate.kind === 'hole' || part.text === mate.text) {
      from.push(part);
      continue;
    }
    const [mine, theirs] = [tokensOf(part.text), tokensOf(mate.text)];
    if (mine.length !== theirs.length) return null;
    for (const [place, token] of mine.entries()) {
      const last = from.at(-1);
      if (token === theirs[place]) {
        if (last?.kind === 'code') from[from.length - 1] = { kind: 'code', text: last.text + token };
        else from.push({ kind: 'code', text: token });
      } else if (WORDY.test(token) && WORDY.test(theirs[place] ?? '')) {
        from.push({ kind: 'hole', index, example: token });
        index += 1;
      } else return null;
    }
  }
  return from.some((part) => part.kind === 'code' && WORDY.test(part.text)) ||
    from.some((part) => part.kind === 'code' && part.text.trim().length > 1)
    ? { ...one, from }
    : null;
}

const shapeOf = (parts: readonly Part[]): string =>
  parts.map((part) => (part.kind === 'hole' ? `\u0001${part.index}` : part.text)).join('');
