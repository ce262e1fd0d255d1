import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Course } from './course';
import { JointCourse } from './joint-course';
import type { EditRecord } from './record';

const course = (document: string, first: number, times: readonly number[]): [string, Course] => [
  document,
  new Course(
    { version: first, text: '' },
    times.map((wallTime, index): EditRecord => ({
      document,
      version: first + index,
      change: [{ start: index, end: index, text: String(index) }],
      selection: null,
      source: { kind: 'typed' },
      wallTime,
      monoTime: wallTime,
    })),
  ),
];

describe('the course of a workspace', () => {
  const joint = new JointCourse(new Map([course('a', 0, [100, 5000]), course('b', 7, [200, 210]), course('c', 0, [])]));

  it.each([
    [0, 'a', 0],
    [1, 'a', 1],
    [2, 'b', 8],
    [3, 'b', 9],
    [4, 'a', 2],
    [9, 'a', 2],
    [-1, 'a', 0],
  ])('is at position %i in file %s at version %i', (position, document, version) => {
    expect(joint.placeAt(position)).toEqual({ document, version });
  });

  it('knows every file at every position', () => {
    expect([0, 1, 2, 3, 4].map((position) => ['a', 'b', 'c'].map((id) => joint.versionAt(id, position)))).toEqual([
      [0, 7, 0],
      [1, 7, 0],
      [1, 8, 0],
      [1, 9, 0],
      [2, 9, 0],
    ]);
  });

  it('shortens pauses when it is played', () => {
    expect([1, 2, 3, 4].map((position) => joint.waitBefore(position))).toEqual([12, 100, 12, 700]);
    expect(joint.duration()).toBe(824);
  });

  it('shows the first file where nothing was written', () => {
    expect(new JointCourse(new Map([course('a', 3, []), course('b', 0, [])])).placeAt(0)).toEqual({
      document: 'a',
      version: 3,
    });
  });

  it('keeps the order within a file whose clock was set back, and finds every change again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        (files) => {
          const all = new JointCourse(new Map(files.map((times, index) => course(String(index), index, times))));
          expect(all.last).toBe(files.flat().length);
          files.forEach((times, index) => {
            const positions = times.map((_, at) => all.positionOf(String(index), index + at + 1));
            expect(positions).toEqual([...positions].sort((one, other) => one - other));
            expect(positions.map((position) => all.placeAt(position))).toEqual(
              times.map((_, at) => ({ document: String(index), version: index + at + 1 })),
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
