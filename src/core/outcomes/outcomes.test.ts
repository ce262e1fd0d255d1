import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Typist, type EditRecord } from '../history';
import { standings, type Standing } from './kept';
import { verdictOf, type OutcomeEntry, type OutcomeKind, type Verdict } from './outcome';
import { encodePairs, preferencePairs, type Judged } from './pairs';
import { countOutcomes, latencyBins, quantile } from './tally';

const entry = (kind: OutcomeKind, change: Partial<OutcomeEntry> = {}): OutcomeEntry => ({
  predictionId: 'p',
  kind,
  wallTime: 0,
  language: 'Python',
  latency: null,
  fromCache: false,
  undone: false,
  ...change,
});

describe('a prediction', () => {
  it.each<[OutcomeKind[], Verdict]>([
    [['shown'], 'open'],
    [['shown', 'accepted'], 'accepted'],
    [['shown', 'accepted', 'accepted'], 'accepted'],
    [['shown', 'accepted', 'superseded'], 'partly-accepted'],
    [['shown', 'accepted', 'rejected'], 'partly-accepted'],
    [['shown', 'partly-accepted'], 'partly-accepted'],
    [['shown', 'partly-accepted', 'ignored'], 'partly-accepted'],
    [['shown', 'partly-accepted', 'accepted'], 'accepted'],
    [['shown', 'rejected'], 'rejected'],
    [['shown', 'superseded'], 'typed-over'],
    [['shown', 'ignored'], 'ignored'],
  ])('with %j is %s', (kinds, verdict) => {
    expect(verdictOf(kinds.map((kind) => entry(kind)))).toBe(verdict);
  });

  it('is taken back when its acceptance was undone', () => {
    expect(verdictOf([entry('shown'), entry('accepted'), entry('rejected', { undone: true })])).toBe('taken-back');
  });
});

