/** What functions return: which return says "nothing", and what else their type must say. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import { mapOffset } from '../../../text';
import type { Moment } from '../../types';
import { functionAround } from '../functions';
import { stepsOf } from '../steps';
import { awaitedPart, narrowed, returnTypeOf, takesNothing, widened, type Nothing } from './nothing';
import type { Found } from './found';

const LOOKED_BACK = 3;
const NOTHINGS = /\b(?:None|null|undefined)\b/;
const EVERY_NOTHING = new RegExp(NOTHINGS.source, 'g');

/** A `return None` or `return null` was written in a function that says it returns something else. */
export function returnsNothing(moment: Moment, syntax: Syntax): Found[] {
  const found: Found[] = [];
  for (const edit of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const { written } of stepsOf(edit)) {
      if (written === null || written.end - written.start > 2_000) continue;
      for (const match of syntax.text.slice(written.start, written.end).matchAll(EVERY_NOTHING)) {
        const at = written.start + match.index;
        const returned = returnedBy(syntax.tree.resolveInner(at, 1));
        if (returned !== null) found.push(...forReturn(syntax, returned, match[0] as Nothing, at));
      }
    }
  }
  return found;
}

/** The function whose result a leaf is, or may be; null for any other place. */
function returnedBy(leaf: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode = leaf;
  while (
    at.parent !== null &&
    /^(?:NullType|ConditionalExpression|ParenthesizedExpression|BinaryExpression)$/.test(at.parent.name)
  ) {
    const { parent } = at;
    if (
      parent.name === 'BinaryExpression' &&
      !/^(?:\|\||\?\?|or)$/.test(parent.firstChild?.nextSibling?.name ?? '') &&
      parent.getChild('LogicOp') === null &&
      parent.getChild('or') === null
    )
      return null;
    if (parent.name === 'BinaryExpression' && parent.lastChild?.from !== at.from) return null;
    // The condition is no result.
    if (parent.name === 'ConditionalExpression' && isCondition(parent, at)) return null;
    at = parent;
  }
  if (at.parent?.name === 'ReturnStatement') return functionAround(at);
  return at.parent?.name === 'ArrowFunction' && at.parent.lastChild?.from === at.from ? at.parent : null;
}

function isCondition(node: SyntaxNode, part: SyntaxNode): boolean {
  if (part.prevSibling?.name === 'if') return true;
  return node.getChild('if') === null && node.firstChild?.from === part.from;
}

const GENERATES = /^(?:typing\.)?(?:Iterator|Iterable|Generator|AsyncIterator|AsyncIterable|AsyncGenerator)\b/;

function forReturn(syntax: Syntax, node: SyntaxNode, nothing: Nothing, like: number): Found[] {
  const place = returnTypeOf(syntax, node);
  if (place === null) return [];
  const isAsync = node.getChild('async') !== null;
  const part = isAsync && syntax.grammar !== 'python' ? awaitedPart(syntax, place) : place;
  const type = syntax.text.slice(part.from, part.to);
  if (
    takesNothing(type, nothing) ||
    GENERATES.test(type) ||
    (/^(?:NoReturn|Never|never|bool|boolean)$/.test(type) && nothing === 'undefined')
  )
    return [];
  return widened(syntax, part.from, part.to, nothing).map(({ change, agreeing }, index): Found => ({
    change,
    variant: 'return-nothing',
    certain: index === 0 ? 0.9 : 0.4,
    agreeing,
    like,
    group: 'types:return',
  }));
}

/** The last return of nothing went: the type need not say it any more. */
export function returnsNothingNoMore(moment: Moment, syntax: Syntax): Found[] {
  const edit = moment.edits.at(-1);
  if (edit === undefined) return [];
  return stepsOf(edit).flatMap(({ removed, gone, added }): Found[] => {
    const nothing = /\breturn\s+(None|null|undefined)\b/.exec(
      edit.before.slice(Math.max(0, gone.start - 12), gone.end),
    );
    if (nothing === null || !NOTHINGS.test(removed) || /\breturn\b/.test(added)) return [];
    const node = functionAround(syntax.tree.resolveInner(mapOffset(gone.start, edit.change), -1));
    const place = node === null ? null : returnTypeOf(syntax, node);
    if (node === null || place === null) return [];
    const body = syntax.text.slice(place.to, node.to);
    const part = awaitedPart(syntax, place);
    const change =
      /\breturn\b[^\n]*\b(?:None|null|undefined)\b|\breturn;|\breturn\s*\n/.test(body) || !/\breturn\b/.test(body)
        ? null
        : narrowed(syntax, part.from, part.to, nothing[1] as Nothing);
    return change === null
      ? []
      : [{ change, variant: 'return-something', certain: 0.6, agreeing: 1, like: null, group: 'types:return' }];
  });
}
