import { describe, expect, it } from 'vitest';
import { diffText } from '../text';
import { foreseen, type LastAnswer } from './foreseen';

const before = 'def area(width, h):\n    check(w, h)\n    return w * h\n\nprint(area(2, 3))\n';
const wanted = before.replace('check(w', 'check(width').replace('return w', 'return width');
const last: LastAnswer = { language: 'python', before, change: diffText(before, wanted) };

describe('what the last answer lets expect', () => {
  it.each<[string, string, string | null]>([
    ['is the same of the same question', before, wanted],
    [
      'is carried over what was typed elsewhere',
      before.replace('print(', 'print(2 * '),
      wanted.replace('print(', 'print(2 * '),
    ],
    ['is the answer itself while it is being typed', before.replace('check(w', 'check(wid'), wanted],
    ['is nothing once all of it is there', wanted, null],
    ['is nothing of another question', 'class Point:\n    pass\n', null],
  ])('%s', (_name, excerpt, expected) => {
    expect(foreseen(last, 'python', excerpt)).toBe(expected);
  });

  it('is nothing without a last answer, or in another language', () => {
    expect(foreseen(null, 'python', before)).toBeNull();
    expect(foreseen(last, 'typescript', before)).toBeNull();
  });
});
