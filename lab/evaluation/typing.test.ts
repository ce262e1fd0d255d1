import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import { editsByWord, typeThrough } from './typing';

it.each<[string, string, string, string[]]>([
  ['types over whole words', 'a = old_name\n', 'a = own_name\n', ['old_name>own_name']],
  ['types on at the end of a word that grows', 'a = wid\n', 'a = width\n', ['>th']],
  ['inserts what is new', 'f(a)\n', 'f(a, b)\n', ['>, b']],
  ['goes from place to place', 'w + w\n', 'x + x\n', ['w>x', 'w>x']],
])('%s', (_, before, after, expected) => {
  expect(editsByWord(before, after).map(({ start, end, text }) => `${before.slice(start, end)}>${text}`)).toEqual(
    expected,
  );
});

it('always arrives at the text, one key a record', () => {
  const text = fc
    .array(fc.constantFrom('w', 'wide', ' ', '\n', '(', ')', 'é'), { maxLength: 14 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, text, (one, two, three) => {
      expect(applyChange(one, editsByWord(one, two))).toBe(two);
      const typist = typeThrough('d', [one, two, three]);
      expect(typist.text).toBe(three);
      for (const { change } of typist.records)
        for (const edit of change) expect(edit.text.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 50 },
  );
});
