/**
 * What each occurrence of a name is, read from the tokens around it. Where two readings are possible the answer is
 * `unsure`, and no example is made of it.
 */
import type { Lexed, Token } from './lexer';

/**
 * `plain`: refers to a variable, function or type in scope. `shorthand`: does so, and names a field as well (`{ a }`).
 * `member`: after a dot. `key`: names a field or an argument.
 */
export type Role = 'plain' | 'shorthand' | 'binding' | 'member' | 'key' | 'unsure';

const DECLARERS = new Set(['const', 'let', 'var', 'function', 'class', 'interface', 'type', 'enum', 'namespace']);
const CONTROLS = new Set(['if', 'for', 'while', 'switch', 'with', 'await']);
const MODIFIERS = new Set([
  'get',
  'set',
  'async',
  'static',
  'public',
  'private',
  'protected',
  'readonly',
  'abstract',
  'override',
  'declare',
]);

export function tokenAt(lexed: Lexed, index: number): Token | undefined {
  return lexed.tokens[index];
}

export function textAt(lexed: Lexed, index: number): string {
  const token = lexed.tokens[index];
  return token === undefined || token.kind === 'string' ? '' : token.text;
}

/** The role of the name at `index`. `binding`: it introduces the name (a declaration, a parameter, a loop target). */
export function roleOf(lexed: Lexed, index: number): Role {
  const before = textAt(lexed, index - 1);
  if (before === '.' || before === '?.' || textAt(lexed, index).startsWith('#')) return 'member';
  return lexed.language === 'python' ? pythonRole(lexed, index, before) : scriptRole(lexed, index, before);
}

function pythonRole(lexed: Lexed, index: number, before: string): Role {
  const after = textAt(lexed, index + 1);
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  if (before === 'global' || before === 'nonlocal' || before === '@') return before === '@' ? 'plain' : 'unsure';
  if (before === 'def' || before === 'class') return 'binding';
  const line = logicalLineStart(lexed, index);
  const first = textAt(lexed, line);
  if (first === 'global' || first === 'nonlocal') return 'unsure';
  if (first === 'import' || first === 'from')
    return before === 'as' && (after === '' || after === ',' || after === ')' || isFirst(lexed, index + 1))
      ? 'binding'
      : 'unsure';
  if (parent >= 0 && isParameterList(lexed, parent)) {
    if (isParameterStart(before) && (tokenAt(lexed, index - 1)?.parent === parent || index - 1 === parent))
      return 'binding';
    return 'plain';
  }
  if (inLambdaParameters(lexed, index)) return 'binding';
  if (parent >= 0 && textAt(lexed, parent) === '(' && after === '=')
    return before === '(' || before === ',' ? 'key' : 'unsure';
  if (isLoopTarget(lexed, index)) return 'binding';
  if (before === 'as') return 'binding';
  if (
    parent === -1 &&
    (first === textAt(lexed, index) || after === '=' || after === ',') &&
    isAssignmentTarget(lexed, line, index)
  )
    return 'binding';
  if (after === ':=') return 'binding';
  return 'plain';
}

const isParameterStart = (before: string): boolean =>
  before === '(' || before === ',' || before === '*' || before === '**';

const isFirst = (lexed: Lexed, index: number): boolean => tokenAt(lexed, index)?.firstOnLine ?? true;

/** The first token of the statement line `index` stands on, brackets spanned. */
export function logicalLineStart(lexed: Lexed, index: number): number {
  let at = index;
  for (;;) {
    const token = tokenAt(lexed, at);
    if (token === undefined) return 0;
    if (token.parent >= 0) at = token.parent;
    else if (token.firstOnLine || at === 0) return at;
    else {
      const before = tokenAt(lexed, at - 1);
      at =
        before !== undefined && (lexed.partner[at - 1] ?? -1) >= 0 && ')]}'.includes(before.text)
          ? (lexed.partner[at - 1] ?? at - 1)
          : at - 1;
    }
  }
}

/** `a = ...`, `a, b = ...`, `a: T = ...`, `a += ...`: whether the name stands left of the assignment, unbracketed. */
function isAssignmentTarget(lexed: Lexed, line: number, index: number): boolean {
  for (let at = line; at <= index; at += 1) {
    const token = tokenAt(lexed, at);
    if (
      at < index &&
      token?.parent === -1 &&
      token.kind !== 'name' &&
      token.text !== ',' &&
      token.text !== '*' &&
      token.text !== '='
    )
      return false;
  }
  for (let at = index + 1; ; at += 1) {
    const token = tokenAt(lexed, at);
    if (token === undefined || (token.parent === -1 && token.firstOnLine)) return false;
    if (token.parent !== -1) continue;
    if (token.text === '=' || /^[-+*/%&|^@<>]{1,2}=$/.test(token.text))
      return token.text === '=' || !['<=', '>='].includes(token.text);
    if (token.text === ':') return true;
    if (token.kind !== 'name' && token.text !== ',' && token.text !== '*') return false;
  }
}

