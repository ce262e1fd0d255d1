import { expect, it } from 'vitest';
import { treeRows } from './tree';

const files = ['b.py', 'src/z.ts', 'src/lib/a.ts', 'a.py', '__proto__/x', 'src2/y'].map((name) => ({ id: name, name }));
const drawn = (closed: readonly string[] = []): string[] =>
  treeRows(files, new Set(closed)).map((row) => `${'  '.repeat(row.level - 1)}${row.label}${row.kind === 'folder' ? (row.open ? '/' : '/…') : ''}`);

it('puts folders before files, by name', () => {
  expect(drawn()).toEqual(['__proto__/', '  x', 'src/', '  lib/', '    a.ts', '  z.ts', 'src2/', '  y', 'a.py', 'b.py']);
});

it('leaves out what lies in a closed folder', () => {
  expect(drawn(['src', '__proto__'])).toEqual(['__proto__/…', 'src/…', 'src2/', '  y', 'a.py', 'b.py']);
});

it('is empty for no files', () => {
  expect(treeRows([], new Set())).toEqual([]);
});
