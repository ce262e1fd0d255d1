import { expect, it } from 'vitest';
import { Typist, type SessionDocument } from '../../src/core/history';
import { labelRecording } from './label';

const documentOf = (typist: Typist, text: string): SessionDocument => ({
  id: 'd',
  path: 'a.py',
  language: 'python',
  base: { version: 0, text },
  records: typist.records,
});
const TEXT = `def f(w):\n    return w\n${'# far away\n'.repeat(20)}print(w)\n`;

it('calls an edit implied that does once more what the one before it did', () => {
  const typist = new Typist('d', TEXT);
  const second = (): number => typist.text.indexOf('w)', 20);
  typist
    .wait(2_000)
    .typeOver(6, 7, 'width')
    .wait(3_000)
    .typeOver(second(), second() + 1, 'width')
    .wait(3_000)
    .typeAt(0, 'import os\n');
  const { points } = labelRecording(documentOf(typist, TEXT), 'r');
  expect(points.map(({ after, due }) => [after, due.kind])).toEqual([
    [5, 'edits'],
    [10, 'nothing'],
  ]);
});
