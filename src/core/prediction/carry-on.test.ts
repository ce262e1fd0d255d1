import { expect, it } from 'vitest';
import { applyChange } from '../text';
import { carryOn } from './carry-on';

it.each<[string, string, string, string, string]>([
  [
    'carries a name on, wherever it stands as a word',
    'f(w)',
    'f(width)',
    'a = w + row\nw()\n',
    'a = width + row\nwidth()\n',
  ],
  ['knows several uses in one line as one replacement', 'w * w', 'x * x', 'return w\n', 'return x\n'],
  ['carries two names on at once', 'f(a, b)', 'f(x, y)', 'return a - b\n', 'return x - y\n'],
  ['carries a stretch on where single words would not do', 'a.b(c)', 'd(c)', 'z = a.b(q)\n', 'z = d(q)\n'],
  ['takes away what was taken away with its comma', 'f(a, b)', 'f(a)', 'g(a, b)\n', 'g(a)\n'],
  ['puts in again between the same neighbours', 'f(a)', 'f(a, b)', 'x = g(a)\ny = g(aa)\n', 'x = g(a, b)\ny = g(aa)\n'],
  [
    'replaces a sign again between the same neighbours',
    'if n > m:',
    'if n >= m:',
    'while n > m:\n    m > n\n',
    'while n >= m:\n    m > n\n',
  ],
  [
    'puts in beside what was put in',
    '  name: string;',
    '  readonly name: string;',
    '  readonly name: string;\n  size: number;\n  kind: Kind;\n}\n',
    '  readonly name: string;\n  readonly size: number;\n  readonly kind: Kind;\n}\n',
  ],
  ['puts in above it too', '  b(2);', '  b(2, true);', '  a(1);\n  b(2, true);\n', '  a(1, true);\n  b(2, true);\n'],
  ['puts in at the end of lines alike', 'b = 2', 'b = 2,', 'a = 1\nb = 2,\nc = 3', 'a = 1,\nb = 2,\nc = 3,'],
])('%s', (_, before, after, text, expected) => {
  const change = carryOn({ before, after }, text);
  expect(change === null ? text : applyChange(text, change)).toBe(expected);
});

it.each<[string, string, string, string]>([
  ['after a name was only taken away', 'return total', 'return ', 'total = 1\n'],
  ['after a sign was replaced', 'a > b', 'a >= b', 'c > d\n'],
  ['after a number was', 'x = 5', 'x = 6', 'y = 5\n'],
  ['after several lines were replaced by others', 'a\nb', 'c\nd\ne', 'a\nb\n'],
  ['where one name became two', 'f(a, a)', 'f(b, c)', 'g(a)\n'],
  ['where nothing of it is left', 'f(w)', 'f(width)', 'f(width)\n'],
  ['beside lines of another build', 'a(1);', 'a(1, true);', 'b(1) + 2;\na(1, true);\n'],
  ['after a word was typed on a fresh line', '', 'print(x)', 'print(x)\nprint(y)\n'],
  ['where its places overlap', 'f(a.b, b.c)', 'f(x, y)', 'g(a.b.c)\n'],
])('carries nothing on %s', (_, before, after, text) => {
  expect(carryOn({ before, after }, text)).toBeNull();
});
