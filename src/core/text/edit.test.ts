import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  assertValidChange,
  changeDelta,
  composeChanges,
  InvalidChangeError,
  invertChange,
  mapOffset,
  normalizeChange,
  rebaseChange,
  type TextChange,
  type TextEdit,
} from '.';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r', '😀'), maxLength: 24 });

/** Any valid change of a text: sorted, not overlapping, possibly touching, with empty edits among them. */
function changeOf(before: string): fc.Arbitrary<TextChange> {
  const cuts = fc.array(fc.nat(before.length), { minLength: 0, maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
  return fc
    .tuple(
      cuts,
      fc.array(fc.string({ unit: fc.constantFrom('x', 'y', '\n'), maxLength: 4 }), { minLength: 4, maxLength: 4 }),
    )
    .map(([points, texts]) => {
      const edits: TextEdit[] = [];
      for (let at = 0; at + 1 < points.length; at += 2)
        edits.push({ start: points[at]!, end: points[at + 1]!, text: texts[at / 2]! });
      return edits;
    });
}
const textAndChange = text.chain((before) => fc.record({ before: fc.constant(before), change: changeOf(before) }));
const textAndTwo = textAndChange.chain(({ before, change }) =>
  fc.record({ before: fc.constant(before), first: fc.constant(change), second: changeOf(applyChange(before, change)) }),
);
const textAndRivals = text.chain((before) =>
  fc.record({ before: fc.constant(before), one: changeOf(before), other: changeOf(before) }),
);

describe('applying a change', () => {
  it.each<[string, string, TextChange, string]>([
    ['nothing', 'abc', [], 'abc'],
    ['an insertion', 'abc', [{ start: 1, end: 1, text: 'X' }], 'aXbc'],
    ['a deletion', 'abc', [{ start: 1, end: 2, text: '' }], 'ac'],
    [
      'several edits, all in offsets of the text before',
      'abcd',
      [
        { start: 0, end: 1, text: 'XY' },
        { start: 3, end: 4, text: '' },
      ],
      'XYbc',
    ],
    [
      'edits that touch',
      'abcd',
      [
        { start: 0, end: 2, text: 'X' },
        { start: 2, end: 2, text: 'Y' },
      ],
      'XYcd',
    ],
    ['an edit of the empty text', '', [{ start: 0, end: 0, text: 'X' }], 'X'],
  ])('does %s', (_name, before, change, after) => {
    expect(applyChange(before, change)).toBe(after);
    expect(changeDelta(change)).toBe(after.length - before.length);
  });

  it.each<[string, TextChange]>([
    ['an edit past the end', [{ start: 2, end: 4, text: '' }]],
    ['an edit that ends before it starts', [{ start: 2, end: 1, text: '' }]],
    [
      'edits out of order',
      [
        { start: 2, end: 2, text: '' },
        { start: 1, end: 1, text: '' },
      ],
    ],
    [
      'edits that overlap',
      [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ],
    ],
    ['a negative offset', [{ start: -1, end: 0, text: '' }]],
  ])('refuses %s', (_name, change) => {
    expect(() => applyChange('abc', change)).toThrow(InvalidChangeError);
  });
});

describe('inverting a change', () => {
  it('leads back to the text before', () => {
    fc.assert(
      fc.property(textAndChange, ({ before, change }) => {
        const after = applyChange(before, change);
        expect(applyChange(after, invertChange(before, change))).toBe(before);
      }),
    );
  });
});

describe('normalising edits', () => {
  it('keeps what they do, sorts them, and leaves none that touch or do nothing', () => {
    fc.assert(
      fc.property(textAndChange, ({ before, change }) => {
        const normal = normalizeChange([...change].reverse());
        for (const [at, edit] of normal.entries()) {
          expect(edit.start < edit.end || edit.text !== '').toBe(true);
          if (at > 0) expect(normal[at - 1]!.end).toBeLessThan(edit.start);
        }
        expect(applyChange(before, normalizeChange(change))).toBe(applyChange(before, change));
      }),
    );
  });

  it('refuses edits that overlap', () => {
    expect(() =>
      normalizeChange([
        { start: 0, end: 3, text: '' },
        { start: 2, end: 2, text: 'x' },
      ]),
    ).toThrow(InvalidChangeError);
  });
});

describe('composing two changes', () => {
  it('does what the first and then the second do', () => {
    fc.assert(
      fc.property(textAndTwo, ({ before, first, second }) => {
        const both = composeChanges(first, second);
        expect(() => assertValidChange(both, before.length)).not.toThrow();
        expect(applyChange(before, both)).toBe(applyChange(applyChange(before, first), second));
      }),
      { numRuns: 500 },
    );
  });

  it('gives a change without edits that touch or do nothing', () => {
    fc.assert(
      fc.property(textAndTwo, ({ first, second }) => {
        const both = composeChanges(first, second);
        for (const [at, edit] of both.entries()) {
          expect(edit.start < edit.end || edit.text !== '').toBe(true);
          if (at > 0) expect(both[at - 1]!.end).toBeLessThan(edit.start);
        }
      }),
    );
  });

  it.each<[string, TextChange, TextChange, TextChange]>([
    [
      'typing on extends the insertion',
      [{ start: 3, end: 3, text: 'a' }],
      [{ start: 4, end: 4, text: 'b' }],
      [{ start: 3, end: 3, text: 'ab' }],
    ],
    [
      'deleting what was typed leaves nothing',
      [{ start: 3, end: 3, text: 'ab' }],
      [{ start: 3, end: 5, text: '' }],
      [],
    ],
    [
      'deleting more than was typed',
      [{ start: 3, end: 3, text: 'ab' }],
      [{ start: 2, end: 6, text: '' }],
      [{ start: 2, end: 4, text: '' }],
    ],
    [
      'far apart, the second before the first',
      [{ start: 8, end: 9, text: 'XY' }],
      [{ start: 1, end: 2, text: '' }],
      [
        { start: 1, end: 2, text: '' },
        { start: 8, end: 9, text: 'XY' },
      ],
    ],
    [
      'far apart, the second after the first',
      [{ start: 1, end: 2, text: '' }],
      [{ start: 7, end: 8, text: 'Z' }],
      [
        { start: 1, end: 2, text: '' },
        { start: 8, end: 9, text: 'Z' },
      ],
    ],
  ])('%s', (_name, first, second, both) => {
    expect(composeChanges(first, second)).toEqual(both);
  });

  it('goes with the identity on either side', () => {
    fc.assert(
      fc.property(textAndChange, ({ before, change }) => {
        expect(applyChange(before, composeChanges([], change))).toBe(applyChange(before, change));
        expect(applyChange(before, composeChanges(change, []))).toBe(applyChange(before, change));
      }),
    );
  });
});

describe('mapping an offset', () => {
  it.each<[string, number, TextEdit, number, number]>([
    ['before the edit', 1, { start: 2, end: 4, text: 'XYZ' }, 1, 1],
    ['at the start of a replaced range', 2, { start: 2, end: 4, text: 'XYZ' }, 2, 2],
    ['inside a replaced range', 3, { start: 2, end: 4, text: 'XYZ' }, 2, 5],
    ['at the end of a replaced range', 4, { start: 2, end: 4, text: 'XYZ' }, 5, 5],
    ['after the edit', 6, { start: 2, end: 4, text: 'XYZ' }, 7, 7],
    ['at an insertion', 2, { start: 2, end: 2, text: 'XY' }, 2, 4],
  ])('%s', (_name, offset, edit, before, after) => {
    expect(mapOffset(offset, [edit], 'before')).toBe(before);
    expect(mapOffset(offset, [edit], 'after')).toBe(after);
  });

  it('keeps the order of offsets and stays inside the text', () => {
    fc.assert(
      fc.property(textAndChange, fc.constantFrom('before' as const, 'after' as const), ({ before, change }, bias) => {
        const after = applyChange(before, change);
        let last = 0;
        for (let offset = 0; offset <= before.length; offset += 1) {
          const mapped = mapOffset(offset, change, bias);
          expect(mapped).toBeGreaterThanOrEqual(last);
          expect(mapped).toBeLessThanOrEqual(after.length);
          last = mapped;
        }
      }),
    );
  });

  it('keeps what follows a place that was not touched', () => {
    fc.assert(
      fc.property(textAndChange, ({ before, change }) => {
        const after = applyChange(before, change);
        for (let offset = 0; offset < before.length; offset += 1) {
          const touched = change.some((edit) => edit.start <= offset && offset < edit.end);
          if (!touched) expect(after[mapOffset(offset, change, 'after')]).toBe(before[offset]);
        }
      }),
    );
  });
});

describe('rebasing a change over another', () => {
  it('gives the same text whichever comes first, or says that they contradict', () => {
    let agreed = 0;
    fc.assert(
      fc.property(textAndRivals, ({ before, one, other }) => {
        const [a, b] = [normalizeChange(one), normalizeChange(other)];
        const [oneLater, otherLater] = [rebaseChange(a, b), rebaseChange(b, a)];
        expect(oneLater === null).toBe(otherLater === null);
        if (oneLater === null || otherLater === null) return;
        agreed += 1;
        expect(applyChange(applyChange(before, b), oneLater)).toBe(applyChange(applyChange(before, a), otherLater));
      }),
      { numRuns: 500 },
    );
    expect(agreed).toBeGreaterThan(20);
  });

  it.each<[string, TextEdit, TextEdit, TextEdit | null]>([
    [
      'moves past an earlier insertion',
      { start: 4, end: 5, text: 'X' },
      { start: 1, end: 1, text: 'ab' },
      { start: 6, end: 7, text: 'X' },
    ],
    [
      'stays before a later edit',
      { start: 1, end: 2, text: 'X' },
      { start: 4, end: 6, text: '' },
      { start: 1, end: 2, text: 'X' },
    ],
    [
      'contradicts a replacement of the same text',
      { start: 1, end: 3, text: 'X' },
      { start: 2, end: 4, text: 'Y' },
      null,
    ],
    ['contradicts an insertion inside it', { start: 1, end: 4, text: 'X' }, { start: 2, end: 2, text: 'Y' }, null],
    [
      'contradicts an insertion at the same place',
      { start: 2, end: 2, text: 'X' },
      { start: 2, end: 2, text: 'Y' },
      null,
    ],
    [
      'an insertion at the border of a replacement survives',
      { start: 4, end: 4, text: 'X' },
      { start: 2, end: 4, text: 'Y' },
      { start: 3, end: 3, text: 'X' },
    ],
  ])('%s', (_name, change, over, expected) => {
    expect(rebaseChange([change], [over])).toEqual(expected === null ? null : [expected]);
  });
});
