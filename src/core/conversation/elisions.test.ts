import { describe, expect, test } from 'vitest';
import { expandElisions, isElision } from './elisions';
import { leakedMarker, withoutEnd } from './markers';

test.each([
  ['# ... rest unchanged ...', true],
  ['    # ... existing code ...', true],
  ['// ... rest of the file', true],
  ['/* ... */', true],
  ['// ...', true],
  ['... existing code ...', true],
  ['...', false],
  ['    ...', false],
  ['print("...")', false],
  ['const b = { ...rest };', false],
  ['# the rest is easy', false],
  ['# rest of the code unchanged', true],
  ['// existing code here', true],
  ['/* rest of the file remains the same */', true],
  ['{/* other fields remain unchanged */}', true],
  ['<!-- unchanged -->', true],
  ['# (omitted for brevity)', true],
  ['// Same as before.', true],
  ['…', true],
  ['# other methods', false],
  ['# existing users keep their names', false],
  ['// no change is made to the file on disk', false],
  ['rest of the code unchanged', false],
  ['f(...existing)', false],
])('%j: %s', (line, expected) => {
  expect(isElision(line)).toBe(expected);
});

test.each([
  ['typescript', true],
  ['go', true],
  ['python', false],
])('a line of dots alone in %s: %s', (language, expected) => {
  expect(isElision('  ...', language)).toBe(expected);
});

describe('what is left out', () => {
  const older = ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 2'];
  test.each<[string, readonly string[], readonly string[] | null]>([
    [
      'at the end',
      ['import a', '', 'def f():', '    return 9', '', 'def g():', '    # ... rest unchanged ...'],
      ['import a', '', 'def f():', '    return 9', '', 'def g():', '    return 2'],
    ],
    [
      'in the middle',
      ['import a', '# ... existing code ...', 'def g():', '    return 9'],
      ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9'],
    ],
    [
      'at the beginning',
      ['# ... existing code ...', 'def g():', '    return 9'],
      ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9'],
    ],
    [
      'by dots alone, which are no body there',
      ['import a', '...', 'def g():', '    return 9'],
      ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9'],
    ],
    [
      'with blank lines around it',
      ['import a', '', '# rest of the code unchanged', '', 'def g():', '    return 9'],
      ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9'],
    ],
    [
      'by dots that are the body of a definition',
      ['import a', '', 'def f():', '    ...', '', 'def g():', '    return 2'],
      ['import a', '', 'def f():', '    ...', '', 'def g():', '    return 2'],
    ],
    ['behind a line that is new', ['import a', 'x = 1', '# ... existing code ...'], null],
    ['between lines that stand in the wrong order', ['def g():', '# ... existing code ...', 'def f():'], null],
  ])('%s', (_name, newer, expected) => {
    expect(expandElisions(older, newer)).toEqual(expected);
  });
});

const CONFLICT = 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> 1a2b3c4\n';
test.each<[string, string, string | null]>([
  ['x<|user_cursor|>', '', '<|user_cursor|>'],
  ['x<|fim_suffix|>', '', '<|fim_suffix|>'],
  ['x<|marker_12|>', '', '<|marker_12|>'],
  ['x<｜fim▁hole｜>', '', '<｜fim▁hole｜>'],
  ['x<|anything_else|>', '', '<|anything_else|>'],
  ['x <SUF> y', '', '<SUF>'],
  ['x</s>', '', '</s>'],
  ['<s>x', '', '<s>'],
  ['<s>x</s>', '', null],
  ['a\n>>>>>>> UPDATED\n', '', '>>>>>>> UPDATED'],
  ['a\n>>>>>>>\n', '', '>>>>>>>'],
  ['a = 1\n=======\nb\n', '', '======='],
  ['Example\n=======\nwords\n', '', null],
  [CONFLICT, CONFLICT, null],
  [`${CONFLICT}<<<<<<< ours\n`, CONFLICT, '<<<<<<< ours'],
  ['x</s>', 'y</s>', null],
  ['a <|> b', '', null],
  ['a >> b', '', null],
  ['<end>', '', null],
])('of %j in %j leaks %j', (put, file, expected) => {
  expect(leakedMarker(put, file)).toBe(expected);
});

test.each([
  ['```python\na\n```</s>', '```python\na\n```'],
  ['```python\na\n```\n<|eot_id|>\n', '```python\na\n```'],
  ['```python\na\n</s>\n```', '```python\na\n```'],
  ['```python\na\n```<end_of_turn><eos>', '```python\na\n```'],
  ['```html\n<s>a</s>', '```html\n<s>a</s>'],
  ['a <|end|> b', 'a <|end|> b'],
])('%j without its end is %j', (answer, expected) => {
  expect(withoutEnd(answer, '')).toBe(expected);
});
