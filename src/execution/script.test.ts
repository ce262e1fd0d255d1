import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { locate } from '../core/execution';
import { resolveModule } from './sandbox/javascript-host';
import { buildScript, type BuiltScript } from './script';
import { transpile } from './transpile';

const built = (files: readonly { readonly path: string; readonly text: string }[], main: string): BuiltScript => {
  const script = buildScript('prelude;\nmore;', files, main, transpile);
  if ('message' in script) throw new Error(script.message);
  return script;
};

it('keeps every line of every file where the error messages will look for it', () => {
  const files = [
    {
      path: 'a.ts',
      text: 'import { b } from "./b";\n\ntype T = {\n  x: number;\n};\nexport const a: T = { x: b() };\nmarker("a7");',
    },
    { path: 'b.js', text: '#!/usr/bin/env node\nexport function b() { return 1; }\nmarker("b3")' },
    { path: 'c.js', text: 'marker("c1")' },
    { path: 'notes.md', text: 'marker("no")' },
  ];
  const { script, ranges } = built(files, 'a.ts');
  const found = script.split('\n').flatMap((line, index) => {
    const name = /marker\("(\w)(\d)"\)/.exec(line);
    const at = name === null ? null : locate(ranges, index + 1, 1);
    return at === null || name === null ? [] : [[`${name[1] ?? ''}${name[2] ?? ''}`, `${at.file[0] ?? ''}${at.line}`]];
  });
  expect(found).toEqual([
    ['a7', 'a7'],
    ['b3', 'b3'],
    ['c1', 'c1'],
  ]);
  // It parses as a whole.
  expect(() => new Script(script)).not.toThrow();
});

it('says where TypeScript cannot be read', () => {
  expect(buildScript('', [{ path: 'a.ts', text: 'let a: number = 1;\nlet b = (;' }], 'a.ts', transpile)).toMatchObject({
    file: 'a.ts',
    line: 2,
  });
});

it('runs despite a broken neighbour', () => {
  expect(
    built(
      [
        { path: 'a.js', text: '1' },
        { path: 'b.ts', text: 'let (' },
      ],
      'a.js',
    ).ranges.map(({ file }) => file),
  ).toEqual(['a.js']);
});

it.each([
  ['src/main.ts', './util', 'src/util.ts'],
  ['src/main.ts', './util.js', 'src/util.ts'],
  ['src/main.ts', '../lib', 'lib/index.js'],
  ['main.ts', './src/util.ts', 'src/util.ts'],
  ['main.ts', 'lodash', null],
  ['main.ts', './none', null],
])('%s means by %s %s', (from, name, expected) => {
  const files = new Set(['src/util.ts', 'lib/index.js', 'main.ts']);
  expect(resolveModule(from, name, (path) => files.has(path))).toBe(expected);
});
