/** Where functions are called, and what is given to them. */
import type { SyntaxNode } from '@lezer/common';
import { bindingOf, occurrencesOf, type Syntax } from '../../../syntax';
import { classOf, kinship, signaturesNamed, type Owner, type Signature } from './signatures';

export interface Argument {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The name of `name=value`. */
  readonly keyword: string | null;
  readonly isSpread: boolean;
}

export interface CallSite {
  readonly node: SyntaxNode;
  /** Offsets inside of the brackets. */
  readonly from: number;
  readonly to: number;
  readonly args: readonly Argument[];
  /** What stands before the dot; null where nothing does. */
  readonly receiver: string | null;
  readonly isNew: boolean;
  /** How sure it is that the function is meant, 0 to 1. */
  readonly sure: number;
}

const CALLEES =
  /^(?:MemberExpression|FieldExpression|SelectorExpr|ParameterizedExpr|InstantiationExpression|GenericFunction|ScopedIdentifier)$/;
const CALLS = /^(?:CallExpression|CallExpr|NewExpression)$/;
const LISTS = /^(?:ArgList|Arguments)$/;

/** The call whose callee ends with a leaf; null where the leaf is no callee. */
export function callOf(syntax: Syntax, leaf: SyntaxNode): Omit<CallSite, 'sure'> | null {
  let callee = leaf;
  while (
    callee.parent !== null &&
    CALLEES.test(callee.parent.name) &&
    (callee.parent.to === callee.to || /^(?:Param|Inst|GenericF)/.test(callee.parent.name))
  )
    callee = callee.parent;
  const node = callee.parent;
  if (
    node === null ||
    !CALLS.test(node.name) ||
    (node.name !== 'NewExpression' && node.from !== callee.from) ||
    LISTS.test(callee.name)
  )
    return null;
  const list = node.lastChild;
  if (list === null || !LISTS.test(list.name) || list.from < callee.to) return null;
  const before = syntax.text.slice(callee.from, leaf.from);
  const receiver = /\S/.test(before) ? before.replace(/(?:\?\.|\.|::|->)\s*$/, '').trim() : null;
  return { node, ...argumentsOf(syntax, list), receiver, isNew: node.name === 'NewExpression' };
}

export function argumentsOf(syntax: Syntax, list: SyntaxNode): Pick<CallSite, 'from' | 'to' | 'args'> {
  const args: Argument[] = [];
  let parts: SyntaxNode[] = [];
  const push = (): void => {
    const [first] = parts;
    const last = parts.at(-1);
    if (first !== undefined && last !== undefined && last.to > first.from) {
      const isSpread =
        /^(?:\*{1,2}|Spread|\.\.\.)$/.test(first.name) || last.name === '...' || first.name === 'SpreadElement';
      args.push({
        start: first.from,
        end: last.to,
        text: syntax.text.slice(first.from, last.to),
        keyword: parts[1]?.name === 'AssignOp' ? syntax.text.slice(first.from, first.to) : null,
        isSpread,
      });
    }
    parts = [];
  };
  for (let at = list.firstChild; at !== null; at = at.nextSibling) {
    if (at.name === '(' || at.name === ')' || /Comment$/.test(at.name)) continue;
    if (at.name === ',') push();
    else if (!at.type.isError || at.to > at.from) parts.push(at);
  }
  push();
  const isClosed = list.lastChild?.name === ')';
  return { from: list.from + 1, to: isClosed ? list.to - 1 : list.to, args };
}

const OWN = /^(?:self|this|cls|Self)$/;
const SUPER = /^(?:super\(.*\)|super)$/;
/** Names of methods that other objects have too. */
const COMMON =
  /^(?:get|set|add|put|push|pop|append|remove|delete|update|insert|open|close|read|write|send|run|start|stop|map|filter|find|join|split|format|keys|values|items|then|call|apply|log|print|has|clear|sort|test|exec|next|new|default|from|into)$/;

/** The calls of a function, a method or a constructor, as far as the file tells. */
export function callSitesOf(syntax: Syntax, signature: Signature): CallSite[] {
  const { owner, called, isConstructor } = signature;
  if (isConstructor && owner !== null) return constructions(syntax, signature, owner);
  const others =
    owner === null
      ? []
      : signaturesNamed(syntax, called).filter(
          (other) => other.owner?.name !== owner.name && kinship(owner, other.owner) === 0,
        );
  const binding = owner === null ? bindingOf(syntax, { node: signature.nameNode }, called) : null;
  return occurrencesOf(syntax, called).flatMap(({ node, role }): CallSite[] => {
    if (node.from === signature.nameNode.from) return [];
    const call = callOf(syntax, node);
    if (call === null || call.isNew) return [];
    if (owner === null) {
      if (call.receiver !== null || role === 'member' || binding === null) return [];
      const own = bindingOf(syntax, { node }, called);
      return own.from === binding.from && own.to === binding.to ? [{ ...call, sure: 1 }] : [];
    }
    const sure = sureness(syntax, signature, owner, call, others.length);
    return sure > 0 ? [{ ...call, sure }] : [];
  });
}

