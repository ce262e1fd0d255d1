import { describe, expect, it } from 'vitest';
import type { Verdict } from './judge';
import { summarise, summaryRows, summaryTable } from './summary';

const verdict = (over: Partial<Verdict>): Verdict => ({
  due: false,
  shown: false,
  next: false,
  whole: false,
  deltaChrF: null,
  reverses: false,
  ...over,
});
const right = verdict({ due: true, shown: true, next: true, whole: true, deltaChrF: 1 });
const wrong = verdict({ due: true, shown: true, deltaChrF: 0.5 });
const missed = verdict({ due: true });
const quiet = verdict({});
const noise = verdict({ shown: true, reverses: true });

describe('summarise', () => {
  it('takes each share of what it is a share of', () => {
    const summary = summarise([right, wrong, missed, missed, quiet, quiet, quiet, noise]);
    expect(summary).toMatchObject({
      points: 8,
      due: 4,
      quietPoints: 4,
      exact: 0.25,
      whole: 0.25,
      show: 0.5,
      quiet: 0.75,
      deltaChrF: 0.75,
    });
    expect(summary.reversal).toBeCloseTo(1 / 3);
    expect(summary.score).toBeCloseTo(((2 * 0.5 * 0.75) / 1.25) * 0.75);
  });

  it.each([
    ['of nothing', [], { exact: null, quiet: null, score: null, reversal: null }],
    ['without quiet points', [right], { exact: 1, quiet: null, score: null, reversal: 0 }],
    [
      'of a predictor that never speaks',
      [missed, quiet],
      { exact: 0, show: 0, quiet: 1, deltaChrF: null, score: 0, reversal: null },
    ],
    ['of one that always speaks', [wrong, noise], { show: 1, quiet: 0, score: 0 }],
  ])('%s', (_, verdicts, expected) => {
    expect(summarise(verdicts)).toMatchObject(expected);
  });
});

describe('the table', () => {
  const points = [
    { language: 'python', kind: 'rename', origin: 'own' },
    { language: 'javascript', kind: 'quiet', origin: 'git' },
  ];
  const rows = summaryRows(points, [
    { name: 'model', verdicts: [right, quiet] },
    { name: 'no edit', verdicts: [missed, quiet] },
  ]);

  it('has all points first, then each language, origin and kind, with every contestant', () => {
    expect(rows.map(({ group, contestant }) => `${group}/${contestant}`)).toEqual([
      'all/model',
      'all/no edit',
      'language: javascript/model',
      'language: javascript/no edit',
      'language: python/model',
      'language: python/no edit',
      'origin: git/model',
      'origin: git/no edit',
      'origin: own/model',
      'origin: own/no edit',
      'kind: quiet/model',
      'kind: quiet/no edit',
      'kind: rename/model',
      'kind: rename/no edit',
    ]);
  });

  it('is Markdown that names a group once and leaves empty what cannot be said', () => {
    const lines = summaryTable(rows.slice(0, 4)).trimEnd().split('\n');
    expect(lines.map((line) => line.split('|').length)).toEqual(lines.map(() => 13));
    expect(lines[2]).toContain('| all | model | 1 | 100.0 % |');
    expect(lines[3]).toContain('|  | no edit | 1 | 0.0 % |');
    expect(lines[4]).toContain('| language: javascript | model | 0 |  |');
  });
});
