/** Names that are used near the last edits and that nothing in the file binds. */
import { bindingOf, hasScopes, occurrencesOf, type Syntax } from '../../../syntax';
import type { Moment } from '../../types';
import { pageOf } from '../page';

export interface Use {
  readonly name: string;
  /** Its first use near the edits. */
  readonly start: number;
  /** What follows the name directly: the member that is taken of it, with its dot; '(' for a call; else ''. */
  readonly tail: string;
  readonly isType: boolean;
}

/** Edits that are looked back at. */
const LOOKED_BACK = 4;
const MOST_ROWS = 400;
const MOST_NAMES = 60;

const WORD = /[\p{L}_$][\p{L}\p{N}_$]+/gu;

/** Names used in the lines of the last edits that the file does not bind, as `isKnown` lets them through. */
export function unboundNear(moment: Moment, isKnown: (name: string) => boolean): Use[] {
  const { syntax } = moment;
  if (syntax === null || !hasScopes(syntax)) return [];
  const found = new Map<string, Use | null>();
  const page = pageOf(moment);
  for (const { places } of moment.edits.slice(-LOOKED_BACK).reverse()) {
    for (const place of places) {
      const first = page.index.lineAt(place.start);
      const last = Math.min(page.index.lineAt(place.end), first + MOST_ROWS);
      const [from, to] = [page.index.startOf(first), page.index.endOf(last)];
      for (const [name] of syntax.text.slice(from, to).matchAll(WORD)) {
        if (found.has(name) || found.size >= MOST_NAMES) continue;
        found.set(name, isKnown(name) ? unboundUse(syntax, name, from, to) : null);
      }
    }
  }
  return [...found.values()].filter((use) => use !== null);
}

/** The first use of a name in a range that nothing around it declares; null when there is none. */
function unboundUse(syntax: Syntax, name: string, from: number, to: number): Use | null {
  for (const one of occurrencesOf(syntax, name)) {
    if (one.from < from || one.to > to || one.declares || (one.role !== 'variable' && one.role !== 'shorthand'))
      continue;
    if (isPartOfPath(syntax, one.from) || bindingOf(syntax, one, name).declared) continue;
    const tail = /^(?:(?:\.|::)[\p{L}_$][\p{L}\p{N}_$]*|[(.])/u.exec(syntax.text.slice(one.to, one.to + 60))?.[0] ?? '';
    return { name, start: one.from, tail, isType: one.node.name === 'TypeName' };
  }
  return null;
}

/** The second part of `a::b`, of an import, or of a tag in small letters is no name of this file. */
function isPartOfPath(syntax: Syntax, at: number): boolean {
  if (syntax.text.startsWith('::', at - 2)) return true;
  const node = syntax.tree.resolveInner(at, 1);
  if (node.name === 'JSXIdentifier' && !/\p{Lu}/u.test(syntax.text.charAt(at))) return true;
  for (let up = node.parent; up !== null; up = up.parent)
    if (/^(?:Import|Use)\w*(?:Statement|Declaration|Group|Decl)$/.test(up.name)) return true;
  return false;
}
