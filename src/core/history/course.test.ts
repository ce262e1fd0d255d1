import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from './codec';
import { Course } from './course';
import type { EditRecord } from './record';
import { replay } from './replay';
import { randomSession } from './typist';
import { wipe } from './wipe';

const record = (
  version: number,
  start: number,
  end: number,
  text: string,
  wallTime: number,
  source: EditRecord['source'] = { kind: 'typed' },
): EditRecord => ({
  document: 'd',
  version,
  change: [{ start, end, text }],
  selection: null,
  source,
  wallTime,
  monoTime: wallTime,
});

const base = { version: 3, text: 'ab' };
const records = [
  record(3, 2, 2, 'c', 1000),
  record(4, 3, 3, 'd', 1100),
  record(5, 0, 1, 'A', 9000),
  record(6, 1, 2, 'B', 9010, { kind: 'prediction', predictionId: 'p' }),
];

describe('a course', () => {
  const course = new Course(base, records);

  it.each([
    [3, 'ab'],
    [4, 'abc'],
    [5, 'abcd'],
    [6, 'Abcd'],
    [7, 'ABcd'],
    [0, 'ab'],
    [99, 'ABcd'],
  ])('is at version %i: %s', (version, text) => {
    expect(course.textAt(version)).toBe(text);
  });

  it('tells where a version was changed', () => {
    expect([3, 4, 6].map((version) => course.changedAt(version))).toEqual([
      null,
      { start: 2, end: 3 },
      { start: 0, end: 1 },
    ]);
  });

  it('has a step for each stretch of typing and each prediction accepted', () => {
    expect(course.steps().map(({ from, to, source }) => [from, to, source])).toEqual([
      [3, 5, 'typed'],
      [5, 6, 'typed'],
      [6, 7, 'prediction'],
    ]);
  });

  it('ends before a record that does not fit', () => {
    const cut = new Course(base, [...records, record(7, 50, 60, '', 9020)]);
    expect([cut.last, cut.records.length, cut.textAt(8)]).toEqual([7, 4, 'ABcd']);
  });

  it('is the same as a replay from the start, at every point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat({ max: 400 }), (seed, point) => {
        const { start, records: all } = session(seed);
        const at = Math.min(point, all.length);
        expect(new Course({ version: 0, text: start }, all).textAt(at)).toBe(
          replay({ version: 0, text: start }, all, at).text,
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('a stretch taken away for good', () => {
  it('leads to the same text, and holds nothing of what was in between', () => {
    const typed = [record(0, 0, 0, 's3cret', 1), record(1, 0, 6, '', 2), record(2, 0, 0, 'x', 3)];
    const kept = wipe({ version: 0, text: '' }, typed);
    expect(replay({ version: 0, text: '' }, kept)).toMatchObject({ kind: 'replayed', version: 3, text: 'x' });
    expect(JSON.stringify(kept)).not.toContain('s3cret');
    expect(new TextDecoder().decode(encodeBatch(kept))).not.toContain('s3cret');
    expect(decodeBatch(encodeBatch(kept), 'd')).toMatchObject({ kind: 'batch', first: 0 });
  });

  it('can be any stretch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(), fc.nat(), (seed, one, other) => {
        const { start, records: all } = session(seed);
        const [from, to] = [one % (all.length + 1), other % (all.length + 1)].sort((a, b) => a - b) as [number, number];
        const before = replay({ version: 0, text: start }, all, from).text;
        const wiped = [
          ...all.slice(0, from),
          ...wipe({ version: from, text: before }, all.slice(from, to)),
          ...all.slice(to),
        ];
        expect(replay({ version: 0, text: start }, wiped)).toEqual(replay({ version: 0, text: start }, all));
      }),
      { numRuns: 30 },
    );
  });

  it('is refused when the records do not belong there', () => {
    expect(() => wipe({ version: 5, text: 'ab' }, records)).toThrow(RangeError);
  });
});

function session(seed: number): { readonly start: string; readonly records: readonly EditRecord[] } {
  let state = seed;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const strokes = Array.from({ length: 200 }, () => ({
    at: next(1000),
    remove: next(4),
    insert: 'xyz\n'.slice(0, next(5)),
    pause: next(3000),
    source: { kind: 'typed' } as const,
  }));
  const start = 'one\ntwo\n';
  return { start, records: randomSession('d', start, strokes).records };
}
