import { expect, it } from 'vitest';
import { Course } from '../../core/history';
import { duePoints } from '../../core/replay';
import { decodeLink, SAFE_LENGTH } from '../../workspace';
import { demoLink, demoWorkspace } from './demo';

it('is a link short enough for chat, and comes back as it was', () => {
  const link = demoLink();
  expect(link.length).toBeLessThan(SAFE_LENGTH);
  const read = decodeLink(link);
  expect(
    read.kind === 'workspace'
      ? read.workspace.files.map(({ base, records }) => new Course(base, records).textAt(records.length))
      : read,
  ).toEqual([
    `def area(width, height):
    if width < 0 or height < 0:
        raise ValueError("a side cannot be negative")
    return width * height


def describe(room):
    total = area(room.width, room.depth)
    return total
`,
  ]);
});

it('has points at which something is due, and one at which a prediction was taken', () => {
  const [file] = demoWorkspace().files;
  const points = file === undefined ? [] : duePoints(new Course(file.base, file.records), []);
  expect(points.map(({ then }) => then)).toEqual(['accepted', null, null, null, null, null, null, null]);
});
