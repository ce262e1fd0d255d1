/**
 * The syntax tree of a file: tolerant (a file that is being written has faults) and incremental (only what a change
 * touched is read again). Positions are UTF-16 code units, 0-based, half-open, as everywhere.
 */
import { TreeFragment, type SyntaxNode, type Tree } from '@lezer/common';
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
  const ranges = placeEdits(change).map(({ edit, start, end }) => ({ fromA: edit.start, toA: edit.end, fromB: start, toB: end }));
  return TreeFragment.applyChanges(TreeFragment.addTree(syntax.tree), ranges);
}

/** Places that the grammar could not read in `[from, to)`, the whole tree by default. */
export function countFaults(tree: Tree, from = 0, to = tree.length): number {
  let count = 0;
  tree.iterate({ from, to, enter: (node) => { if (node.type.isError) count += 1; } });
  return count;
}

/** Faults after a change of the text, without keeping its tree; null where no grammar knows the language. */
export function faultsAfter(syntax: Syntax, text: string, change: TextChange): number {
  return countFaults(parserOf(syntax.grammar).parse(text, fragmentsAfter({ syntax, change })));
}

/** The innermost node at an offset whose name is one of `names`, from the offset outwards; null when none is. */
export function enclosing(syntax: Syntax, offset: number, names: ReadonlySet<string>, side: -1 | 0 | 1 = 0): SyntaxNode | null {
  for (let node: SyntaxNode | null = syntax.tree.resolveInner(offset, side); node !== null; node = node.parent) if (names.has(node.name)) return node;
  return null;
}

/** The code of a node. */
export const codeOf = (syntax: Syntax, node: { readonly from: number; readonly to: number }): string => syntax.text.slice(node.from, node.to);
