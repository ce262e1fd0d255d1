import { expect, test } from 'vitest';
import { AnswerStream } from '.';
import { isPartOfWhole } from './part-of-whole';

const FILE =
  'import os\n\n\ndef f(a):\n    b = a + 1\n    c = b + 1\n    return c\n\n\ndef g(a):\n    d = a - 1\n    e = d - 1\n    return e\n';
const F = 'def f(a):\n    b = a + 2\n    c = b + 1\n    return c\n';
const ONLY_F_AND_ABOVE = FILE.slice(0, FILE.indexOf('\n\ndef g'));

test.each<[string, string, boolean]>([
  ['its second half is missing', ONLY_F_AND_ABOVE.replace('+ 1', '+ 2'), true],
  ['it ends within a definition', FILE.slice(0, FILE.indexOf('    d =')).replace('+ 1', '+ 2'), true],
  ['only what was changed is there', F, true],
  ['a definition is taken away, and nothing else', ONLY_F_AND_ABOVE, false],
  ['all of it is written anew', 'print(1)\n', false],
  ['one definition is changed', FILE.replace('+ 1', '+ 2'), false],
])('%s: %s', (_name, after, expected) => {
  expect(isPartOfWhole(FILE, after)).toBe(expected);
});

test('such an answer is refused, with the reason', () => {
  const stream = new AnswerStream({ text: FILE, above: false, below: false, target: null }, 'python', 'wf');
  stream.push('```python\n' + F + '```');
  expect(stream.finish(true)).toMatchObject({ kind: 'failed', reason: 'truncated' });
});
