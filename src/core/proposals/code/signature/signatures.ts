/** Functions, methods and their declarations with what they take, found in a syntax tree by their name. */
import type { SyntaxNode } from '@lezer/common';
import { occurrencesOf, type Syntax } from '../../../syntax';
import { parametersAt, type ParameterList } from './parameters';

/** A class, interface, trait, or a block of methods. */
export interface Owner {
  readonly name: string;
  /** Classes, interfaces and traits that it is made of. */
  readonly bases: readonly string[];
  readonly node: SyntaxNode;
  readonly isInterface: boolean;
}

export interface Signature {
  readonly language: string;
  readonly node: SyntaxNode;
  readonly nameNode: SyntaxNode;
  readonly name: string;
  readonly list: ParameterList;
  /** The class that it is a method of; null for a function. */
  readonly owner: Owner | null;
  readonly isConstructor: boolean;
  /** What calls name it by: for a constructor its class. */
  readonly called: string;
  /** Null for a declaration without one. */
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
  'MethodElem',
  'FunctionItem',
  'Property',
]);
const LISTS = /^(?:ParamList|Parameters)$/;
const BODIES = new Set(['Body', 'Block']);

export const languageOf = ({ grammar }: Syntax): string =>
  grammar === 'tsx' || grammar === 'typescript' ? 'typescript' : grammar === 'jsx' ? 'javascript' : grammar;

const codeOf = ({ text }: Syntax, node: SyntaxNode): string => text.slice(node.from, node.to);

/** The node of the parameters of a function; null for a node that is none. */
function listNodeOf(node: SyntaxNode): SyntaxNode | null {
  if (!FUNCTIONS.has(node.name)) return null;
  if (node.name === 'MethodDecl') return node.getChild('FieldName')?.nextSibling ?? null;
  if (/^(?:FunctionDecl|MethodElem)$/.test(node.name)) return node.getChild('Parameters');
  return node.getChild('ParamList');
}

/** The leaf that names a function, or the variable or property that it is given to. */
function nameNodeOf(node: SyntaxNode): SyntaxNode | null {
  for (
    let at = node.firstChild;
    at !== null && !(LISTS.test(at.name) && node.name !== 'MethodDecl') && !BODIES.has(at.name);
    at = at.nextSibling
  ) {
    if (
      /^(?:VariableDefinition|PropertyDefinition|PrivatePropertyDefinition|BoundIdentifier|DefName|FieldName)$/.test(
        at.name,
      ) ||
      (node.name === 'FunctionDefinition' && at.name === 'VariableName')
    )
      return at;
  }
  if (node.parent === null || !/^(?:VariableDeclaration|PropertyDeclaration|Property)$/.test(node.parent.name))
    return null;
  for (let at = node.prevSibling; at !== null; at = at.prevSibling) if (/Definition$/.test(at.name)) return at;
  return null;
}

const known = new WeakMap<Syntax, Map<number, Signature | null>>();

/** The signature of a function's node; null for a function without a name or brackets. */
export function signatureOf(syntax: Syntax, node: SyntaxNode): Signature | null {
  const cache = known.get(syntax) ?? new Map<number, Signature | null>();
  known.set(syntax, cache);
  const listNode = listNodeOf(node);
  if (listNode === null) return null;
  const found = cache.get(listNode.from);
  if (found !== undefined) return found;
  const made = readSignature(syntax, node, listNode);
  cache.set(listNode.from, made);
  return made;
}

function readSignature(syntax: Syntax, node: SyntaxNode, listNode: SyntaxNode): Signature | null {
  const nameNode = nameNodeOf(node);
  const list =
    syntax.text.charAt(listNode.from) === '(' ? parametersAt(syntax.text, listNode.from, languageOf(syntax)) : null;
  if (nameNode === null || list === null) return null;
  const name = codeOf(syntax, nameNode);
  const owner = ownerOf(syntax, node);
  const isConstructor = owner !== null && (name === '__init__' || name === 'constructor');
  const body = lastChildOf(node, BODIES) ?? (node.name === 'ArrowFunction' ? node.lastChild : null);
  return {
    language: languageOf(syntax),
    node,
    nameNode,
    name,
    list,
    owner,
    isConstructor,
    called: isConstructor ? owner.name : name,
    body,
  };
}

function lastChildOf(node: SyntaxNode, names: ReadonlySet<string>): SyntaxNode | null {
  const last = node.lastChild;
  return last !== null && names.has(last.name) ? last : null;
}

/** The function that a leaf names; null for any other. */
function functionNamedBy(leaf: SyntaxNode): SyntaxNode | null {
  const parent = leaf.parent;
  if (parent === null) return null;
  const own = listNodeOf(parent);
  if (own !== null && leaf.to <= own.from) return parent;
  if (!/^(?:VariableDeclaration|PropertyDeclaration|Property)$/.test(parent.name)) return null;
  for (let at = leaf.nextSibling; at !== null && at.name !== ','; at = at.nextSibling)
    if (/^(?:ArrowFunction|FunctionExpression)$/.test(at.name)) return at;
  return null;
}

