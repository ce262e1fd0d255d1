import { expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import { searchAndReplace } from './baselines';

it.each<[string, string, string, string, string]>([
  ['carries a renamed word on', 'f(w)', 'f(width)', 'a = w + row\nw()\n', 'a = width + row\nwidth()\n'],
  ['knows several uses in one line as one replacement', 'w * w', 'x * x', 'return w\n', 'return x\n'],
  ['carries a longer stretch on', 'log(1)', 'print(1)', 'log(2)\nlog(1)\n', 'print(2)\nprint(1)\n'],
  ['takes away what was taken away', 'f(a, b)', 'f(a)', 'g(a, b)\n', 'g(a)\n'],
  ['does nothing after an insertion', 'f(a)', 'f(a, b)', 'f(a)\n', 'f(a)\n'],
  ['does nothing after a change of several lines', 'a\nb', 'c\nd', 'a\nb\n', 'a\nb\n'],
  ['does nothing where nothing is left', 'f(w)', 'f(width)', 'f(width)\n', 'f(width)\n'],
])('search and replace %s', (_, before, after, text, expected) => {
  expect(applyChange(text, searchAndReplace({ before, after }, text))).toBe(expected);
});

it('does nothing before the first edit', () => {
  expect(searchAndReplace(undefined, 'a\n')).toEqual([]);
});
