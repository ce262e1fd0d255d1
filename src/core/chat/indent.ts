/** Code moved to another depth, in the manner of the file it goes into. */
import { dominantEol, splitLines } from '../text';
import { isBlank, marginOf, scanLines, styleOf, widthOf, type LineState } from './scan';

/** One step of indentation: a tab or so many spaces; null where nothing is indented. */
export function unitOf(lines: readonly string[]): string | null {
  const steps = new Map<string, number>();
  let before = 0;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const width = widthOf(line);
    const step = marginOf(line).startsWith('\t')
      ? '\t'
      : width - before >= 2 && width - before <= 8
        ? ' '.repeat(width - before)
        : null;
    if (step !== null) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = width;
  }
  return [...steps].sort((one, other) => other[1] - one[1] || one[0].length - other[0].length)[0]?.[0] ?? null;
}

const OPENS = /[:{([,]\s*(?:#.*|\/\/.*)?$|\b(?:then|do)\s*$/;

/**
 * The lines with their common margin replaced by `margin`, and deeper ones in steps of `unit` where both are known.
 * A first line that alone lacks the margin was copied from its first character on.
 */
export function reindent(
  lines: readonly string[],
  states: readonly LineState[],
  margin: string,
  unit: string | null,
): string[] {
  const code = lines.map((line, index) =>
    isBlank(line) || states[index]?.inString === true ? null : marginOf(line).length,
  );
  const all = code.filter((size) => size !== null);
  const first = code.findIndex((size) => size !== null);
  const later = all.slice(1);
  const cut =
    all[0] === 0 &&
    later.length > 0 &&
    Math.min(...later) > 0 &&
    !OPENS.test(lines[first] ?? '') &&
    states[first + 1]?.depth === 0;
  const own = cut ? Math.min(...later) : Math.min(...all, Number.MAX_SAFE_INTEGER);
  const mine = unitOf(lines);
  return lines.map((line, index) => {
    if (isBlank(line)) return '';
    const indent = marginOf(line);
    if (states[index]?.inString === true) return indent.length >= own ? margin + line.slice(own) : line;
    return margin + inUnits(indent.slice(own), mine, unit) + line.slice(indent.length);
  });
}

function inUnits(indent: string, from: string | null, to: string | null): string {
  if (from === null || to === null || from === to || indent === '') return indent;
  let levels = 0;
  let rest = indent;
  while (rest.startsWith(from)) {
    levels += 1;
    rest = rest.slice(from.length);
  }
  return to.repeat(levels) + rest;
}

/** Selected lines as a model gave them anew: models like to begin at the margin, whatever the depth was. */
export function asDeepAs(before: string, after: string, language: string): string {
  const least = (lines: readonly string[]): string =>
    lines
      .filter((line) => !isBlank(line))
      .reduce(
        (found: string | null, line) => (found === null || widthOf(line) < widthOf(found) ? line : found),
        null,
      ) ?? '';
  const [older, newer] = [splitLines(before), splitLines(after)];
  if (widthOf(least(newer)) >= widthOf(least(older))) return after;
  return reindent(newer, scanLines(newer, styleOf(language, newer)), marginOf(least(older)), null).join(
    dominantEol(before),
  );
}
