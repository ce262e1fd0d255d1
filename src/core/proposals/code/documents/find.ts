/** Where the documentation of a function stands: its docstring, the comment above it, or that of its class. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import type { FunctionParts } from '../function-parts';
import type { Page } from '../page';
import { docsIn, type Docs } from './entries';

/** The documentation with entries that is of a function; null where none has any. */
export function docsOf(syntax: Syntax, page: Page, { node, name }: Pick<FunctionParts, 'node' | 'name'>): Docs | null {
  const own = docsOfNode(syntax, page, node);
  if (own !== null || !/^(?:__init__|constructor)$/.test(name ?? '')) return own;
  const type = classAround(node);
  return type === null ? null : docsOfNode(syntax, page, type);
}

/** The documentation of a definition, whatever it defines. */
export function docsOfNode(syntax: Syntax, page: Page, node: SyntaxNode): Docs | null {
  const lines = { text: page.text, lines: page.lines, startOf: (row: number) => page.index.startOf(row) };
  const found = syntax.grammar === 'python' ? docstringOf(node) : commentAbove(node);
  if (found === null) return null;
  return docsIn(
    lines,
    page.index.lineAt(found.from),
    page.index.lineAt(Math.max(found.from, found.to - 1)),
    syntax.grammar !== 'python',
  );
}

export function classAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent)
    if (/^(?:ClassDefinition|ClassDeclaration|ClassExpression)$/.test(at.name)) return at;
  return null;
}

function docstringOf(node: SyntaxNode): SyntaxNode | null {
  const body = node.getChild('Body');
  const string = body?.getChild('ExpressionStatement')?.getChild('String') ?? null;
  return string !== null && string.parent?.prevSibling?.name === ':' ? string : null;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The doc comment right above the statement that a definition is. */
function commentAbove(node: SyntaxNode): Stretch | null {
  let at = node;
  while (
    at.parent !== null &&
    /^(?:ExportDeclaration|VariableDeclaration|DecoratedStatement|Property|PropertyDeclaration)$/.test(at.parent.name)
  )
    at = at.parent;
  let above = at.prevSibling;
  while (above !== null && /^(?:Decorator|AttributeItem)$/.test(above.name)) above = above.prevSibling;
  if (above?.name === 'BlockComment') return above;
  if (above?.name !== 'LineComment') return null;
  let top = above;
  while (top.prevSibling?.name === 'LineComment') top = top.prevSibling;
  return { from: top.from, to: above.to };
}