function isLoopTarget(lexed: Lexed, index: number): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token === undefined) return false;
    if (token.text === 'for' && token.kind === 'keyword') return true;
    if (token.kind !== 'name' && token.text !== ',' && token.text !== '(' && token.text !== '*') return false;
  }
  return false;
}

/** Whether the name stands between a `lambda` and its colon. */
function inLambdaParameters(lexed: Lexed, index: number): boolean {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  for (let at = index - 1; at > parent; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === 'lambda') return true;
    if (
      token.text === ':' ||
      (token.kind === 'keyword' && token.text !== 'None' && token.text !== 'True' && token.text !== 'False')
    )
      return false;
    if (token.firstOnLine && parent === -1) return false;
  }
  return false;
}

/** Whether the bracket at `open` holds the parameters of a function. Ambiguous ones count. */
export function isParameterList(lexed: Lexed, open: number): boolean {
  if (textAt(lexed, open) !== '(') return false;
  const before = textAt(lexed, open - 1);
  if (lexed.language === 'python') return textAt(lexed, open - 2) === 'def';
  const close = lexed.partner[open] ?? -1;
  const after = textAt(lexed, close + 1);
  if (after === '=>') return true;
  if (before === 'function' || textAt(lexed, open - 2) === 'function' || before === 'catch') return true;
  if (CONTROLS.has(before)) return false;
  if (after === '{')
    return (
      tokenAt(lexed, open - 1)?.kind === 'name' ||
      [']', '>', 'function'].includes(before) ||
      tokenAt(lexed, open - 1)?.kind === 'keyword'
    );
  if (after !== ':') return false;
  return !inConditional(lexed, open) && textAt(lexed, logicalCase(lexed, open)) !== 'case';
}

/** Whether an unanswered `?` stands before, in the same bracket: then a colon ends its first branch. */
function inConditional(lexed: Lexed, index: number): boolean {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  for (let at = index - 1; at > parent; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === '?' && textAt(lexed, at + 1) !== ':') return true;
    if (token.text === ';' || token.text === ':') return false;
  }
  return false;
}

function logicalCase(lexed: Lexed, index: number): number {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  for (let at = index - 1; at > parent; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent === parent && (token.text === 'case' || token.text === ';' || token.text === ':')) return at;
  }
  return parent;
}

/** What a `{` opens, as far as names in it are concerned. */
export function braceKind(lexed: Lexed, open: number): 'block' | 'members' | 'object' {
  const before = textAt(lexed, open - 1);
  if (
    before === ')' ||
    before === '=>' ||
    before === ';' ||
    before === '{' ||
    before === '}' ||
    ['else', 'try', 'finally', 'do'].includes(before) ||
    open === 0
  ) {
    return before === ')' || before === '=>' || before !== '' ? 'block' : 'object';
  }
  if (before === '&' || before === '|' || before === '<') return 'object';
  const parent = tokenAt(lexed, open)?.parent ?? -1;
  for (let at = open - 1; at > parent && at > open - 40; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === 'class' || token.text === 'interface' || token.text === 'enum') return 'members';
    if ([';', '=', '(', ',', '}', '?'].includes(token.text)) break;
  }
  // `): Type {` opens a function's body.
  for (let at = open - 1; at > parent && at > open - 30; at -= 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === ':' && textAt(lexed, at - 1) === ')') return 'block';
    if ([';', '=', '{', ','].includes(token.text)) break;
  }
  return 'object';
}

function scriptRole(lexed: Lexed, index: number, before: string): Role {
  const token = tokenAt(lexed, index);
  const after = textAt(lexed, index + 1);
  const parent = token?.parent ?? -1;
  if (DECLARERS.has(before) || (before === '*' && textAt(lexed, index - 2) === 'function')) return 'binding';
  if (['break', 'continue', 'import', 'export', 'from'].includes(before)) return 'unsure';
  if (before === 'as') return textAt(lexed, index - 2) === '*' ? 'binding' : 'plain';
  if (after === '=>') return 'binding';
  if (after === 'extends' && (before === '<' || before === ',')) return 'unsure';
  if (parent === -1) return before === ',' && after === '=' ? 'unsure' : labelled(before, after);
  const opener = textAt(lexed, parent);
  const pattern = declaredPattern(lexed, index);
  if (pattern !== null) return pattern;
  if (opener === '(') {
    if (isParameterList(lexed, parent)) return parameterRole(lexed, index, before, after);
    return MODIFIERS.has(before) || (before === ',' && after === '=') ? 'unsure' : 'plain';
  }
  if (opener === '{' && tokenAt(lexed, parent)?.kind === 'op') return braceRole(lexed, index, parent, before, after);
  return 'plain';
}

