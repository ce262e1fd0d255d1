import fc from 'fast-check';
import { expect, it } from 'vitest';
import { barsOf, labelled, roundUp } from './geometry';

it.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [6, 10],
  [11, 20],
  [21, 50],
  [50, 50],
  [99, 100],
  [1001, 2000],
])('an axis for %d ends at %d', (value, end) => {
  expect(roundUp(value)).toBe(end);
});

it('keeps every bar within the plot, standing on its ground, none over its neighbour', () => {
  const values = fc.array(fc.record({ label: fc.constant(''), value: fc.nat(500), part: fc.nat(900) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(values, (given) => {
      const { bars } = barsOf(given, 600, 120);
      let right = 0;
      for (const bar of bars) {
        expect(bar.x).toBeGreaterThanOrEqual(right);
        expect(bar.y).toBeGreaterThanOrEqual(0);
        expect(bar.y + bar.height).toBeCloseTo(120);
        expect(bar.partHeight).toBeLessThanOrEqual(bar.height + 1e-9);
        right = bar.x + bar.width;
      }
      expect(right).toBeLessThanOrEqual(600);
    }),
    { numRuns: 60 },
  );
});

it('is empty of nothing', () => {
  expect(barsOf([], 600, 120)).toEqual({ bars: [], top: 1 });
});

it.each([
  [5, 10, 5],
  [30, 10, 10],
  [11, 10, 6],
])('of %d labels at most %d, writes %d', (count, most, written) => {
  expect(Array.from({ length: count }, (_, index) => index).filter(labelled(count, most))).toHaveLength(written);
});
