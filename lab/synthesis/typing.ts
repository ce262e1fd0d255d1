/** Edits that ask for nothing more: what most typing is. */
import { applyChange, type TextEdit } from '../../src/core/text';
import { functionsOf } from './functions';
import type { Lexed, Token } from './lexer';
import type { NamePool } from './names';
import { chance, integer, pick, weighted, type Random } from './random';
import { runsOf } from './repeat';
import { roleOf, textAt, tokenAt } from './roles';
import type { Course } from './stage';

export type QuietKind =
  | 'fresh-line'
  | 'half-line'
  | 'fresh-block'
  | 'comment'
  | 'string'
  | 'number'
  | 'operator'
  | 'other-variable'
  | 'deleted-line'
  | 'blank-line'
  | 'undone';

/** An edit of the text after which there is nothing to do. */
export function quietCourse(random: Random, lexed: Lexed, kind: QuietKind, pool: NamePool): Course | null {
  switch (kind) {
    case 'fresh-line':
      return freshLine(random, lexed);
    case 'half-line':
      return halfLine(random, lexed);
    case 'fresh-block':
      return freshBlock(random, lexed);
    case 'deleted-line':
      return deletedLine(random, lexed);
    case 'blank-line':
      return blankLine(random, lexed);
    case 'undone':
      return undone(random, lexed, pool);
    case 'comment':
    case 'string':
    case 'number':
    case 'operator':
    case 'other-variable': {
      const edit = smallEdit(random, lexed, kind, pool);
      return edit === null
        ? null
        : course(kind, [lexed.text, applyChange(lexed.text, [edit])], edit.start + edit.text.length);
    }
  }
}

const course = (kind: QuietKind, states: readonly string[], cursor: number): Course => ({
  kind: `quiet-${kind}`,
  states,
  cursor,
  remaining: [],
});

/** Lines that are statements of their own: they can be taken out and the rest still reads. */
function plainLines(lexed: Lexed): { start: number; end: number; text: string; line: number }[] {
  const out: { start: number; end: number; text: string; line: number }[] = [];
  const lines = lexed.text.split('\n');
  const tokensOn = new Map<number, number[]>();
  lexed.tokens.forEach((token, at) => {
    const known = tokensOn.get(token.line);
    if (known === undefined) tokensOn.set(token.line, [at]);
    else known.push(at);
  });
  let start = 0;
  lines.forEach((text, line) => {
    const end = start + text.length;
    const indices = tokensOn.get(line);
    const whole =
      indices?.every((at) => {
        const partner = lexed.partner[at] ?? -1;
        return (partner < 0 || indices.includes(partner)) && !textOf(lexed, at).includes('\n');
      }) === true;
    const opens = lexed.language === 'python' && text.trimEnd().endsWith(':');
    if (whole && !opens && text.trim().length > 3 && tokenAt(lexed, indices[0] ?? -1)?.firstOnLine === true)
      out.push({ start, end, text, line });
    start = end + 1;
  });
  return out;
}

const textOf = (lexed: Lexed, at: number): string => lexed.tokens[at]?.text ?? '';

/** A statement that was not there before, written in full. */
function freshLine(random: Random, lexed: Lexed): Course | null {
  const found = pick(random, plainLines(lexed));
  if (found === undefined) return null;
  const indent = /^[ \t]*/.exec(found.text)?.[0] ?? '';
  const without = lexed.text.slice(0, found.start) + lexed.text.slice(Math.min(lexed.text.length, found.end + 1));
  const opened = lexed.text.slice(0, found.start) + indent + lexed.text.slice(found.end);
  const half =
    lexed.text.slice(0, integer(random, found.start + indent.length, found.end - 1)) + lexed.text.slice(found.end);
  const before = weighted(random, [
    [[without], 4],
    [[without, opened], 1],
    [[opened], 3],
    [[half], 2],
    [[opened, half], 1],
  ]) ?? [without];
  return course('fresh-line', [...before, lexed.text], found.end);
}

/** The same while it is being written. */
function halfLine(random: Random, lexed: Lexed): Course | null {
  const found = pick(random, plainLines(lexed));
  if (found === undefined) return null;
  const indent = /^[ \t]*/.exec(found.text)?.[0].length ?? 0;
  const upTo = found.start + integer(random, indent + 1, found.text.length - 1);
  const now = lexed.text.slice(0, upTo).trimEnd() + lexed.text.slice(found.end);
  const cursor = lexed.text.slice(0, upTo).trimEnd().length;
  if (cursor <= found.start + indent) return null;
  const without = lexed.text.slice(0, found.start) + lexed.text.slice(Math.min(lexed.text.length, found.end + 1));
  const opened = lexed.text.slice(0, found.start + indent) + lexed.text.slice(found.end);
  const shorter = lexed.text.slice(0, integer(random, found.start + indent, cursor - 1)) + lexed.text.slice(found.end);
  const before = weighted(random, [
    [[without], 3],
    [[opened], 3],
    [[shorter], 3],
    [[opened, shorter], 1],
  ]) ?? [opened];
  return course('half-line', [...before, now], cursor);
}

