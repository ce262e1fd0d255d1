/** Cutting files into what a user has open: one or two functions, a class, a stretch of a longer file. */
import { classesOf, functionsOf, indentOf, type FunctionExtent, type TokenSpan } from './functions';
import type { SourceLanguage } from './languages';
import { lex, type Lexed } from './lexer';
import { chance, integer, pick, weighted, type Random } from './random';
import { roleOf, textAt, tokenAt } from './roles';

/** Every part of a file that functions and classes occupy, found once for each file. */
export interface Outline {
  readonly lexed: Lexed;
  readonly lines: readonly string[];
  readonly functions: readonly LineSpan[];
  readonly classes: readonly LineSpan[];
}

/** Lines `[from, to)` and the name they define. */
interface LineSpan {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly nested: boolean;
  /** How many arguments a call needs, or null where that is not plain. */
  readonly arity: number | null;
}

const STATEMENT_STARTS = new Set(['function', 'export', 'async', 'const', 'let', 'var']);

export function outlineOf(lexed: Lexed): Outline {
  const lines = lexed.text.split('\n');
  const functions: LineSpan[] = [];
  for (const one of functionsOf(lexed)) {
    const span = lineSpan(lexed, one, lines.length);
    const first = firstOfLine(lexed, one.first);
    const alone =
      lexed.language === 'python'
        ? first === one.first || textAt(lexed, first) === 'async'
        : STATEMENT_STARTS.has(textAt(lexed, first));
    if (alone && span.to - span.from >= 2 && span.to - span.from <= 60)
      functions.push({
        ...span,
        name: one.name >= 0 ? textAt(lexed, one.name) : '',
        nested: indentOf(lexed, one.first) > 0,
        arity: arityOf(lexed, one),
      });
  }
  const classes = classesOf(lexed).map((one) => ({
    ...lineSpan(lexed, one, lines.length),
    name: textAt(lexed, one.name),
    nested: indentOf(lexed, one.first) > 0,
    arity: null,
  }));
  return { lexed, lines, functions, classes };
}

/** Functions that a line of a script may call: named, without receivers, stars and defaults. */
function arityOf(lexed: Lexed, one: FunctionExtent): number | null {
  const close = lexed.partner[one.open] ?? -1;
  for (let at = one.open + 1; at < close; at += 1) {
    if (['self', 'cls', 'this', '*', '**', '...', '=', '?', '{', '[', '/'].includes(textAt(lexed, at))) return null;
  }
  const declared = textAt(lexed, one.name - 1);
  return one.name >= 0 && (declared === 'def' || declared === 'function') ? one.parameters.length : null;
}

function firstOfLine(lexed: Lexed, index: number): number {
  let at = index;
  while (at > 0 && !(tokenAt(lexed, at)?.firstOnLine ?? true)) at -= 1;
  return at;
}

function lineSpan(lexed: Lexed, span: TokenSpan, lineCount: number): { from: number; to: number } {
  const from = tokenAt(lexed, span.first)?.line ?? 0;
  const last = tokenAt(lexed, span.last - 1);
  const to = Math.min(lineCount, (last?.line ?? from) + (last?.text.split('\n').length ?? 1));
  return { from, to };
}

export type CutStyle = 'function' | 'script' | 'pair' | 'class' | 'stretch' | 'file';

export const DEFAULT_CUTS: readonly (readonly [CutStyle, number])[] = [
  ['function', 36],
  ['script', 14],
  ['pair', 16],
  ['class', 8],
  ['stretch', 18],
  ['file', 8],
];

/** A document cut from a file, or null where the cut does not stand on its own. */
export function cutDocument(random: Random, outline: Outline, cuts = DEFAULT_CUTS): Lexed | null {
  const lines = cutLines(random, outline, weighted(random, cuts) ?? 'function');
  if (lines === null) return null;
  // Written so far: the rest is still to come. Brackets would be left open in the other languages.
  const shown =
    outline.lexed.language === 'python' && lines.length > 4 && chance(random, 0.07)
      ? lines.slice(0, integer(random, 3, lines.length))
      : lines;
  const text = shown.join('\n').replace(/^\n+|\s+$/g, '');
  if (text.length < 30 || text.length > 9000) return null;
  return lex(chance(random, 0.9) ? `${text}\n` : text, outline.lexed.language);
}

