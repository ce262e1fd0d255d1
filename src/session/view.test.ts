import { describe, expect, it } from 'vitest';
import { announcementOf, changedLines, modelView, modeOf, modeView, predictionView, walkOn, type Walk } from './view';
import type { ModelSource } from '../protocol/engine';

const model: ModelSource = { id: 'm', engine: 'scripted', contextLength: 512, dialect: 'd' };

const runs = {
  engine: 'scripted',
  threads: 1,
  contextLength: 512,
  dialect: 'd',
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
} as const;

describe('the model in words', () => {
  it.each([
    ['cpu', 1, 'CPU', 'on this device’s CPU'],
    ['cpu', 2, 'CPU', 'on this device’s CPU, 2 threads'],
    ['webgpu', 1, 'GPU', 'on this device’s GPU'],
  ] as const)('says truly where it runs: %s with %i threads', (device, threads, on, words) => {
    const ready = { kind: 'ready', model, capabilities: { ...runs, device, threads } } as const;
    expect(modelView(ready, 'My model')).toEqual({ kind: 'ready', name: 'My model', on, device: words, note: null });
    expect(modelView(ready)).toMatchObject({ name: 'm' });
  });

  it.each([
    [{ kind: 'absent' }, { kind: 'starting' }],
    [{ kind: 'loading', model, progress: null }, { kind: 'starting' }],
    [
      { kind: 'loading', model, progress: { stage: 'downloading', done: 5, total: 10 } },
      { kind: 'loading', step: 'Fetching the model', fraction: 0.5 },
    ],
    [
      { kind: 'loading', model, progress: { stage: 'downloading', done: 5, total: 0 } },
      { kind: 'loading', step: 'Fetching the model', fraction: null },
    ],
    [
      {
        kind: 'failed',
        model,
        failure: { code: 'crashed', message: 'It stopped.', remedy: 'Retry.' },
        retryInMs: null,
      },
      { kind: 'failed', message: 'It stopped.' },
    ],
  ] as const)('%o', (state, expected) => {
    expect(modelView(state)).toEqual(expected);
  });
});

it('says why nothing is shown', () => {
  expect(predictionView({ kind: 'nothing', reason: { kind: 'rejected-before' } }, null)).toEqual({
    kind: 'nothing',
    why: 'you dismissed this before',
  });
});

it('announces what is shown and stays silent otherwise', () => {
  const view = predictionView(
    { kind: 'shown', hunks: 2, streaming: false },
    { index: 1, count: 2, line: 5, becomes: 'return width', from: '' },
  );
  expect(announcementOf(view)).toBe('Prediction 1 of 2, line 5: return width. Tab to accept it, Escape to dismiss it.');
  expect(announcementOf(view, null, true)).toBe(
    'Prediction 1 of 2 on line 5. Hold Alt to see it, Tab to accept it, Escape to dismiss it.',
  );
  const hunk = { id: '0', line: 5, rows: [] };
  expect(announcementOf(view, { hunks: [hunk, hunk], added: 20, removed: 1, streaming: false })).toBe(
    'A large prediction is shown below the code: 2 changes. Tab to take the next one, Escape to dismiss it.',
  );
  expect(announcementOf({ kind: 'thinking' })).toBe('');
});

describe('snoozing', () => {
  it('ends in the mode before it, also when snoozed twice', () => {
    const once = modeOf('snooze-5', { kind: 'subtle' }, 1_000);
    expect(once).toEqual({ kind: 'snoozed', until: 301_000, then: 'subtle' });
    expect(modeOf('snooze-60', once, 2_000)).toEqual({ kind: 'snoozed', until: 3_602_000, then: 'subtle' });
  });

  it.each([
    [60_000, 'snooze-5', 1],
    [15 * 60_000, 'snooze-15', 15],
    [59.5 * 60_000, 'snooze-60', 60],
    [-1, 'eager', null],
  ] as const)('with %d ms left reads as %s, %s minutes', (left, choice, minutesLeft) => {
    expect(modeView({ kind: 'snoozed', until: 1_000_000 + left, then: 'eager' }, 1_000_000)).toEqual({
      choice,
      minutesLeft,
    });
  });
});

it.each([
  ['a word', 'a\n  if w < 0:\nb', { start: 7, end: 8, text: 'width' }, 'if width < 0:'],
  ['a line that is put in', 'a\nb', { start: 1, end: 1, text: '\n  c' }, 'a\n  c'],
  ['a line that goes', 'a\nb', { start: 0, end: 1, text: '' }, ''],
  ['the last line', 'a\nb', { start: 3, end: 3, text: 'c' }, 'bc'],
  ['much', '', { start: 0, end: 0, text: 'x'.repeat(300) }, `${'x'.repeat(200)}…`],
])('says what %s becomes', (_, text, edit, said) => {
  expect(changedLines(text, edit)).toBe(said);
});

it.each<[string, readonly (readonly [left: number, taking: boolean])[], string]>([
  ['starts', [[3, false]], '1 of 3'],
  [
    'goes on where one is taken',
    [
      [3, false],
      [2, true],
    ],
    '2 of 3',
  ],
  [
    'counts what is there after one was typed',
    [
      [3, false],
      [2, false],
    ],
    '1 of 2',
  ],
  [
    'does not grow when typing comes and goes',
    [
      [2, false],
      [1, false],
      [2, false],
      [1, false],
      [2, false],
    ],
    '1 of 2',
  ],
  [
    'grows with the answer',
    [
      [1, false],
      [2, false],
      [1, true],
      [3, false],
    ],
    '2 of 4',
  ],
])('the count %s', (_, steps, expected) => {
  const walk = steps.reduce<Walk | null>((now, [left, taking]) => walkOn(now, 'p', left, taking), {
    id: 'other',
    taken: 5,
    left: 1,
  });
  expect(`${(walk?.taken ?? 0) + 1} of ${(walk?.taken ?? 0) + (walk?.left ?? 0)}`).toBe(expected);
});
