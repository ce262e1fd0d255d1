/**
 * The syntax tree of a file: tolerant (a file that is being written has faults) and incremental (only what a change
 * touched is read again). Positions are UTF-16 code units, 0-based, half-open, as everywhere.
 */
import { Tree, TreeFragment, type SyntaxNode, type TreeBuffer } from '@lezer/common';
import { placeEdits, type TextChange } from '../text';
import { grammarOf, parserOf, type GrammarId } from './grammars';

export interface Syntax {
  readonly grammar: GrammarId;
  /** What the tree was read from. */
  readonly text: string;
  readonly tree: Tree;
  /** How many places the grammar could not read; 0 for a file without faults. */
  readonly faults: number;
}

/** What a change did to a syntax that was read before. */
export interface EarlierSyntax {
  readonly syntax: Syntax;
  /** From `syntax.text` to the text that is to be read now. */
  readonly change: TextChange;
}

/** Reads a text; null where no grammar knows the language. With `earlier` only what the change touched is read. */
export function parseSyntax(language: string, path: string, text: string, earlier?: EarlierSyntax): Syntax | null {
  const grammar = grammarOf(language, path);
  if (grammar === null) return null;
  const fragments = earlier?.syntax.grammar === grammar ? fragmentsAfter(earlier) : undefined;
  const tree = parserOf(grammar).parse(text, fragments);
  return { grammar, text, tree, faults: countFaults(tree) };
}

function fragmentsAfter({ syntax, change }: EarlierSyntax): readonly TreeFragment[] {
  const ranges = placeEdits(change).map(({ edit, start, end }) => ({
    fromA: edit.start,
    toA: edit.end,
    fromB: start,
    toB: end,
  }));
  return TreeFragment.applyChanges(TreeFragment.addTree(syntax.tree), ranges);
}

/** Places that the grammar could not read. What a change left as it was is not counted again. */
export function countFaults(tree: Tree): number {
  const known = faultsIn.get(tree);
  if (known !== undefined) return known;
  let count = tree.type.isError ? 1 : 0;
  for (const child of tree.children) count += child instanceof Tree ? countFaults(child) : countInBuffer(child);
  faultsIn.set(tree, count);
  return count;
}

const faultsIn = new WeakMap<Tree | TreeBuffer, number>();

/** Small nodes lie in a buffer, four numbers each, the first their type. */
function countInBuffer(buffer: TreeBuffer): number {
  const known = faultsIn.get(buffer);
  if (known !== undefined) return known;
  let count = 0;
  for (let at = 0; at < buffer.buffer.length; at += 4)
    if (buffer.set.types[buffer.buffer[at] ?? 0]?.isError === true) count += 1;
  faultsIn.set(buffer, count);
  return count;
}

/** Longer stretches are read incrementally instead. */
const LONGEST_STRETCH = 12_000;

/**
 * Faults after a change of the text, without keeping its tree. Only the outermost definitions or statements that it
 * touches are read, as a text of their own; so it is exact where they hang together, and near it where they do not.
 * @param text after the change
 */
export function faultsAfter(syntax: Syntax, text: string, change: TextChange): number {
  const [first] = change;
  const last = change.at(-1);
  if (first === undefined || last === undefined) return syntax.faults;
  const { from, to } = stretchAround(syntax, first.start, last.end);
  if (to - from > LONGEST_STRETCH)
    return countFaults(parserOf(syntax.grammar).parse(text, fragmentsAfter({ syntax, change })));
  const parser = parserOf(syntax.grammar);
  const before = stretchesOf(syntax);
  const key = `${from} ${to}`;
  const known = before.get(key) ?? countFaults(parser.parse(syntax.text.slice(from, to)));
  before.set(key, known);
  return (
    Math.max(0, syntax.faults - known) +
    countFaults(parser.parse(text.slice(from, to + text.length - syntax.text.length)))
  );
}

const stretches = new WeakMap<Syntax, Map<string, number>>();

function stretchesOf(syntax: Syntax): Map<string, number> {
  const found = stretches.get(syntax) ?? new Map<string, number>();
  stretches.set(syntax, found);
  return found;
}

/** What the children of the whole file that touch a range cover, in whole lines. */
function stretchAround(
  { tree, text }: Syntax,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  const top = tree.topNode;
  const first = top.childAfter(start - 1);
  const last = top.childBefore(end + 1);
  const from = Math.min(start, first !== null && first.from <= end ? first.from : start);
  const to = Math.max(end, last !== null && last.to >= start ? last.to : end);
  const lineEnd = text.indexOf('\n', to);
  return {
    from: text.lastIndexOf('\n', from - 1) + 1,
    to: to > 0 && text.charAt(to - 1) === '\n' ? to : lineEnd < 0 ? text.length : lineEnd + 1,
  };
}

/** The innermost node at an offset whose name is one of `names`, from the offset outwards; null when none is. */
export function enclosing(
  syntax: Syntax,
  offset: number,
  names: ReadonlySet<string>,
  side: -1 | 0 | 1 = 0,
): SyntaxNode | null {
  for (let node: SyntaxNode | null = syntax.tree.resolveInner(offset, side); node !== null; node = node.parent)
    if (names.has(node.name)) return node;
  return null;
}

/** The code of a node. */
export const codeOf = (syntax: Syntax, node: { readonly from: number; readonly to: number }): string =>
  syntax.text.slice(node.from, node.to);
