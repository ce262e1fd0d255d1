import { expect, it } from 'vitest';
import type { RunRecord } from '../../../src/core/benchmarks';
import { readmeRows, replaceRows, resultsPage, summaryOf, type Summary } from './results';

const run = (
  benchmark: RunRecord['benchmark'],
  passes: boolean,
  options: Readonly<Record<string, string>> = {},
): RunRecord => ({
  benchmark,
  model: 'm',
  sha256: 'ab'.repeat(32),
  device: 'CPU',
  machine: '2 x CPU',
  day: '2026-11-20',
  command: 'c',
  dialect: 'd',
  options,
  isolation: 'none',
  answers: 'cd',
  memoryBytes: null,
  scoringSeconds: 3,
  floor: { tasks: 2, base: 0.5, plus: 0 },
  results: [passes, false].map((base, index) => ({
    id: String(index),
    kind: 'C',
    attempt: { code: '', outcome: 'unchanged', reason: null },
    verdict: { base, plus: false, why: null, seconds: 0 },
    cost: null,
  })),
});
const runs = [
  run('APEval', true),
  run('HumanEvalFix', false, { language: 'Python', 'asked as': 'Tab: the code alone' }),
  run('MTPB', true),
].map(summaryOf);
const summary: Summary = {
  runs,
  ablations: [
    {
      name: 'format',
      title: 'How changes are written',
      sha256: null,
      command: 'c',
      rows: [{ variant: 'WF', tally: runs[0]!.tally, cost: runs[0]!.cost, answers: '' }],
    },
  ],
};

it('keeps no tasks, and all that was counted of them', () => {
  expect(runs[0]).toMatchObject({ tally: { all: { tasks: 2, base: 0.5 } }, floor: { base: 0.5 } });
  expect(runs[0]).not.toHaveProperty('results');
});

it('writes a page with every run, the floor and the ablations', () => {
  const page = resultsPage(summary);
  for (const words of [
    '| APEval | 2 | 50.0 (0.0) | 50.0 (0.0) |',
    '| HumanEvalFix, Python, Tab | 2 | 0.0 | 50.0 |',
    '| MTPB |',
    '| WF | 2 |',
    'benchmark-figures/format.svg',
  ])
    expect(page).toContain(words);
});

it('puts rows where they were, and says when there is no place for one', () => {
  const rows = readmeRows(summary);
  const before = ['text', ...rows.keys()].map((start) => `${start} | old |`).join('\n');
  const after = replaceRows(before, rows);
  expect(after.split('\n')).toHaveLength(5);
  expect(after).toContain('50.0 (0.0) %; doing nothing passes 50.0 (0.0) %');
  expect(after).not.toMatch(/^\| MTPB \| old/m);
  expect(() => replaceRows('nothing', rows)).toThrow(/README/);
});
