import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { types } from './types';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const check = (_name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]): void => {
  expect(proposed(types, trialMoment(path, text, keys))).toEqual(expected);
};

const FIND = 'def find(x) -> User:\n    if x:\n        return x\n    raise LookupError\n';
const TS = 'function at(i: number): Station {\n  if (i < 0) throw new RangeError();\n  return all[i];\n}\n';
const GO =
  'package a\n\nfunc Lines(p string) []string {\n\tdata, err := os.ReadFile(p)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn strings.Split(data)\n}\n\nfunc main() {\n\tlines := Lines("a")\n}\n';

describe('a return of nothing', () => {
  test.each<Case>([
    ['Python', 'a.py', FIND, [['raise LookupError', 'return None']], ['1: def find(x) -> User | None:']],
    [
      'as the file has it',
      'a.py',
      `def f(a: Optional[int]):\n    pass\n\n${FIND}`,
      [['raise LookupError', 'return None']],
      ['4: def find(x) -> Optional[User]:'],
    ],
    [
      'both styles',
      'a.py',
      `def f(a: Optional[int], b: int | None):\n    pass\n\n${FIND}`,
      [['raise LookupError', 'return None']],
      ['4: def find(x) -> User | None:', '4: def find(x) -> Optional[User]:'],
    ],
    [
      'in quotes',
      'a.py',
      FIND.replace('User', '"User"'),
      [['raise LookupError', 'return None']],
      ['1: def find(x) -> "User | None":'],
    ],
    ['one of two', 'a.py', FIND, [['return x', 'return x if x.ok else None']], ['1: def find(x) -> User | None:']],
    [
      'TypeScript',
      'a.ts',
      TS,
      [['throw new RangeError()', 'return null']],
      ['1: function at(i: number): Station | null {'],
    ],
    [
      'undefined',
      'a.ts',
      TS,
      [['throw new RangeError()', 'return undefined']],
      ['1: function at(i: number): Station | undefined {'],
    ],
    [
      'a promise',
      'a.ts',
      TS.replace('function', 'async function').replace('Station', 'Promise<Station>'),
      [['throw new RangeError()', 'return null']],
      ['1: async function at(i: number): Promise<Station | null> {'],
    ],
    [
      'an arrow function',
      'a.ts',
      'const at = (i: number): Station => all[i];\n',
      [['all[i]', 'all[i] ?? null']],
      ['1: const at = (i: number): Station | null => all[i] ?? null;'],
    ],
    [
      'a function as the result',
      'a.ts',
      'function at(i: number): () => void {\n  return all[i];\n}\n',
      [['all[i]', 'i > 0 ? all[i] : null']],
      ['1: function at(i: number): (() => void) | null {'],
    ],
    [
      'nothing where the type says it',
      'a.py',
      FIND.replace('User', 'User | None'),
      [['raise LookupError', 'return None']],
      [],
    ],
    ['nothing without a type', 'a.py', FIND.replace(' -> User', ''), [['raise LookupError', 'return None']], []],
    ['nothing for a condition', 'a.py', FIND, [['return x', 'return 1 if x is None else x']], []],
    ['nothing for an argument', 'a.ts', TS, [['throw new RangeError()', 'return make(null)']], []],
    ['nothing for another function inside', 'a.ts', TS, [['throw new RangeError()', 'all.map(() => null)']], []],
    [
      'the last one went',
      'a.py',
      'def find(x) -> User | None:\n    if x:\n        return x\n    return None\n',
      [['return None', 'raise LookupError']],
      ['1: def find(x) -> User:'],
    ],
    [
      'not the last one',
      'a.py',
      'def find(x) -> User | None:\n    if x:\n        return None\n    return None\n',
      [['return None', 'raise LookupError']],
      [],
    ],
  ])('%s', check);
});

