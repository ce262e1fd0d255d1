import { describe, expect, it } from 'vitest';
import { applyChange } from '../core/text';
import { TrackedDocument } from './document';
import type { ContentEvent } from './changes';

const event = (changes: ContentEvent['changes'], isFlush = false): ContentEvent => ({
  changes,
  isUndoing: false,
  isRedoing: false,
  isFlush,
});
const modelOf = (text: string) => {
  const calls = { getValue: 0 };
  return {
    calls,
    getValue: () => {
      calls.getValue += 1;
      return text;
    },
    getValueLength: () => text.length,
  };
};

describe('a tracked document', () => {
  it('follows a keystroke without asking for the whole text', () => {
    const document = new TrackedDocument('d', 'ab', 7);
    const model = modelOf('axb');
    const step = document.follow(event([{ rangeOffset: 1, rangeLength: 0, text: 'x' }]), model);
    expect(step).toEqual({ before: 'ab', after: 'axb', change: [{ start: 1, end: 1, text: 'x' }], version: 7 });
    expect([document.text, document.version, model.calls.getValue]).toEqual(['axb', 8, 0]);
  });

  it.each([
    ['a replaced text', 'ab', event([{ rangeOffset: 0, rangeLength: 2, text: 'cd' }], true), 'cde'],
    ['a length that disagrees', 'ab', event([{ rangeOffset: 0, rangeLength: 0, text: 'x' }]), 'x\r\nab'],
    ['a change that does not fit', 'ab', event([{ rangeOffset: 9, rangeLength: 0, text: 'x' }]), 'abc'],
  ])('takes Monaco’s word for it after %s', (_, before, content, after) => {
    const document = new TrackedDocument('d', before, 0);
    const step = document.follow(content, modelOf(after));
    expect(document.text).toBe(after);
    expect(step === null ? null : applyChange(before, step.change)).toBe(after);
  });

  it('does not count an event that changes nothing', () => {
    const document = new TrackedDocument('d', 'ab', 3);
    expect(document.follow(event([]), modelOf('ab'))).toBeNull();
    expect(document.version).toBe(3);
  });
});
