import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deltaChrF } from './delta-chrf';

const original = 'def area(w):\n    return w * w\n';

describe('deltaChrF', () => {
  it.each<[string, string, string, (score: number) => boolean]>([
    [
      'is 1 for the very change',
      'def area(x):\n    return x * x\n',
      'def area(x):\n    return x * x\n',
      (score) => score === 1,
    ],
    ['is 0 when nothing was changed', 'def area(x):\n    return x * x\n', original, (score) => score === 0],
    [
      'is 0 for a change elsewhere',
      'def area(w):\n    return w + 1\n',
      'def zone(w):\n    return w * w\n',
      (score) => score === 0,
    ],
    [
      'is between for half of it',
      'def area(x):\n    return x * x\n',
      'def area(x):\n    return w * w\n',
      (score) => score > 0.2 && score < 0.8,
    ],
    [
      'does not see white space alone',
      'def area(w):\n  return w * w\n',
      'def area(w):\n\treturn w*w\n',
      (score) => score === 0,
    ],
  ])('%s', (_, expected, actual, holds) => {
    expect(deltaChrF(original, expected, actual)).toSatisfy(holds);
  });

  it('counts recall more than precision', () => {
    const [half, more] = ['a = 1\nb = x\n', 'a = x\nb = x\nc = x\n'];
    const wanted = 'a = x\nb = x\n';
    const base = 'a = 1\nb = 1\n';
    expect(deltaChrF(base, wanted, more)).toBeGreaterThan(deltaChrF(base, wanted, half));
  });

  it('gives by hand what one order gives by hand', () => {
    // Units x -> y of 'x': order 1 removes x and adds y; nothing longer exists.
    expect(deltaChrF('x', 'y', 'z')).toBeCloseTo(0.5, 10);
  });

  it('stays between 0 and 1, and is 1 only for texts that are alike but for white space', () => {
    const text = fc.string({ maxLength: 30, unit: fc.constantFrom('a', 'b', ' ', '\n') });
    fc.assert(
      fc.property(text, text, text, (base, expected, actual) => {
        const score = deltaChrF(base, expected, actual);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
        if (expected === actual) expect(score).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
