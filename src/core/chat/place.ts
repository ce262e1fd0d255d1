/** Where a block of code out of a conversation belongs in a file. A guess that is shown as a difference before it counts. */
import { elisionsOf, expandElisions } from '../conversation/elisions';
import { leakedSign, leakedToken, withoutEnd } from '../conversation/markers';
import { diffLines, formOf, inForm, LineIndex, splitLines } from '../text';
import { partsOf, plain, readCode, type Code, type Part } from './block';
import type { Definition } from './definitions';
import { reindent, unitOf } from './indent';
import { around, importPuts, intoClass, matchOf, mergeParts, moved, withPuts, type Put } from './merge';
import { isBlank, marginOf, statementAt, styleOf, widthOf, type CodeStyle } from './scan';

/** `part`: in place of what it is a new version of; `member`: new in a class. */
export type PlaceKind = 'part' | 'member' | 'file' | 'selection' | 'cursor';

export interface Placed {
  readonly kind: PlaceKind;
  /** The file with the code in it. */
  readonly after: string;
}

/** Offsets of the text, UTF-16; equal for a cursor. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Why a block of code cannot be put into a file, with the line or sign that says so. */
export type Unplaceable =
  { readonly kind: 'elided'; readonly line: string } | { readonly kind: 'marker'; readonly marker: string };

/**
 * What keeps a block from being put into `text`: it leaves lines out and it cannot be told which, or it holds a sign of
 * the model's own; null when nothing does.
 * @param language Monaco's id
 */
export function unplaceable(text: string, code: string, language: string): Unplaceable | null {
  const block = withoutEnd(code, text).trimEnd();
  // The conversation’s own tokens are in what is shown only where the model escaped them, as text.
  const marker = leakedToken(block, text) ?? leakedSign(block, text);
  if (marker !== null) return { kind: 'marker', marker };
  const [lines, written] = [splitLines(text), splitLines(block)];
  const [elided] = elisionsOf(lines, written, language);
  return elided === undefined || expandElisions(lines, written, language) !== null
    ? null
    : { kind: 'elided', line: (written[elided] ?? '').trim() };
}

/**
 * The ways to put `code` into `text`, the likeliest first; never empty. Line ends are those of the text.
 * @param language Monaco's id; without it the code's look decides
 */
export function placeCode(text: string, code: string, at: Place, language = ''): readonly [Placed, ...Placed[]] {
  const written = splitLines(
    withoutEnd(code, text)
      .replace(/^(?:[ \t]*\r?\n)+/, '')
      .trimEnd()
      .replace(/\t+$/, ''),
  );
  const lines = splitLines(text);
  const given =
    elisionsOf(lines, written, language).size > 0 ? (expandElisions(lines, written, language) ?? written) : written;
  const style = styleOf(language, [...lines, ...given]);
  const file = readCode(lines, style);
  const block = dedented(given, style);
  const index = new LineIndex(text);
  const form = formOf(text);
  const placed = (kind: PlaceKind, after: readonly string[]): Placed => ({
    kind,
    after: inForm(after.join('\n'), form),
  });

  const selected = at.end > at.start;
  const cursor = index.lineAt(at.start);
  const parts = partsOf(block);
  const here = selected
    ? placed('selection', intoSelection(file, block, index, at))
    : placed('cursor', atCursor(file, block, parts, cursor));
  const whole = placed('file', [...given, ...(text === '' || text.endsWith('\n') ? [''] : [])]);
  const merged = intoParts(file, block, parts, cursor);
  const found: Placed[] = merged === null ? [] : [placed(merged.kind, merged.lines)];
  if (
    text.trim() === '' ||
    (isWhole(file, block, parts) &&
      !(selected && index.lineAt(at.end) - cursor + 1 < lines.length / 2 && given.length < lines.length / 2))
  )
    return [whole, ...found, here];
  const inner =
    selected &&
    merged?.kind === 'part' &&
    holds(file, block, parts, cursor, index.lineAt(Math.max(at.start, at.end - 1)));
  if (selected && !inner) return [here, ...found, whole];
  const [first, ...rest] = found;
  return first === undefined ? [here, whole] : [first, ...rest, here, whole];
}

