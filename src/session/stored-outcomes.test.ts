import { expect, it } from 'vitest';
import { CANCELLED_BEFORE_IT_BEGAN, type EndReason } from '../core/prediction/completion';
import type { PredictionFate, PredictionOutcome } from '../core/prediction';
import type { OutcomeRow } from '../storage';
import type { SentRequest } from './sent-log';
import { askedFor, entriesOf, judgedOf } from './stored-outcomes';

const row = (predictionId: string, kind: OutcomeRow['kind'], detail: unknown = null, wallTime = 5): OutcomeRow => ({
  document: 'd',
  predictionId,
  kind,
  version: 1,
  wallTime,
  detail,
});

it('reads what was stored, and takes nothing for granted', () => {
  expect(
    entriesOf(
      [
        row('a', 'shown', { kind: 'shown', msFromTrigger: 120, fromCache: false, hunks: 1 }),
        row('a', 'rejected', { kind: 'fate', fate: { kind: 'undone' }, msShown: 3 }),
        row('b', 'shown', { msFromTrigger: 'soon', fromCache: 1 }),
        row('seed-0', 'shown', null, 0),
      ],
      () => 'Python',
    ),
  ).toEqual([
    {
      predictionId: 'a',
      kind: 'shown',
      wallTime: 5,
      language: 'Python',
      latency: 120,
      fromCache: false,
      undone: false,
    },
    {
      predictionId: 'a',
      kind: 'rejected',
      wallTime: 5,
      language: 'Python',
      latency: null,
      fromCache: false,
      undone: true,
    },
    {
      predictionId: 'b',
      kind: 'shown',
      wallTime: 5,
      language: 'Python',
      latency: null,
      fromCache: false,
      undone: false,
    },
  ]);
});

it('learns only from what was wholly accepted, or rejected', () => {
  const asked = (answer: string): unknown => ({ asked: { prompt: 'p', answer } });
  expect(
    judgedOf([
      row('a', 'shown'),
      row('a', 'accepted', asked('good')),
      row('a', 'accepted', asked('good')),
      row('b', 'shown'),
      row('b', 'rejected', asked('bad')),
      row('c', 'shown'),
      row('c', 'accepted', asked('half')),
      row('c', 'superseded'),
      row('d', 'shown'),
      row('d', 'accepted'),
      row('e', 'accepted', { asked: { prompt: 3, answer: 'x' } }),
    ]),
  ).toEqual([
    { prompt: 'p', answer: 'good', accepted: true },
    { prompt: 'p', answer: 'bad', accepted: false },
  ]);
});

const sent = (end: EndReason): SentRequest => ({
  id: 1,
  by: 'prediction',
  model: null,
  at: 0,
  output: 'answer',
  came: null,
  predictionId: 'p',
  request: { parts: ['a', 'b'], draft: null, stop: [], maxTokens: 9, temperature: 0 },
  end: { kind: 'done', figures: { ...CANCELLED_BEFORE_IT_BEGAN, end } },
});
const fate = (one: PredictionFate): PredictionOutcome => ({
  predictionId: 'p',
  document: 'd',
  time: 0,
  kind: 'fate',
  fate: one,
  msShown: 1,
});

it.each<[PredictionFate, EndReason, boolean]>([
  [{ kind: 'accepted', part: 'hunk' }, 'stop', true],
  [{ kind: 'accepted', part: 'word' }, 'stop', false],
  [{ kind: 'rejected' }, 'end-of-text', true],
  [{ kind: 'rejected' }, 'length', false],
  [{ kind: 'accepted', part: 'all' }, 'cancelled', false],
  [{ kind: 'ignored' }, 'stop', false],
])('of %o, the answer ending by %s, the prompt is kept: %s', (one, end, kept) => {
  expect(askedFor(fate(one), sent(end))).toEqual(kept ? { prompt: 'ab', answer: 'answer' } : null);
});

it('keeps nothing where the request is not known any more', () => {
  expect(askedFor(fate({ kind: 'rejected' }), null)).toBeNull();
});
