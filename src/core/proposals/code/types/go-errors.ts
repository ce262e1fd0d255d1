/** Go: a return gained an error. The results say it, the other returns give nil, and calls take it. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import { mapOffset, type TextEdit } from '../../../text';
import type { Moment } from '../../types';
import { callSitesOf } from '../signature/call-sites';
import { signatureOf } from '../signature/signatures';
import { stepsOf } from '../steps';
import type { Found } from './found';

const LOOKED_BACK = 3;
const MOST = 12;
const FUNCTIONS = /^(?:FunctionDecl|MethodDecl|FunctionLiteral)$/;
const ERROR = /^(?:err\w*|\w*Err|errors\.\w+\(.*\)|fmt\.Errorf\(.*\)|Err\w+|\w+\.Err\w+|.*\.Err\(\))$/s;

export function goErrors(moment: Moment, syntax: Syntax): Found[] {
  if (syntax.grammar !== 'go') return [];
  const found: Found[] = [];
  const seen = new Set<number>();
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const { written, gone } of stepsOf(edit)) {
      const at = written?.end ?? mapOffset(gone.start, edit.change);
      const node = functionAround(syntax.tree.resolveInner(at, -1));
      if (node === null || seen.has(node.from)) continue;
      seen.add(node.from);
      found.push(...forFunction(syntax, node, written));
    }
  }
  return found;
}

function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (FUNCTIONS.test(at.name)) return at;
  return null;
}

interface Results {
  /** Where the results stand: empty, behind the parameters, for none. */
  readonly from: number;
  readonly to: number;
  readonly types: readonly string[];
  readonly isBracketed: boolean;
}

function resultsOf({ text }: Syntax, node: SyntaxNode): Results | null {
  const lists = node.getChildren('Parameters');
  const parameters = node.name === 'MethodDecl' ? lists[1] : lists[0];
  const body = node.getChild('Block');
  if (parameters === undefined || body === null) return null;
  const result = parameters.nextSibling;
  if (result === null || result.from === body.from)
    return { from: parameters.to, to: parameters.to, types: [], isBracketed: false };
  const code = text.slice(result.from, result.to);
  if (result.name !== 'Parameters') return { from: result.from, to: result.to, types: [code], isBracketed: false };
  const types = code
    .slice(1, -1)
    .split(/,(?![^([{]*[)\]}])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return { from: result.from, to: result.to, types, isBracketed: true };
}

interface Return {
  readonly node: SyntaxNode;
  readonly values: readonly string[];
  readonly end: number;
}

/** The returns of a function, not of those in it. */
function returnsOf({ text }: Syntax, node: SyntaxNode): Return[] {
  const found: Return[] = [];
  const visit = (at: SyntaxNode): void => {
    for (let child = at.firstChild; child !== null; child = child.nextSibling) {
      if (child.name === 'ReturnStatement') {
        const values: string[] = [];
        let end = child.from + 'return'.length;
        for (let part = child.firstChild?.nextSibling ?? null; part !== null; part = part.nextSibling) {
          if (part.name === ',' || part.type.isError) continue;
          values.push(text.slice(part.from, part.to));
          end = part.to;
        }
        found.push({ node: child, values, end });
      } else if (!FUNCTIONS.test(child.name)) visit(child);
    }
  };
  visit(node);
  return found;
}

function forFunction(
  syntax: Syntax,
  node: SyntaxNode,
  written: { readonly start: number; readonly end: number } | null,
): Found[] {
  const results = resultsOf(syntax, node);
  if (results === null) return [];
  const returns = returnsOf(syntax, node);
  const saysError = results.types.some((type) => /(?:^|\s)error$/.test(type));
  const count = saysError ? results.types.length - 1 : results.types.length;
  const withError = returns.find(
    ({ values, node: at }) =>
      values.length === count + 1 &&
      ERROR.test(values.at(-1) ?? '') &&
      (saysError || (written !== null && at.from <= written.end && at.to >= written.start)),
  );
  const touchesResults = written !== null && written.start <= results.to && written.end >= results.from;
  if (withError === undefined && !(saysError && touchesResults)) return [];
  const group = 'types:error';
  const like = withError?.node.from ?? results.from;
  const found: Found[] = [];
  if (!saysError) {
    const inner = results.types.join(', ');
    const edits: TextEdit[] =
      results.types.length === 0
        ? [{ start: results.to, end: results.to, text: ' error' }]
        : results.isBracketed
          ? [{ start: results.to - 1, end: results.to - 1, text: ', error' }]
          : [
              { start: results.from, end: results.from, text: '(' },
              { start: results.to, end: results.to, text: ', error)' },
            ];
    if (!(results.isBracketed && /^\w+\s/.test(inner)))
      found.push({ change: edits, variant: 'go-result', certain: 0.9, agreeing: 1, like, group });
  }
  const open = returns.filter(
    ({ values, node: at }) =>
      values.length === count &&
      count > 0 &&
      at.from !== withError?.node.from &&
      !(count === 1 && isCallOfMany(values[0] ?? '')),
  );
  for (const { end } of open)
    found.push({
      change: [{ start: end, end, text: ', nil' }],
      variant: 'go-return-nil',
      certain: 0.85,
      agreeing: 1,
      like,
      group,
    });
  return [...found, ...atCalls(syntax, node, count)];
}

/** What a call returns may be an error too. */
const isCallOfMany = (code: string): boolean =>
  /^[\w.]+\(.*\)$/s.test(code) &&
  !/^(?:string|len|append|make|new|strings\.\w+|strconv\.Itoa|fmt\.Sprint\w*|filepath\.\w+|bytes\.\w+)\(/.test(code);

/** `x := f()` takes an error too. */
function atCalls(syntax: Syntax, node: SyntaxNode, count: number): Found[] {
  const signature = signatureOf(syntax, node);
  if (signature === null || count > 1) return [];
  return callSitesOf(syntax, signature)
    .slice(0, MOST)
    .flatMap(({ node: call, sure }): Found[] => {
      const parent = call.parent;
      const at = call.from;
      const line = syntax.text.slice(syntax.text.lastIndexOf('\n', at - 1) + 1, at);
      const like = signature.nameNode.from;
      if (count === 0 && parent?.name === 'ExprStatement')
        return [
          {
            change: [{ start: at, end: at, text: 'err := ' }],
            variant: 'go-call',
            certain: 0.3 * sure,
            agreeing: 1,
            like,
            group: 'types:error',
          },
        ];
      const target = count === 1 ? /^\s*(?:if\s+)?(\w+)\s*:?=\s*$/.exec(line) : null;
      if (target?.[1] === undefined) return [];
      const start = at - line.length + line.indexOf(target[1]) + target[1].length;
      return [
        {
          change: [{ start, end: start, text: ', err' }],
          variant: 'go-call',
          certain: 0.4 * sure,
          agreeing: 1,
          like,
          group: 'types:error',
        },
      ];
    });
}
