/** Types that also say "nothing", in the style of the file: `int | None`, `Optional[int]`, `string | null`, `x?: string`. */
import type { SyntaxNode } from '@lezer/common';
import type { Syntax } from '../../../syntax';
import type { TextChange } from '../../../text';

export type Nothing = 'None' | 'null' | 'undefined';

/** Whether a type says it already, or says nothing about it at all. */
export function takesNothing(type: string, nothing: Nothing): boolean {
  if (nothing === 'None') return /\bNone\b|\bOptional\b|^(?:Any|object|typing\.Any)$/.test(type);
  return (
    new RegExp(`\\b${nothing}\\b|^(?:any|unknown|void)$`).test(type) ||
    /^asserts\b|\bis\b/.test(type) ||
    (nothing === 'undefined' && /\bvoid\b/.test(type))
  );
}

export interface Widened {
  readonly change: TextChange;
  /** Annotations of the file that are written so. */
  readonly agreeing: number;
}

/** The ways to make a type that stands in `[from, to)` take nothing too, the file's own way first. */
export function widened(syntax: Syntax, from: number, to: number, nothing: Nothing): Widened[] {
  const { text } = syntax;
  const type = text.slice(from, to);
  if (nothing !== 'None') {
    const wraps = /=>|^(?:keyof|infer|new)\b|^typeof\b.*\?/.test(type);
    const change = wraps
      ? [
          { start: from, end: from, text: '(' },
          { start: to, end: to, text: `) | ${nothing}` },
        ]
      : [{ start: to, end: to, text: ` | ${nothing}` }];
    return [{ change, agreeing: text.match(new RegExp(`\\|\\s*${nothing}\\b`, 'g'))?.length ?? 0 }];
  }
  const quoted = /^(["']).*\1$/s.test(type);
  const unions = text.match(/\|\s*None\b/g)?.length ?? 0;
  const optionals = text.match(/\bOptional\[/g)?.length ?? 0;
  const end = quoted ? to - 1 : to;
  const start = quoted ? from + 1 : from;
  const union = { change: [{ start: end, end, text: ' | None' }], agreeing: unions };
  const optional = {
    change: [
      { start, end: start, text: 'Optional[' },
      { start: end, end, text: ']' },
    ],
    agreeing: optionals,
  };
  if (optionals === 0) return [union];
  return optionals > unions ? [optional] : [union, optional];
}

/** A type that took nothing without it; null where it did not, or where nothing else is left. */
export function narrowed(syntax: Syntax, from: number, to: number, nothing: Nothing): TextChange | null {
  const type = syntax.text.slice(from, to);
  const optional = nothing === 'None' ? /^(?:typing\.)?Optional\[(.*)\]$/s.exec(type)?.[1] : undefined;
  if (optional !== undefined)
    return [
      { start: from, end: to - optional.length - 1, text: '' },
      { start: to - 1, end: to, text: '' },
    ];
  const behind = new RegExp(`\\s*\\|\\s*${nothing}$`).exec(type);
  if (behind === null || behind.index === 0) return null;
  return [{ start: from + behind.index, end: to, text: '' }];
}

export interface TypePlace {
  readonly from: number;
  readonly to: number;
}

const trimmedPlace = ({ text }: Syntax, node: SyntaxNode): TypePlace | null => {
  const code = text.slice(node.from, node.to);
  const lead = /^(?::|->)?\s*/.exec(code)?.[0].length ?? 0;
  const to = node.from + code.trimEnd().length;
  return node.from + lead >= to ? null : { from: node.from + lead, to };
};

/** Where a function says what it returns. */
export function returnTypeOf(syntax: Syntax, node: SyntaxNode): TypePlace | null {
  if (syntax.grammar === 'python') {
    const type = node.getChild('TypeDef');
    const place = type === null ? null : trimmedPlace(syntax, type);
    return place;
  }
  const type = node.getChildren('TypeAnnotation').find(({ prevSibling }) => prevSibling?.name === 'ParamList');
  return type === undefined ? null : trimmedPlace(syntax, type);
}

/** What is inside of `Promise<…>`, for a type that is one. */
export function awaitedPart({ text }: Syntax, { from, to }: TypePlace): TypePlace {
  const inner = /^(?:Promise|PromiseLike)<(.*)>$/s.exec(text.slice(from, to))?.[1];
  return inner === undefined ? { from, to } : { from: to - 1 - inner.length, to: to - 1 };
}
