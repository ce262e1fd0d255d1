/** The functions and classes of a text, by indentation or brackets: where they begin and end, and what they bind. */
import type { Lexed } from './lexer';
import { isReserved } from './languages';
import { braceKind, isParameterList, roleOf, textAt, tokenAt } from './roles';

/** Token indices are half-open: `[first, last)`. */
export interface TokenSpan {
  readonly first: number;
  readonly last: number;
}

export interface FunctionExtent extends TokenSpan {
  /** Index of the name's token, or -1 where it has none of its own. */
  readonly name: number;
  /** Index of the parameter list's opening bracket. */
  readonly open: number;
  /** Index of the first token of the body. */
  readonly body: number;
  /** Indices of the parameters' tokens, receivers (`self`, `cls`) left out. */
  readonly parameters: readonly number[];
}

export interface ClassExtent extends TokenSpan {
  readonly name: number;
  /** Index of the first token of the body. */
  readonly body: number;
}

/** Every function of the text, in order of their beginnings; nested ones too. */
export function functionsOf(lexed: Lexed): FunctionExtent[] {
  return lexed.language === 'python' ? pythonFunctions(lexed) : scriptFunctions(lexed);
}

/** Every class of the text. */
export function classesOf(lexed: Lexed): ClassExtent[] {
  const out: ClassExtent[] = [];
  lexed.tokens.forEach((token, index) => {
    if (token.text !== 'class' || token.kind !== 'keyword' || tokenAt(lexed, index + 1)?.kind !== 'name') return;
    if (lexed.language === 'python') {
      const body = pythonBody(lexed, index);
      if (body !== null) out.push({ first: index, name: index + 1, body: body.first, last: body.last });
      return;
    }
    for (let at = index + 1; at < lexed.tokens.length; at += 1) {
      const brace = tokenAt(lexed, at);
      if (brace?.parent !== token.parent) continue;
      if (brace.text === '{') {
        out.push({ first: index, name: index + 1, body: at + 1, last: (lexed.partner[at] ?? at) + 1 });
        return;
      }
      if (brace.text === ';') return;
    }
  });
  return out;
}

/** Column of a token's line: how many units of white space it begins with. */
export function indentOf(lexed: Lexed, index: number): number {
  const token = tokenAt(lexed, index);
  if (token === undefined) return 0;
  const lineStart = lexed.text.lastIndexOf('\n', token.start - 1) + 1;
  return /^[ \t]*/.exec(lexed.text.slice(lineStart, token.end))?.[0].length ?? 0;
}

/** The body of the Python compound statement whose keyword is at `index`. */
function pythonBody(lexed: Lexed, index: number): TokenSpan | null {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  let colon = index + 1;
  for (; ; colon += 1) {
    const token = tokenAt(lexed, colon);
    if (token === undefined) return null;
    if (token.parent === parent && token.text === ':' && token.kind === 'op') break;
  }
  const indent = indentOf(lexed, index);
  const first = colon + 1;
  if (!(tokenAt(lexed, first)?.firstOnLine ?? true)) {
    let last = first;
    while (
      last < lexed.tokens.length &&
      !(tokenAt(lexed, last)?.firstOnLine === true && tokenAt(lexed, last)?.parent === parent)
    )
      last += 1;
    return { first, last };
  }
  let last = first;
  for (; last < lexed.tokens.length; last += 1) {
    const token = tokenAt(lexed, last);
    if (token?.firstOnLine === true && token.parent === parent && indentOf(lexed, last) <= indent) break;
  }
  return last > first ? { first, last } : null;
}

function pythonFunctions(lexed: Lexed): FunctionExtent[] {
  const out: FunctionExtent[] = [];
  lexed.tokens.forEach((token, index) => {
    if (token.text !== 'def' || token.kind !== 'keyword' || textAt(lexed, index + 2) !== '(') return;
    const body = pythonBody(lexed, index);
    if (body === null) return;
    const open = index + 2;
    out.push({
      first: index,
      name: index + 1,
      open,
      body: body.first,
      last: body.last,
      parameters: parametersOf(lexed, open),
    });
  });
  return out;
}

