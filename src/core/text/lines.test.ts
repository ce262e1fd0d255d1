import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominantEol, LineIndex, splitLines, splitLinesKeepingEnds } from '.';

const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '\r', '😀'), maxLength: 20 });

describe('lines', () => {
  it.each<[string, string[], string[]]>([
    ['', [''], ['']],
    ['a', ['a'], ['a']],
    ['a\n', ['a', ''], ['a\n', '']],
    ['a\r\nb', ['a', 'b'], ['a\r\n', 'b']],
    ['a\rb\n', ['a\rb', ''], ['a\rb\n', '']],
    ['\n\n', ['', '', ''], ['\n', '\n', '']],
  ])('%j', (whole, contents, withEnds) => {
    expect(splitLines(whole)).toEqual(contents);
    expect(splitLinesKeepingEnds(whole)).toEqual(withEnds);
  });

  it('with their ends are the text', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(splitLinesKeepingEnds(whole).join('')).toBe(whole);
        expect(splitLinesKeepingEnds(whole)).toHaveLength(splitLines(whole).length);
      }),
    );
  });

  it.each([
    ['', '\n'],
    ['a\nb', '\n'],
    ['a\r\nb', '\r\n'],
    ['a\r\nb\nc\r\n', '\r\n'],
    ['a\r\nb\n', '\n'],
  ])('the terminator of %j is %j', (whole, eol) => {
    expect(dominantEol(whole)).toBe(eol);
  });
});

describe('a line index', () => {
  it('agrees with splitting', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const index = new LineIndex(whole);
        expect(Array.from({ length: index.lineCount }, (_, line) => index.line(line))).toEqual(splitLines(whole));
      }),
    );
  });

  it('finds the line of every offset', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const index = new LineIndex(whole);
        for (let offset = 0; offset <= whole.length; offset += 1) {
          expect(index.lineAt(offset)).toBe(whole.slice(0, offset).split('\n').length - 1);
        }
      }),
    );
  });

  it('clamps what is out of range', () => {
    const index = new LineIndex('ab\r\ncd');
    expect([index.lineAt(-1), index.lineAt(99)]).toEqual([0, 1]);
    expect([index.startOf(-1), index.startOf(9), index.endOf(-1), index.endOf(9)]).toEqual([0, 6, 2, 6]);
  });
});
