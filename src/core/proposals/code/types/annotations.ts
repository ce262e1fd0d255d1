/** Annotations of parameters, variables and fields: what a default of nothing asks for, and what others of the name have. */
import type { SyntaxNode } from '@lezer/common';
import { occurrencesOf, type Syntax } from '../../../syntax';
import type { Moment } from '../../types';
import { stepsOf } from '../steps';
import type { Found } from './found';
import { takesNothing, widened, type Nothing } from './nothing';

const LOOKED_BACK = 3;
const MOST = 12;
const TYPES = /^(?:TypeDef|TypeAnnotation)$/;
const SIGNS = /^(?:AssignOp|Equals)$/;

interface Annotated {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  /** Node of the annotation with its colon; null for none. */
  readonly type: SyntaxNode | null;
  readonly typeText: string;
  readonly fallback: string | null;
  readonly isParameter: boolean;
}

/** What the declaration says that a name stands in; null where it declares none that may have a type. */
function annotatedAt(syntax: Syntax, nameNode: SyntaxNode): Annotated | null {
  const parent = nameNode.parent;
  if (
    parent === null ||
    !/^(?:ParamList|AssignStatement|VariableDeclaration|PropertyDeclaration|PropertyType|Parameters)$/.test(parent.name)
  )
    return null;
  let type: SyntaxNode | null = null;
  let value: SyntaxNode | null = null;
  for (let at = nameNode.nextSibling; at !== null && at.name !== ',' && at.name !== ')'; at = at.nextSibling) {
    if (TYPES.test(at.name) && value === null) type = at;
    else if (SIGNS.test(at.name)) value = at.nextSibling;
  }
  const code = type === null ? '' : syntax.text.slice(type.from, type.to);
  return {
    name: syntax.text.slice(nameNode.from, nameNode.to),
    nameNode,
    type,
    typeText: code.replace(/^:\s*/, '').trim(),
    fallback: value === null ? null : syntax.text.slice(value.from, value.to),
    isParameter: parent.name === 'ParamList',
  };
}

/** The declarations that the last edits wrote in, by the names that stand there. */
function touched(
  moment: Moment,
  syntax: Syntax,
): { readonly one: Annotated; readonly added: string; readonly isLast: boolean }[] {
  const seen = new Set<number>();
  return moment.edits
    .slice(-LOOKED_BACK)
    .reverse()
    .flatMap((edit, age) =>
      stepsOf(edit).flatMap(({ written, added }) => {
        if (written === null || added.length > 200 || written.end <= written.start) return [];
        for (
          let at: SyntaxNode | null = syntax.tree.resolveInner(written.end, -1), steps = 0;
          at !== null && steps < 12;
          at = at.parent, steps += 1
        ) {
          if (
            !/^(?:ParamList|AssignStatement|VariableDeclaration|PropertyDeclaration|PropertyType)$/.test(
              at.parent?.name ?? '',
            )
          )
            continue;
          const name = nameBefore(at);
          const one = name === null ? null : annotatedAt(syntax, name);
          if (one === null || seen.has(one.nameNode.from)) return [];
          seen.add(one.nameNode.from);
          return [{ one, added, isLast: age === 0 }];
        }
        return [];
      }),
    );
}

/** The name that an annotation or a value beside it belongs to. */
function nameBefore(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at !== null && at.name !== ',' && at.name !== '('; at = at.prevSibling) {
    if (
      /^(?:VariableDefinition|PropertyDefinition)$/.test(at.name) ||
      (at.name === 'VariableName' && !SIGNS.test(at.prevSibling?.name ?? ''))
    )
      return at;
    if (at.name === 'MemberExpression' && node.parent?.name === 'AssignStatement') return at;
  }
  return null;
}

/** `x: int = None`: the annotation takes nothing too. */
export function defaultsToNothing(moment: Moment, syntax: Syntax): Found[] {
  return touched(moment, syntax).flatMap(({ one, added }): Found[] => {
    const { type, typeText, fallback, nameNode } = one;
    if (type === null || typeText === '' || fallback === null || !/^(?:None|null|undefined)$/.test(fallback)) return [];
    const nothing = fallback as Nothing;
    if (!added.includes(nothing) || takesNothing(typeText, nothing) || syntax.text.charAt(nameNode.to) === '?')
      return [];
    const from = type.to - typeText.length;
    // Who typed the whole declaration meant it so.
    const typedWhole = added.includes(typeText);
    return widened(syntax, from, type.to, nothing).map(({ change, agreeing }, index) => ({
      change,
      variant: 'default-nothing',
      certain: (index === 0 ? 0.85 : 0.4) * (typedWhole ? 0.5 : 1),
      agreeing,
      like: nameNode.from,
      group: `types:${one.name}`,
    }));
  });
}