describe('the counts', () => {
  const of = (id: string, language: string, day: number, latency: number, ...kinds: OutcomeKind[]): OutcomeEntry[] => [
    entry('shown', { predictionId: id, language, wallTime: day, latency }),
    ...kinds.map((kind) => entry(kind, { predictionId: id, language, wallTime: day + 1 })),
  ];
  const entries = [
    ...of('a', 'Python', 100, 90, 'accepted'),
    ...of('b', 'Python', 200, 310, 'rejected'),
    ...of('c', 'Go', 200, 120, 'partly-accepted'),
    entry('shown', { predictionId: 'd', language: 'Go', wallTime: 100, latency: 0, fromCache: true }),
    entry('rejected', { predictionId: 'never shown' }),
  ];
  const counted = countOutcomes(entries, (time) => `day ${Math.floor(time / 100)}`);

  it('are of predictions, not of entries', () => {
    expect(counted.all).toMatchObject({
      shown: 4,
      acceptance: 0.5,
      verdicts: { accepted: 1, 'partly-accepted': 1, rejected: 1, open: 1 },
    });
  });
  it('are told apart by language and by day', () => {
    expect(counted.languages.map(({ name, tally }) => [name, tally.shown, tally.acceptance])).toEqual([
      ['Go', 2, 0.5],
      ['Python', 2, 0.5],
    ]);
    expect(counted.days.map(({ name, tally }) => [name, tally.shown])).toEqual([
      ['day 1', 2],
      ['day 2', 2],
    ]);
  });
  it('leave what came out of the cache out of the wait', () => {
    expect(counted.latencies).toEqual([90, 120, 310]);
    expect(counted.fromCache).toBe(1);
  });
  it('are nothing of nothing', () => {
    expect(countOutcomes([], String)).toMatchObject({
      all: { shown: 0, acceptance: null },
      languages: [],
      days: [],
      latencies: [],
    });
  });

  it.each([
    [0.5, 20],
    [0.9, 40],
    [0, 10],
    [1, 40],
  ])('the quantile %d of four values is %d', (part, value) => {
    expect(quantile([10, 20, 30, 40], part)).toBe(value);
  });
  it('have no quantile of nothing', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
  it('put every wait into exactly one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { maxLength: 40 }), (latencies) => {
        expect(latencyBins(latencies).reduce((sum, { count }) => sum + count, 0)).toBe(latencies.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what was accepted, 10 s later', () => {
  const START = 'def area(w, h):\n    return w * h\n';
  const taken = { kind: 'prediction', predictionId: 'p' } as const;
  let version = 0;
  const record = (
    wallTime: number,
    start: number,
    end: number,
    text: string,
    source: EditRecord['source'] = { kind: 'typed' },
  ): EditRecord => ({
    document: 'd',
    version: (version += 1),
    change: [{ start, end, text }],
    selection: null,
    source,
    wallTime,
    monoTime: wallTime,
  });
  // "return w" begins at 20; the prediction makes "w" at 27 into "width".
  const accept = record(1_000, 27, 28, 'width', taken);

  it.each<[string, EditRecord[], number, Standing]>([
    ['stands when nothing happens', [], 11_000, 'kept'],
    ['cannot be told before', [], 10_999, 'too-early'],
    ['stands when the user types before it', [record(2_000, 0, 0, 'async ')], 20_000, 'kept'],
    ['stands when the user types right behind it', [record(2_000, 32, 32, ' ')], 20_000, 'kept'],
    ['stands when the user types right before it', [record(2_000, 27, 27, '(')], 20_000, 'kept'],
    ['is followed when text before it goes', [record(2_000, 0, 20, ''), record(3_000, 13, 13, '!')], 20_000, 'kept'],
    ['falls when it is followed and then cut', [record(2_000, 0, 20, ''), record(3_000, 8, 9, '')], 20_000, 'changed'],
    ['falls when a letter of it goes', [record(2_000, 31, 32, '')], 20_000, 'changed'],
    ['falls when something is typed into it', [record(2_000, 29, 29, 'X')], 20_000, 'changed'],
    ['falls when it is undone', [record(2_000, 27, 32, 'w', { kind: 'undo' })], 20_000, 'changed'],
    ['stands when it is changed after 10 s', [record(11_000, 29, 29, 'X')], 20_000, 'kept'],
    ['stands when more of the same prediction is accepted', [record(2_000, 27, 32, 'width2', taken)], 20_000, 'kept'],
    [
      'falls when another prediction changes it',
      [record(2_000, 28, 29, 'I', { kind: 'prediction', predictionId: 'q' })],
      20_000,
      'changed',
    ],
  ])('%s', (_, later, now, standing) => {
    expect(START.slice(27, 28)).toBe('w');
    expect(standings([accept, ...later], now).get('p')).toBe(standing);
  });

  it('falls when an accepted deletion is undone', () => {
    const cut = record(1_000, 4, 8, '', taken);
    expect(standings([cut, record(2_000, 4, 4, 'area', { kind: 'undo' })], 20_000).get('p')).toBe('changed');
    expect(standings([cut, record(2_000, 4, 4, 'x')], 20_000).get('p')).toBe('kept');
  });
  it('falls when any of its parts falls', () => {
    const two = record(1_000, 4, 8, 'rect', taken);
    expect(standings([two, accept, record(2_000, 5, 6, '')], 20_000).get('p')).toBe('changed');
  });
  it('is nothing where nothing was accepted', () => {
    expect(standings(new Typist('d', START).type('abc').records, 20_000).size).toBe(0);
  });
});

describe('preference pairs', () => {
  const judged = (prompt: string, answer: string, accepted: boolean): Judged => ({ prompt, answer, accepted });
  it.each<[string, Judged[], string[]]>([
    [
      'put the accepted answer over the rejected one',
      [judged('p', 'bad', false), judged('p', 'good', true)],
      ['good > bad (answer)'],
    ],
    ['put an accepted answer over silence', [judged('p', 'good', true)], ['good >  (silence)']],
    ['put silence over a rejected answer', [judged('p', 'bad', false)], [' > bad (silence)']],
    [
      'keep prompts apart',
      [judged('p', 'good', true), judged('q', 'bad', false)],
      ['good >  (silence)', ' > bad (silence)'],
    ],
    ['are made once', [judged('p', 'good', true), judged('p', 'good', true)], ['good >  (silence)']],
    [
      'trust the acceptance of an answer that was rejected too',
      [judged('p', 'x', true), judged('p', 'x', false)],
      ['x >  (silence)'],
    ],
    ['hold nothing of an empty answer', [judged('p', '', false)], []],
  ])('%s', (_, all, pairs) => {
    expect(preferencePairs(all).map(({ chosen, rejected, over }) => `${chosen} > ${rejected} (${over})`)).toEqual(
      pairs,
    );
  });
  it('are written one object a line', () => {
    const text = encodePairs(preferencePairs([judged('a\nb', 'good', true), judged('a\nb', 'bad', false)]));
    expect(
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([{ prompt: 'a\nb', chosen: 'good', rejected: 'bad', over: 'answer' }]);
  });
});
