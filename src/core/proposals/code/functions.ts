/** Functions and calls of a syntax tree, in the languages that have `async`. */
import type { SyntaxNode } from '@lezer/common';
import { occurrencesOf, type Syntax } from '../../syntax';
import type { TextEdit } from '../../text';

const FUNCTIONS = new Set([
  'FunctionDefinition',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'FunctionItem',
]);

/** The innermost function around a node, itself included; lambdas and closures of Rust do not count. */
export function functionAround(node: SyntaxNode | null): SyntaxNode | null {
  for (let at = node; at !== null; at = at.parent) if (FUNCTIONS.has(at.name)) return at;
  return null;
}

export const asyncOf = (node: SyntaxNode): SyntaxNode | null => node.getChild('async');

/** What a function is called by; null for one without a name. */
export function nameOfFunction(syntax: Syntax, node: SyntaxNode): string | null {
  const own =
    node.getChild('VariableDefinition') ??
    node.getChild('PropertyDefinition') ??
    node.getChild('BoundIdentifier') ??
    (node.name === 'FunctionDefinition' ? node.getChild('VariableName') : null);
  if (own !== null) return syntax.text.slice(own.from, own.to);
  const parent = node.parent;
  if (parent === null || !/^(?:VariableDeclaration|PropertyDeclaration|Property)$/.test(parent.name)) return null;
  for (let at = node.prevSibling; at !== null; at = at.prevSibling)
    if (/Definition$/.test(at.name)) return syntax.text.slice(at.from, at.to);
  return null;
}

/** `async` before a function and, in TypeScript, the promise of its result: one place. Null where it cannot become async. */
export function madeAsync(syntax: Syntax, node: SyntaxNode): TextEdit[] | null {
  const start = asyncStart(syntax, node);
  return start === null ? null : [{ start, end: start, text: 'async ' }, ...promised(syntax, node)];
}

function asyncStart(syntax: Syntax, node: SyntaxNode): number | null {
  if (asyncOf(node) !== null) return null;
  if (node.name === 'FunctionItem') return node.getChild('fn')?.from ?? null;
  if (node.name !== 'MethodDeclaration') return node.from;
  const name = node.getChild('PropertyDefinition') ?? node.getChild('PrivatePropertyDefinition');
  if (
    name === null ||
    syntax.text.slice(name.from, name.to) === 'constructor' ||
    node.getChild('get') !== null ||
    node.getChild('set') !== null
  )
    return null;
  return node.getChild('Star')?.from ?? name.from;
}

/** The promise around the type that a function of TypeScript says it returns; nothing where it is there already. */
export function promised(syntax: Syntax, node: SyntaxNode): TextEdit[] {
  if (syntax.grammar !== 'typescript' && syntax.grammar !== 'tsx') return [];
  const type = node.getChildren('TypeAnnotation').find(({ prevSibling }) => prevSibling?.name === 'ParamList');
  if (type === undefined) return [];
  const code = syntax.text.slice(type.from, type.to);
  const from = type.from + (/^:\s*/.exec(code)?.[0].length ?? 0);
  const to = type.from + code.trimEnd().length;
  const written = syntax.text.slice(from, to);
  if (
    from >= to ||
    /^(?:Promise|PromiseLike|AsyncGenerator|AsyncIterable\w*|Awaitable)\b|^asserts\b|\bis\b/.test(written)
  )
    return [];
  return [
    { start: from, end: from, text: 'Promise<' },
    { start: to, end: to, text: '>' },
  ];
}

export interface Call {
  readonly node: SyntaxNode;
  /** Of the object itself (`self.f()`, `this.f()`), or of a function without an object. */
  readonly own: boolean;
}

/** The calls of what bears a name. */
export function callsOf(syntax: Syntax, name: string): Call[] {
  return occurrencesOf(syntax, name).flatMap(({ node, role, declares }): Call[] => {
    if (declares || (role !== 'variable' && role !== 'member')) return [];
    let callee: SyntaxNode = node;
    while (
      callee.parent !== null &&
      /^(?:MemberExpression|FieldExpression|InstantiationExpression|ScopedIdentifier)$/.test(callee.parent.name) &&
      callee.parent.to === callee.to
    )
      callee = callee.parent;
    if (callee.parent?.name === 'InstantiationExpression') callee = callee.parent;
    const call = callee.parent;
    if (call?.name !== 'CallExpression' || call.from !== callee.from) return [];
    const object = syntax.text.slice(callee.from, node.from);
    return [{ node: call, own: role === 'variable' || /^(?:self|this|Self|cls|super)(?:\.|::|\?\.)$/.test(object) }];
  });
}

const TAKES_PROMISES =
  /(?:^|\.|::)(?:gather|all|allSettled|race|any|run|create_task|ensure_future|run_until_complete|spawn|block_on|wait_for|resolve|void|then|submit|join)$/;

/** Whether a call is awaited or handed on as a promise already. */
export function isAwaited(syntax: Syntax, call: SyntaxNode): boolean {
  const after = syntax.text.slice(call.to, call.to + 10);
  if (/^\s*(?:\.then|\.catch|\.finally|\.await)\b/.test(after)) return true;
  for (let at = call.parent; at !== null; at = at.parent) {
    if (at.name === 'AwaitExpression') return true;
    if (FUNCTIONS.has(at.name) || /Statement$|^Body$|^Block$/.test(at.name)) {
      return (at.name === 'WithStatement' || at.name === 'ForStatement') && at.getChild('async') !== null;
    }
    if (at.name === 'ArgList') {
      const callee = at.prevSibling;
      if (callee !== null && TAKES_PROMISES.test(syntax.text.slice(callee.from, callee.to))) return true;
    }
  }
  return false;
}
