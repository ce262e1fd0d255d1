import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { PAPER_CHOICES, pickArea, pickMoment, pointedChange } from './choices';

describe('random choices', () => {
  it('makes each later moment 10 percent less likely', () => {
    const random = seededRandom(3);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 40_000; draw += 1) counts[pickMoment(random, 4)!]! += 1;
    for (let at = 1; at < 4; at += 1) expect(counts[at]! / counts[at - 1]!).toBeCloseTo(0.9, 1);
    expect(pickMoment(random, 0)).toBeUndefined();
  });

  it('has the probabilities of the paper', () => {
    expect(PAPER_CHOICES).toMatchObject({ laterMoment: 0.9, history: 0.6, user: 0.5, area: 0.75, widening: 32 });
  });

  it('points within the text, and a range covers what changes unless it lies anywhere', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), fc.nat(), (before, after, seed) => {
        const change = pointedChange(before, after);
        const area = pickArea(seededRandom(seed), before, change, { ...PAPER_CHOICES, anywhere: 0, area: 1 });
        if (area === null) throw new Error('no area although it is certain');
        const [start, end] = area.kind === 'cursor' ? [area.offset, area.offset] : [area.start, area.end];
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(before.length);
        const [first, last] = [change[0], change.at(-1)];
        if (area.kind === 'selection' && first !== undefined && last !== undefined) {
          expect(start).toBeLessThanOrEqual(first.start);
          expect(start).toBeGreaterThanOrEqual(first.start - 32);
          expect(end).toBeGreaterThanOrEqual(last.end);
          expect(end).toBeLessThanOrEqual(last.end + 32);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('points three times of four, half of these with a cursor', () => {
    const random = seededRandom(9);
    const areas = Array.from({ length: 20_000 }, () =>
      pickArea(random, 'x'.repeat(100), [{ start: 40, end: 50, text: 'y' }]),
    );
    const there = areas.filter((area) => area !== null);
    expect(there.length / areas.length).toBeCloseTo(0.75, 1);
    expect(there.filter((area) => area.kind === 'cursor').length / there.length).toBeCloseTo(0.5, 1);
  });

  it('does not widen when it is not to be loose', () => {
    const area = pickArea(seededRandom(1), 'x'.repeat(100), [{ start: 40, end: 50, text: 'y' }], {
      ...PAPER_CHOICES,
      area: 1,
      cursor: 0,
      loose: 0,
      anywhere: 0,
    });
    expect(area).toEqual({ kind: 'selection', start: 40, end: 50 });
  });
});