function parametersOf(lexed: Lexed, open: number): number[] {
  const close = lexed.partner[open] ?? open;
  const out: number[] = [];
  for (let at = open + 1; at < close; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.kind !== 'name' || token.parent !== open || isReserved(token.text, lexed.language)) continue;
    if (roleOf(lexed, at) === 'binding') out.push(at);
  }
  return out;
}

function scriptFunctions(lexed: Lexed): FunctionExtent[] {
  const out: FunctionExtent[] = [];
  lexed.tokens.forEach((token, open) => {
    if (token.text === '(' && token.kind === 'op' && isParameterList(lexed, open)) {
      const found = scriptFunction(lexed, open);
      if (found !== null) out.push(found);
    } else if (token.kind === 'name' && textAt(lexed, open + 1) === '=>' && !endsResultType(lexed, open)) {
      const last = arrowEnd(lexed, open + 1);
      if (last !== null && !isReserved(token.text, lexed.language))
        out.push({ first: open, name: -1, open, body: open + 2, last, parameters: [open] });
    }
  });
  return out.sort((one, other) => one.first - other.first);
}

/** Whether the name before an arrow is the result's type: `(x): T =>`, `(x: A): x is T =>`. */
function endsResultType(lexed: Lexed, name: number): boolean {
  const before = textAt(lexed, name - 1);
  return (
    ['is', '|', '&', '.', 'keyof', 'typeof'].includes(before) || (before === ':' && textAt(lexed, name - 2) === ')')
  );
}

function scriptFunction(lexed: Lexed, open: number): FunctionExtent | null {
  const close = lexed.partner[open] ?? -1;
  const before = textAt(lexed, open - 1);
  if (before === 'catch') return null;
  const named = tokenAt(lexed, open - 1)?.kind === 'name';
  const name = named ? open - 1 : -1;
  const keyword = textAt(lexed, named ? open - 2 : open - 1) === 'function';
  const first = keyword ? (named ? open - 2 : open - 1) : named && textAt(lexed, close + 1) !== '=>' ? open - 1 : open;
  let at = close + 1;
  if (textAt(lexed, at) === ':') {
    const parent = tokenAt(lexed, open)?.parent ?? -1;
    if (textAt(lexed, at + 1) === '{') return null;
    for (at += 1; ; at += 1) {
      const token = tokenAt(lexed, at);
      if (token === undefined || at - close > 40) return null;
      if (token.parent !== parent) continue;
      // `): A & { b: C } {`: the first of the two belongs to the type.
      if (token.text === '{' && ['&', '|', '<', ',', 'is'].includes(textAt(lexed, at - 1))) continue;
      if (token.text === '{' || token.text === '=>') break;
      if (token.text === ';' || token.text === ',' || token.text === '=') return null;
    }
  }
  const parameters = parametersOf(lexed, open);
  if (textAt(lexed, at) === '=>') {
    const last = arrowEnd(lexed, at);
    return last === null ? null : { first: open, name: -1, open, body: at + 1, last, parameters };
  }
  if (textAt(lexed, at) !== '{' || braceKind(lexed, at) !== 'block') return null;
  return { first, name, open, body: at + 1, last: (lexed.partner[at] ?? at) + 1, parameters };
}

/** Where the body of the arrow at `arrow` ends, or null where that is not plain to see. */
function arrowEnd(lexed: Lexed, arrow: number): number | null {
  const parent = tokenAt(lexed, arrow)?.parent ?? -1;
  if (textAt(lexed, arrow + 1) === '{') return (lexed.partner[arrow + 1] ?? arrow) + 1;
  const limit = parent === -1 ? lexed.tokens.length : (lexed.partner[parent] ?? 0);
  for (let at = arrow + 1; at < limit; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === ',' || token.text === ';') return at;
    if (token.firstOnLine && at > arrow + 1 && (token.kind === 'name' || token.kind === 'keyword'))
      return /^[\w)\]}'"`]/.test(textAt(lexed, at - 1).slice(-1)) ? at : null;
  }
  return limit;
}
