/**
 * Names and what they mean, looked up one name at a time: where it stands, whether it is declared there, and which of
 * its places mean the same thing. Costs as much as there are places, so a long file costs no more than a short one.
 * A file that is being written has faults; what cannot be told counts as declared elsewhere.
 */
import type { SyntaxNode } from '@lezer/common';
import { rulesOf, type NameRules } from './name-rules';
import type { Syntax } from './syntax';

export type Role =
  /** A variable, parameter, function, class or type. */
  | 'variable'
  /** What stands behind a dot, a field, a key of an object. */
  | 'member'
  /** `name=` in a call. */
  | 'keyword'
  /** `{ name }`, which is both a key and a variable. */
  | 'shorthand';

export interface Occurrence {
  /** UTF-16 units, half-open. */
  readonly from: number;
  readonly to: number;
  readonly role: Role;
  readonly declares: boolean;
  /** Of a member: whether it belongs to the object that the method is of (`self.x`, `this.x`, a field of the class). */
  readonly own: boolean;
  readonly node: SyntaxNode;
}

const WORD = /[\p{L}\p{N}_$]/u;

/** Every place where a name stands as a name, in order. Comments and strings are not looked into, but for what they interpolate. */
export function occurrencesOf(syntax: Syntax, name: string): readonly Occurrence[] {
  const known = perSyntax(syntax);
  const found = known.get(name);
  if (found !== undefined) return found;
  const rules = rulesOf(syntax.grammar);
  const all: Occurrence[] = [];
  if (rules !== null && name !== '') {
    for (let at = syntax.text.indexOf(name); at >= 0; at = syntax.text.indexOf(name, at + name.length)) {
      const to = at + name.length;
      if (WORD.test(syntax.text.charAt(at - 1)) || WORD.test(syntax.text.charAt(to))) continue;
      const node = syntax.tree.resolveInner(at, 1);
      if (node.from !== at || node.to !== to) continue;
      const role = roleOf(node, rules, syntax.text);
      if (role !== null)
        all.push({
          from: at,
          to,
          role,
          declares: rules.declares(node),
          own: role === 'member' && rules.isOwn(node, syntax.text),
          node,
        });
    }
  }
  known.set(name, all);
  return all;
}

const caches = new WeakMap<Syntax, Map<string, readonly Occurrence[]>>();

function perSyntax(syntax: Syntax): Map<string, readonly Occurrence[]> {
  const found = caches.get(syntax) ?? new Map<string, readonly Occurrence[]>();
  caches.set(syntax, found);
  return found;
}

function roleOf(node: SyntaxNode, rules: NameRules, text: string): Role | null {
  if (rules.isKeyword(node)) return 'keyword';
  if (rules.isShorthand(node, text)) return 'shorthand';
  if (rules.members.has(node.name)) return 'member';
  return rules.variables.has(node.name) ? 'variable' : null;
}

/** Where a binding holds: a range of the text, and whether anything declares it there. */
export interface Binding {
  readonly from: number;
  readonly to: number;
  readonly declared: boolean;
}

/** The scopes around a node, the innermost first; a definition's own name stands outside of it. */
function* scopesOf(node: SyntaxNode, rules: NameRules): Generator<SyntaxNode> {
  let inside: SyntaxNode | null = node;
  let throughFunction = false;
  if (rules.declares(node)) {
    const own = rules.namedBy(node);
    if (own !== null) inside = own.parent;
  }
  for (let at: SyntaxNode | null = inside; at !== null; at = at.parent) {
    if (rules.defaultsOutside && at.parent?.name === 'ParamList' && !rules.declares(node) && at.parent.parent !== null)
      at = at.parent.parent;
    else if (rules.scopes.has(at.name)) {
      // Names of a class body are not seen from its methods.
      if (!(throughFunction && rules.hidden.has(at.name))) yield at;
      if (rules.functions.has(at.name)) throughFunction = true;
    }
  }
}

const keyOf = (scope: SyntaxNode): string => `${scope.from} ${scope.name}`;

/** What a variable (or shorthand) means: the innermost scope that declares its name, or the whole file, where it is not declared. */
export function bindingOf(syntax: Syntax, occurrence: Pick<Occurrence, 'node'>, name: string): Binding {
  const rules = rulesOf(syntax.grammar);
  const all = { from: 0, to: syntax.text.length, declared: false };
  if (rules === null) return all;
  const declaring = declaringScopes(syntax, name, rules);
  for (const scope of scopesOf(occurrence.node, rules)) {
    if (declaring.has(keyOf(scope))) return { from: scope.from, to: scope.to, declared: true };
  }
  return all;
}

/** What a name means at an offset, whether it stands there or not. */
export function bindingAt(syntax: Syntax, name: string, offset: number): Binding {
  return bindingOf(syntax, { node: syntax.tree.resolveInner(offset, 0) }, name);
}

function declaringScopes(syntax: Syntax, name: string, rules: NameRules): ReadonlySet<string> {
  const out = new Set<string>();
  for (const one of occurrencesOf(syntax, name)) {
    if (!one.declares || one.role === 'member' || one.role === 'keyword') continue;
    const [scope] = scopesOf(one.node, rules);
    if (scope !== undefined) out.add(keyOf(scope));
  }
  return out;
}

/** Every place that means the same as one does: for a variable by scope, for a member by its class where that can be told. */
export function meaningTheSame(syntax: Syntax, name: string, one: Occurrence): readonly Occurrence[] {
  const all = occurrencesOf(syntax, name);
  if (one.role === 'member')
    return all.filter(({ role }) => role === 'member' || role === 'keyword' || role === 'shorthand');
  const binding = bindingOf(syntax, one, name);
  return all.filter((other) => {
    if (other.role === 'member' || other.role === 'keyword') return false;
    const own = bindingOf(syntax, other, name);
    return own.from === binding.from && own.to === binding.to && own.declared === binding.declared;
  });
}

/** Whether the language has names with scopes that are known here. */
export const hasScopes = ({ grammar }: Syntax): boolean => rulesOf(grammar) !== null;

/** The innermost definition (function, method, class) around an offset; null outside of any. */
export function definitionAround(syntax: Syntax, offset: number): SyntaxNode | null {
  const rules = rulesOf(syntax.grammar);
  if (rules === null) return null;
  for (let at: SyntaxNode | null = syntax.tree.resolveInner(offset, 0); at !== null; at = at.parent)
    if (rules.definitions.has(at.name)) return at;
  return null;
}
