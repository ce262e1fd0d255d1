import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, invertChange } from '../text';
import {
  countSince,
  nothingSince,
  randomSession,
  recordingParameters,
  replay,
  snapshotDue,
  snapshotsToDrop,
  storedTextBytes,
  TextBuffer,
  Typist,
} from '.';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '😀', '\ud800'), maxLength: 40 });
const strokes = fc.array(
  fc.record({
    at: fc.nat(99),
    remove: fc.nat(9),
    insert: fc.oneof(text, fc.constant('x'.repeat(3_000))),
    pause: fc.constant(10),
    source: fc.constant({ kind: 'typed' } as const),
  }),
  { maxLength: 40 },
);

describe('replaying records', () => {
  it('gives the text at every version', () => {
    fc.assert(
      fc.property(text, strokes, (base, steps) => {
        const { records } = randomSession('d', base, steps);
        let expected = base;
        for (const record of records) {
          expect(replay({ version: 0, text: base }, records, record.version)).toEqual({
            kind: 'replayed',
            version: record.version,
            text: expected,
          });
          expected = applyChange(expected, record.change);
        }
        expect(replay({ version: 0, text: base }, records)).toEqual({
          kind: 'replayed',
          version: records.length,
          text: expected,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('goes on from any version reached before', () => {
    const { records, text: last } = new Typist('d', 'start').typeAt(5, ' and on').backspace(2);
    const half = replay({ version: 0, text: 'start' }, records, 4);
    expect(replay(half, records.slice(4))).toEqual({ kind: 'replayed', version: 9, text: last });
  });

  it('stops at a record that does not follow, with the text up to there', () => {
    const { records } = new Typist('d', '').type('abcdef');
    const gap = [...records.slice(0, 2), ...records.slice(3)];
    expect(replay({ version: 0, text: '' }, gap)).toEqual({
      kind: 'stopped',
      version: 2,
      text: 'ab',
      fault: { kind: 'wrong-version', expected: 2, found: 3 },
    });
    expect(replay({ version: 0, text: '' }, [records[0]!, { ...records[1]!, document: 'e' }])).toMatchObject({
      kind: 'stopped',
      version: 1,
    });
    expect(replay({ version: 4, text: '' }, records.slice(4))).toMatchObject({
      kind: 'stopped',
      fault: { kind: 'does-not-fit', version: 4 },
    });
  });
});

describe('a text edited in place', () => {
  it('reads as the string would, at every place, and takes changes back', () => {
    fc.assert(
      fc.property(text, strokes, fc.nat(60), fc.nat(60), (base, steps, from, to) => {
        const buffer = new TextBuffer(base);
        let string = base;
        for (const { change } of randomSession('d', base, steps).records) {
          expect(buffer.invert(change)).toEqual(invertChange(string, change));
          buffer.apply(change);
          string = applyChange(string, change);
          expect(buffer.slice(from, to)).toBe(from < to ? string.slice(from, to) : '');
          expect(buffer.unitAt(from)).toBe(string.charCodeAt(from));
        }
        expect([buffer.toString(), buffer.length]).toEqual([string, string.length]);
      }),
      { numRuns: 100 },
    );
  });

  it('stays as it was when a change does not fit', () => {
    const buffer = new TextBuffer('abc');
    expect(() =>
      buffer.apply([
        { start: 0, end: 1, text: 'x' },
        { start: 2, end: 9, text: '' },
      ]),
    ).toThrow();
    expect(buffer.toString()).toBe('abc');
  });
});

describe('snapshots', () => {
  it.each([
    ['199 keystrokes', 199, 'x', false],
    ['200 keystrokes', 200, 'x', true],
    ['64 KiB in one paste', 1, 'x'.repeat(65_536), true],
    ['a little less in one paste', 1, 'x'.repeat(65_535), false],
  ])('after %s', (_, count, insert, due) => {
    const typist = new Typist('d', '');
    for (let index = 0; index < count; index += 1) typist.replace(0, 0, insert);
    expect(snapshotDue(typist.records.reduce(countSince, nothingSince))).toBe(due);
  });

  it.each([
    ['plain', 5],
    ['café', 4],
    ['a→b', 6],
    ['', 0],
  ])('of %j take %i bytes', (content, bytes) => {
    expect(storedTextBytes(content)).toBe(bytes);
  });

  it('of a small file are all kept', () => {
    expect(snapshotsToDrop(Array.from({ length: 50 }, (_, index) => ({ version: index * 200, bytes: 1_000 })))).toEqual(
      [],
    );
  });

  it('of a large file are thinned evenly as they are written: first, newest two, and a budget between', () => {
    let kept: { version: number; bytes: number }[] = [];
    for (let version = 0; version <= 100_000; version += 200) {
      kept.push({ version, bytes: 200_000 });
      const dropped = new Set(snapshotsToDrop(kept));
      kept = kept.filter((snapshot) => !dropped.has(snapshot.version));
      const versions = kept.map((snapshot) => snapshot.version);
      expect(versions).toEqual(expect.arrayContaining([0, Math.max(0, version - 200), version]));
      expect((kept.length - 3) * 200_000).toBeLessThanOrEqual(version * recordingParameters.snapshotBytesPerRecord);
    }
    const gaps = kept.slice(1).map(({ version }, index) => version - kept[index]!.version);
    expect(kept.length).toBe(15);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000);
  });
});
