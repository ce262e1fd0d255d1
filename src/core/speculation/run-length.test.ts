import { describe, expect, it } from 'vitest';
import {
  ASSUMED_COSTS,
  chooseRun,
  costOf,
  learn,
  likelihood,
  NO_EXPERIENCE,
  type Acceptance,
  type CostTable,
} from './run-length';

const after = (held: boolean, streak: number, times: number): Acceptance => {
  let acceptance = NO_EXPERIENCE;
  for (let count = 0; count < times; count += 1) acceptance = learn(acceptance, streak, held);
  return acceptance;
};

/** As measured on software WebGPU: kernels change between 8 and 16 tokens. */
const software: CostTable = [
  { run: 1, cost: 1 },
  { run: 2, cost: 2.4 },
  { run: 4, cost: 3.4 },
  { run: 8, cost: 6.8 },
  { run: 16, cost: 4.3 },
  { run: 32, cost: 4.7 },
];

describe('the cost of a run', () => {
  it.each([
    [1, 1],
    [2, 2.4],
    [3, 2.9],
    [12, 5.55],
    [64, 9.4],
  ])('of %i tokens is read from the table or between its lines', (run, cost) => {
    expect(costOf(software, run)).toBeCloseTo(cost);
  });
  it('is its length where nothing was measured', () => {
    expect(costOf([], 5)).toBe(5);
  });
});

describe('the length of a run', () => {
  it.each<[string, CostTable, Acceptance, number, number, number]>([
    ['is long where drafts hold', ASSUMED_COSTS, NO_EXPERIENCE, 40, 80, 64],
    ['is shorter right after the draft was left', ASSUMED_COSTS, NO_EXPERIENCE, 0, 80, 32],
    ['skips lengths that cost more than longer ones', software, NO_EXPERIENCE, 40, 16, 16],
    ['goes no further than was measured when that costs as much a token', software, NO_EXPERIENCE, 40, 80, 32],
    ['never checks two tokens where that costs more than two passes', software, NO_EXPERIENCE, 40, 2, 1],
    ['is one when drafts have failed again and again', ASSUMED_COSTS, after(false, 0, 20), 0, 80, 1],
    ['is one when nothing is drafted', ASSUMED_COSTS, NO_EXPERIENCE, 40, 1, 1],
    ['may be a length that was not measured when the draft ends there', ASSUMED_COSTS, NO_EXPERIENCE, 40, 27, 27],
  ])('%s', (_name, table, acceptance, streak, most, expected) => {
    expect(chooseRun(table, acceptance, streak, most)).toBe(expected);
  });
});

describe('experience with drafts', () => {
  it('is kept apart for fresh and for proven stretches', () => {
    const acceptance = after(false, 0, 30);
    expect(likelihood(acceptance, 0)).toBeLessThan(0.1);
    expect(likelihood(acceptance, 20)).toBe(likelihood(NO_EXPERIENCE, 20));
  });
  it('can be regained', () => {
    let acceptance = after(false, 0, 30);
    for (let count = 0; count < 60; count += 1) acceptance = learn(acceptance, 0, true);
    expect(likelihood(acceptance, 0)).toBeGreaterThan(0.9);
  });
});