const labelled = (before: string, after: string): Role =>
  after === ':' && [';', '}', '{'].includes(before)
    ? 'unsure'
    : before === ',' && [',', ';'].includes(after)
      ? 'unsure'
      : 'plain';

/** Within `const { a, b: c } = ...`, `[a, b]` and the patterns of parameters everything is new or a key. */
function declaredPattern(lexed: Lexed, index: number): Role | null {
  let parent = tokenAt(lexed, index)?.parent ?? -1;
  while (parent >= 0) {
    const text = textAt(lexed, parent);
    const before = textAt(lexed, parent - 1);
    if (text !== '{' && text !== '[') {
      return null;
    }
    if (before === 'const' || before === 'let' || before === 'var') return 'unsure';
    const outer = tokenAt(lexed, parent)?.parent ?? -1;
    if (
      outer >= 0 &&
      textAt(lexed, outer) === '(' &&
      (before === '(' || before === ',' || before === '...') &&
      isParameterList(lexed, outer)
    )
      return 'unsure';
    parent = outer;
  }
  return null;
}

function parameterRole(lexed: Lexed, index: number, before: string, after: string): Role {
  const starts = before === '(' || before === ',' || before === '...';
  if (MODIFIERS.has(before)) return 'unsure';
  if (!starts) return 'plain';
  if (after === ',' || after === ')' || after === ':' || after === '?' || after === '=') {
    return insideAngles(lexed, index) ? 'plain' : 'binding';
  }
  return 'unsure';
}

/** Whether the token stands in type arguments of its bracket: `Map<string, Name>`. */
function insideAngles(lexed: Lexed, index: number): boolean {
  const parent = tokenAt(lexed, index)?.parent ?? -1;
  let depth = 0;
  for (let at = parent + 1; at < index; at += 1) {
    const token = tokenAt(lexed, at);
    if (token?.parent !== parent) continue;
    if (token.text === '<') depth += 1;
    else if (token.text === '>') depth -= 1;
  }
  return depth > 0;
}

function braceRole(lexed: Lexed, index: number, parent: number, before: string, after: string): Role {
  const kind = braceKind(lexed, parent);
  const starts = before === '{' || before === ',' || before === ';' || (tokenAt(lexed, index)?.firstOnLine ?? false);
  if (after === '(') {
    const close = lexed.partner[index + 1] ?? -1;
    const then = textAt(lexed, close + 1);
    if (then === '{' && before !== 'new' && before !== 'extends') return 'key';
    if (then === ':' && (starts || MODIFIERS.has(before)) && !inConditional(lexed, index)) return 'key';
    if (kind === 'members' && (starts || MODIFIERS.has(before))) return 'key';
  }
  if (kind === 'members') {
    if (starts || before === '}' || MODIFIERS.has(before)) return 'key';
    return [':', '=', 'new', '|', '&', '<', '(', 'extends', '=>', 'typeof', '[', '@'].includes(before)
      ? 'plain'
      : 'unsure';
  }
  if (after === ':' || (after === '?' && textAt(lexed, index + 2) === ':')) {
    if (before === '{' || (before === ',' && kind === 'object')) return 'key';
    if (before === '?' || before === 'case' || inConditional(lexed, index)) return 'plain';
    return starts ? 'key' : 'unsure';
  }
  if (kind === 'object' && (before === '{' || before === ',') && (after === ',' || after === '}' || after === '=')) {
    return after !== '=' && isObjectLiteral(lexed, parent) ? 'shorthand' : 'unsure';
  }
  if (before === ',' && (after === ',' || after === '=' || after === ';')) return 'unsure';
  if (MODIFIERS.has(before)) return 'unsure';
  return 'plain';
}

const BEFORE_VALUES = new Set(['(', ',', '=', ':', '[', '?', '??', '||', '&&', 'return', '...']);

/** Whether the brace at `open` holds a value's fields for certain: not a pattern, not a list of imports. */
function isObjectLiteral(lexed: Lexed, open: number): boolean {
  const close = lexed.partner[open] ?? -1;
  const after = textAt(lexed, close + 1);
  if (
    !BEFORE_VALUES.has(textAt(lexed, open - 1)) ||
    after === '=' ||
    after === 'of' ||
    after === 'in' ||
    after === 'from'
  )
    return false;
  for (let at = open; at >= 0; at = tokenAt(lexed, at)?.parent ?? -1) {
    const bracket = textAt(lexed, at);
    const closing = lexed.partner[at] ?? -1;
    if (bracket === '(' && isParameterList(lexed, at)) return false;
    if ((bracket === '{' || bracket === '[') && textAt(lexed, closing + 1) === '=') return false;
    if (bracket === '{' && at !== open && braceKind(lexed, at) === 'block') return true;
  }
  return true;
}
