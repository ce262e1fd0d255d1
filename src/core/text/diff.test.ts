import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  diffCodeLines,
  diffLines,
  diffText,
  diffTextLines,
  splitLinesKeepingEnds,
  type LineChange,
} from '.';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', ' ', '😀', '😁', '🐀'), maxLength: 30 });
const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });

/** The newer lines rebuilt from the older ones; throws when the changes are out of order or touch. */
function rebuild(before: readonly string[], after: readonly string[], changes: readonly LineChange[]): string[] {
  const out: string[] = [];
  let at = 0;
  for (const [index, change] of changes.entries()) {
    if (index > 0 && change.oldStart <= at) throw new Error('changes touch');
    out.push(...before.slice(at, change.oldStart));
    expect(out.length).toBe(change.newStart);
    out.push(...after.slice(change.newStart, change.newEnd));
    at = change.oldEnd;
  }
  return [...out, ...before.slice(at)];
}

describe('the difference of two texts', () => {
  it('leads from one to the other', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (before, after, semantic) => {
        expect(applyChange(before, diffText(before, after, semantic))).toBe(after);
      }),
      { numRuns: 400 },
    );
  });

  it('never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const isCut = (all: string, at: number): boolean =>
          /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(all.slice(at - 1, at + 1));
        for (const edit of diffText(before, after)) {
          expect(isCut(before, edit.start) || isCut(before, edit.end)).toBe(false);
          // Throws on half a pair.
          expect(() => encodeURIComponent(edit.text)).not.toThrow();
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is small: one changed name is one edit', () => {
    expect(diffText('a = old\nb = 1\n', 'a = new_\nb = 1\n')).toEqual([{ start: 4, end: 7, text: 'new_' }]);
  });

  it('compares only the lines that changed, and very long ones not by character', () => {
    const long = (unit: string): string => unit.repeat(3000);
    const change = diffText(`x\n${long('ab')}\ny`, `x\n${long('cd')}\ny`);
    expect(change).toHaveLength(1);
    expect(applyChange(`x\n${long('ab')}\ny`, change)).toBe(`x\n${long('cd')}\ny`);
  });
});

describe('the difference of two lists of lines', () => {
  it('leads from one to the other, with an unchanged line between changes', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(rebuild(before, after, diffLines(before, after))).toEqual(after);
      }),
      { numRuns: 400 },
    );
  });

  it('is the shortest', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const size = diffLines(before, after).reduce(
          (sum, change) => sum + change.oldEnd - change.oldStart + change.newEnd - change.newStart,
          0,
        );
        expect(size).toBe(before.length + after.length - 2 * longestCommon(before, after));
      }),
    );
  });

  it.each<[string, string[], string[], LineChange[]]>([
    ['a line put in', ['a', 'c'], ['a', 'b', 'c'], [{ oldStart: 1, oldEnd: 1, newStart: 1, newEnd: 2 }]],
    ['a line taken out', ['a', 'b', 'c'], ['a', 'c'], [{ oldStart: 1, oldEnd: 2, newStart: 1, newEnd: 1 }]],
    ['all of it', ['a'], ['b'], [{ oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 1 }]],
    ['nothing', ['a'], ['a'], []],
    ['from none', [], ['a'], [{ oldStart: 0, oldEnd: 0, newStart: 0, newEnd: 1 }]],
  ])('%s', (_name, before, after, changes) => {
    expect(diffLines(before, after)).toEqual(changes);
  });

  it('tells more distinct lines apart than there are UTF-16 units', () => {
    const before = Array.from({ length: 70_000 }, (_, at) => `line ${at}`);
    const after = before.with(66_000, 'changed');
    expect(diffLines(before, after)).toEqual([{ oldStart: 66_000, oldEnd: 66_001, newStart: 66_000, newEnd: 66_001 }]);
  });

  it('reports one change where two long lists have nothing in common', () => {
    const list = (name: string): string[] => Array.from({ length: 3000 }, (_, at) => `${name} ${at}`);
    expect(diffLines(['x', ...list('a')], ['x', ...list('b')])).toEqual([
      { oldStart: 1, oldEnd: 3001, newStart: 1, newEnd: 3001 },
    ]);
  });

  it('counts terminators as part of the lines of a text', () => {
    expect(diffTextLines('a\nb\n', 'a\r\nb\n')).toEqual([{ oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 1 }]);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [older, newer] = [splitLinesKeepingEnds(before), splitLinesKeepingEnds(after)];
        expect(rebuild(older, newer, diffTextLines(before, after)).join('')).toBe(after);
      }),
    );
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
    }
  }
  return table[a.length]![b.length]!;
}

describe('the difference of code', () => {
  it('leads from one to the other', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(rebuild(before, after, diffCodeLines(before, after))).toEqual(after);
      }),
      { numRuns: 400 },
    );
  });

  it('is not joined to blank lines: what is put in stays together, and what goes at the end goes by itself', () => {
    const before = ['def f(w):', '    return w', '', '', 'print(f(2))', ''];
    const after = [
      'def f(w):',
      '    """',
      '    The w.',
      '',
      '    Returns:',
      '',
      '    w',
      '    """',
      '    return w',
      '',
    ];
    expect(diffCodeLines(before, after)).toEqual([
      { oldStart: 1, oldEnd: 1, newStart: 1, newEnd: 8 },
      { oldStart: 2, oldEnd: 5, newStart: 9, newEnd: 9 },
    ]);
  });
});
