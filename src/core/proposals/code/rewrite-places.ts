/** Where a rule with holes fits, and what it makes of each place. */
import type { TextEdit } from '../../text';
import type { Part, Rewriting } from './rewriting';

const PRIMARY =
  /^(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|-?[\p{N}.]+|[\p{L}_$][\p{L}\p{N}_$.]*(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^[\]\n]*\]|\.[\p{L}_$][\p{L}\p{N}_$]*)*|\([^()\n]*\))/u;
const PRIMARY_BACK =
  /(?:[\p{L}_$][\p{L}\p{N}_$.]*(?:\([^()\n]*\)|\[[^[\]\n]*\])*|"[^"\n]*"|'[^'\n]*')(?:\.[\p{L}_$][\p{L}\p{N}_$]*(?:\([^()\n]*\)|\[[^[\]\n]*\])?)*$/u;
const WORD = /[\p{L}\p{N}_$]/u;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*/u;
const MOST_PLACES = 120;

export interface RewritePlace extends TextEdit {
  /** By the hole. */
  readonly holes: ReadonlyMap<number, string>;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Spaces of the rule match any. */
const patternOf = (code: string): string =>
  code
    .split(/[^\S\n]+/)
    .map(escaped)
    .join('[^\\S\\n]*');

/** All places of the text that a rule fits. */
export function placesOf(text: string, { from, to, left, right, needs }: Rewriting): RewritePlace[] {
  const anchor = from.findIndex((part) => part.kind === 'code' && part.text.trim() !== '');
  const code = from[anchor];
  if (code?.kind !== 'code' || anchor > 1) return [];
  const found: RewritePlace[] = [];
  const pattern = new RegExp(patternOf(anchor === 0 ? code.text.trimStart() : code.text), 'gu');
  for (let match = pattern.exec(text); match !== null && found.length < MOST_PLACES; match = pattern.exec(text)) {
    if (match[0] === '') break;
    const place = placeAt(text, from, to, anchor, match.index, match.index + match[0].length);
    if (place === null || !fitsBeside(text, place, left, right, needs)) {
      pattern.lastIndex = match.index + 1;
      continue;
    }
    found.push(place);
    pattern.lastIndex = Math.max(place.end, match.index + 1);
  }
  return found;
}

export const leftOf = (text: string, at: number): string =>
  /(?:[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s\p{L}\p{N}_$])[^\S\n]*$/u
    .exec(text.slice(Math.max(0, at - 60), at))?.[0]
    .trim() ?? '';
export const rightOf = (text: string, at: number): string =>
  /^[^\S\n]*([\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s\p{L}\p{N}_$])/u.exec(text.slice(at, at + 60))?.[1] ?? '';

function fitsBeside(
  text: string,
  { start, end }: TextEdit,
  left: string,
  right: string,
  needs: Rewriting['needs'],
): boolean {
  if (needs === 'nothing') return true;
  const [before, behind] = [leftOf(text, start) === left, rightOf(text, end) === right];
  return needs === 'neighbour' ? before || behind : before && behind && WORD.test(left + right);
}

function placeAt(
  text: string,
  from: readonly Part[],
  to: readonly Part[],
  anchor: number,
  begin: number,
  afterCode: number,
): RewritePlace | null {
  const holes = new Map<number, string>();
  let start = begin;
  const opening = from[0];
  if (anchor === 1 && opening?.kind === 'hole') {
    const lineStart = text.lastIndexOf('\n', begin - 1) + 1;
    const value = PRIMARY_BACK.exec(text.slice(lineStart, begin).trimEnd())?.[0];
    if (value === undefined) return null;
    start = lineStart + text.slice(lineStart, begin).trimEnd().length - value.length;
    holes.set(opening.index, value);
  }
  if (WORD.test(text.charAt(begin)) && WORD.test(text.charAt(begin - 1))) return null;
  let at = afterCode;
  for (let index = anchor + 1; index < from.length; index += 1) {
    const part = from[index];
    if (part === undefined) return null;
    if (part.kind === 'code') {
      const match = new RegExp(`^${patternOf(part.text)}`, 'u').exec(text.slice(at, at + part.text.length + 40));
      if (match === null) return null;
      at += match[0].length;
      continue;
    }
    const length = holeLength(text, at, part, from[index + 1], quoteBefore(from, index));
    if (length === null) return null;
    const value = text.slice(at, at + length);
    if ((holes.get(part.index) ?? value) !== value) return null;
    holes.set(part.index, value);
    at += length;
  }
  if (WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at)) && from.at(-1)?.kind === 'code') return null;
  const next = to.map((part) => (part.kind === 'code' ? part.text : (holes.get(part.index) ?? part.example))).join('');
  if (isDone(text, start, at, next)) return null;
  return { start, end: at, text: next, holes };
}

/** Whether what the rule would write stands there already, around what it would take. */
function isDone(text: string, start: number, end: number, next: string): boolean {
  const old = text.slice(start, end);
  if (old === next) return true;
  const at = next.indexOf(old);
  return at >= 0 && text.startsWith(next, start - at);
}

/** The quote that is open where a hole stands; '' outside of strings. */
function quoteBefore(from: readonly Part[], index: number): string {
  const code = from
    .slice(0, index)
    .map((part) => (part.kind === 'code' ? part.text : ''))
    .join('');
  return ['"', "'", '`'].find((sign) => code.split(sign).length % 2 === 0) ?? '';
}

/** How much of the text a hole takes; null when nothing fits. */
function holeLength(
  text: string,
  at: number,
  hole: Part & { readonly kind: 'hole' },
  next: Part | undefined,
  quote: string,
): number | null {
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd);
  if (quote !== '') {
    const stop = next?.kind === 'code' ? line.indexOf(next.text) : -1;
    return stop < 0 || line.slice(0, stop).includes(quote) ? null : stop;
  }
  if (/^[([{]/.test(hole.example)) return groupLength(line);
  if (next === undefined || next.kind === 'hole')
    return (next?.kind === 'hole' ? NAME : PRIMARY).exec(line)?.[0].length ?? null;
  const stop = new RegExp(patternOf(next.text), 'uy');
  const allowsComma = hole.example.replace(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|"[^"]*"|'[^']*'/g, '').includes(',');
  let depth = 0;
  let sign = '';
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (sign === '' && depth === 0) {
      stop.lastIndex = index;
      if (index > 0 && stop.test(line) && balancedAfter(line, index, next.text))
        return line.slice(0, index).trimEnd().length === index || /^\s/.test(next.text)
          ? index
          : line.slice(0, index).trimEnd().length;
    }
    if (sign !== '') {
      if (char === '\\') index += 1;
      else if (char === sign) sign = '';
    } else if ('"\'`'.includes(char)) sign = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) {
      depth -= 1;
      if (depth < 0) return null;
    } else if (char === ';' || (char === ',' && depth === 0 && !allowsComma)) return null;
  }
  return null;
}

/** Code that follows a hole within a word of its own. */
const balancedAfter = (line: string, index: number, code: string): boolean =>
  !WORD.test(code.charAt(0)) || !WORD.test(line.charAt(index - 1));

function groupLength(line: string): number | null {
  if (!/^[([{]/.test(line)) return null;
  let depth = 0;
  for (let index = 0; index < line.length; index += 1) {
    if ('([{'.includes(line.charAt(index))) depth += 1;
    else if (')]}'.includes(line.charAt(index))) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
