/** A block of code as its parts: definitions, imports, and what is neither. */
import { definitionsIn, type Definition } from './definitions';
import { endOf, isBlank, marginOf, scanLines, type CodeStyle, type LineState } from './scan';

/** Code with what is known of its lines. */
export interface Code {
  readonly lines: readonly string[];
  readonly states: readonly LineState[];
  readonly definitions: readonly Definition[];
}

export type Part =
  /** Lines `[from, to]` of the block. */
  | { readonly kind: 'definition'; readonly definition: Definition; readonly from: number; readonly to: number }
  | { readonly kind: 'import' | 'loose'; readonly from: number; readonly to: number };

export function readCode(lines: readonly string[], style: CodeStyle): Code {
  const states = scanLines(lines, style);
  return { lines, states, definitions: definitionsIn(lines, states, style) };
}

const IMPORT =
  /^\s*(?:import\b(?!\s*\()|from\s+\S+\s+import\b|#\s*include\b|use\s+[\w:{]|using\s+[\w.]+\s*;|package\s|require(?:_relative)?\b|(?:const|let|var)\s.*=\s*require\(|export\s+(?:\*|\{[^}]*\})\s+from\b|["']use strict["'])/;

/** What stands at the top of the code, in order; `within` limits it to the lines of a class. */
export function partsOf({ lines, states, definitions }: Code, owner: Definition | null = null): readonly Part[] {
  const parts: Part[] = [];
  const own = definitions.filter((definition) => definition.owner === owner);
  const [first, last] = owner === null ? [0, lines.length - 1] : [bodyOf(owner, lines, states), owner.end];
  for (let at = first; at <= last;) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const definition = own.find(({ start }) => start === at);
    const statement = Math.min(last, endOf(lines, states, at));
    const to =
      definition?.end ??
      Math.min(statement, Math.min(...own.filter(({ start }) => start > at).map(({ start }) => start - 1), statement));
    if (IMPORT.test(lines[at] ?? '')) parts.push({ kind: 'import', from: at, to });
    else if (definition !== undefined) parts.push({ kind: 'definition', definition, from: at, to });
    else if (owner === null || !/^\s*[}\])]/.test(lines[at] ?? '')) parts.push({ kind: 'loose', from: at, to });
    at = Math.max(at, to) + 1;
  }
  return parts;
}

/** The first line of a class's body: after the line on which its head ends. */
export function bodyOf({ head, end }: Definition, lines: readonly string[], states: readonly LineState[]): number {
  let at = head + 1;
  while (at <= end && (states[at]?.open?.block === false || /^\s*\{\s*$/.test(lines[at] ?? ''))) at += 1;
  return at;
}

/** The code of lines `[from, to]`, as it compares with other code: without margins and blank lines. */
export const plain = (lines: readonly string[], from: number, to: number): string =>
  lines
    .slice(from, to + 1)
    .filter((line) => !isBlank(line))
    .map((line) => line.trim())
    .join('\n');

/** The indentation of what a class holds; null for an empty one. */
export function memberMargin({ lines, definitions, states }: Code, owner: Definition): string | null {
  const member = definitions.find((definition) => definition.owner === owner);
  if (member !== undefined) return marginOf(lines[member.head]);
  for (let at = bodyOf(owner, lines, states); at <= owner.end; at += 1)
    if (!isBlank(lines[at]) && !/^\s*[}\])]/.test(lines[at] ?? '')) return marginOf(lines[at]);
  return null;
}
