import { describe, expect, it } from 'vitest';
import type { TextChange } from '../../src/core/text';
import { figuresAt, isRight, outcomeOf, reportOf, thresholdFor, type Outcome } from './evaluate';
import type { Moment } from './moment';
import { BASELINES, unranked } from './predictors';

const text = 'def area(width, h):\n    a = w\n    return w * h\n';
const at = (old: string, now: string, from = 0): TextChange => {
  const start = text.indexOf(old, from);
  return [{ start, end: start + old.length, text: now }];
};
const first = at('= w', '= width');
const second = at('w *', 'width *');
const moment: Moment = {
  id: 'm',
  source: 'a/b',
  commit: 'c',
  language: 'python',
  path: 'a.py',
  kind: 'next',
  derivable: true,
  cursor: 14,
  base: text.replace('width', 'w'),
  text,
  edits: [{ before: 'def area(w, h):', after: 'def area(width, h):', change: [{ start: 9, end: 10, text: 'width' }] }],
  due: [first, second],
};

describe('an offer is right', () => {
  it.each<[string, TextChange, boolean]>([
    ['one of the hunks', second, true],
    ['both', [...first, ...second], true],
    ['the lines written anew', at('    a = w\n    return w * h', '    a = width\n    return width * h'), true],
    ['one right and one wrong', [...first, ...at('* h', '* x')], false],
    ['more of a line than is due', at('w * h', 'width * height'), false],
    ['another place', at('h)', 'height)'), false],
    ['nothing', [], false],
  ])('%s', (_name, change, expected) => {
    expect(isRight(moment, change)).toBe(expected);
  });

  it('where it adds lines, wherever the line break is counted', () => {
    const due: TextChange = [{ start: 29, end: 29, text: '\n    b = h' }];
    const line = text.indexOf('    return');
    expect(isRight({ text, due: [due] }, [{ start: line, end: line, text: '    b = h\n' }])).toBe(true);
    expect(isRight({ text, due: [due] }, [{ start: line, end: line, text: '    b = w\n' }])).toBe(false);
  });

  it('where it makes some of several steps in neighbouring lines, but not where nothing is due', () => {
    expect(isRight({ text, due: [first, second] }, first)).toBe(true);
    expect(isRight({ text, due: [] }, first)).toBe(false);
  });
});

const outcome = (
  kind: Outcome['moment']['kind'],
  probability: number | null,
  right: boolean,
  derivable = true,
): Outcome => ({
  moment: { id: '', kind, language: 'go', derivable: kind !== 'quiet' && derivable },
  probability,
  right,
});

describe('figures', () => {
  const outcomes = [
    outcome('next', 0.9, true),
    outcome('next', 0.8, false, false),
    outcome('rest', 0.3, true),
    outcome('quiet', 0.5, false),
    outcome('quiet', null, false),
  ];

  it('at a threshold', () => {
    expect(figuresAt(outcomes, 0.5)).toEqual({
      threshold: 0.5,
      moments: 5,
      shown: 3,
      right: 1,
      coverage: 0.6,
      precision: 1 / 3,
      rightOfDue: 1 / 3,
      rightOfDerivable: 0.5,
      quiet: 0.5,
    });
    expect(figuresAt([], 0)).toMatchObject({ coverage: null, precision: null, quiet: null });
  });

  it.each([
    [0.2, 0.9],
    [0.4, 0.8],
    [0.8, 0.3],
    [1, 0.3],
  ])('coverage %d begins at %d', (coverage, threshold) => {
    expect(thresholdFor(outcomes, coverage)).toBe(threshold);
  });

  it('as a table', () => {
    const report = reportOf(new Map([['mine', outcomes]]));
    expect(report).toContain('| mine, at 20.0 % | 20.0 % (1) | 1 | 100.0 % |');
    expect(report).toContain('| mine, all it has | 80.0 % (4) | 2 | 50.0 % | 66.7 % | 100.0 % | 50.0 % | 0.000 |');
  });
});

describe('predictors', () => {
  it('search and replace finds the first use below', async () => {
    const predict = BASELINES['search and replace'];
    if (predict === undefined) throw new Error('no baseline');
    expect(await outcomeOf(moment, predict)).toMatchObject({ probability: 1, right: true });
  });

  it('proposers are given the moment as the program has it', () => {
    expect(() => unranked(moment)).not.toThrow();
  });
});
