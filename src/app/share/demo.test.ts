import { expect, it } from 'vitest';
import { Course } from '../../core/history';
import { duePoints } from '../../core/replay';
import { decodeLink, SAFE_LENGTH } from '../../workspace';
import { demoLink, demoWorkspace } from './demo';

it('is a link short enough for chat, and comes back as it was', () => {
  const link = demoLink();
  expect(link.length).toBeLessThan(SAFE_LENGTH);
  const read = decodeLink(link);
  expect(read.kind === 'workspace' ? read.workspace.files.map(({ base, records }) => new Course(base, records).textAt(records.length)) : read).toEqual([
    `def total(goods, rate):
    amount = 0
    for item in goods:
        amount += item.price
    return amount + amount * rate


def report(basket):
    sum = total(basket, 0.2)
    return sum
`]);
});

it('has points at which something is due, and one at which a prediction was taken', () => {
  const [file] = demoWorkspace().files;
  const points = file === undefined ? [] : duePoints(new Course(file.base, file.records), []);
  expect(points.map(({ then }) => then)).toEqual(['accepted', null, null, null, null, null, null]);
});