/** Several lines that were not there before; perhaps everything there is. */
function freshBlock(random: Random, lexed: Lexed): Course | null {
  const lines = lexed.text.split('\n');
  const count = integer(random, 2, Math.min(chance(random, 0.3) ? 20 : 8, lines.length));
  const from = integer(random, 0, Math.max(0, lines.length - count));
  const block = lines.slice(from, from + count);
  if (block.join('').trim().length < 8 || block.join('\n').length > 650) return null;
  const before = [...lines.slice(0, from), ...lines.slice(from + count)].join('\n');
  const start = lines.slice(0, from).join('\n').length + (from === 0 ? 0 : 1);
  const end = start + block.join('\n').length;
  if (chance(random, 0.65)) return course('fresh-block', [before, lexed.text], end);
  // The last of the lines is still being written.
  const last = block.at(-1) ?? '';
  const indent = /^[ \t]*/.exec(last)?.[0].length ?? 0;
  const kept = integer(random, indent, last.length);
  const stop = end - last.length + kept;
  return course('fresh-block', [before, lexed.text.slice(0, stop) + lexed.text.slice(end)], stop);
}

function deletedLine(random: Random, lexed: Lexed): Course | null {
  const found = pick(random, plainLines(lexed));
  if (found === undefined) return null;
  const after = lexed.text.slice(0, found.start) + lexed.text.slice(Math.min(lexed.text.length, found.end + 1));
  return after.trim() === '' ? null : course('deleted-line', [lexed.text, after], found.start);
}

/** Enter was pressed: an empty or an indented line appears. */
function blankLine(random: Random, lexed: Lexed): Course | null {
  const found = pick(random, plainLines(lexed));
  if (found === undefined) return null;
  const indent = chance(random, 0.6) ? (/^[ \t]*/.exec(found.text)?.[0] ?? '') : '';
  const after = `${lexed.text.slice(0, found.end)}\n${indent}${lexed.text.slice(found.end)}`;
  return course('blank-line', [lexed.text, after], found.end + 1 + indent.length);
}

/** Something was changed and changed back. */
function undone(random: Random, lexed: Lexed, pool: NamePool): Course | null {
  const kind =
    weighted(random, [
      ['number', 1],
      ['operator', 1],
      ['string', 1],
      ['name', 3],
    ] as const) ?? 'name';
  const edit = kind === 'name' ? anyName(random, lexed, pool) : smallEdit(random, lexed, kind, pool);
  if (edit === null) return null;
  const changed = applyChange(lexed.text, [edit]);
  return course('undone', [lexed.text, changed, lexed.text], edit.end);
}

function anyName(random: Random, lexed: Lexed, pool: NamePool): TextEdit | null {
  const token = pick(
    random,
    lexed.tokens.filter((one) => one.kind === 'name'),
  );
  const name = pick(random, pool.byCase.lower);
  return token === undefined || name === undefined ? null : { start: token.start, end: token.end, text: name };
}

/** One small edit within a line. */
export function smallEdit(
  random: Random,
  lexed: Lexed,
  kind: 'comment' | 'string' | 'number' | 'operator' | 'other-variable',
  pool: NamePool,
): TextEdit | null {
  switch (kind) {
    case 'comment': {
      const comment = pick(random, lexed.comments);
      return comment === undefined ? newComment(random, lexed, pool) : wordChanged(random, comment, pool);
    }
    case 'string': {
      const strings = lexed.tokens.filter(
        (token) => token.kind === 'string' && /\w/.test(token.text) && token.text.length > 3,
      );
      const token = pick(random, strings);
      // The same text elsewhere might well be meant to follow.
      return token === undefined || strings.filter((one) => one.text === token.text).length > 1
        ? null
        : wordChanged(random, token, pool);
    }
    case 'number':
      return numberChanged(random, lexed);
    case 'operator':
      return operatorChanged(random, lexed);
    case 'other-variable':
      return otherVariable(random, lexed);
  }
}

function newComment(random: Random, lexed: Lexed, pool: NamePool): TextEdit | null {
  const line = pick(random, plainLines(lexed));
  if (line === undefined) return null;
  const words = Array.from({ length: integer(random, 1, 6) }, () => pick(random, pool.words) ?? 'the').join(' ');
  const mark = lexed.language === 'python' ? '#' : '//';
  if (chance(random, 0.4)) return { start: line.end, end: line.end, text: `  ${mark} ${words}` };
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
  return { start: line.start, end: line.start, text: `${indent}${mark} ${words}\n` };
}

