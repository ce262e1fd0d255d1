/**
 * Where a name of one scope occurs, exactly: every token that refers to it and no other. Null wherever a nested
 * binding, a shorthand or an ambiguous place makes that uncertain.
 */
import { functionsOf, type ClassExtent, type FunctionExtent, type TokenSpan } from './functions';
import type { Lexed } from './lexer';
import { logicalLineStart, roleOf, textAt, tokenAt } from './roles';

/** Token indices, ascending. */
export type Occurrences = readonly number[];

const DYNAMIC = new Set(['locals', 'eval', 'exec', 'vars', 'arguments', 'globals']);

/** All places a parameter is meant within its function, the parameter itself first. */
export function parameterOccurrences(
  lexed: Lexed,
  owner: FunctionExtent,
  parameter: number,
  functions = functionsOf(lexed),
): Occurrences | null {
  const name = textAt(lexed, parameter);
  const found = plainOccurrences(lexed, owner, name);
  if (found === null) return null;
  const python = lexed.language === 'python';
  const signatureEnd = python ? owner.body : (lexed.partner[owner.open] ?? owner.open);
  for (const at of found) {
    if (at === parameter) continue;
    // A default or an annotation in Python means the outer name.
    if (at < (python ? signatureEnd : owner.open)) return null;
    if (!python && at < signatureEnd) return null;
    if (!python && roleOf(lexed, at) === 'binding') return null;
    if (python && roleOf(lexed, at) === 'binding' && rebindsElsewhere(lexed, owner, at, functions)) return null;
  }
  return found[0] === parameter || found.includes(parameter) ? found : null;
}

/** All places a local variable is meant; `definition` is where it is first bound, in the body of `owner`. */
export function localOccurrences(
  lexed: Lexed,
  owner: FunctionExtent,
  definition: number,
  functions = functionsOf(lexed),
): Occurrences | null {
  const name = textAt(lexed, definition);
  const found = plainOccurrences(lexed, owner, name);
  if (found?.[0] !== definition) return null;
  const python = lexed.language === 'python';
  const block = tokenAt(lexed, definition)?.parent ?? -1;
  for (const at of found.slice(1)) {
    const role = roleOf(lexed, at);
    if (python ? role === 'binding' && rebindsElsewhere(lexed, owner, at, functions) : role === 'binding') return null;
    if (!python && !within(lexed, at, block)) return null;
  }
  if (python && rebindsElsewhere(lexed, owner, definition, functions)) return null;
  return found;
}

/** All places a name defined at the outermost level is meant in the whole text. */
export function outerOccurrences(lexed: Lexed, definition: number): Occurrences | null {
  const name = textAt(lexed, definition);
  const found = plainOccurrences(lexed, { first: 0, last: lexed.tokens.length }, name);
  if (found === null) return null;
  const bound = found.filter((at) => roleOf(lexed, at) === 'binding');
  return bound.length === 1 && bound[0] === definition ? found : null;
}

/** Every plain or binding occurrence of a name in a span; null where one of them is uncertain. */
export function plainOccurrences(lexed: Lexed, span: TokenSpan, name: string): Occurrences | null {
  const found: number[] = [];
  for (let at = span.first; at < span.last; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.kind !== 'name') continue;
    if (DYNAMIC.has(token.text) && textAt(lexed, at - 1) !== '.') return null;
    if (token.text !== name) continue;
    const role = roleOf(lexed, at);
    if (role === 'unsure') return null;
    // `f"{name=}"` prints the name.
    if (tokenAt(lexed, token.parent)?.kind === 'interpolation' && textAt(lexed, at + 1) === '=') return null;
    if (role === 'plain' || role === 'shorthand' || role === 'binding') found.push(at);
  }
  return found;
}

/** Places `receiver.name` within a class, if the class means nothing else by `.name`; declarations of the member too. */
export function memberOccurrences(
  lexed: Lexed,
  owner: ClassExtent,
  receiver: 'self' | 'this',
  name: string,
  functions = functionsOf(lexed),
): Occurrences | null {
  const found: number[] = [];
  for (let at = owner.body; at < owner.last; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.kind !== 'name' || token.text !== name) continue;
    const role = roleOf(lexed, at);
    if (role === 'member') {
      if (textAt(lexed, at - 2) !== receiver || textAt(lexed, at - 3) === '.') return null;
      found.push(at);
    } else if (lexed.language === 'python') {
      const isMethod = textAt(lexed, at - 1) === 'def';
      const atClassLevel =
        token.firstOnLine && !functions.some((one) => one.first > owner.first && at >= one.first && at < one.last);
      if (isMethod) {
        if (textAt(lexed, logicalLineStart(lexed, at) - 1) === ')' || decorated(lexed, at)) return null;
        found.push(at);
      } else if (atClassLevel) return null;
    } else if (role === 'key' && token.parent === owner.body - 1) found.push(at);
    else if (role === 'unsure') return null;
  }
  return found;
}

function decorated(lexed: Lexed, name: number): boolean {
  const line = tokenAt(lexed, name)?.line ?? 0;
  const above = lexed.text.split('\n')[line - 1] ?? '';
  return above.trim().startsWith('@') || above.trim().endsWith(')');
}

/** Whether the binding at `index` makes a variable of its own: in a nested function, a lambda or a comprehension. */
function rebindsElsewhere(
  lexed: Lexed,
  owner: FunctionExtent,
  index: number,
  functions: readonly FunctionExtent[],
): boolean {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  if (parent >= 0 && parent !== owner.open) {
    // A loop target in brackets belongs to a comprehension; `(a, b) = ...` and walruses do not.
    if (textAt(lexed, index + 1) !== ':=') return true;
  }
  for (let at = logicalLineStart(lexed, index); at < index; at += 1) if (textAt(lexed, at) === 'lambda') return true;
  return functions.some(
    (one) => one.first > owner.first && one.last <= owner.last && index >= one.first && index < one.last,
  );
}

function within(lexed: Lexed, index: number, block: number): boolean {
  for (let at = tokenAt(lexed, index)?.parent ?? -1; ; at = tokenAt(lexed, at)?.parent ?? -1) {
    if (at === block) return true;
    if (at < 0) return false;
  }
}
