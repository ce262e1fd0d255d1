import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetOf, patternOf, search, type SearchedFile, type SearchQuery } from './search';

const query = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  caseSensitive: false,
  wholeWord: false,
  regex: false,
  ...more,
});
const file = (text: string, name = 'a.py'): SearchedFile => ({ id: name, name, text });
const places = (text: string, asked: SearchQuery): string[] => {
  const outcome = search([file(text)], asked);
  if (outcome.kind !== 'found') throw new Error(outcome.kind);
  return outcome.files.flatMap(({ matches }) =>
    matches.map(({ line, column, length }) => `${line}:${column}+${length}`),
  );
};

describe('searching', () => {
  it.each([
    ['plain text is no expression', 'a.b\naxb', query('a.b'), ['1:1+3']],
    ['every sign of an expression is itself', '$()*+./?[\\]^{|}', query('$()*+./?[\\]^{|}'), ['1:1+15']],
    ['case is ignored', 'Area area', query('AREA'), ['1:1+4', '1:6+4']],
    ['unless it matters', 'Area area', query('area', { caseSensitive: true }), ['1:6+4']],
    ['a word on its own', 'w = width\nw2 w_ (w)', query('w', { wholeWord: true }), ['1:1+1', '2:8+1']],
    ['a word of other letters', 'été étéx', query('été', { wholeWord: true }), ['1:1+3']],
    ['a sign as a word', 'a += b', query('+=', { wholeWord: true }), ['1:3+2']],
    ['an expression', 'x = 1\n  y = 22', query('^\\s*\\w = \\d+$', { regex: true }), ['1:1+5', '2:1+8']],
    ['an expression as a word', 'foo food', query('fo+|x', { regex: true, wholeWord: true }), ['1:1+3']],
    ['an expression over lines', 'a\nb\na\nb', query('a\\nb', { regex: true }), ['1:1+3', '3:1+3']],
    ['an escape of the older kind', 'a-b', query('a\\-b', { regex: true }), ['1:1+3']],
    ['what matches nothing is no place', 'abc', query('x*', { regex: true }), []],
    ['nor does it hide what matches after it', 'bxb', query('x*', { regex: true }), ['1:2+1']],
    ['lines that end in the manner of Windows', 'a\r\nb\r\nab', query('b'), ['2:1+1', '3:2+1']],
    ['signs beyond the basic plane', '😀 x 😀', query('x'), ['1:4+1']],
  ])('%s', (_what, text, asked, expected) => {
    expect(places(text, asked)).toEqual(expected);
  });

  it('says what is asked wrongly, and that nothing is asked', () => {
    expect(patternOf(query('', { regex: true }))).toEqual({ kind: 'empty' });
    const bad = patternOf(query('a(b', { regex: true }));
    expect(bad.kind === 'bad' && bad.why).toMatch(/not a regular expression/);
  });

  it('shows each place in its line, shortened where the line is long', () => {
    const long = `${'-'.repeat(300)}needle${'+'.repeat(300)}`;
    const outcome = search([file(`    x = needle\n${long}`)], query('needle'));
    const [first, second] = outcome.kind === 'found' ? outcome.files[0]!.matches : [];
    expect(first).toMatchObject({ preview: 'x = needle', from: 4, to: 10 });
    expect(second!.preview.length).toBeLessThan(210);
    expect(second!.preview.slice(second!.from, second!.to)).toBe('needle');
  });

  it('stops where the list ends, and says that there is more', () => {
    const files = [file('x x x', 'a'), file('x x', 'b'), file('x', 'c')];
    expect(search(files, query('x'), 4)).toMatchObject({
      count: 4,
      cut: true,
      files: [{ name: 'a' }, { name: 'b', matches: [{ column: 1 }] }],
    });
    expect(search(files, query('x'), 6)).toMatchObject({ count: 6, cut: false });
    expect(search(files, query('x'), 5)).toMatchObject({ count: 5, cut: true });
  });

  it('finds what a plain search by hand finds, at the offsets it says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀'), maxLength: 80 });
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }),
        (content, needle) => {
          const expected: number[] = [];
          for (let at = content.indexOf(needle); at >= 0; at = content.indexOf(needle, at + needle.length))
            expected.push(at);
          const outcome = search([file(content)], query(needle));
          const found = outcome.kind === 'found' ? outcome.files.flatMap(({ matches }) => matches) : [];
          expect(found.map(({ line, column }) => offsetOf(content, line, column))).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('a place in a text that has changed since is the nearest that is there', () => {
  expect(offsetOf('ab\ncd', 2, 2)).toBe(4);
  expect(offsetOf('ab\ncd', 1, 9)).toBe(2);
  expect(offsetOf('ab\ncd', 9, 1)).toBe(5);
});
