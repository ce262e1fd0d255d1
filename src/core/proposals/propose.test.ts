import { describe, expect, test } from 'vitest';
import { propose } from './propose';
import { candidateLines, proposed, trialMoment } from '../../../testing/proposals-trial';
import type { Candidate, Proposer } from './types';

const TEXT = 'def area(w, h):\n    return w * h\n';
const moment = trialMoment('area.py', TEXT, [['w', 'width']]);

const candidate = (start: number, end: number, text: string, family: Candidate['family'] = 'rename'): Candidate => ({
  family,
  group: 'g',
  change: [{ start, end, text }],
  evidence: { agreeing: 1, against: 0, certain: 1, variant: 'test' },
  like: 0,
});
const one = (...candidates: Candidate[]): { readonly family: Candidate['family']; readonly propose: Proposer } => ({
  family: 'rename',
  propose: () => candidates,
});
const use = moment.text.lastIndexOf('w *');

describe('what is proposed', () => {
  test('is told as lines', () => {
    expect(proposed(() => [candidate(use, use + 1, 'width')], moment)).toEqual(['2:     return width * h']);
  });

  test.each<[string, Candidate, string[]]>([
    ['a use', candidate(use, use + 1, 'width'), ['2:     return width * h']],
    ['not what is there already', candidate(use, use + 1, 'w'), []],
    ['not what was just typed', candidate(9, 14, 'wide'), []],
    ['something beside what was just typed', candidate(14, 14, ': int'), ['1: def area(width: int, h):']],
    ['nothing outside the text', candidate(400, 401, 'x'), []],
  ])('%s', (_name, given, expected) => {
    expect(propose(moment, { proposers: [one(given)] }).map((found) => candidateLines(moment.text, found))).toEqual(
      expected,
    );
  });

  test('the same from two families is one proposal of both', () => {
    const found = propose(moment, {
      proposers: [
        one(candidate(14, 14, ': int')),
        { family: 'transformation', propose: () => [candidate(14, 14, ': int', 'transformation')] },
      ],
    });
    expect(found.map(({ families }) => families)).toEqual([['rename', 'transformation']]);
  });

  test('what was renamed where its scope is known is renamed by scope alone', () => {
    expect(
      propose(moment, {
        proposers: [{ family: 'transformation', propose: () => [candidate(use, use + 1, 'width', 'transformation')] }],
      }),
    ).toEqual([]);
  });

  test('faults are counted before and after', () => {
    expect(propose(moment, { proposers: [one(candidate(use, use + 1, '('))] })[0]?.faults).toEqual({
      before: 0,
      after: expect.any(Number) as number,
    });
  });

  test('a proposer that throws costs only its own', () => {
    const faults: string[] = [];
    const bad: Proposer = () => {
      throw new Error('no');
    };
    const found = propose(moment, {
      proposers: [{ family: 'run', propose: bad }, one(candidate(use, use + 1, 'width'))],
      onFault: (family) => faults.push(family),
    });
    expect([found.length, faults]).toEqual([1, ['run']]);
  });
});

test('places are where the edits stand now', () => {
  const later = trialMoment('area.py', TEXT, [
    ['w', 'width'],
    ['area', 'rectangle'],
  ]);
  expect(later.edits.map(({ places }) => places.map(({ start, end }) => later.text.slice(start, end)))).toEqual([
    ['width'],
    ['rectangle'],
  ]);
});
