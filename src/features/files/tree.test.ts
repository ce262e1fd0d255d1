import { expect, it } from 'vitest';
import { treeRows } from './tree';

const files = ['b.py', 'src/z.ts', 'src/lib/a.ts', 'a.py', '__proto__/x', 'src2/y'].map((name) => ({ id: name, name }));
const drawn = (closed: readonly string[] = []): string[] =>
  treeRows(files, new Set(closed)).map(
    (row) => `${'  '.repeat(row.level - 1)}${row.label}${row.kind === 'folder' ? (row.open ? '/' : '/…') : ''}`,
  );

it('puts folders before files, by name', () => {
  expect(drawn()).toEqual([
    '__proto__/',
    '  x',
    'src/',
    '  lib/',
    '    a.ts',
    '  z.ts',
    'src2/',
    '  y',
    'a.py',
    'b.py',
  ]);
});

it('leaves out what lies in a closed folder', () => {
  expect(drawn(['src', '__proto__'])).toEqual(['__proto__/…', 'src/…', 'src2/', '  y', 'a.py', 'b.py']);
});

it('draws folders that hold nothing but one another as one', () => {
  const rows = (names: readonly string[], closed: readonly string[] = []) =>
    treeRows(
      names.map((name) => ({ id: name, name })),
      new Set(closed),
    ).map(({ label, level, path }) => [level, label, path]);
  expect(rows(['src/main/java/app/A.java', 'src/main/java/app/B.java'])).toEqual([
    [1, 'src/main/java/app', 'src/main/java/app'],
    [2, 'A.java', 'src/main/java/app/A.java'],
    [2, 'B.java', 'src/main/java/app/B.java'],
  ]);
  expect(rows(['a/b/c/x', 'a/b/y'], ['a/b/c'])).toEqual([
    [1, 'a/b', 'a/b'],
    [2, 'c', 'a/b/c'],
    [2, 'y', 'a/b/y'],
  ]);
  expect(rows(['a/ab/x', 'a/abc/y']).map(([, label]) => label)).toEqual(['a', 'ab', 'x', 'abc', 'y']);
});

it('is empty for no files', () => {
  expect(treeRows([], new Set())).toEqual([]);
});
