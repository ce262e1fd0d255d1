import { describe, expect, it } from 'vitest';
import { chooseWay, levelsOf } from './choose';
import type { Verdict } from './judge';

const verdict = (due: boolean, shown: boolean, chrf = 1): Verdict => ({
  due,
  shown,
  next: false,
  whole: false,
  deltaChrF: due && shown ? chrf : null,
  reverses: false,
});
/** So many of ten due points shown, so many of ten quiet ones not left alone. */
const way = (name: string, shown: number, noise: number, chrf = 1): { way: string; verdicts: Verdict[] } => ({
  way: name,
  verdicts: Array.from({ length: 10 }, (_, index) => [
    verdict(true, index < shown, chrf),
    verdict(false, index < noise),
  ]).flat(),
});

describe('choosing', () => {
  it.each([
    ['the best score among the quiet', [way('all', 10, 3), way('some', 6, 1), way('few', 2, 0)], 'some'],
    ['nearness over mere showing', [way('wild', 8, 1, 0.3), way('sure', 5, 1, 0.9)], 'sure'],
    ['the quietest where none is quiet enough', [way('loud', 10, 8), way('less', 4, 3)], 'less'],
    ['the first of equals', [way('one', 5, 1), way('two', 5, 1)], 'one'],
  ])('takes %s', (_, choices, expected) => {
    expect(chooseWay(choices, 0.9)?.way).toBe(expected);
  });

  it('has nothing to take of nothing', () => {
    expect(chooseWay([], 0.9)).toBeNull();
  });
});

it.each([
  [[3, 1, 2], 3, [1, 2, 3]],
  [[5, 5, 5, 1], 2, [1, 5]],
  [[4, 3, 2, 1], 2, [1, 3]],
  [[], 4, []],
])('levels of %j, %d of them, are %j', (values, count, expected) => {
  expect(levelsOf(values, count)).toEqual(expected);
});
