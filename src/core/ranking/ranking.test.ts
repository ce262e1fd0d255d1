import { describe, expect, test } from 'vitest';
import { propose, type Candidate } from '../proposals';
import { trialMoment } from '../../../testing/proposals-trial';
import { answerFeatures, answerForest, chosen, featuresOf, probabilityOf, rank, type Forest } from '.';

const TEXT = 'def area(w, h):\n    """The area of w by h."""\n    return w * h\n';
const moment = trialMoment('area.py', TEXT, [['w', 'width']]);
const at = (wanted: string): number => moment.text.indexOf(wanted);
const candidate = (start: number, end: number, text: string, more: Partial<Candidate> = {}): Candidate => ({
  family: 'rename',
  group: 'g',
  change: [{ start, end, text }],
  evidence: { agreeing: 1, against: 0, certain: 1, variant: 'use' },
  like: null,
  ...more,
});
const use = candidate(at('w * h'), at('w * h') + 1, 'width');
const mention = candidate(at('w by'), at('w by') + 1, 'width');
const proposals = propose(moment, {
  proposers: [
    {
      family: 'rename',
      propose: () => [
        use,
        mention,
        candidate(moment.text.length, moment.text.length, 'zebra = 1\n', { family: 'run' }),
      ],
    },
  ],
});

/** One tree: what stands in a comment or a string is unlikely, what stands nowhere still less. */
const FOREST: Forest = {
  version: 1,
  features: ['in a comment or string', 'words that stand nowhere'],
  trees: [
    {
      nodes: [
        [0, 0.5, 1, -2],
        [1, 0.5, -1, -3],
      ],
      leaves: [2, 0, -2],
    },
  ],
  calibration: [
    [-2, 0.1],
    [0, 0.5],
    [2, 0.9],
  ],
  thresholds: { low: 0.85, medium: 0.6, high: 0.3 },
};

describe('what is known of a candidate', () => {
  const [row, text, invented] = featuresOf(moment, proposals);
  test.each<[string, number | undefined, number]>([
    ['a use is code', row?.['in a comment or string'], 0],
    ['a mention is text', text?.['in a comment or string'], 1],
    ['the new name is of the last edit', row?.['words of the last edit'], 1],
    ['it takes away what the last edit took away', row?.['words the last edit removed'], 1],
    ['two lines from the cursor', row?.['lines from cursor'], 2],
    ['one line from the cursor', text?.['lines from cursor'], 1],
    ['two of its group', row?.['in its group'], 3],
    ['invented words stand nowhere', invented?.['words that stand nowhere'], 2],
    ['what a rename writes stands somewhere', row?.['words that stand nowhere'], 0],
    ['a variant has a feature of its own', row?.['variant rename/use'], 1],
  ])('%s', (_name, value, expected) => {
    expect(value).toBe(expected);
  });

  test('every feature is a finite number', () => {
    for (const features of featuresOf(moment, proposals))
      expect(Object.entries(features).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });
});

describe('ranking', () => {
  test('the most probable comes first', () => {
    expect(rank(FOREST, moment, proposals).map(({ probability }) => probability)).toEqual([0.9, 0.5, 0.1]);
  });

  test.each<['low' | 'medium' | 'high', number]>([
    ['low', 1],
    ['medium', 2],
    ['high', 3],
  ])('eagerness %s shows %i', (eagerness, count) => {
    const sameGroup = rank(FOREST, moment, proposals).map((one) => ({ ...one, family: 'rename' as const }));
    expect(chosen({ ...FOREST, thresholds: { low: 0.85, medium: 0.6, high: 0.1 } }, sameGroup, eagerness).length).toBe(
      count,
    );
  });

  test('nothing is shown where nothing is probable enough', () => {
    expect(
      chosen({ ...FOREST, thresholds: { low: 1, medium: 1, high: 0.95 } }, rank(FOREST, moment, proposals), 'high'),
    ).toEqual([]);
  });

  test('two that overlap are not shown together', () => {
    const [first] = rank(FOREST, moment, proposals);
    if (first === undefined) throw new Error('there is one');
    expect(chosen(FOREST, [first, { ...first, probability: 0.89 }], 'high').length).toBe(1);
  });

  test.each([
    [-5, 0.1],
    [-1, 0.3],
    [1, 0.7],
    [7, 0.9],
  ])('log odds of %d are a probability of %d', (odds, probability) => {
    expect(probabilityOf({ ...FOREST, trees: [{ nodes: [], leaves: [odds] }] }, {})).toBeCloseTo(probability);
  });
});

describe('the weighing of answers', () => {
  const { features, thresholds } = answerForest();

  test('asks about nothing but what is known of an answer', () => {
    const row = answerFeatures(moment, {
      change: [{ start: at('w * h'), end: at('w * h') + 1, text: 'width' }],
      logprobs: [-0.5, -1],
    });
    expect(features.filter((name) => !(name in row))).toEqual([]);
    expect(row).toMatchObject({ 'joint log probability': -1.5, 'least log probability': -1 });
  });

  test('shows more the more eager it is', () => {
    expect(thresholds.low).toBeGreaterThanOrEqual(thresholds.medium);
    expect(thresholds.medium).toBeGreaterThanOrEqual(thresholds.high);
  });
});