function cutLines(random: Random, outline: Outline, style: CutStyle): string[] | null {
  const { lines } = outline;
  switch (style) {
    case 'function': {
      const span = pickShort(random, outline.functions);
      return span === undefined ? null : standing(random, outline, span);
    }
    case 'script': {
      const span = pickShort(
        random,
        outline.functions.filter((one) => one.arity !== null && one.to - one.from <= 20),
      );
      const lines = span === undefined ? null : standing(random, outline, span);
      if (span === undefined || lines === null) return null;
      const calls = Array.from({ length: integer(random, 1, 3) }, () => callLine(random, span, outline.lexed.language));
      return [...lines, ...(chance(random, 0.5) && outline.lexed.language === 'python' ? ['', ''] : ['']), ...calls];
    }
    case 'pair': {
      const caller = pickShort(
        random,
        outline.functions.filter((one) => !one.nested),
      );
      const called =
        caller === undefined
          ? undefined
          : outline.functions.find(
              (one) =>
                one !== caller &&
                one.name !== '' &&
                !one.nested &&
                lines.slice(caller.from, caller.to).some((line) => line.includes(`${one.name}(`)),
            );
      const other =
        called ??
        pickShort(
          random,
          outline.functions.filter((one) => !one.nested && one !== caller),
        );
      if (caller === undefined || other === undefined) return null;
      const parts = [other, caller].map((one) => standing(random, outline, one));
      const [first, second] = parts;
      if (first === null || second === null || first === undefined || second === undefined) return null;
      return first.length + second.length > 60
        ? null
        : [...first, ...(chance(random, 0.6) && outline.lexed.language === 'python' ? ['', ''] : ['']), ...second];
    }
    case 'class': {
      const span = pick(
        random,
        outline.classes.filter((one) => one.to - one.from > 3),
      );
      return span === undefined
        ? null
        : dedented(lines.slice(span.from, Math.min(span.to, span.from + integer(random, 10, 80))));
    }
    case 'stretch': {
      const starts = lines.flatMap((line, at) =>
        /^\S/.test(line) && !/^[)\]}]/.test(line) && (at === 0 || (lines[at - 1] ?? '').trim() === '') ? [at] : [],
      );
      const from = pick(random, starts);
      if (from === undefined) return null;
      const wanted = integer(random, 4, chance(random, 0.5) ? 14 : 40);
      const end = starts.find((at) => at >= from + wanted) ?? lines.length;
      return end - from > 90 ? null : lines.slice(from, end);
    }
    case 'file':
      return lines.length <= 200 ? [...lines] : null;
  }
}

const ARGUMENTS = [
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '10',
  '42',
  '100',
  '2.5',
  '"a"',
  '"hello"',
  '"ada"',
  '"x"',
  '[1, 2, 3]',
  '[]',
  'x',
  'y',
  'data',
  'items',
  'name',
  'value',
  'n',
];

/** A line of a script that calls the function. */
function callLine(random: Random, span: LineSpan, language: SourceLanguage): string {
  const call = `${span.name}(${Array.from({ length: span.arity ?? 0 }, () => pick(random, ARGUMENTS) ?? '1').join(', ')})`;
  const target = pick(random, ['result', 'out', 'total', 'first', 'answer', 'r', 'res']) ?? 'result';
  return language === 'python'
    ? (pick(random, [`print(${call})`, `print(${call})`, `${target} = ${call}`, call]) ?? call)
    : `${pick(random, [`console.log(${call})`, `console.log(${call})`, `const ${target}${String(integer(random, 1, 9))} = ${call}`, call]) ?? call};`;
}

/** Mostly functions of a few lines: what people write in a small file. */
function pickShort(random: Random, spans: readonly LineSpan[]): LineSpan | undefined {
  const one = pick(random, spans);
  const other = pick(random, spans);
  if (one === undefined || other === undefined) return undefined;
  return one.to - one.from <= other.to - other.from || chance(random, 0.25) ? one : other;
}

/** A function on its own, moved to the margin, often without its documentation. */
function standing(random: Random, outline: Outline, span: LineSpan): string[] | null {
  const lines = outline.lines.slice(span.from, span.to);
  const body = outline.lexed.language === 'python' && chance(random, 0.75) ? withoutDocstring(lines) : lines;
  return body.length < 2 ? null : dedented(body);
}

const DOCSTRING = /^\s*[rRuU]?("""|''')/;

function withoutDocstring(lines: readonly string[]): string[] {
  const header = lines.findIndex((line) => /:\s*(#.*)?$/.test(line));
  const opening = lines[header + 1];
  const quote = opening === undefined ? null : DOCSTRING.exec(opening)?.[1];
  if (opening === undefined || quote === null || quote === undefined) return [...lines];
  if (opening.trim().length > 3 && opening.trim().slice(3).includes(quote))
    return opening.trim().endsWith(quote) ? cut(lines, header + 1, header + 2) : [...lines];
  const closing = lines.findIndex((line, at) => at > header + 1 && line.includes(quote));
  return closing < 0 || !(lines[closing] ?? '').trim().endsWith(quote)
    ? [...lines]
    : cut(lines, header + 1, closing + 1);
}

function cut(lines: readonly string[], from: number, to: number): string[] {
  const rest = lines.slice(to);
  while (rest[0]?.trim() === '') rest.shift();
  return [...lines.slice(0, from), ...rest];
}

function dedented(lines: readonly string[]): string[] | null {
  const indent = /^[ \t]*/.exec(lines[0] ?? '')?.[0] ?? '';
  if (indent === '') return [...lines];
  const moved: string[] = [];
  for (const line of lines) {
    if (line.startsWith(indent)) moved.push(line.slice(indent.length));
    else if (line.trim() === '') moved.push('');
    else return null;
  }
  return moved;
}

/** The names a file's own code uses: what the pool of new names is made from. */
export function namesIn(lexed: Lexed): string[] {
  return lexed.tokens.flatMap((token, at) =>
    token.kind === 'name' && roleOf(lexed, at) !== 'unsure' ? [token.text] : [],
  );
}
