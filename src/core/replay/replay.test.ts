import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../conversation';
import { playScript, type Step } from '../../../lab/evaluation';
import { Course, type EditRecord } from '../history';
import { DEFAULT_EXCERPT_LIMITS, type CompletionFigures, type ModelProfile } from '../prediction';
import {
  duePoints,
  momentAt,
  nextAfter,
  predictedFrom,
  segmentsOf,
  verdictOn,
  type Moment,
  type Predicted,
  type ToldOutcome,
} from '.';

const TEXT = ['def area(w, h):', '    if w < 0:', '        return 0', '    return w * h', ''];
const RIGHT = '1,2\n```python\n2|    if width < 0:\n```\n3,4\n```python\n4|    return width * h\n```';
const PROFILE: ModelProfile = {
  dialect: DIALECTS['inkling-sr-lc'],
  limits: DEFAULT_EXCERPT_LIMITS,
  budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
  confidence: { min: -1, mean: -1 },
};
const FIGURES: CompletionFigures = {
  promptTokens: 1,
  reusedTokens: 0,
  generatedTokens: 1,
  draftedTokens: 0,
  acceptedTokens: 0,
  forwardPasses: 1,
  msToFirstToken: 1,
  msTotal: 1,
  end: 'stop',
};
const FILE = { id: 'd', path: 'area.py', language: 'python' };

const recorded = (...steps: Step[]): readonly EditRecord[] =>
  playScript({
    name: 'd',
    kind: 'k',
    language: 'python',
    path: 'area.py',
    text: TEXT,
    steps: [...steps, { quiet: true }],
  }).document.records;
const courseOf = (records: readonly EditRecord[]): Course => new Course({ version: 0, text: TEXT.join('\n') }, records);
const rename: Step = { over: 'w', line: 1, type: 'width' };
const first: Step = { over: 'w', line: 2, type: 'width' };
const second: Step = { over: 'w', line: 4, type: 'width' };
const at = (
  course: Course,
  version: number,
  under: Partial<ModelProfile> = {},
  excluded: readonly string[] = [],
): Moment => momentAt(course, version, { file: FILE, profile: { ...PROFILE, ...under }, excluded });
const answer = (moment: Moment, text: string, logprob = -0.1): Predicted =>
  moment.kind === 'settled'
    ? moment.predicted
    : predictedFrom(moment, {
        pieces: text.split(/(?<=\n)/).map((part) => ({ text: part, logprob })),
        figures: FIGURES,
      });

describe('a point of a recorded course', () => {
  const course = courseOf(recorded(rename, first, second));

  it('asks what the product would have asked there, and shows what it would have shown', () => {
    const moment = at(course, 5);
    const prompt = moment.kind === 'question' ? moment.request?.parts.join('') : '';
    expect(prompt).toContain('def area(w, h):');
    expect(prompt).toContain('def area(width, h):');
    const predicted = answer(moment, RIGHT);
    expect(predicted.kind === 'offered' ? predicted.hunks.map(({ text }) => text) : []).toEqual(['idth', 'idth']);
  });

  it.each<[string, Predicted]>([
    ['an unsure answer', answer(at(course, 5), RIGHT, -3)],
    ['an empty answer', answer(at(course, 5), '')],
    ['a file that no model sees', answer(at(course, 5, {}, ['*.py']), RIGHT)],
    ['the beginning', answer(at(course, 0), RIGHT)],
    ['an undo', answer(at(courseOf(recorded(rename, { undo: true })), 6), RIGHT)],
  ])('stays quiet after %s, with the reason', (name, predicted) => {
    const reasons: Record<string, string> = {
      'an unsure answer': 'low-confidence',
      'an empty answer': 'nothing-to-suggest',
      'a file that no model sees': 'excluded-file',
      'the beginning': 'not-edited-yet',
      'an undo': 'undo-or-redo',
    };
    expect(predicted.kind === 'quiet' ? predicted.reason.kind : predicted.kind).toBe(reasons[name]);
  });

  it('is compared with what the user did next', () => {
    expect(verdictOn(course, 5, answer(at(course, 5), RIGHT))).toEqual({ kind: 'matched', made: 2, of: 2 });
    expect(verdictOn(courseOf(recorded(rename, first)), 5, answer(at(course, 5), RIGHT))).toEqual({
      kind: 'matched',
      made: 1,
      of: 2,
    });
    expect(
      verdictOn(courseOf(recorded(rename, { over: 'area', type: 'size' })), 5, answer(at(course, 5), RIGHT)),
    ).toEqual({ kind: 'different' });
    expect(verdictOn(courseOf(recorded(rename)), 5, answer(at(course, 5), RIGHT))).toEqual({ kind: 'unknown' });
    expect(verdictOn(course, 5, answer(at(course, 5), ''))).toEqual({
      kind: 'quiet',
      reason: { kind: 'nothing-to-suggest' },
    });
  });
});

