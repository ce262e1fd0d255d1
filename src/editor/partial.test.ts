import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyChange, type TextEdit } from '../core/text';
import { firstLineOf, firstWordOf } from './partial';

const whole = (before: string, after: string): TextEdit => ({ start: 0, end: before.length, text: after });
const take = (step: typeof firstWordOf, before: string, after: string): string | null => {
  const part = step(whole(before, after), before, { before: '', after: '' });
  return part === null ? null : applyChange(before, [part]);
};

describe('taking a word', () => {
  it.each([
    ['a replaced word', 'return w * h', 'return width * h', 'return width * h'],
    ['only the first of two', 'f(w, h)', 'f(width, height)', 'f(width, h)'],
    ['the first inserted word', 'return a', 'return a + b + c', 'return a + b'],
    ['a deletion at once', 'log(x, y)', 'log(x)', 'log(x)'],
    ['a word with its accents', 'x', 'x re\u0301sume\u0301 y', 'x re\u0301sume\u0301'],
    ['a word of Devanagari', 'x', 'x नमस्ते दुनिया', 'x नमस्ते'],
    ['what stands before a word, whole', 'x', 'x 👨‍👩‍👧‍👦🇩🇪a b', 'x 👨‍👩‍👧‍👦🇩🇪a'],
    ['nothing where nothing changes', 'same', 'same', null],
  ])('takes %s', (_, before, after, expected) => {
    expect(take(firstWordOf, before, after)).toBe(expected);
  });
});

describe('taking a line', () => {
  it.each([
    ['the first of two changed lines', 'a\nb\n', 'x\ny\n', 'x\nb\n'],
    ['the first of two new lines', 'a\n', 'a\nb\nc\n', 'a\nb\n'],
    ['a changed line after an equal one', 'k\na\n', 'k\nx\n', 'k\nx\n'],
    ['nothing where nothing changes', 'a\n', 'a\n', null],
  ])('takes %s', (_, before, after, expected) => {
    expect(take(firstLineOf, before, after)).toBe(expected);
  });
});

it.each([
  ['word', firstWordOf],
  ['line', firstLineOf],
] as const)('reaches the whole edit %s by %s', (_, step) => {
  const text = fc
    .array(fc.constantFrom('a', 'bb', ' ', '\n', '(', 'é', 'e\u0301', 'नि', '👨‍👩‍👧', '🇩🇪', '猫が'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      let current = before;
      for (let steps = 0; steps < 40; steps += 1) {
        const next = take(step, current, after);
        if (next === null) break;
        current = next;
      }
      expect(current).toBe(after);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['under the line before', 'a\nc\n', { start: 2, end: 2, text: 'b 1\n' }, 'a\nb\nc\n'],
  ['under CR LF', 'a\r\nc', { start: 3, end: 3, text: 'b 1\r\n' }, 'a\r\nb\r\nc'],
  ['within a line', 'a\nc\n', { start: 2, end: 2, text: 'b 1 ' }, 'a\nb c\n'],
])('puts the first word of a new line %s', (_, text, edit, expected) => {
  const part = firstWordOf(edit, '', { before: text.slice(0, edit.start), after: text.slice(edit.end) });
  expect(part === null ? null : applyChange(text, [part])).toBe(expected);
});
