import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showTarget } from './target-area';
import { escapeTokens, stripTargets, unescapeTokens } from './tokens';
import type { TargetArea } from './types';

describe('the target area', () => {
  it.each<[string, string, TargetArea | null, string]>([
    ['none', 'abc', null, 'abc'],
    ['a cursor', 'abc', { kind: 'cursor', offset: 1 }, 'a<|target|>bc'],
    ['a selection', 'abcd', { kind: 'selection', start: 1, end: 3 }, 'a<|target_start|>bc<|target_end|>d'],
    [
      'a selection made backward',
      'abcd',
      { kind: 'selection', start: 3, end: 1 },
      'a<|target_start|>bc<|target_end|>d',
    ],
    ['an empty selection', 'ab', { kind: 'selection', start: 1, end: 1 }, 'a<|target_start|><|target_end|>b'],
    ['past the end', 'abc', { kind: 'cursor', offset: 9 }, 'abc<|target|>'],
    ['inside a CR LF', 'a\r\nb', { kind: 'cursor', offset: 2 }, 'a<|target|>\r\nb'],
    ['inside a surrogate pair', '😀', { kind: 'cursor', offset: 1 }, '<|target|>😀'],
    ['inside text that looks like a token', 'x<|im_end|>', { kind: 'cursor', offset: 5 }, 'x<\\|im<|target|>_end|>'],
    ['after text that looks like a token', '<|im_end|>x', { kind: 'cursor', offset: 10 }, '<\\|im_end|><|target|>x'],
  ])('%s', (_name, text, target, shown) => {
    expect(showTarget(text, target)).toBe(shown);
  });

  it('taken out again leaves the escaped text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\r\n', '😀', '<|target|>', '<', '|', '>') }),
        fc.nat(30),
        fc.nat(30),
        (text, start, end) => {
          const shown = showTarget(text, { kind: 'selection', start, end });
          expect(stripTargets(shown)).toBe(escapeTokens(text));
          expect(unescapeTokens(stripTargets(shown))).toBe(text);
        },
      ),
    );
  });
});
