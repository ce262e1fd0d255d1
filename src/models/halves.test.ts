import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBits, halfValues, largestHalf, widenBfloats, widenHalves } from './halves';

describe('half-precision numbers', () => {
  it('come back from their value as the same bits, all 65,536 of them but the many forms of not-a-number', () => {
    const changed: number[] = [];
    for (const [bits, value] of halfValues().entries())
      if (!Number.isNaN(value) && halfBits(value) !== bits) changed.push(bits);
    expect(changed).toEqual([]);
    expect(halfBits(NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });

  it('are the nearest there is to a value', () => {
    const values = halfValues();
    fc.assert(
      fc.property(fc.float({ min: -largestHalf, max: largestHalf, noNaN: true }), (value) => {
        const bits = halfBits(value);
        const off = Math.abs((values[bits] ?? NaN) - value);
        for (const neighbour of [bits - 1, bits + 1]) {
          const other = values[neighbour & 0xffff] ?? NaN;
          if (Number.isFinite(other)) expect(off).toBeLessThanOrEqual(Math.abs(other - value));
        }
      }),
    );
  });

  it.each([
    ['a tie goes to the even one below', 1 + 2 ** -11, 0x3c00],
    ['a tie goes to the even one above', 1 + 3 * 2 ** -11, 0x3c02],
    ['a tie below the normal numbers goes to the even one', 2.5 * 2 ** -24, 0x0002],
    ['half of the smallest is nothing', 2 ** -25, 0x0000],
    ['more than half of the smallest is the smallest', 1.01 * 2 ** -25, 0x0001],
    ['just below the largest', 65_519, 0x7bff],
    ['beyond the largest is infinity', 65_520, 0x7c00],
    ['minus zero', -0, 0x8000],
    ['the largest below the normal numbers rounds up into them', 2 ** -14 - 2 ** -26, 0x0400],
  ])('%s', (_name, value, bits) => {
    expect(halfBits(value)).toBe(bits);
  });

  it('widen as halves and as bfloats', () => {
    expect([...widenHalves(Uint16Array.of(0x3c00, 0xc000))]).toEqual([1, -2]);
    expect([...widenBfloats(Uint16Array.of(0x3f80, 0xc000, 0x7f80))]).toEqual([1, -2, Infinity]);
  });
});
