import { expect, test } from 'vitest';
import { applyChange, diffText } from '../text';
import { AnswerStream } from '.';
import { mayDelete, withEdgesKept } from './part-of-whole';

const FILE =
  'import os\n\n\ndef f(a):\n    b = a + 1\n    c = b + 1\n    return c\n\n\ndef g(a):\n    d = a - 1\n    e = d - 1\n    return e\n';
const F = 'def f(a):\n    b = a + 2\n    c = b + 1\n    return c\n';
const ONLY_F_AND_ABOVE = FILE.slice(0, FILE.indexOf('\n\ndef g'));

const CHANGED = FILE.replace('+ 1', '+ 2');

test.each<[string, string, string]>([
  ['its second half is missing', ONLY_F_AND_ABOVE.replace('+ 1', '+ 2'), CHANGED],
  ['it ends within a definition', FILE.slice(0, FILE.indexOf('    d =')).replace('+ 1', '+ 2'), CHANGED],
  ['only what was changed is there', F, CHANGED],
  ['its last line is missing', CHANGED.replace('    return e\n', ''), CHANGED],
  ['a definition is left out, and nothing else is done', ONLY_F_AND_ABOVE, FILE],
  ['all of it is written anew', 'print(1)\n', 'print(1)\n'],
  ['one definition is changed', CHANGED, CHANGED],
])('what a whole answer leaves out at the ends of the code stays: %s', (_name, after, expected) => {
  expect(applyChange(FILE, withEdgesKept(FILE, diffText(FILE, after)))).toBe(expected);
});

test.each([
  ['Add a docstring.', false],
  ['Raise ValueError when a side is negative.', false],
  ['Remove the print.', true],
  ['drop unused imports', true],
])('%s may delete: %s', (instruction, expected) => {
  expect(mayDelete(instruction)).toBe(expected);
});

test.each([
  [true, CHANGED],
  [false, F],
])('an answer that streams keeps them where it is told to: %s', (keeps, expected) => {
  const current = { text: FILE, above: false, below: false, target: null };
  const stream = new AnswerStream(current, 'python', 'wf', true, '', keeps);
  stream.push('```python\n' + F.trimEnd() + '\n\n```');
  const result = stream.finish(true);
  expect(result.kind === 'change' && applyChange(FILE, result.change)).toBe(expected);
});
