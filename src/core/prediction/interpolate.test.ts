import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, normalizeChange, type TextChange, type TextEdit } from '../text';
import { changeOf, hunkOf, toHunks } from './hunks';
import { interpolate, withoutTaken } from './interpolate';

const insert = (start: number, text: string): TextEdit => ({ start, end: start, text });
const replace = (start: number, end: number, text: string): TextEdit => ({ start, end, text });

/** What is left after typing, applied to what was typed; null for a contradiction. */
function outcome(before: string, predicted: TextChange, typed: TextChange): string | null {
  const hunk = hunkOf(before, predicted);
  const after = applyChange(before, typed);
  const result = interpolate(before, hunk === null ? [] : [hunk], typed, after);
  return result.kind === 'contradicted' ? null : applyChange(after, changeOf(result.hunks));
}

describe('typing what is predicted', () => {
  it.each<[string, string, TextChange, TextChange, string]>([
    ['the first letter', 'w', [insert(1, 'idth')], [insert(1, 'i')], 'width'],
    ['all of it', 'w', [insert(1, 'idth')], [insert(1, 'idth')], 'width'],
    ['all of it and more', 'w', [insert(1, 'idth')], [insert(1, 'idths')], 'widths'],
    ['the new word before the old one', 'foo', [replace(0, 3, 'bar')], [insert(0, 'b')], 'bar'],
    ['the new word behind the old one', 'foo', [replace(0, 3, 'bar')], [insert(3, 'b')], 'bar'],
    ['over the selected old word', 'foo', [replace(0, 3, 'bar')], [replace(0, 3, 'b')], 'bar'],
    ['a deletion, letter by letter', 'foo', [replace(0, 3, 'bar')], [replace(2, 3, '')], 'bar'],
    [
      'a whole word where only letters would change',
      'total',
      [replace(0, 1, 'm'), insert(5, 's')],
      [replace(0, 5, '')],
      'motals',
    ],
    ['with a bracket closed by the editor', 'f', [insert(1, '(x)')], [insert(1, '()')], 'f(x)'],
    ['with a line opened between braces', '{}', [insert(1, '\n  a\n')], [insert(1, '\n  \n')], '{\n  a\n}'],
    ['a new line from the end of the line above', 'a\nb\n', [insert(2, 'x\n')], [insert(1, '\n')], 'a\nx\nb\n'],
    ['a new line from the start of the line below', 'a\nb', [insert(1, '\nx')], [insert(2, 'x')], 'a\nx\nb'],
    ['at two places at once', 'w w', [insert(1, 'id'), insert(3, 'id')], [insert(1, 'i'), insert(3, 'i')], 'wid wid'],
  ])('%s leaves the rest', (_, before, predicted, typed, target) => {
    expect(outcome(before, predicted, typed)).toBe(target);
  });
});

describe('typing something else', () => {
  it.each<[string, string, TextChange, TextChange]>([
    ['another letter', 'w', [insert(1, 'idth')], [insert(1, 'x')]],
    ['inside what would be replaced', 'foo', [replace(0, 3, 'bar')], [insert(1, 'x')]],
    ['beside what would be deleted', 'foo', [replace(0, 3, '')], [insert(3, 'x')]],
    ['a deletion of what would stay', 'w', [insert(1, 'idth')], [replace(0, 1, '')]],
    ['a deletion across the border', 'a foo', [replace(2, 5, 'bar')], [replace(1, 3, '')]],
    ['a replacement of two predicted places', 'ab cd', [insert(2, 'x'), insert(5, 'y')], [replace(0, 5, 'q')]],
  ])('%s contradicts', (_, before, predicted, typed) => {
    expect(outcome(before, predicted, typed)).toBeNull();
  });
});

describe('typing elsewhere', () => {
  it.each<[string, string, TextChange, TextChange, string]>([
    ['before', 'a w', [insert(3, 'id')], [insert(0, 'xx')], 'xxa wid'],
    ['behind', 'w a', [insert(1, 'id')], [insert(3, 'xx')], 'wid axx'],
    ['at the end of the line above a new line', 'a\nb\n', [insert(2, 'x\n')], [insert(1, '!')], 'a!\nx\nb\n'],
    ['nothing new', 'w', [insert(1, 'id')], [replace(0, 1, 'w')], 'wid'],
  ])('%s moves it', (_, before, predicted, typed, target) => {
    expect(outcome(before, predicted, typed)).toBe(target);
  });

  it('says that nothing was agreed on', () => {
    const hunks = toHunks('a w', [insert(3, 'id')]);
    expect(interpolate('a w', hunks, [insert(0, 'x')], 'xa w')).toMatchObject({ kind: 'kept', agreed: false });
  });
});

