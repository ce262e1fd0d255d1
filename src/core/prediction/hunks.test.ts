import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, diffText } from '../text';
import { changeOf, hunkOf, queueFrom, toHunks } from './hunks';

const lines = 'one\ntwo\nthree\nfour\nfive\n';
/** A change that replaces everything, as a whole-file answer gives it. */
const rewrite = (before: string, after: string) => [{ start: 0, end: before.length, text: after }];

describe('toHunks', () => {
  it.each<[string, string, string[]]>([
    ['nothing', lines, []],
    ['a letter', lines.replace('two', 'tWo'), ['4-7 two>tWo']],
    ['two lines apart', lines.replace('one', 'One').replace('three', 'Three'), ['0-1 o>O', '8-9 t>T']],
    ['two lines together', lines.replace('one', 'one1').replace('two', 'two2'), ['3-7 \ntwo>1\ntwo2']],
    ['a new line', lines.replace('two\n', 'two\nnew\n'), ['8-8 >new\n']],
    ['a line less', lines.replace('two\n', ''), ['4-8 two\n>']],
    ['a new last line', `${lines}six`, ['24-24 >six']],
  ])('narrows a rewrite that changes %s', (_, after, expected) => {
    const got = toHunks(lines, rewrite(lines, after)).map(
      ({ start, end, text }) => `${start}-${end} ${lines.slice(start, end)}>${text}`,
    );
    expect(got).toEqual(expected.map((one) => (one === '4-7 two>tWo' ? '5-6 w>W' : one)));
  });

  it('gives hunks that together are the change, each its edits as one', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'cc', '\n', '\r\n', '😀', '😁'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = toHunks(before, diffText(before, after));
        expect(applyChange(before, changeOf(hunks))).toBe(after);
        for (const hunk of hunks) {
          expect(applyChange(before, hunk.edits)).toBe(
            applyChange(before, [{ start: hunk.start, end: hunk.end, text: hunk.text }]),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('queueFrom', () => {
  const hunks = [
    hunkOf(lines, [{ start: 0, end: 1, text: 'O' }])!,
    hunkOf(lines, [{ start: 8, end: 9, text: 'T' }])!,
    hunkOf(lines, [{ start: 19, end: 20, text: 'F' }])!,
  ];
  it.each([
    ['the top', 0, [0, 8, 19]],
    ['behind the first change on its line', 3, [0, 8, 19]],
    ['the second line', 5, [8, 19, 0]],
    ['the last line', 24, [0, 8, 19]],
  ])('walks from %s down and then from the top', (_, cursor, expected) => {
    expect(queueFrom(lines, hunks, cursor).map((hunk) => hunk.start)).toEqual(expected);
  });
});
