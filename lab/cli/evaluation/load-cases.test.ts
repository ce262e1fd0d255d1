import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { replay } from '../../../src/core/history';
import { loadCases } from './load-cases';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'inkling-cases-'));
});

const put = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const TEXT = `def f(w):\n    return w\n${'# far away\n'.repeat(20)}print(w)\n`;
const second = TEXT.indexOf('w', TEXT.indexOf('return'));

/** A rename in two places by another tool, its edits as [start, end, text], then something else. */
const recording = [
  { path: 'a.py', language: 'python', text: TEXT },
  { time: 0, edits: [[6, 7, 'width']] },
  { time: 4_000, edits: [[second + 4, second + 5, 'width']] },
  { time: 9_000, edits: [[0, 0, 'import os\n']] },
]
  .map((row) => JSON.stringify(row))
  .join('\n');

it('reads a recording of another tool as a case, with what follows from what as due', () => {
  const { cases, faults } = loadCases([put('mine.jsonl', recording)]);
  expect(faults).toEqual([]);
  expect(cases).toHaveLength(1);
  const [{ id, document, points }] = cases as [(typeof cases)[number]];
  expect(id).toBe('mine');
  expect(document).toMatchObject({ path: 'a.py', language: 'python' });
  expect(replay(document.base, document.records).text).toContain('import os\ndef f(width):\n    return width');
  expect(points.map(({ due }) => due.kind)).toEqual(['edits', 'nothing']);
});

it('reads an editing trace the same way', () => {
  const trace = {
    startContent: 'a',
    endContent: 'abc',
    txns: [
      { time: '2021-01-01T00:00:00Z', patches: [[1, 0, 'b']] },
      { time: '2021-01-01T00:00:09Z', patches: [[2, 0, 'c']] },
    ],
  };
  const { cases, faults } = loadCases([put('trace.json', JSON.stringify(trace))]);
  expect(faults).toEqual([]);
  expect(cases.map(({ document }) => replay(document.base, document.records).text)).toEqual(['abc']);
});

it('takes every file of a folder, and names the ones it cannot read', () => {
  put('a.jsonl', recording);
  put('b.jsonl', '{"neither": 1}');
  put('c.jsonl', `${recording}\n{"edits": [[999999, 999999, "x"]]}`);
  put('notes.txt', 'not asked');
  const { cases, faults } = loadCases([folder]);
  expect(cases.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(faults).toEqual([
    expect.stringMatching(/b\.jsonl: neither a session .* nor a recording/),
    expect.stringMatching(/c\.jsonl: change 4: .*outside/),
  ]);
});
