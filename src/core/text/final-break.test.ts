import { describe, expect, it } from 'vitest';
import { diffText } from './diff';
import { applyChange } from './edit';
import { keepFinalBreak } from './final-break';

describe('the last line break', () => {
  it.each([
    ['stays when the model leaves it out', 'a\nb\n', 'a\nc', 'a\nc\n'],
    ['stays when nothing else changes', 'a\n', 'a', 'a\n'],
    ['stays as it was written', 'a\r\n', 'b', 'b\r\n'],
    ['is not added where there was none', 'a', 'b', 'b'],
    ['does not stay when all goes', 'a\n', '', ''],
  ])('%s', (_name, before, after, expected) => {
    expect(applyChange(before, keepFinalBreak(before, diffText(before, after)))).toBe(expected);
  });
});
