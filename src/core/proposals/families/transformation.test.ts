import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { transformation } from './transformation';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

/** Every place once: the driver joins candidates that are one edit. */
const found = (path: string, text: string, keys: readonly Keys[]): string[] => [
  ...new Set(proposed(transformation, trialMoment(path, text, keys))),
];

describe('one edit, done again elsewhere', () => {
  test.each<Case>([
    [
      'another callee, not in comments',
      'a.py',
      'print(x)\ny = 1\nprint("a", y)\n# print(z)\n',
      [['print(x)', 'logger.info(x)']],
      ['3: logger.info("a", y)'],
    ],
    [
      'an operator, not in strings',
      'a.js',
      'if (a == b) {}\nif (c == 0) {}\nx = "a == b";\n',
      [['==', '===']],
      ['2: if (c === 0) {}'],
    ],
    [
      'strings that are put together',
      'a.js',
      'const a = "Hello " + name;\nconst b = "Bye " + user.name;\n',
      [['"Hello " + name', '`Hello ${name}`']],
      ['2: const b = `Bye ${user.name}`;'],
    ],
    [
      'a method becomes an index, where it has one argument',
      'a.py',
      "a = d.get('a')\nb = d.get('b')\nc = d.get('c', 0)\n",
      [["d.get('a')", "d['a']"]],
      ["2: b = d['b']"],
    ],
    [
      'a call becomes a statement',
      'a.py',
      'self.assertEqual(a, b)\nself.assertEqual(f(1, 2), 3)\nself.assertTrue(x)\n',
      [['self.assertEqual(a, b)', 'assert a == b']],
      ['2: assert f(1, 2) == 3'],
    ],
    [
      'a function becomes a constant',
      'a.js',
      'function f(x) {\n}\nfunction g(x, y) {\n}\n',
      [['function f(x)', 'const f = (x) =>']],
      ['3: const g = (x, y) => {'],
    ],
    [
      'what a call is wrapped in',
      'a.ts',
      'foo(a);\nfoo(b);\nbar(foo(c));\n',
      [['foo(a)', 'bar(foo(a))']],
      ['2: bar(foo(b));'],
    ],
    [
      'a condition that says a name twice',
      'a.py',
      'x = a if a is not None else 0\ny = b if b is not None else 1\nz = c if d is not None else 1\n',
      [['a if a is not None else 0', 'a or 0']],
      ['2: y = b or 1'],
    ],
    [
      'a suffix',
      'a.rs',
      'let a = x.unwrap();\nlet b = y.parse().unwrap();\n',
      [['.unwrap()', '?']],
      ['2: let b = y.parse()?;'],
    ],
    [
      'a value, where it means the same',
      'a.py',
      'T = 30\nx = f(timeout=30)\ny = g(timeout=30)\nz = 30\n',
      [['timeout=30', 'timeout=60']],
      ['3: y = g(timeout=60)'],
    ],
    ['nothing where only a value was written', 'a.py', 'a = 30\nb = 30\n', [['30', '40']], []],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});

test('two edits leave open what differs in them', () => {
  const text = 'log(a, DEBUG)\nlog(b, INFO)\nlog(c, ERROR)\nput(d, INFO)\n';
  expect(
    found('a.py', text, [
      ['log(a, DEBUG)', 'log(a)'],
      ['log(b, INFO)', 'log(b)'],
    ]),
  ).toEqual(['3: log(c)']);
});

describe('what an edit took from around it', () => {
  test.each<Case>([
    [
      'the name of the method',
      'a.ts',
      'class A {\n  rename() {\n    console.error(e);\n  }\n\n  removeAll() {\n    console.error(e);\n  }\n}\n',
      [['console.error(e)', "report('rename', e)"]],
      ["7:     report('removeAll', e);"],
    ],
    [
      'the name of the function',
      'a.py',
      'def load(x):\n    fail(x)\n\n\ndef store_all(x):\n    fail(x)\n',
      [['fail(x)', 'fail(x, "load")']],
      ['6:     fail(x, "store_all")'],
    ],
    [
      'a name of the line',
      'a.py',
      'name = read()\nage = read()\n',
      [['read()', 'read("name")']],
      ['2: age = read("age")'],
    ],
    [
      'nothing',
      'a.py',
      'def load(x):\n    fail(x)\n\n\ndef store(x):\n    fail(x)\n',
      [['fail(x)', 'raise_for(x)']],
      ['6:     raise_for(x)'],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});

describe('a line that became two', () => {
  test.each<Case>([
    [
      'elsewhere too, as deep',
      'a.ts',
      'async function f() {\n  return get(a).then((r) => r.json());\n}\nclass A {\n  async g() {\n    return get(b).then((r) => r.json());\n  }\n}\n',
      [['  return get(a).then((r) => r.json());', '  const r = await get(a);\n  return r.json();']],
      ['7:     const r = await get(b); / 8+     return r.json();'],
    ],
    ['not a line that was put in', 'a.py', 'a = f(1)\nb = f(2)\n', [['a = f(1)\n', 'a = f(1)\nprint(a)\n']], []],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});
