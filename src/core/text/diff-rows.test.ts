import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffRows, type DiffRow } from './diff-rows';

const drawn = (rows: readonly DiffRow[]): string =>
  rows
    .map((row) => {
      switch (row.kind) {
        case 'same':
          return ` ${row.text}`;
        case 'removed':
          return `-${row.text}`;
        case 'added':
          return `+${row.text}`;
        case 'gap':
          return `@${row.lines}`;
      }
    })
    .join('|');

describe('rows of a difference', () => {
  it.each([
    ['nothing for the same text', 'a\nb', 'a\nb', ''],
    ['a replaced line', 'a\nb\nc', 'a\nx\nc', ' a|-b|+x| c'],
    ['an added line at the end', 'a', 'a\nb', '-a|+a|+b'],
    ['all of a new text', '', 'a\nb\n', '+a|+b| '],
    ['only what is near', '1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\nx\n6\n7\n8\n9\n', '@3| 4|-5|+x| 6|@4'],
    ['a gap between two changes', '1\n2\n3\n4\n5\n6\n7\n', 'x\n2\n3\n4\n5\n6\ny\n', '-1|+x| 2|@3| 6|-7|+y| '],
    ['no gap where two contexts meet', '1\n2\n3\n4\n', 'x\n2\n3\ny\n', '-1|+x| 2| 3|-4|+y| '],
  ])('%s', (_what, before, after, rows) => {
    expect(drawn(diffRows(before, after, 1))).toBe(rows);
  });

  it('hold both texts whole when nothing is left out', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', '  c'), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const rows = diffRows(before, after, 100);
        if (rows.length === 0) return before === after;
        const old = rows.flatMap((row) => ('old' in row ? [[row.old, row.text]] : []));
        const next = rows.flatMap((row) => ('new' in row ? [[row.new, row.text]] : []));
        expect(old).toEqual(before.split('\n').map((line, index) => [index + 1, line]));
        expect(next).toEqual(after.split('\n').map((line, index) => [index + 1, line]));
        return true;
      }),
      { numRuns: 200 },
    );
  });
});
