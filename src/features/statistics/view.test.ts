import { expect, it } from 'vitest';
import type { OutcomeEntry } from '../../core/outcomes';
import { outcomesView, type OutcomesNow } from './view';

const now: OutcomesNow = {
  entries: [],
  standings: new Map(),
  dayOf: () => '2026-11-20',
  pairs: 0,
  keeping: false,
  problem: null,
};
const shown = (id: string, latency: number, ...kinds: OutcomeEntry['kind'][]): OutcomeEntry[] =>
  (['shown', ...kinds] as const).map((kind) => ({
    predictionId: id,
    kind,
    wallTime: 1,
    language: 'Python',
    latency: kind === 'shown' ? latency : null,
    fromCache: false,
    undone: false,
  }));

it('says what to do when there is nothing yet', () => {
  expect(outcomesView(now)).toMatchObject({ empty: expect.stringMatching(/No prediction/) as string, languages: [] });
});

it('puts the figures into words, and tells apart what is too young to tell', () => {
  const view = outcomesView({
    ...now,
    entries: [
      ...shown('a', 100, 'accepted'),
      ...shown('b', 200, 'accepted'),
      ...shown('c', 300, 'rejected'),
      ...shown('d', 900),
    ],
    standings: new Map([
      ['a', 'kept'],
      ['b', 'changed'],
      ['z', 'too-early'],
    ]),
  });
  expect(view.figures.map(({ value }) => value)).toEqual(['4', '50 %', '50 %', '200 ms', '900 ms']);
  expect(view.plots[0]?.says).toBe('2 of 4 were accepted, wholly or in part.');
  expect(view.plots[1]?.values.find(({ label }) => label === '<150')?.value).toBe(1);
  expect(view.plots[2]?.values).toEqual([{ label: '11-20', value: 4, part: 2 }]);
  expect(view.languages).toEqual([{ name: 'Python', shown: 4, accepted: 2, share: '50 %' }]);
  expect(view.empty).toBeNull();
});
