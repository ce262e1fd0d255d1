/** Rust: a function returns `None` or `Some` from now on, so its type is an option, and its other results are wrapped. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import type { Moment } from '../../types';
import { functionAround } from '../functions';
import { stepsOf } from '../steps';
import type { Found } from './found';

const LOOKED_BACK = 3;

export function rustOptions(moment: Moment, syntax: Syntax): Found[] {
  if (syntax.grammar !== 'rust') return [];
  const found: Found[] = [];
  const seen = new Set<number>();
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const { written } of stepsOf(edit)) {
      if (written === null || written.end - written.start > 2_000) continue;
      const typed = /\breturn\s+(?:None|Some\()/.exec(syntax.text.slice(Math.max(0, written.start - 8), written.end));
      const node = typed === null ? null : functionAround(syntax.tree.resolveInner(written.end, -1));
      if (node?.name !== 'FunctionItem' || seen.has(node.from)) continue;
      seen.add(node.from);
      found.push(...forFunction(syntax, node, written.start));
    }
  }
  return found;
}

function forFunction({ text }: Syntax, node: SyntaxNode, like: number): Found[] {
  const type = node.getChild('->')?.nextSibling ?? null;
  const body = node.getChild('Block');
  if (
    type === null ||
    body === null ||
    /^(?:Option|Result|impl|Self)\b|Result<|Option</.test(text.slice(type.from, type.to)) ||
    type.from === body.from
  )
    return [];
  const group = 'types:option';
  const found: Found[] = [
    {
      change: [
        { start: type.from, end: type.from, text: 'Option<' },
        { start: type.to, end: type.to, text: '>' },
      ],
      variant: 'rust-option',
      certain: 0.85,
      agreeing: 1,
      like,
      group,
    },
  ];
  const wrap = (from: number, to: number): Found => ({
    change: [
      { start: from, end: from, text: 'Some(' },
      { start: to, end: to, text: ')' },
    ],
    variant: 'rust-some',
    certain: 0.7,
    agreeing: 1,
    like,
    group,
  });
  const isPlain = (code: string): boolean => !/^(?:None|Some\(|if\b|match\b|loop\b|\{)/.test(code);
  for (const value of returned(body))
    if (isPlain(text.slice(value.from, value.to))) found.push(wrap(value.from, value.to));
  const tail = body.lastChild?.prevSibling ?? null;
  const value = tail?.name === 'ExpressionStatement' && !text.slice(tail.from, tail.to).endsWith(';') ? tail : null;
  if (value !== null && isPlain(text.slice(value.from, value.to))) found.push(wrap(value.from, value.to));
  return found;
}

/** What the returns of a function give, not those of closures in it. */
function returned(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'ReturnExpression') {
      const value = child.firstChild?.nextSibling ?? null;
      if (value !== null) found.push(value);
    } else if (!/^(?:ClosureExpression|FunctionItem)$/.test(child.name)) found.push(...returned(child));
  }
  return found;
}
