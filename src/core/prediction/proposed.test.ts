import { describe, expect, test } from 'vitest';
import type { ModelProfile } from './events';
import {
  accept,
  answer,
  asked,
  effectsOf,
  escape,
  outcomes,
  page,
  propose,
  say,
  screen,
  send,
  TEST_MODEL,
  type,
  wait,
  weighs,
  withProposers,
  type Act,
} from '../../../testing/scenario';
import { currentPrediction } from './state';

const FILE = 'def area(w|, height):\n    return w * height\n';
const WEIGHED: ModelProfile = { ...TEST_MODEL, confidence: { min: -Infinity, mean: -Infinity }, weighed: true };
const typed: Act[] = [type('idth'), wait()];
const use = propose([['return w *', 'return width *']]);
const USE = 'def area(width, height):\n    return w{>idth} * height\n';

describe('without a model', () => {
  test.each<[string, readonly Act[], string]>([
    ['the proposers are asked once the typing pauses', typed, '(running)'],
    ['what they say is shown', [...typed, use], USE],
    ['nothing is silence', [...typed, propose()], '(the model sees nothing to change)'],
    [
      'typing on asks anew, and the late answer is dropped',
      [...typed, type('s'), send({ type: 'proposed', requestId: 1, alternatives: [] })],
      '(waiting)',
    ],
    ['Escape dismisses it', [...typed, use, escape], '(prediction dismissed)'],
    ['what was dismissed can be brought back', [...typed, use, escape, send({ type: 'recalled' })], USE],
    ['not once the text is another', [...typed, use, escape, type('!'), send({ type: 'recalled' })], '(waiting)'],
    ['where nothing was dismissed nothing comes back', [...typed, send({ type: 'recalled' })], '(running)'],
    ['the same is not offered again', [...typed, use, escape, type('s<'), wait(), use], '(you dismissed this before)'],
    [
      'of two the likelier is shown',
      [...typed, propose([['return w *', 'return width *']], [['return w *', 'return 2 *']])],
      USE,
    ],
    [
      'and the other on demand',
      [
        ...typed,
        propose([['return w *', 'return width *']], [['return w *', 'return 2 *']]),
        send({ type: 'cycled', by: 1 }),
      ],
      'def area(width, height):\n    return {w>2} * height\n',
    ],
    [
      'and the first again',
      [
        ...typed,
        propose([['return w *', 'return width *']], [['return w *', 'return 2 *']]),
        send({ type: 'cycled', by: 1 }),
        send({ type: 'cycled', by: 1 }),
      ],
      USE,
    ],
    ['one alone stays', [...typed, use, send({ type: 'cycled', by: -1 })], USE],
    [
      'what may not be shown gives way to the next',
      [...typed, propose([['height\n', '<|im_end|>\n']], [['return w *', 'return width *']])],
      USE,
    ],
  ])('%s', (_name, acts, expected) => {
    expect(screen(withProposers(FILE, null, ...acts))).toBe(expected);
  });

  test('Tab takes it', () => {
    expect(page(withProposers(FILE, null, ...typed, use, accept()))).toBe(
      'def area(width, height):\n    return width| * height\n',
    );
  });
  test('no model is asked', () => {
    expect(asked(withProposers(FILE, null, ...typed, use))).toBe(0);
  });
});

describe('beside a model', () => {
  test.each<[string, ModelProfile, readonly Act[], string]>([
    ['what is proposed is there at once', TEST_MODEL, [...typed, use], USE],
    ['a model that says nothing leaves it', TEST_MODEL, [...typed, use, say('')], USE],
    [
      'a model that says something else leaves it',
      TEST_MODEL,
      [...typed, use, answer(['return w *', 'return 2 *'])],
      USE,
    ],
    [
      'a model speaks where nothing was proposed',
      TEST_MODEL,
      [...typed, propose(), answer(['return w *', 'return width *']), weighs(1, 1)],
      USE,
    ],
    [
      'not where its answer could not be parsed',
      TEST_MODEL,
      [...typed, propose(), answer(['return w *', 'return width *']), weighs(0, 1)],
      '(the answer would not parse)',
    ],
    ['proposers that come last are heard', TEST_MODEL, [...typed, say(''), use], USE],
    [
      'an answer that is weighed waits for it',
      WEIGHED,
      [...typed, propose(), answer(['return w *', 'return width *'])],
      '(running)',
    ],
    [
      'and is shown where it is worth it',
      WEIGHED,
      [...typed, propose(), answer(['return w *', 'return width *']), weighs(0.7)],
      USE,
    ],
    [
      'and not where it is not',
      WEIGHED,
      [...typed, propose(), answer(['return w *', 'return width *']), weighs(0.3)],
      '(the model was not sure enough)',
    ],
    [
      'one that is clearly more probable takes the place',
      WEIGHED,
      [...typed, use, answer(['return w *', 'return 2 *']), weighs(0.97)],
      'def area(width, height):\n    return {w>2} * height\n',
    ],
    [
      'one that is hardly more probable does not',
      WEIGHED,
      [...typed, use, answer(['return w *', 'return 2 *']), weighs(0.85)],
      USE,
    ],
    [
      'nor one that comes when the other is about to be taken',
      WEIGHED,
      [...typed, use, wait(2_000), answer(['return w *', 'return 2 *']), weighs(0.97)],
      USE,
    ],
    [
      'nor one for another text',
      WEIGHED,
      [...typed, propose(), answer(['return w *', 'return width *']), type(' '), weighs(0.97)],
      '(waiting)',
    ],
  ])('%s', (_name, model, acts, expected) => {
    expect(screen(withProposers(FILE, model, ...acts))).toBe(expected);
  });

  test('the proposers are asked before the model', () => {
    expect(effectsOf(withProposers(FILE, TEST_MODEL, ...typed)).filter((kind) => kind !== 'startTimer')).toEqual([
      'propose',
      'ask',
    ]);
  });
  test('one that takes the place of another ends it', () => {
    const scene = withProposers(FILE, WEIGHED, ...typed, use, answer(['return w *', 'return 2 *']), weighs(0.97));
    expect(outcomes(scene).map((outcome) => (outcome.kind === 'fate' ? outcome.fate.kind : outcome.kind))).toEqual([
      'shown',
      'dropped',
      'shown',
    ]);
  });
});

test('a prediction names where it comes from', () => {
  expect(currentPrediction(withProposers(FILE, null, ...typed, use).state)?.source).toEqual({
    kind: 'proposal',
    family: 'rename',
    like: 0,
    probability: 0.8,
  });
  expect(
    currentPrediction(
      withProposers(FILE, TEST_MODEL, ...typed, answer(['return w *', 'return width *']), weighs(1, 1)).state,
    )?.source,
  ).toEqual({ kind: 'model' });
});