/** All functions, methods and declarations of a name. */
export function signaturesNamed(syntax: Syntax, name: string): Signature[] {
  return occurrencesOf(syntax, name).flatMap(({ node }) => {
    const named = functionNamedBy(node);
    const signature = named === null ? null : signatureOf(syntax, named);
    return signature !== null && signature.nameNode.from === node.from ? [signature] : [];
  });
}

/** The innermost signature around an offset, itself a function with a name. */
export function signatureAround(syntax: Syntax, offset: number): Signature | null {
  for (let at: SyntaxNode | null = syntax.tree.resolveInner(offset, 0); at !== null; at = at.parent) {
    if (!FUNCTIONS.has(at.name)) continue;
    const signature = signatureOf(syntax, at);
    if (signature !== null) return signature;
  }
  return null;
}

/** The function whose parameters stand around an offset. */
export function signatureOfList(syntax: Syntax, offset: number): Signature | null {
  for (const side of [-1, 1] as const) {
    for (
      let at: SyntaxNode | null = syntax.tree.resolveInner(offset, side);
      at !== null && !BODIES.has(at.name);
      at = at.parent
    ) {
      if (!LISTS.test(at.name) || at.parent === null) continue;
      if (listNodeOf(at.parent)?.from === at.from && at.from < offset && offset <= at.to)
        return signatureOf(syntax, at.parent);
    }
  }
  return null;
}

const CLASSES =
  /^(?:ClassDefinition|ClassDeclaration|ClassExpression|InterfaceDeclaration|TypeAliasDeclaration|ImplItem|TraitItem|TypeSpec)$/;

/** The class that a function is a method of. */
function ownerOf(syntax: Syntax, node: SyntaxNode): Owner | null {
  if (node.name === 'MethodDecl') {
    const receiver = node.getChild('Parameters');
    const name =
      receiver === null ? undefined : /([\p{L}_]\w*)(?:\[[^\]]*\])?\s*\)$/u.exec(codeOf(syntax, receiver))?.[1];
    return name === undefined ? null : { name, bases: [], node, isInterface: false };
  }
  let at = node.parent;
  for (let steps = 0; at !== null && steps < 4; steps += 1, at = at.parent) {
    if (CLASSES.test(at.name)) return classOf(syntax, at);
    if (
      !/^(?:Body|ClassBody|ObjectType|DecoratedStatement|DeclarationList|InterfaceType|InterfaceBody|PropertyDeclaration|PropertyType)$/.test(
        at.name,
      )
    )
      return null;
  }
  return null;
}

const namesIn = (code: string | undefined): string[] =>
  (code ?? '')
    .replace(/<[^<>]*>/g, '')
    .split(',')
    .flatMap((part) => /([\p{L}_$][\p{L}\p{N}_$]*)\s*$/u.exec(part)?.[1] ?? []);

/** A class with its bases, by its header. */
export function classOf(syntax: Syntax, node: SyntaxNode): Owner | null {
  const last = node.lastChild;
  const header = syntax.text.slice(node.from, Math.min(last?.from ?? node.to, node.from + 600));
  const isInterface = /^(?:InterfaceDeclaration|TypeAliasDeclaration|TraitItem|TypeSpec)$/.test(node.name);
  if (node.name === 'ImplItem') {
    const match = /^(?:unsafe\s+)?impl\s*(?:<[^{]*?>\s)?\s*(?:([^{]*?)\s+for\s+)?\s*(?:\w+::)*([\p{L}_]\w*)/u.exec(
      header.replace(/^impl\s*<[^{]*?>\s*(?=[\p{L}_])/u, 'impl '),
    );
    return match?.[2] === undefined
      ? null
      : { name: match[2], bases: namesIn(match[1]?.replace(/^.*::/, '')), node, isInterface };
  }
  if (node.name === 'ClassDefinition') {
    const match = /^class\s+([\p{L}_]\w*)\s*(?:\(([\s\S]*?)\)\s*$)?/u.exec(header);
    return match?.[1] === undefined
      ? null
      : {
          name: match[1],
          bases: namesIn(match[2]?.replace(/\[[^\]]*\]/g, '').replace(/\w+\s*=[^,]*/g, '')),
          node,
          isInterface,
        };
  }
  const name =
    /\b(?:class|interface|type|trait)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(header)?.[1] ??
    (node.name === 'TypeSpec' ? /^[\p{L}_]\w*/u.exec(header)?.[0] : undefined);
  if (name === undefined) return null;
  const parts = [
    /\bextends\s+([^{]*?)(?=\bimplements\b|$)/.exec(header)?.[1],
    /\bimplements\s+([^{]*)$/.exec(header)?.[1],
  ];
  return { name, bases: parts.flatMap(namesIn), node, isInterface };
}

/** Whether the methods of two classes of the same name are to agree, 0 (no) to 1 (one is made of the other). */
export function kinship(one: Owner | null, other: Owner | null): number {
  if (one === null || other === null) return 0;
  if (one.bases.includes(other.name) || other.bases.includes(one.name)) return 1;
  if (
    one.bases.some(
      (base) =>
        other.bases.includes(base) && !/^(?:object|Object|ABC|Protocol|Enum|Component|Exception|Error)$/.test(base),
    )
  )
    return 0.9;
  return 0;
}
