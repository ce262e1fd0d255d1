import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../text';
import { DEFAULT_EXCERPT_LIMITS, excerptAround, type ExcerptLimits } from './excerpt';

/** `functions` functions of `body` lines each, a blank line between them. */
function file(functions: number, body: number): string {
  const one = (n: number): string =>
    [`def f${n}():`, ...Array.from({ length: body }, (_, k) => `    x${k} = ${n}`)].join('\n');
  return Array.from({ length: functions }, (_, n) => one(n)).join('\n\n') + '\n';
}

const offsetOfLine = (text: string, line: number): number => new LineIndex(text).startOf(line);

describe('excerptAround', () => {
  it.each([
    ['an empty text', '', 0, { start: 0, end: 0, firstLine: 0, lineCount: 1, above: false, below: false }],
    ['a short text', 'a\nb\n', 1, { start: 0, end: 4, firstLine: 0, lineCount: 3, above: false, below: false }],
  ])('shows all of %s', (_, text, offset, expected) => {
    expect(excerptAround(text, offset, DEFAULT_EXCERPT_LIMITS)).toEqual(expected);
  });

  const large = file(20, 9);
  it.each([
    ['the top', 0, 'def f0', false, true],
    ['the middle', 105, 'def f', true, true],
    ['the end', 218, 'def f', true, false],
  ])('begins at a top-level statement near %s of a large file', (_, line, begins, above, below) => {
    const got = excerptAround(large, offsetOfLine(large, line), DEFAULT_EXCERPT_LIMITS);
    expect(large.slice(got.start)).toMatch(new RegExp(`^${begins}`));
    expect([got.above, got.below]).toEqual([above, below]);
    expect(line).toBeGreaterThanOrEqual(got.firstLine);
    expect(line).toBeLessThan(got.firstLine + got.lineCount);
  });

  it('ends where a top-level statement follows', () => {
    const got = excerptAround(large, offsetOfLine(large, 105), DEFAULT_EXCERPT_LIMITS);
    expect(large.slice(got.end).trimStart()).toMatch(/^def f/);
  });

  it('moves the window a few times only while the cursor walks through a file', () => {
    let previous = excerptAround(large, 0, DEFAULT_EXCERPT_LIMITS);
    let moves = 0;
    const lines = new LineIndex(large);
    for (let line = 0; line < lines.lineCount; line += 1) {
      const next = excerptAround(large, lines.startOf(line), DEFAULT_EXCERPT_LIMITS, previous);
      if (next.start !== previous.start) moves += 1;
      previous = next;
    }
    expect(moves).toBeGreaterThan(3);
    expect(moves).toBeLessThan(20);
  });

  it('stays for a cursor that goes back and forth over the border of two windows', () => {
    let previous = excerptAround(large, offsetOfLine(large, 40), DEFAULT_EXCERPT_LIMITS);
    previous = excerptAround(large, offsetOfLine(large, 60), DEFAULT_EXCERPT_LIMITS, previous);
    for (const line of [52, 61, 52, 60]) {
      const next = excerptAround(large, offsetOfLine(large, line), DEFAULT_EXCERPT_LIMITS, previous);
      expect(next).toEqual(previous);
    }
  });

  it('keeps the cursor line whole though it is longer than allowed', () => {
    const text = `a\n${'x'.repeat(300)}\nb\n`;
    const got = excerptAround(text, 100, { maxLines: 10, maxChars: 100 });
    expect(text.slice(got.start, got.end)).toBe('x'.repeat(300));
  });

  it('is whole lines within the limits and holds the cursor, whatever the text, the cursor and the window before', () => {
    const line = fc.oneof(
      fc.constant(''),
      fc.constant('    return x'),
      fc.constant('def g():'),
      fc.string({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 60 }),
        fc.constantFrom('\n', '\r\n'),
        fc.nat(2000),
        fc.option(fc.tuple(fc.nat(2000), fc.nat(2000))),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 400 }),
        (contents, eol, cursorSeed, window, maxLines, maxChars) => {
          const text = contents.join(eol);
          const offset = Math.min(cursorSeed, text.length);
          const limits: ExcerptLimits = { maxLines, maxChars };
          const previous = window === null ? undefined : { start: Math.min(...window), end: Math.max(...window) };
          const got = excerptAround(text, offset, limits, previous);
          const lines = new LineIndex(text);
          expect(got.start).toBe(lines.startOf(got.firstLine));
          expect(got.end).toBe(lines.endOf(got.firstLine + got.lineCount - 1));
          expect(got.above).toBe(got.start > 0);
          const at = lines.lineAt(offset);
          expect(at >= got.firstLine && at < got.firstLine + got.lineCount).toBe(true);
          expect(got.lineCount).toBeLessThanOrEqual(maxLines);
          if (got.lineCount > 1) expect(got.end - got.start).toBeLessThanOrEqual(maxChars);
        },
      ),
      { numRuns: 200 },
    );
  });
});