function sureness(
  syntax: Syntax,
  { called, node }: Signature,
  owner: Owner,
  call: Omit<CallSite, 'sure'>,
  others: number,
): number {
  const { receiver } = call;
  if (receiver === null) return 0;
  if (
    OWN.test(receiver) ||
    SUPER.test(receiver) ||
    (owner.node.name === 'MethodDecl' && node.name === 'MethodDecl' && receiver === receiverName(syntax, call.node))
  ) {
    const around = ownerAround(syntax, call.node);
    if (around === null) return 0;
    if (SUPER.test(receiver)) return around.bases.includes(owner.name) ? 1 : 0;
    return around.name === owner.name ? 1 : kinship(around, owner) > 0 ? 0.8 : 0;
  }
  if (receiver === owner.name) return 1;
  if (/^[A-Z]\w*$/.test(receiver) && syntax.grammar === 'rust') return 0;
  const alike = receiver.toLowerCase().replace(/[^a-z]/g, '');
  const telling = alike !== '' && owner.name.toLowerCase().includes(alike.slice(-6)) ? 0.9 : 0.75;
  return telling * (COMMON.test(called) ? 0.5 : 1) * (others > 0 ? 0.6 : 1);
}

/** In Go: what the method around a call calls its object. */
function receiverName(syntax: Syntax, node: SyntaxNode): string | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name !== 'MethodDecl') continue;
    const list = at.getChild('Parameters');
    return list === null ? null : (/^\(\s*([\p{L}_]\w*)/u.exec(syntax.text.slice(list.from, list.to))?.[1] ?? null);
  }
  return null;
}

/** The class, or block of methods, around a node. */
export function ownerAround(syntax: Syntax, node: SyntaxNode): Owner | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (/^(?:ClassDefinition|ClassDeclaration|ClassExpression|ImplItem|TraitItem)$/.test(at.name))
      return classOf(syntax, at);
    if (at.name === 'MethodDecl') {
      const list = at.getChild('Parameters');
      const name =
        list === null
          ? undefined
          : /([\p{L}_]\w*)(?:\[[^\]]*\])?\s*\)$/u.exec(syntax.text.slice(list.from, list.to))?.[1];
      return name === undefined ? null : { name, bases: [], node: at, isInterface: false };
    }
  }
  return null;
}

/** Where objects of a class are made: by its name, by the name of a class that inherits its constructor, and by `super`. */
function constructions(syntax: Syntax, signature: Signature, owner: Owner): CallSite[] {
  const found: CallSite[] = [];
  const heirs = heirsOf(syntax, owner);
  const own = new Set(signaturesNamed(syntax, signature.name).map((other) => other.owner?.name));
  for (const name of [owner.name, ...heirs.filter((heir) => !own.has(heir.name)).map((heir) => heir.name)]) {
    for (const { node } of occurrencesOf(syntax, name)) {
      const call = callOf(syntax, node);
      if (call?.receiver === null && call.isNew === (syntax.grammar !== 'python'))
        found.push({ ...call, sure: name === owner.name ? 1 : 0.8 });
    }
  }
  for (const heir of heirs) {
    for (const match of syntax.text.slice(heir.node.from, heir.node.to).matchAll(/\bsuper\s*\(/g)) {
      const leaf = syntax.tree.resolveInner(heir.node.from + match.index, 1);
      const call = syntax.grammar === 'python' ? superInit(syntax, leaf) : callOf(syntax, leaf);
      if (call !== null) found.push({ ...call, sure: 1 });
    }
  }
  return found;
}

/** The call of `__init__` behind a `super()`. */
function superInit(syntax: Syntax, leaf: SyntaxNode): Omit<CallSite, 'sure'> | null {
  const member = leaf.parent?.parent;
  const property = member?.name === 'MemberExpression' ? member.getChild('PropertyName') : null;
  return property === null || syntax.text.slice(property.from, property.to) !== '__init__'
    ? null
    : callOf(syntax, property);
}

/** Classes of the file that are made of another. */
export function heirsOf(syntax: Syntax, { name }: Owner): Owner[] {
  return occurrencesOf(syntax, name).flatMap(({ node }) => {
    const list = node.parent?.name === 'ArgList' || node.parent?.name === 'GenericType' ? node.parent : node;
    const owner =
      list.parent !== null &&
      /^(?:ClassDefinition|ClassDeclaration|ClassExpression|ImplItem|InterfaceDeclaration)$/.test(list.parent.name)
        ? classOf(syntax, list.parent)
        : null;
    return owner !== null && owner.bases.includes(name) ? [owner] : [];
  });
}
