import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Typist } from '../../../src/core/history/typist';
import { applyChange } from '../../../src/core/text';
import { seededRandom } from '../random';
import { process } from './fixtures';
import { stepsOf } from './steps';
import { DECOMPOSE, editsBetween, timelineOf, timelinesOfSession } from './timeline';

/** Small texts whose lines often agree, with all kinds of ends. */
const texts = fc
  .array(fc.constantFrom('a', 'b = a', '  return a', 'foo(a, b)', 'foo(a)', '}', '', 'x\ud83d\ude00y', 'import os'), {
    maxLength: 9,
  })
  .chain((lines) =>
    fc.constantFrom('\n', '\r\n').chain((eol) => fc.boolean().map((ended) => lines.join(eol) + (ended ? eol : ''))),
  );

describe('timeline', () => {
  it('leads from the first version to the last, each text by its edit to the next', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), fc.nat(), (versions, seed) => {
        const { texts: course, edits } = timelineOf(seededRandom(seed), process(versions));
        expect(course[0]).toBe(versions[0]);
        expect(course.at(-1)).toBe(versions.at(-1));
        edits.forEach((edit, at) => expect(applyChange(course[at]!, edit)).toBe(course[at + 1]));
      }),
      { numRuns: 80 },
    );
  });

  it('decomposes into steps of a single block each', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(), (before, after, seed) => {
        let text = before;
        const edits = editsBetween(seededRandom(seed), before, after, true);
        for (const edit of edits) {
          const next = applyChange(text, edit);
          expect(stepsOf(text, next, false).steps.length).toBeLessThanOrEqual(1);
          text = next;
        }
        expect(edits.length).toBe(stepsOf(before, after, false).steps.length);
      }),
      { numRuns: 80 },
    );
  });

  it('keeps versions whole when it is told to', () => {
    expect(editsBetween(seededRandom(1), 'a\nb\nc\n', 'A\nb\nC\n', false).length).toBe(1);
  });

  it('takes commits apart nine times of ten, other sources every other time', () => {
    expect(DECOMPOSE).toEqual({ git: 0.9, submissions: 0.5, 'ai-programmer': 0.5, session: 0.5 });
    const apart = (source: 'git' | 'submissions'): number =>
      Array.from(
        { length: 2000 },
        (_, seed) => timelineOf(seededRandom(seed), process(['a\nb\nc\n', 'A\nb\nC\n'], { source })).edits.length === 2,
      ).filter(Boolean).length / 2000;
    expect(apart('git')).toBeCloseTo(0.9, 1);
    expect(apart('submissions')).toBeCloseTo(0.5, 1);
  });

  it('is the same for the same seed', () => {
    const one = process(['a\nb\nc\nd\ne\n', 'A\nb\nC\nd\nE\n']);
    expect(timelineOf(seededRandom(5), one)).toEqual(timelineOf(seededRandom(5), one));
  });

  it('reads the edits of a session as the product groups them, a new one after each load', () => {
    const typist = new Typist('d', 'one\ntwo\n');
    typist.replace(0, 3, 'un');
    typist.wait(60_000);
    typist.replace(typist.length, typist.length, 'three');
    typist.wait(60_000);
    typist.change([{ start: 0, end: typist.length, text: 'fresh' }], { source: { kind: 'load' } });
    typist.wait(60_000);
    typist.replace(0, 1, 'F');
    const timelines = timelinesOfSession({
      id: 'd',
      path: 'd',
      language: 'python',
      base: { version: 0, text: 'one\ntwo\n' },
      records: typist.records,
    });
    expect(timelines.map(({ texts: course }) => course)).toEqual([
      ['one\ntwo\n', 'un\ntwo\n', 'un\ntwo\nthree'],
      ['fresh', 'Fresh'],
    ]);
  });
});
