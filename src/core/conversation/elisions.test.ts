import { describe, expect, test } from 'vitest';
import { expandElisions, isElision } from './elisions';
import { leakedMarker } from './markers';

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
  ['f(...existing)', false],
])('%j: %s', (line, expected) => { expect(isElision(line)).toBe(expected); });

describe('what is left out', () => {
  const older = ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 2'];
  test.each<[string, readonly string[], readonly string[] | null]>([
    ['at the end', ['import a', '', 'def f():', '    return 9', '', 'def g():', '    # ... rest unchanged ...'], ['import a', '', 'def f():', '    return 9', '', 'def g():', '    return 2']],
    ['in the middle', ['import a', '# ... existing code ...', 'def g():', '    return 9'], ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9']],
    ['at the beginning', ['# ... existing code ...', 'def g():', '    return 9'], ['import a', '', 'def f():', '    return 1', '', 'def g():', '    return 9']],
    ['behind a line that is new', ['import a', 'x = 1', '# ... existing code ...'], null],
    ['between lines that stand in the wrong order', ['def g():', '# ... existing code ...', 'def f():'], null],
  ])('%s', (_name, newer, expected) => { expect(expandElisions(older, newer)).toEqual(expected); });
});

test.each([
  ['x<|user_cursor|>', '', '<|user_cursor|>'],
  ['x<|fim_suffix|>', '', '<|fim_suffix|>'],
  ['x</s>', '', '</s>'],
  ['a\n>>>>>>> UPDATED\n', '', '>>>>>>> UPDATED'],
  ['x</s>', 'y</s>', null],
  ['a >> b', '', null],
  ['<end>', '', null],
])('of %j in %j leaks %j', (put, file, expected) => { expect(leakedMarker(put, file)).toBe(expected); });