/** The block without the margin that all its lines share. */
function dedented(lines: readonly string[], style: CodeStyle): Code {
  const { states } = readCode(lines, style);
  return readCode(reindent(lines, states, '', null), style);
}

/** Whether the selection is a piece of a definition that the block gives anew. */
function holds(file: Code, block: Code, parts: readonly Part[], first: number, last: number): boolean {
  return parts.some((part) => {
    const there = part.kind === 'definition' ? matchOf(block, part.definition, file, first) : null;
    return there !== null && there.start <= first && last <= there.end && (first > there.head || last < there.end);
  });
}

/** Whether the block is a new version of the whole file: nothing of the file would be lost without being replaced. */
function isWhole(file: Code, block: Code, parts: readonly Part[]): boolean {
  const theirs = partsOf(file);
  const defined = (code: Code, owner: Definition | null): readonly Definition[] =>
    code.definitions.filter((one) => one.owner === owner && one.kind !== 'value');
  const covers = (older: Definition | null, newer: Definition | null): boolean =>
    defined(file, older).every((one) => {
      const again = defined(block, newer).find(
        ({ name, kind }) => name === one.name && (kind === 'class') === (one.kind === 'class'),
      );
      return again !== undefined && (one.kind !== 'class' || covers(one, again));
    });
  const share = (kind: Part['kind']): number => {
    const all = theirs.filter((part) => part.kind === kind);
    const mine = new Set(parts.map(({ from, to }) => plain(block.lines, from, to)));
    return all.length === 0
      ? 1
      : all.filter(({ from, to }) => mine.has(plain(file.lines, from, to))).length / all.length;
  };
  if (defined(file, null).length > 0) {
    // One definition alone is rather itself than the file.
    if (parts.length < 2) return false;
    return covers(null, null) && share('import') >= 0.5 && share('loose') >= 0.5;
  }
  const older = file.lines.filter((line) => !isBlank(line));
  const newer = block.lines.filter((line) => !isBlank(line));
  const gone = diffLines(older, newer).reduce((sum, { oldStart, oldEnd }) => sum + oldEnd - oldStart, 0);
  const kept = (older.length - gone) / older.length;
  const sameEnds = older[0] === newer[0] && older.at(-1) === newer.at(-1);
  return older.length > 2 && (kept >= 0.8 || (kept >= 0.5 && sameEnds));
}

/** Definitions in place of their older selves, or a new method in its class; null when there is no such place. */
function intoParts(
  file: Code,
  block: Code,
  parts: readonly Part[],
  cursor: number,
): { readonly kind: 'part' | 'member'; readonly lines: readonly string[] } | null {
  // A lone assignment is a statement like any other.
  const defines = parts.some(
    (part) => part.kind === 'definition' && (part.definition.kind !== 'value' || part.definition.method === false),
  );
  if (!defines) return null;
  const puts = mergeParts(block, parts, file, cursor);
  const lines = puts === null ? null : withPuts(file.lines, puts);
  if (lines !== null) return { kind: 'part', lines };
  const member = intoItsClass(file, block, parts, cursor);
  const joined = member === null ? null : withPuts(file.lines, member);
  return joined === null ? null : { kind: 'member', lines: joined };
}

/** Methods that the file does not have: into the class around the cursor, or the only one there is. */
function intoItsClass(file: Code, block: Code, parts: readonly Part[], cursor: number): readonly Put[] | null {
  const methods = parts.filter((part) => part.kind === 'definition');
  if (
    methods.length === 0 ||
    parts.some(({ kind }) => kind === 'loose') ||
    methods.some(({ definition }) => definition.method === false || definition.kind !== 'function')
  )
    return null;
  // One that is there more than once was not placed for want of a sign: it is not new.
  if (methods.some(({ definition }) => file.definitions.some(({ name }) => name === definition.name))) return null;
  const classes = file.definitions.filter(({ kind, owner }) => kind === 'class' && owner === null);
  const sure = methods.every(({ definition }) => definition.method === true);
  const owner =
    around(file, cursor, ({ kind }) => kind === 'class') ?? (sure && classes.length === 1 ? classes[0] : undefined);
  if (owner === undefined) return null;
  const members = file.definitions.filter((definition) => definition.owner === owner);
  const before = members.filter(({ start }) => start <= cursor && cursor <= owner.end).at(-1) ?? null;
  return [
    ...importPuts(block, parts, file),
    ...methods.map(({ from, to }) => intoClass(block, from, to, file, owner, before)),
  ];
}