describe('a default or value of nothing', () => {
  test.each<Case>([
    ['Python', 'a.py', 'def f(a: int = 1):\n    pass\n', [['1', 'None']], ['1: def f(a: int | None = None):']],
    [
      'added',
      'a.py',
      'def f(a: list[int]):\n    pass\n',
      [['list[int]', 'list[int] = None']],
      ['1: def f(a: list[int] | None = None):'],
    ],
    ['a field', 'a.py', 'class A:\n    n: int = 0\n', [['0', 'None']], ['2:     n: int | None = None']],
    [
      'TypeScript',
      'a.ts',
      'class A {\n  last: Date = start;\n}\n',
      [['start', 'null']],
      ['2:   last: Date | null = null;'],
    ],
    ['a variable', 'a.ts', 'let last: Date = start;\n', [['start', 'null']], ['1: let last: Date | null = null;']],
    ['nothing without a type', 'a.py', 'def f(a=1):\n    pass\n', [['1', 'None']], []],
    ['nothing where it says so', 'a.py', 'def f(a: Optional[int] = 1):\n    pass\n', [['1', 'None']], []],
  ])('%s', check);
});

describe('a type for others of the name', () => {
  test.each<Case>([
    [
      'parameters',
      'a.py',
      'def f(size):\n    pass\n\ndef g(name, size=1):\n    pass\n',
      [['f(size', 'f(size: int']],
      ['4: def g(name, size: int = 1):'],
    ],
    [
      'TypeScript',
      'a.ts',
      'function f(size) {}\nfunction g(size) {}\n',
      [['f(size', 'f(size: number']],
      ['2: function g(size: number) {}'],
    ],
    ['nothing for variables', 'a.py', 'def f(size):\n    pass\n\nsize = 1\n', [['f(size', 'f(size: int']], []],
    ['nothing for lambdas', 'a.py', 'def f(size):\n    pass\n\ng = lambda size: 1\n', [['f(size', 'f(size: int']], []],
    ['nothing in JavaScript', 'a.js', 'function f(size) {}\nfunction g(size) {}\n', [['f(size', 'f(size = 1']], []],
  ])('%s', check);
});

describe('a field that may be missing', () => {
  test.each<Case>([
    [
      'its members',
      'a.ts',
      'interface A { at: Date; b: B }\nconst f = (a: A) => a.at.getTime() + a.b.c;\n',
      [['at: Date', 'at?: Date']],
      ['2: const f = (a: A) => a.at?.getTime() + a.b.c;'],
    ],
    [
      'or null',
      'a.ts',
      'interface A {\n  at: Date;\n}\nconst f = (a: A) => a.at.getTime();\n',
      [['Date', 'Date | null']],
      ['4: const f = (a: A) => a.at?.getTime();'],
    ],
    [
      'not what is assigned to',
      'a.ts',
      'interface A { at: Place; }\nfunction f(a: A) {\n  a.at.x = 1;\n}\n',
      [['at: Place', 'at?: Place']],
      [],
    ],
  ])('%s', check);
});

describe('an error of Go', () => {
  test.each<Case>([
    [
      'its result, its other returns, its calls',
      'a.go',
      GO,
      [['panic(err)', 'return nil, err']],
      [
        '3: func Lines(p string) ([]string, error) {',
        '8: \treturn strings.Split(data), nil',
        '12: \tlines, err := Lines("a")',
      ],
    ],
    [
      'no result yet',
      'a.go',
      'package a\n\nfunc run() {\n\tif bad {\n\t\treturn\n\t}\n}\n',
      [['\t\treturn', '\t\treturn errors.New("bad")']],
      ['3: func run() error {'],
    ],
    [
      'the result first',
      'a.go',
      GO,
      [[') []string', ') ([]string, error)']],
      ['8: \treturn strings.Split(data), nil', '12: \tlines, err := Lines("a")'],
    ],
    [
      'nothing where it is said',
      'a.go',
      'package a\n\nfunc f() (int, error) {\n\tif bad {\n\t\treturn 1, nil\n\t}\n\treturn 2, nil\n}\n',
      [['return 1, nil', 'return 0, err']],
      [],
    ],
  ])('%s', check);
});

describe('an option of Rust', () => {
  test.each<Case>([
    [
      'its type and results',
      'a.rs',
      'fn at(i: usize) -> u8 {\n    if i > 9 {\n        panic!();\n    }\n    DATA[i]\n}\n',
      [['panic!()', 'return None']],
      ['1: fn at(i: usize) -> Option<u8> {', '5:     Some(DATA[i])'],
    ],
    [
      'nothing where it is one',
      'a.rs',
      'fn at(i: usize) -> Option<u8> {\n    if i > 9 {\n        panic!();\n    }\n    f(i)\n}\n',
      [['panic!()', 'return None']],
      [],
    ],
  ])('%s', check);
});
