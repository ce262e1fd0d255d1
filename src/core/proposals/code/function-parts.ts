/** What a function is made of, by its node: parameters with their types and defaults, the type of its result, its body. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../syntax';
import type { Range } from '../types';

export interface Part extends Range {
  /** '' for a pattern. */
  readonly name: string;
  readonly nameAt: number;
  /** Without the colon; null where none is written. */
  readonly type: Range | null;
  readonly fallback: Range | null;
  /** `?` of TypeScript. */
  readonly optional: boolean;
}

export interface FunctionParts {
  readonly node: SyntaxNode;
  readonly name: string | null;
  /** With its brackets. */
  readonly list: Range;
  /** Without `self` and `this`. */
  readonly parameters: readonly Part[];
  /** The type of the result, without `:` or `->`; null where none is written. */
  readonly result: Range | null;
  readonly body: SyntaxNode | null;
}

const FUNCTIONS = new Set([
  'FunctionDefinition',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'MethodType',
  'FunctionDecl',
  'MethodDecl',
  'FunctionLiteral',
  'MethodElem',
  'FunctionItem',
]);
const LISTS = new Set(['ParamList', 'Parameters']);

export const isFunction = ({ name }: SyntaxNode): boolean => FUNCTIONS.has(name);

/** The innermost function around an offset, whichever way it lies at its edge. */
export function functionAt(syntax: Syntax, offset: number): SyntaxNode | null {
  for (let at: SyntaxNode | null = syntax.tree.resolveInner(offset, 0); at !== null; at = at.parent)
    if (FUNCTIONS.has(at.name)) return at;
  return null;
}

const known = new WeakMap<Syntax, Map<string, FunctionParts | null>>();

/** Null for a node that is no function or has no parameter list. */
export function partsOf(syntax: Syntax, node: SyntaxNode): FunctionParts | null {
  const cache = known.get(syntax) ?? new Map<string, FunctionParts | null>();
  known.set(syntax, cache);
  const key = `${node.from} ${node.name}`;
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = FUNCTIONS.has(node.name) ? read(syntax, node) : null;
  cache.set(key, made);
  return made;
}

function read(syntax: Syntax, node: SyntaxNode): FunctionParts | null {
  // The receiver of a method of Go comes before its name.
  const named = node.name === 'MethodDecl' ? node.getChild('FieldName') : null;
  let list: SyntaxNode | null = named ?? node.firstChild;
  while (list !== null && !LISTS.has(list.name)) list = list.nextSibling;
  if (list === null) return null;
  const last = node.lastChild;
  const body =
    last !== null &&
    (last.name === 'Body' || last.name === 'Block' || node.name === 'ArrowFunction') &&
    last.from >= list.to
      ? last
      : null;
  return {
    node,
    name: nameOf(syntax, node),
    list: { start: list.from, end: list.to },
    parameters: parametersOf(syntax, list),
    result: resultOf(syntax, list),
    body,
  };
}

function nameOf({ text }: Syntax, node: SyntaxNode): string | null {
  for (let at = node.firstChild; at !== null; at = at.nextSibling) {
    if (
      /^(?:VariableDefinition|PropertyDefinition|PrivatePropertyDefinition|BoundIdentifier|DefName|FieldName)$/.test(
        at.name,
      ) ||
      (node.name === 'FunctionDefinition' && at.name === 'VariableName')
    )
      return text.slice(at.from, at.to);
    if (LISTS.has(at.name) && node.name !== 'MethodDecl') break;
  }
  if (node.parent === null || !/^(?:VariableDeclaration|PropertyDeclaration|Property)$/.test(node.parent.name))
    return null;
  for (let at = node.prevSibling; at !== null; at = at.prevSibling)
    if (/Definition$/.test(at.name)) return text.slice(at.from, at.to);
  return null;
}

/** The annotation behind a list: `-> T`, `: T`, or what stands before the block. */
function resultOf(syntax: Syntax, list: SyntaxNode): Range | null {
  const next = list.nextSibling;
  if (next === null) return null;
  if (next.name === 'TypeDef' || next.name === 'TypeAnnotation') return typeIn(syntax, next);
  if (next.name === '->')
    return next.nextSibling === null ? null : { start: next.nextSibling.from, end: next.nextSibling.to };
  const isGo = list.name === 'Parameters';
  return isGo && next.name !== 'Block' && !next.type.isError ? { start: next.from, end: next.to } : null;
}

