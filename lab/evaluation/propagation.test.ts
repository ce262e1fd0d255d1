import { describe, expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import { propagate } from './propagation';

const rename = (before: string, from: string, to: string): { before: string; after: string } => ({
  before,
  after: before.replace(from, () => to),
});
const TWO = 'def f(w):\n    return w\n\ndef g(w):\n    return w\n';

describe('carrying a renaming on', () => {
  it.each<[string, string, string, string, string | null]>([
    [
      'to the uses of a parameter, in its function only',
      TWO,
      'w',
      'width',
      'def f(width):\n    return width\n\ndef g(w):\n    return w\n',
    ],
    ['to all uses of a variable', 'a = 1\nb = a + a\n', 'a', 'x', 'x = 1\nb = x + x\n'],
    ['to whole names only', 'let a = ab + a;\nca(a);\n', 'a =', 'x =', 'let x = ab + x;\nca(x);\n'],
    [
      'in TypeScript blocks',
      'function f(w: number) {\n  return w;\n}\nlet w = 1;\n',
      'w',
      'v',
      'function f(v: number) {\n  return v;\n}\nlet w = 1;\n',
    ],
    ['nowhere when nothing is left', 'a = 1\n', 'a', 'b', null],
    ['nowhere when the edit was no renaming', 'a = 1\nb = a\n', '1', '2', null],
    ['nowhere when more than one name changed', 'f(a, b)\ng(a, b)\n', 'a, b', 'x, y', null],
    ['nowhere when something was added', 'f(a)\ng(a)\n', 'a', 'a, b', null],
  ])('%s', (_, before, from, to, expected) => {
    const last = rename(before, from, to);
    const change = propagate(last, last.after);
    expect(change === null ? null : applyChange(last.after, change)).toBe(expected);
  });

  it('everywhere in an excerpt that does not show the renamed line', () => {
    const change = propagate({ before: 'a = 1\n', after: 'b = 1\n' }, 'print(a)\n');
    expect(change).toEqual([{ start: 6, end: 7, text: 'b' }]);
  });
});
