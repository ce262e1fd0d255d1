import { describe, expect, it } from 'vitest';
import { DIALECTS, renderPrompt } from '.';
import { goneWords, holdsAny } from './gone-words';

describe('the words that the newest edit took away', () => {
  it.each([
    [
      'of a rename are the old name',
      'def area(w, h):\n    return w * h\n',
      'def area(width, h):\n    return w * h\n',
      ['w'],
    ],
    ['of an addition are none', 'f(a)\n', 'f(a, b)\n', []],
    ['of a removed line are its own', 'keep\nlet gone = keep\n', 'keep\n', ['let', 'gone', 'keep']],
    ['do not count when they only moved within the changed lines', 'f(a, b)\n', 'f(b, a)\n', []],
    ['may hold a dollar sign', 'x = $old\n', 'x = $new\n', ['$old']],
  ])('%s', (_name, before, after, expected) => {
    expect([...goneWords([{ before, after }])].sort()).toEqual([...expected].sort());
  });

  it('are those of the last change that changed anything', () => {
    expect([
      ...goneWords([
        { before: 'a', after: 'b' },
        { before: 'c', after: 'd' },
        { before: 'e', after: 'e' },
      ]),
    ]).toEqual(['c']);
    expect(goneWords([]).size).toBe(0);
  });

  it.each([
    ['return w * h', true],
    ['return width * h', false],
    ['w_total = 1', false],
  ])('are looked for as whole words: %s', (line, expected) => {
    expect(holdsAny(line, new Set(['w']))).toBe(expected);
  });
});

it('lines that still hold a word that is gone are marked for the embedded model, and for no other', () => {
  const input = {
    language: 'python',
    history: [{ before: 'def area(w, h):\n', after: 'def area(width, h):\n' }],
    current: { text: 'def area(width, h):\n    return w * h\n', above: false, below: false, target: null },
    user: null,
  };
  const shown = (dialect: keyof typeof DIALECTS): string | undefined =>
    renderPrompt(input, DIALECTS[dialect], { kind: 'code-first' }).parts.at(-2);
  expect(shown('inkling-sr-lc')).toContain('1|def area(width, h):\n2>    return w * h\n3|\n');
  expect(shown('cursorcore-lc')).toContain('1 def area(width, h):\n2     return w * h\n3 \n');
});