function typeIn({ text }: Syntax, node: SyntaxNode): Range | null {
  const code = text.slice(node.from, node.to);
  const head = /^\s*(?::|->)\s*/.exec(code)?.[0].length ?? 0;
  const end = node.from + code.trimEnd().length;
  return node.from + head < end ? { start: node.from + head, end } : null;
}

function parametersOf(syntax: Syntax, list: SyntaxNode): Part[] {
  const parts: Part[] = [];
  if (list.name === 'Parameters' || list.parent?.name === 'FunctionItem') {
    for (const one of list.getChildren('Parameter')) parts.push(...nested(syntax, one));
    return parts;
  }
  let group: SyntaxNode[] = [];
  const push = (): void => {
    const part = partFrom(syntax, group);
    if (part !== null) parts.push(part);
    group = [];
  };
  for (let at = list.firstChild; at !== null; at = at.nextSibling) {
    if (at.name === ',') push();
    else if (at.name !== '(' && at.name !== ')') group.push(at);
  }
  push();
  return parts;
}

/** One parameter of Python or JavaScript, from its nodes. */
function partFrom(syntax: Syntax, group: readonly SyntaxNode[]): Part | null {
  const [first] = group;
  const last = group.at(-1);
  const name = group.find((node) =>
    /^(?:VariableName|VariableDefinition|ObjectPattern|ArrayPattern|this)$/.test(node.name),
  );
  if (first === undefined || last === undefined || name === undefined) return null;
  const word = syntax.text.slice(name.from, name.to);
  if (/^(?:self|cls|this)$/.test(word)) return null;
  const annotation = group.find((node) => node.name === 'TypeDef' || node.name === 'TypeAnnotation');
  const sign = group.findIndex((node) => node.name === 'AssignOp' || node.name === 'Equals');
  const value = sign < 0 ? undefined : group[sign + 1];
  return {
    start: first.from,
    end: last.to,
    name: /Pattern$/.test(name.name) ? '' : word,
    nameAt: name.from,
    type: annotation === undefined ? null : typeIn(syntax, annotation),
    fallback: value === undefined ? null : { start: value.from, end: last.to },
    optional: group.some((node) => node.name === 'Optional'),
  };
}

/** One parameter of Go or Rust; several names of Go share a type. */
function nested(syntax: Syntax, node: SyntaxNode): Part[] {
  const names: SyntaxNode[] = [];
  for (let at = node.firstChild; at !== null; at = at.nextSibling)
    if (at.name === 'DefName' || at.name === 'BoundIdentifier') names.push(at);
  const last = node.lastChild;
  const type =
    last === null || names.some(({ from }) => from === last.from) ? null : { start: last.from, end: last.to };
  return names.map((name, index) => ({
    start: index === 0 ? node.from : name.from,
    end: index === names.length - 1 ? node.to : name.to,
    name: syntax.text.slice(name.from, name.to),
    nameAt: name.from,
    type,
    fallback: null,
    optional: false,
  }));
}

/** The functions that bear a name, anywhere in the file. */
export function functionsNamed(syntax: Syntax, name: string): FunctionParts[] {
  return functionsOf(syntax).filter((parts) => parts.name === name);
}

const all = new WeakMap<Syntax, readonly FunctionParts[]>();

/** Every function of a file, in order. */
export function functionsOf(syntax: Syntax): readonly FunctionParts[] {
  const found = all.get(syntax);
  if (found !== undefined) return found;
  const out: FunctionParts[] = [];
  syntax.tree.iterate({
    enter: (ref) => {
      if (!FUNCTIONS.has(ref.name)) return;
      const parts = partsOf(syntax, ref.node);
      if (parts !== null) out.push(parts);
    },
  });
  all.set(syntax, out);
  return out;
}

/** The `return`s of a function's own, not those of functions inside of it. */
export function returnsOf({ body }: FunctionParts): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  if (body === null) return out;
  body.cursor().iterate((ref) => {
    if (
      ref.from !== body.from &&
      (FUNCTIONS.has(ref.name) || /^(?:LambdaExpression|ClosureExpression)$/.test(ref.name))
    )
      return false;
    if (ref.name === 'ReturnStatement' || ref.name === 'ReturnExpression') out.push(ref.node);
    return true;
  });
  return out;
}
