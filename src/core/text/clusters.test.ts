import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterAround, unitsBefore, wordsAndGaps } from '.';

const FAMILY = '👨‍👩‍👧‍👦';
const CODER = '👩🏽‍💻';

describe('a character as it is seen', () => {
  it.each<[string, string, number, readonly [number, number] | null]>([
    ['between plain letters', 'abc', 1, null],
    ['before a letter with an accent', 'cafe\u0301', 3, null],
    ['inside it', 'cafe\u0301', 4, [3, 5]],
    ['inside a Devanagari syllable', 'नि', 1, [0, 2]],
    ['inside a surrogate pair', '😀', 1, [0, 2]],
    ['inside a joined emoji', `a${FAMILY}b`, 6, [1, 12]],
    ['after it', `a${FAMILY}b`, 12, null],
    ['inside a flag', '🇩🇪🇫🇷', 2, [0, 4]],
    ['between two flags', '🇩🇪🇫🇷', 4, null],
    ['inside a keycap', '*\uFE0F\u20E3', 1, [0, 3]],
    ['inside a sign with a stroke', 'a =\u0338 b', 3, [2, 4]],
    ['at the ends', 'e\u0301', 0, null],
  ])('%s', (_name, line, offset, expected) => {
    const found = clusterAround(line, offset);
    expect(found === null ? null : [found.start, found.end]).toEqual(expected);
  });

  it.each<[string, string, number | null]>([
    ['a letter', 'ab', null],
    ['a mark of a letter', 'e\u0301', null],
    ['a vowel sign', 'नि', null],
    ['one emoji', 'a😀', null],
    ['a joined emoji', `a${FAMILY}`, 11],
    ['a coloured one', CODER, 7],
    ['a flag', '🇩🇪🇫🇷', 4],
    ['a keycap', 'a1\uFE0F\u20E3', 3],
    ['a sign with a stroke', '=\u0338', 2],
    ['a heart', '❤\uFE0F', 2],
  ])('%s is taken back by Backspace', (_name, line, expected) => {
    expect(unitsBefore(line, line.length)).toBe(expected);
  });
});

describe('words', () => {
  it.each<[string, string, readonly string[]]>([
    ['of code', 'a_1 = f(x)\r\n', ['a_1', ' ', '=', ' ', 'f', '(', 'x', ')', '\r\n']],
    ['with combining accents', 're\u0301sume\u0301!', ['re\u0301sume\u0301', '!']],
    ['of Devanagari', 'नमस्ते दुनिया', ['नमस्ते', ' ', 'दुनिया']],
    ['beside joined emoji and flags', `x${FAMILY}🇩🇪y`, ['x', FAMILY, '🇩🇪', 'y']],
    ['beside signs with marks', 'a =\u0338\tb', ['a', ' ', '=\u0338', '\t', 'b']],
    ['of Japanese', '私は猫', ['私', 'は', '猫']],
  ])('%s', (_name, text, expected) => {
    expect(wordsAndGaps(text)).toEqual(expected);
  });

  it('never cut a character, and lose nothing', () => {
    const text = fc
      .array(
        fc.constantFrom(
          'a',
          'e\u0301',
          'नि',
          'क्ष',
          FAMILY,
          CODER,
          '🇩🇪',
          '1\uFE0F\u20E3',
          ' ',
          '\r\n',
          '\n',
          '(',
          '한',
          '猫',
        ),
        { maxLength: 20 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (whole) => {
        let at = 0;
        for (const part of wordsAndGaps(whole)) {
          expect(clusterAround(whole, at)).toBeNull();
          at += part.length;
        }
        expect(wordsAndGaps(whole).join('')).toBe(whole);
      }),
    );
  });
});
