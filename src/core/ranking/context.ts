/** What a moment says by itself, whatever the candidate: the last edit, where the cursor stands, how the file reads. */
import type { Moment } from '../proposals';
import { LineIndex } from '../text';
import { wordsOf } from './words';

export interface EditContext {
  readonly lines: LineIndex;
  /** Every word of the file and of what the last edits took away. */
  readonly known: ReadonlySet<string>;
  readonly lastEdit: {
    /** 0-based line of the present text where it ended. */
    readonly line: number;
    /** Where the block (definition) around it begins; -1 outside of any. */
    readonly block: number;
    readonly written: ReadonlySet<string>;
    /** The lines that it touched, as they were and as they are. */
    readonly lines: { readonly before: string; readonly after: string };
    readonly removed: ReadonlySet<string>;
  };
  /** Where the innermost definition around an offset begins; -1 outside of any. */
  readonly blockAt: (offset: number) => number;
  /** Whether an offset lies in a comment or a string. */
  readonly isText: (offset: number) => boolean;
  readonly features: Readonly<Record<string, number>>;
}

const DEFINITIONS = new Set([
  'FunctionDefinition',
  'ClassDefinition',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'ClassDeclaration',
  'InterfaceDeclaration',
  'EnumDeclaration',
  'FunctionDecl',
  'MethodDecl',
  'TypeDecl',
  'FunctionItem',
  'ImplItem',
  'StructItem',
  'EnumItem',
  'TraitItem',
  'RuleSet',
]);
const TEXTS = /Comment|String|Template|Char/;
const SOURCES = ['typed', 'paste', 'prediction'] as const;

export function describeContext({ text, cursor, edits, syntax }: Moment): EditContext {
  const lines = new LineIndex(text);
  const last = edits.at(-1);
  const at = last?.places.at(-1)?.end ?? cursor;
  const written = last === undefined ? '' : last.change.map((edit) => edit.text).join('\n');
  const gone = last === undefined ? '' : last.change.map((edit) => last.before.slice(edit.start, edit.end)).join('\n');
  const touched = lineAround(last, text, lines, at);
  const blockAt = (offset: number): number => {
    for (let node = syntax?.tree.resolveInner(offset, 1) ?? null; node !== null; node = node.parent)
      if (DEFINITIONS.has(node.name)) return node.from;
    return -1;
  };
  const line = lines.line(lines.lineAt(cursor));
  const behind = line.slice(cursor - lines.startOf(lines.lineAt(cursor)));
  const before = edits.at(-2);
  return {
    lines,
    known: new Set([
      ...wordsOf(text),
      ...edits.flatMap((edit) => edit.change.flatMap(({ start, end }) => wordsOf(edit.before.slice(start, end)))),
    ]),
    lastEdit: {
      line: lines.lineAt(at),
      block: blockAt(at),
      lines: touched,
      written: new Set(wordsOf(touched.after)),
      removed: new Set(wordsOf(touched.before)),
    },
    blockAt,
    isText: (offset) => isText(syntax, offset),
    features: {
      'faults now': syntax === null ? -1 : Math.min(syntax.faults, 5),
      'last edit inserted': Math.min(written.length, 400),
      'last edit removed': Math.min(gone.length, 400),
      'last edit lines inserted': Math.min(written.split('\n').length - 1, 20),
      'last edit lines removed': Math.min(gone.split('\n').length - 1, 20),
      'last edit replaced a word': /^[\p{L}\p{N}_$]+$/u.test(gone) && /^[\p{L}\p{N}_$]+$/u.test(written) ? 1 : 0,
      'last edit places': Math.min(last?.change.length ?? 0, 10),
      'last edit in text': isText(syntax, Math.max(0, at - 1)) ? 1 : 0,
      ...Object.fromEntries(SOURCES.map((name) => [`last edit ${name}`, last?.source === name ? 1 : 0])),
      'edits before': edits.length - 1,
      'last two edits look alike':
        last !== undefined && before !== undefined && shapeOf(last) === shapeOf(before) ? 1 : 0,
      'cursor behind a word': /[\p{L}\p{N}_$]$/u.test(text.slice(0, cursor)) ? 1 : 0,
      'cursor at end of line': behind.trim() === '' ? 1 : 0,
      'cursor line empty': line.trim() === '' ? 1 : 0,
      'last sign': signKind(text.slice(0, cursor).trimEnd().at(-1) ?? ''),
    },
  };
}

/** The lines that the last edit touched, before and after it. */
function lineAround(
  last: Moment['edits'][number] | undefined,
  text: string,
  lines: LineIndex,
  at: number,
): { readonly before: string; readonly after: string } {
  if (last === undefined) return { before: '', after: lines.line(lines.lineAt(at)) };
  const widen = (whole: string, start: number, end: number): string => {
    const from = start === 0 ? 0 : whole.lastIndexOf('\n', start - 1) + 1;
    const to = whole.indexOf('\n', end);
    return whole.slice(from, to < 0 ? whole.length : to);
  };
  const before = last.change.map(({ start, end }) => widen(last.before, start, end)).join('\n');
  return {
    before,
    after: last.places.length === 0 ? '' : last.places.map(({ start, end }) => widen(text, start, end)).join('\n'),
  };
}

function isText(syntax: Moment['syntax'], offset: number): boolean {
  return syntax !== null && TEXTS.test(syntax.tree.resolveInner(Math.min(offset, syntax.text.length), 1).name);
}

/** An edit by the kind of what went and what came, so that two of a series are the same. */
function shapeOf({ change, before }: Moment['edits'][number]): string {
  const signs = (code: string): string => code.replace(/[\p{L}\p{N}_$]+/gu, 'w').replace(/\s+/g, ' ');
  return change.map((edit) => `${signs(before.slice(edit.start, edit.end))}>${signs(edit.text)}`).join('|');
}

/** 1 a word, 2 an opening bracket, 3 a closing one, 4 a colon, comma or semicolon, 5 an operator, 6 a quote; 0 nothing. */
function signKind(sign: string): number {
  if (sign === '') return 0;
  if (/[\p{L}\p{N}_$]/u.test(sign)) return 1;
  if ('([{'.includes(sign)) return 2;
  if (')]}'.includes(sign)) return 3;
  if (':,;'.includes(sign)) return 4;
  return '"\'`'.includes(sign) ? 6 : 5;
}