describe('whatever is typed', () => {
  const alphabet = fc.constantFrom('a', 'b', '\n', ' ', '(', ')');
  const text = fc.array(alphabet, { maxLength: 30 }).map((chars) => chars.join(''));
  const change = (length: number): fc.Arbitrary<TextChange> =>
    fc.array(fc.tuple(fc.nat(length), fc.nat(3), text), { maxLength: 3 }).map((edits) => {
      let last = -1;
      const out: TextEdit[] = [];
      for (const [start, size, fresh] of edits.sort((x, y) => x[0] - y[0])) {
        if (start <= last) continue;
        last = Math.min(length, start + size);
        out.push({ start, end: last, text: fresh });
      }
      return normalizeChange(out);
    });
  const scene = text.chain((before) =>
    fc.record({ before: fc.constant(before), predicted: change(before.length), typed: change(before.length) }),
  );

  it('what is left fits the text', () => {
    fc.assert(
      fc.property(scene, ({ before, predicted, typed }) => {
        const after = applyChange(before, typed);
        const result = interpolate(before, toHunks(before, predicted), typed, after);
        if (result.kind === 'kept') expect(() => applyChange(after, changeOf(result.hunks))).not.toThrow();
      }),
      { numRuns: 400 },
    );
  });

  it('a beginning of what is predicted leads to what was predicted', () => {
    fc.assert(
      fc.property(scene, fc.nat(5), fc.nat(30), ({ before, predicted }, which, length) => {
        const hunks = toHunks(before, predicted);
        const edits = changeOf(hunks);
        const one = edits[which % Math.max(1, edits.length)];
        fc.pre(one !== undefined && one.text !== '');
        const typed = [{ start: one.start, end: one.end, text: one.text.slice(0, 1 + (length % one.text.length)) }];
        const after = applyChange(before, typed);
        const result = interpolate(before, hunks, typed, after);
        expect(result.kind).toBe('kept');
        if (result.kind === 'kept') expect(applyChange(after, changeOf(result.hunks))).toBe(applyChange(before, edits));
      }),
      { numRuns: 400 },
    );
  });
});

describe('taking in a form of the editor', () => {
  it.each<[string, string, TextChange, TextChange, string[]]>([
    ['the very edits', 'w w', [insert(1, 'x'), insert(3, 'x')], [insert(1, 'x'), insert(3, 'x')], []],
    ['the whole line', 'w w', [insert(1, 'x'), insert(3, 'x')], [replace(0, 3, 'wx wx')], []],
    ['a deletion elsewhere in repeated text', 'ab ab ab', [replace(0, 3, '')], [replace(3, 6, '')], []],
    ['a new line from the line above', 'a\nb\n', [insert(2, 'x\n')], [insert(1, '\nx')], []],
    ['the first word', 'a\n', [insert(1, ' = b + c')], [insert(1, ' = b')], ['5 > + c']],
    ['one of two lines', 'a\nb\nc\n', [insert(1, '1'), insert(5, '3')], [replace(0, 1, 'a1')], ['6 >3']],
    ['nothing', 'a', [], [], []],
  ])('as %s leaves the rest', (_, before, predicted, taken, left) => {
    const hunk = hunkOf(before, predicted);
    const after = applyChange(before, taken);
    const rest = withoutTaken(before, hunk === null ? [] : [hunk], taken, after);
    expect(rest.map(({ start, end, text }) => `${start} ${after.slice(start, end)}>${text}`)).toEqual(left);
  });
});

describe('several hunks', () => {
  it('keep their order when one of them shrinks', () => {
    const before = 'a\nb\nc\n';
    const hunks = toHunks(before, [insert(1, '1'), insert(5, '3')]).reverse();
    const result = interpolate(before, hunks, [insert(1, '1')], 'a1\nb\nc\n');
    expect(result).toMatchObject({ kind: 'kept', hunks: [{ start: 6, text: '3' }] });
  });
});