/** In place of the selection, at its depth; of lines that are selected in part, the rest stays. */
function intoSelection(file: Code, block: Code, index: LineIndex, { start, end }: Place): readonly string[] {
  const { lines } = file;
  const first = index.lineAt(start);
  let last = index.lineAt(end);
  let to = end - index.startOf(last);
  if (to === 0 && last > first) {
    last -= 1;
    to = (lines[last] ?? '').length;
  }
  const before = (lines[first] ?? '').slice(0, start - index.startOf(first));
  const after = (lines[last] ?? '').slice(to);
  const whole = isBlank(before);
  const chosen = lines.slice(first, last + 1).filter((line) => !isBlank(line));
  const least = chosen.reduce((found, line) => (widthOf(line) < widthOf(found) ? line : found), chosen[0] ?? '');
  const margin = chosen.length === 0 ? blankMargin(file, first) : marginOf(whole ? least : lines[first]);
  const put = [...reindent(block.lines, block.states, margin, unitOf(lines))];
  if (!whole) put[0] = before + (put[0] ?? '').trimStart();
  if (!isBlank(after)) put.push((put.pop() ?? '') + after);
  return [...lines.slice(0, first), ...put, ...lines.slice(last + 1)];
}

/** The depth at which code on a blank line stands: its own, or that of the lines around it. */
function blankMargin({ lines, states }: Code, line: number): string {
  const own = marginOf(lines[line]);
  if (own !== '') return own;
  const above = lines.slice(0, line).findLast((other) => !isBlank(other)) ?? '';
  const below = lines.slice(line + 1).find((other) => !isBlank(other));
  if (states[line]?.inString === true || below === undefined) return '';
  const opens = /[:{([]\s*(?:#.*|\/\/.*)?$/.test(above);
  if (opens && widthOf(below) <= widthOf(above))
    return /^\s*[}\])]/.test(below) ? marginOf(above) + (unitOf(lines) ?? '    ') : marginOf(below);
  if (/^\s*[}\])]/.test(below)) return marginOf(above);
  return widthOf(below) < widthOf(above) || opens ? marginOf(below) : marginOf(above);
}

/** On lines of its own after the cursor's statement, at its depth; in place of a blank line. Definitions go beside the one around the cursor. */
function atCursor(file: Code, block: Code, parts: readonly Part[], line: number): readonly string[] {
  const { lines, states } = file;
  const defines = parts.some((part) => part.kind === 'definition' && part.definition.kind !== 'value');
  const insert = (at: number, to: number, put: readonly string[], gap: number): readonly string[] => {
    const blank = Array.from({ length: gap }, () => '');
    const above = gap > 0 && at > 0 && !isBlank(lines[at - 1]) && !/[:{([]\s*$/.test(lines[at - 1] ?? '') ? blank : [];
    const below =
      gap > 0 && to < lines.length && !isBlank(lines[to]) && !/^\s*[}\])]/.test(lines[to] ?? '') ? blank : [];
    return [...lines.slice(0, at), ...above, ...put, ...below, ...lines.slice(to)];
  };
  if (isBlank(lines[line]))
    return insert(
      line,
      line + 1,
      moved(block, 0, block.lines.length - 1, blankMargin(file, line), file),
      defines ? 1 : 0,
    );
  let outer = around(file, line, ({ owner }) => owner === null);
  if (!defines) outer = null;
  const { first, last } = outer === null ? statementAt(lines, states, line) : { first: outer.head, last: outer.end };
  return insert(
    last + 1,
    last + 1,
    moved(block, 0, block.lines.length - 1, marginOf(lines[first]), file),
    defines ? gapOf(file) : 0,
  );
}

/** The blank lines between definitions at the top of the file. */
function gapOf({ lines, definitions }: Code): number {
  const top = definitions.filter(({ owner }) => owner === null);
  const gaps = top
    .slice(1)
    .map(({ start }, index) => start - (top[index]?.end ?? 0) - 1)
    .filter((gap) => gap > 0 && gap < 4);
  return gaps[0] ?? (lines.some((line) => /^def\b/.test(line)) ? 2 : 1);
}