/** One parameter, variable or field was given a type: others of the name take the same. */
export function sameAnnotation(moment: Moment, syntax: Syntax): Found[] {
  if (!/^(?:python|typescript|tsx)$/.test(syntax.grammar)) return [];
  return touched(moment, syntax).flatMap(({ one, added, isLast }): Found[] => {
    const { name, nameNode, type, typeText } = one;
    if (
      type === null ||
      typeText === '' ||
      nameNode.name === 'MemberExpression' ||
      !/^\s*:\s*[\p{L}"']/u.test(added) ||
      !isBalanced(typeText)
    )
      return [];
    if (!added.includes(typeText) || name.length < 2 || (!isLast && moment.edits.length === 0)) return [];
    const others = occurrencesOf(syntax, name)
      .filter(({ declares, node }) => declares && node.from !== nameNode.from)
      .flatMap(({ node }) => annotatedAt(syntax, node) ?? []);
    const done = others.filter((other) => other.typeText === typeText).length;
    const left = others.filter(
      (other) =>
        other.type === null && other.isParameter && one.isParameter && !isRest(other) && isTyped(syntax, other),
    );
    return left.slice(0, MOST).map((other) => {
      const at = other.nameNode.to;
      const gap = other.fallback !== null && syntax.grammar === 'python' ? spacedDefault(syntax, at) : [];
      return {
        change: [{ start: at, end: at, text: `: ${typeText}` }, ...gap],
        variant: 'same-annotation',
        certain: done > 0 ? 0.8 : 0.65,
        agreeing: 1 + done,
        like: nameNode.from,
        group: `types:${name}`,
      };
    });
  });
}

const isBalanced = (code: string): boolean =>
  (code.match(/[[(<{]/g)?.length ?? 0) === (code.match(/[\])}]|(?<!=)>/g)?.length ?? 0);

const isRest = ({ nameNode }: Annotated): boolean => /^(?:\*{1,2}|Spread)$/.test(nameNode.prevSibling?.name ?? '');

/** `x=1` becomes `x: int = 1`. */
function spacedDefault(
  { text }: Syntax,
  at: number,
): { readonly start: number; readonly end: number; readonly text: string }[] {
  return text.charAt(at) === '=' ? [{ start: at, end: at + 1, text: ' = ' }] : [];
}

/** Lambdas take no annotations in Python, and callbacks seldom do in TypeScript. */
function isTyped({ grammar }: Syntax, { nameNode }: Annotated): boolean {
  const around = nameNode.parent?.parent?.name ?? '';
  return grammar === 'python' ? around === 'FunctionDefinition' : around !== 'ArrowFunction';
}

/** A field of TypeScript may be missing from now on: its members are asked for with `?.`. */
export function optionalField(moment: Moment, syntax: Syntax): Found[] {
  if (!/^(?:typescript|tsx)$/.test(syntax.grammar)) return [];
  return moment.edits
    .slice(-LOOKED_BACK)
    .reverse()
    .flatMap((edit) =>
      stepsOf(edit).flatMap(({ written, added }): Found[] => {
        if (written === null || !/^(?:\?|\s*\|\s*(?:null|undefined))$/.test(added)) return [];
        const name = fieldAround(syntax.tree.resolveInner(added === '?' ? written.start : written.end, -1));
        if (name === null) return [];
        const word = syntax.text.slice(name.from, name.to);
        return occurrencesOf(syntax, word)
          .filter(
            ({ role, declares, to }) =>
              role === 'member' && !declares && /^(?:\.(?=[\p{L}_$])|\[|\()/u.test(syntax.text.slice(to, to + 2)),
          )
          .filter(({ node }) => !isAssigned(node))
          .slice(0, MOST)
          .map(({ to }) => ({
            change: [{ start: to, end: to + (syntax.text.charAt(to) === '.' ? 1 : 0), text: '?.' }],
            variant: 'optional-use',
            certain: 0.35,
            agreeing: 1,
            like: name.from,
            group: `types:${word}`,
          }));
      }),
    );
}

function fieldAround(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node, steps = 0; at !== null && steps < 8; at = at.parent, steps += 1) {
    if (/^(?:PropertyType|PropertyDeclaration)$/.test(at.name))
      return at.getChild('PropertyDefinition') ?? at.getChild('PropertyName');
  }
  return null;
}

/** Whether what a member belongs to is assigned to: `a.b.c = 1` allows no `?.`. */
function isAssigned(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent?.name === 'MemberExpression') at = at.parent;
  return at.parent?.name === 'AssignmentExpression' && at.parent.firstChild?.from === at.from;
}