describe('the points at which a prediction was due', () => {
  const taken = (records: readonly EditRecord[], from: number, predictionId = 'p'): EditRecord[] =>
    records.map((record, index) =>
      index >= from ? { ...record, source: { kind: 'prediction', predictionId } } : record,
    );
  const whole = (text: string, line: number): Step[] => [{ behind: ':', line }, { paste: text }];

  it.each<[string, readonly EditRecord[], readonly ToldOutcome[], (readonly [number, string | null])[]]>([
    [
      'are where the user paused',
      recorded(rename, first, second),
      [],
      [
        [5, null],
        [10, null],
        [15, null],
      ],
    ],
    ['are not after undoing', recorded(rename, { undo: true }), [], [[5, null]]],
    [
      'tell of what was taken, once for a whole prediction',
      taken(recorded(rename, ...whole(' # a', 1), ...whole(' # b', 2)), 5),
      [],
      [
        [5, 'accepted'],
        [7, null],
      ],
    ],
    [
      'tell of what was rejected',
      recorded(rename, first),
      [
        { version: 5, kind: 'rejected' },
        { version: 99, kind: 'rejected' },
      ],
      [
        [5, 'rejected'],
        [10, null],
      ],
    ],
    ['believe the records more than what is told', recorded(rename), [{ version: 3, kind: 'accepted' }], [[5, null]]],
    ['are none where nothing was done', [], [], []],
  ])('%s', (_, records, told, points) => {
    expect(duePoints(courseOf(records), told).map(({ version, then }) => [version, then])).toEqual(points);
  });

  it('lead to the user’s next doing, which for a prediction is all that was taken of it', () => {
    const course = courseOf(taken(recorded(rename, ...whole(' # a', 1), ...whole(' # b', 2)), 5));
    expect([0, 5, 7].map((version) => nextAfter(course, version))).toEqual([5, 7, null]);
  });
});

it.each<[string, Parameters<typeof segmentsOf>, string]>([
  ['nothing', ['abc', null, []], '=abc'],
  ['what was typed', ['abc', { start: 1, end: 2 }, []], '=a|~b|=c'],
  [
    'what is predicted',
    [
      'a b c',
      null,
      [
        { start: 2, end: 3, text: 'X' },
        { start: 5, end: 5, text: ';' },
      ],
    ],
    '=a |-b|+X|= c|+;',
  ],
  [
    'a prediction within what was typed',
    ['a b c', { start: 0, end: 4 }, [{ start: 2, end: 3, text: '' }]],
    '~a |-b|~ |=c',
  ],
  ['whole words', ['f(items)', null, [{ start: 2, end: 6, text: 'good' }]], '=f(|-items|+goods|=)'],
  ['a word that grows', ['w < 0', null, [{ start: 1, end: 1, text: 'idth' }]], '-w|+width|= < 0'],
  [
    'two changes of one word once',
    [
      'aXbYc',
      null,
      [
        { start: 1, end: 2, text: '1' },
        { start: 3, end: 4, text: '2' },
      ],
    ],
    '-aXbYc|+a1b2c',
  ],
  ['signs by themselves', ['f(a)', null, [{ start: 3, end: 3, text: ', b' }]], '=f(a|+, b|=)'],
  ['an empty text', ['', { start: 0, end: 0 }, [{ start: 0, end: 0, text: 'x' }]], '+x'],
])('draws %s', (_, input, drawn) => {
  const signs = { same: '=', typed: '~', removed: '-', added: '+' } as const;
  expect(
    segmentsOf(...input)
      .map(({ kind, text }) => signs[kind] + text)
      .join('|'),
  ).toBe(drawn);
});
