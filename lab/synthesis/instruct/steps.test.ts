import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../../src/core/text';
import { seededRandom, shuffled } from '../random';
import { changeOfSteps, placeOf, stepsOf, textAfter } from './steps';

const all = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** Small texts whose lines often agree, with all kinds of ends. */
const texts = fc
  .array(fc.constantFrom('a', 'b = a', '  return a', 'foo(a, b)', 'foo(a)', '}', '', 'x\ud83d\ude00y', 'import os'), {
    maxLength: 9,
  })
  .chain((lines) =>
    fc.constantFrom('\n', '\r\n').chain((eol) => fc.boolean().map((ended) => lines.join(eol) + (ended ? eol : ''))),
  );

describe('steps of a change', () => {
  it('compose to the whole change, in any order, and any part of them to its part', () => {
    fc.assert(
      fc.property(texts, texts, fc.boolean(), fc.nat(), (before, after, fine, seed) => {
        const change = stepsOf(before, after, fine);
        const done = new Set<number>();
        let text = before;
        for (const index of shuffled(seededRandom(seed), all(change.steps.length))) {
          text = applyChange(text, changeOfSteps(change, [index], done));
          done.add(index);
          expect(text).toBe(textAfter(change, done));
        }
        expect(text).toBe(after);
        expect(applyChange(before, changeOfSteps(change, all(change.steps.length), new Set()))).toBe(after);
      }),
      { numRuns: 150 },
    );
  });

  it('are sorted, apart or touching, and each changes something', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { steps, lines } = stepsOf(before, after);
        steps.forEach((step, at) => {
          expect(step.start).toBeGreaterThanOrEqual(steps[at - 1]?.end ?? 0);
          expect(step.lines).not.toEqual(lines.slice(step.start, step.end));
        });
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a line reworded is one step each', 'foo(a)\nbar(a)\n', 'foo(b)\nbar(b)\n', 2],
    ['lines moved to another column move together', 'x = 1\ny = 2\n', 'if z:\n    x = 1\n    y = 2\n', 2],
    ['lines that have nothing in common stay one block', 'alpha = 1\nbeta(2)\n', 'while True:\n    gamma\n', 1],
    ['an unchanged text has none', 'a\n', 'a\n', 0],
  ])('%s', (_name, before, after, count) => {
    expect(stepsOf(before, after).steps.length).toBe(count);
  });

  it('writes a new line from the end of the line before it, as it is typed', () => {
    const change = stepsOf('a\nb\n', 'a\nnew\nb\n');
    expect(changeOfSteps(change, [0], new Set())).toEqual([{ start: 1, end: 1, text: '\nnew' }]);
  });

  it('says where a step stands before and after others are done', () => {
    const change = stepsOf('a\nkeep\nb\n', 'a\na2\nkeep\nB b\n');
    expect(placeOf(change, 1, new Set())).toEqual({ start: 2, end: 3 });
    expect(placeOf(change, 1, new Set([0]))).toEqual({ start: 3, end: 4 });
  });
});