function wordChanged(random: Random, token: Token, pool: NamePool): TextEdit | null {
  const words = [...token.text.matchAll(/[A-Za-z]{2,}/g)];
  const word = pick(random, words);
  if (word === undefined) return null;
  const start = token.start + word.index;
  const fresh = pick(random, pool.words) ?? 'other';
  return (
    weighted<TextEdit>(random, [
      [{ start, end: start + word[0].length, text: fresh }, 3],
      [{ start: start + word[0].length, end: start + word[0].length, text: ` ${fresh}` }, 2],
      [{ start, end: start + word[0].length, text: '' }, 1],
      [
        {
          start: start + word[0].length,
          end: start + word[0].length,
          text: pick(random, ['s', 'ed', '!', '...', '2', ',']) ?? 's',
        },
        1,
      ],
    ]) ?? null
  );
}

function numberChanged(random: Random, lexed: Lexed): TextEdit | null {
  const token = pick(
    random,
    lexed.tokens.filter((one) => one.kind === 'number' && /^\d+(\.\d+)?$/.test(one.text)),
  );
  if (token === undefined) return null;
  const value = Number(token.text);
  const text = token.text.includes('.')
    ? String(Math.round((value + 0.5) * 100) / 100)
    : String(
        pick(random, [
          value + 1,
          value * 2,
          value * 10,
          integer(random, 0, 9),
          integer(random, 10, 999),
          Math.max(0, value - 1),
        ]) ?? 3,
      );
  return text === token.text ? null : { start: token.start, end: token.end, text };
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '*'],
  '-': ['+'],
  '*': ['+', '/'],
  '/': ['*'],
  '<': ['<=', '>'],
  '>': ['>=', '<'],
  '<=': ['<'],
  '>=': ['>'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&', '??'],
  and: ['or'],
  or: ['and'],
  '+=': ['-='],
  '-=': ['+='],
  True: ['False'],
  False: ['True'],
  true: ['false'],
  false: ['true'],
  '%': ['/'],
};

function operatorChanged(random: Random, lexed: Lexed): TextEdit | null {
  // In a run of lines that look alike the others might be meant to follow.
  const alike = new Set(runsOf(lexed).flatMap((run) => run.map((row) => row.line)));
  const candidates = lexed.tokens.filter(
    (token, at) =>
      !alike.has(token.line) &&
      token.kind !== 'string' &&
      Object.hasOwn(OPERATORS, token.text) &&
      tokenAt(lexed, at - 1)?.line === token.line &&
      tokenAt(lexed, at + 1)?.line === token.line &&
      !['import', 'export', ',', '(', '=', 'function', '<', '>'].includes(textAt(lexed, at - 1)),
  );
  const token = pick(
    random,
    candidates.filter((one) => (one.text !== '<' && one.text !== '>') || lexed.language !== 'typescript'),
  );
  const choices = (OPERATORS[token?.text ?? ''] ?? []).filter((text) => lexed.language !== 'python' || text !== '??');
  const text = pick(random, choices);
  return token === undefined || text === undefined ? null : { start: token.start, end: token.end, text };
}

/** A use of one variable becomes a use of another that is there already: nothing was renamed. */
function otherVariable(random: Random, lexed: Lexed): TextEdit | null {
  const owner = pick(random, functionsOf(lexed));
  if (owner === undefined) return null;
  const uses: number[] = [];
  for (let at = owner.body; at < owner.last; at += 1) {
    const next = textAt(lexed, at + 1);
    if (
      tokenAt(lexed, at)?.kind === 'name' &&
      roleOf(lexed, at) === 'plain' &&
      next !== '(' &&
      next !== '=' &&
      next !== ':' &&
      !/^[A-Z]/.test(textAt(lexed, at))
    )
      uses.push(at);
  }
  const bound = new Set(
    [
      ...owner.parameters,
      ...Array.from({ length: owner.last - owner.body }, (_, at) => owner.body + at).filter(
        (at) => tokenAt(lexed, at)?.kind === 'name' && roleOf(lexed, at) === 'binding',
      ),
    ].map((at) => textAt(lexed, at)),
  );
  const at = pick(
    random,
    uses.filter((one) => bound.has(textAt(lexed, one))),
  );
  const other = pick(
    random,
    [...bound].filter((name) => at === undefined || name !== textAt(lexed, at)),
  );
  const token = at === undefined ? undefined : tokenAt(lexed, at);
  return token === undefined || other === undefined ? null : { start: token.start, end: token.end, text: other };
}
