import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { structure } from './structure';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];
const check = (_name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]): void => {
  expect(proposed(structure, trialMoment(path, text, keys))).toEqual(expected);
};

describe('what closes a bracket in its line', () => {
  test.each<Case>([
    ['around what stood there', 'a.py', 'print(x)\n', [['x)', 'len(x)']], ['1: print(len(x))']],
    [
      'around an item or all',
      'a.py',
      'print(x + 1, y)\n',
      [['print(', 'print(str(']],
      ['1: print(str(x + 1), y)', '1: print(str(x + 1, y))'],
    ],
    ['before what ends a statement', 'a.ts', 'foo(a);\n', [['foo(', 'foo(bar(']], ['1: foo(bar(a));']],
    ['a call that is typed', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nprint("a", x']], ['2: print("a", x)']],
    [
      'with the semicolon of the file',
      'a.ts',
      'const a = 1;\nconst b = 2;\n',
      [['= 2;\n', '= 2;\nconsole.log(a, b']],
      ['3: console.log(a, b);'],
    ],
    [
      'without one',
      'a.js',
      'const a = 1\nconst b = 2\n',
      [['= 2\n', '= 2\nconsole.log(a, b']],
      ['3: console.log(a, b)'],
    ],
    [
      'a Python header',
      'a.py',
      'class A:\n    pass\n',
      [['    pass\n', '    def f(self, x']],
      ['2:     def f(self, x):'],
    ],
    [
      'a condition before its brace',
      'a.ts',
      'if (a) {\n  b();\n}\n',
      [['(a)', '(a && (b || c)']],
      ['1: if (a && (b || c)) {'],
    ],
    [
      'a condition above its block',
      'a.py',
      'if a:\n    b()\n',
      [['a:', 'isinstance(a, int:']],
      ['1: if isinstance(a, int):'],
    ],
    ['an item of a list', 'a.ts', 'const a = [\n  f(1),\n];\n', [['f(1),', 'f(1),\n  f(2']], ['3:   f(2),']],
    [
      'Rust',
      'a.rs',
      'fn main() {\n    let x = 1;\n}\n',
      [['1;', '1;\n    println!("{}", x']],
      ['3:     println!("{}", x);'],
    ],
    ['Go', 'a.go', 'func main() {\n\tx := 1\n}\n', [['1', '1\n\tfmt.Println(x']], ['3: \tfmt.Println(x)']],
    [
      'that stood open before',
      'a.js',
      "const m = [\n  { a: ['x'] },\n  { a: ['y'\n];\n",
      [["'y'", "'y', 'z'"]],
      ["3:   { a: ['y', 'z'] },"],
    ],
    ['nothing in a string that is typed', 'a.ts', 'const a = 1;\n', [['1;\n', "1;\nf('/te"]], []],
    ['nothing while more must come', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nprint(x,']], []],
    ['nothing where nothing stands in it', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nprint(']], []],
    ['nothing where all is closed', 'a.py', 'x = f(1)\n', [['f(1)', 'g(f(1))']], []],
    ['nothing in a string', 'a.py', 'x = "a"\n', [['"a"', '"a ("']], []],
  ])('%s', check);
});

describe('what closes a block', () => {
  test.each<Case>([
    ['a function at the end', 'a.ts', 'const a = 1;\n\n', [['1;\n\n', '1;\n\nfunction f() {\n  return a;']], ['5+ }']],
    [
      'a function above another',
      'a.ts',
      'function g() {\n  return 1;\n}\n',
      [['function g', 'function f() {\n  return 2;\n\nfunction g']],
      ['3+ }'],
    ],
    ['a callback', 'a.ts', 'const a = 1;\n', [['1;\n', "1;\napp.get('/', (q, r) => {\n  r.json(a);"]], ['4+ });']],
    [
      'nested callbacks',
      'a.ts',
      'const a = 1;\n',
      [['1;\n', "1;\ndescribe('x', () => {\n  it('y', () => {\n    expect(a).toBe(1);"]],
      ['5+   }); / 6+ });', '5+   });'],
    ],
    ['an object that is assigned', 'a.ts', 'const a = 1;\n', [['1;\n', '1;\nconst b = {\n  c: 1,']], ['4+ };']],
    [
      'a method in a class',
      'a.ts',
      'class A {\n  f() {\n    return 1;\n  }\n}\n',
      [['  f() {', '  g() {\n    return 2;\n\n  f() {']],
      ['4+   }'],
    ],
    ['arguments on lines of their own', 'a.py', 'x = f(\n    1,\n)\n', [[')\n', ')\ny = f(\n    2,\n']], ['6+ )']],
    ['a dict in a call', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\ny = f({\n    "a": 1,\n']], ['4+ })']],
    [
      'an entry of a list',
      'a.ts',
      'const a = [\n  {\n    id: 1,\n  },\n];\n',
      [['  },\n', '  },\n  {\n    id: 2,\n']],
      ['7+   },'],
    ],
    [
      'Go',
      'a.go',
      'package a\n\n',
      [['a\n\n', 'a\n\nfunc f(x int) int {\n\tif x > 0 {\n\t\treturn 1\n\t}\n\treturn 0']],
      ['8+ }'],
    ],
    [
      'a match in Rust',
      'a.rs',
      'fn f(x: u8) -> u8 {\n    g(x);\n}\n',
      [['    g(x);\n', '    let y = match x {\n        0 => 1,\n        _ => 2,\n    g(x);\n']],
      ['5+     };'],
    ],
    ['CSS', 'a.css', '.b {\n  color: red;\n}\n', [['.b', '.a {\n  color: blue;\n\n.b']], ['3+ }']],
    ['below a line that is being typed', 'a.ts', 'const a = 1;\n', [['1;\n', '1;\nfunction f() {\n  ']], ['4+ }']],
  ])('%s', check);
});

describe('a header above a block', () => {
  test.each<Case>([
    [
      'a condition on what follows',
      'a.py',
      'def f(x):\n    send(x)\n    x.close()\n    return 1\n',
      [['    send', '    if x:\n    send']],
      [
        '3:         send(x) / 4:         x.close()',
        '3:         send(x) / 4:         x.close() / 5:         return 1',
        '3:         send(x)',
      ],
    ],
    [
      'a loop over a name',
      'a.py',
      'show(row)\ndone()\n',
      [['show', 'for row in rows:\nshow']],
      ['2:     show(row)', '2:     show(row) / 3:     done()'],
    ],
    [
      'try, with what its siblings catch',
      'a.py',
      'def f():\n    try:\n        a()\n    except OSError as e:\n        log(e)\n\ndef g():\n    b()\n',
      [['    b()', '    try:\n    b()']],
      ['9:         b() / 10+     except OSError as e: / 11+         log(e)', '9:         b()'],
    ],
    [
      'braces',
      'a.ts',
      'function f(x) {\n  send(x);\n  log(1);\n}\n',
      [['  send', '  if (x) {\n  send']],
      ['3:     send(x); / 4+   }', '3:     send(x); / 4:     log(1); / 5+   }'],
    ],
    [
      'up to a blank line',
      'a.go',
      'func f() {\n\ta()\n\tb()\n\n\tc()\n}\n',
      [['\ta()', '\tfor {\n\ta()']],
      ['3: \t\ta() / 4: \t\tb() / 5+ \t}', '3: \t\ta() / 4+ \t}'],
    ],
    [
      'a function around lines',
      'a.py',
      'a = 1\nprint(a)\n',
      [['a = 1', 'def main():\na = 1']],
      ['2:     a = 1 / 3:     print(a)', '2:     a = 1'],
    ],
    [
      'a callback',
      'a.ts',
      "it('a', () => {\n  b();\n});\n",
      [["it('a'", "describe('c', () => {\nit('a'"]],
      ["2:   it('a', () => { / 3:     b(); / 4+   });"],
    ],
    ['nothing where the block stands already', 'a.py', 'if a:\n    b()\nc()\n', [['if a:', 'if a and d:']], []],
    ['nothing above a blank line', 'a.py', 'a()\n\nb()\n', [['a()\n', 'a()\nif x:\n    ']], []],
  ])('%s', check);
});

describe('a header that goes', () => {
  test.each<Case>([
    [
      'Python',
      'a.py',
      'def f(x):\n    if x:\n        a()\n\n        b()\n    return 1\n',
      [['    if x:\n', '']],
      ['2:     a() / 4:     b()'],
    ],
    [
      'braces',
      'a.ts',
      'function f(x) {\n  if (x) {\n    a();\n    b();\n  }\n  return 1;\n}\n',
      [['  if (x) {\n', '']],
      ['2:   a(); / 3:   b();'],
    ],
    ['an else', 'a.py', 'if x:\n    return 1\nelse:\n    a()\n', [['else:\n', '']], ['3: a()']],
    ['nothing where another takes its place', 'a.py', 'if x:\n    a()\n', [['if x:', 'while x:']], []],
    ['nothing where other lines go', 'a.py', 'a = 1\nb = {1: 2}\nif a:\n    c()\n', [['b = {1: 2}\n', '']], []],
  ])('%s', check);
});

describe('the end of a header', () => {
  test.each<Case>([
    ['above its block', 'a.py', 'for a in b:\n    c()\n', [['for a in b:', 'for a in d']], ['1: for a in d:']],
    ['that is typed', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nif f(x)']], ['2: if f(x):']],
    ['nothing for a condition that may go on', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nif le']], []],
    ['a brace', 'a.ts', 'if (a) {\n  b();\n}\n', [['if (a) {', 'while (c)']], ['1: while (c) {']],
    ['nothing where more must come', 'a.py', 'x = 1\n', [['x = 1\n', 'x = 1\nfor y in']], []],
    ['nothing in a conditional expression', 'a.py', 'x = 1\n', [['1', '1 if y else 2']], []],
  ])('%s', check);
});

describe('tags', () => {
  const CARD = 'const a = (\n  <p>\n    <b>x</b>\n    <i>y</i>\n  </p>\n);\n';
  test.each<Case>([
    [
      'around lines',
      'a.tsx',
      CARD,
      [['    <b>', '    <div>\n    <b>']],
      ['4:       <b>x</b> / 5:       <i>y</i> / 6+     </div>', '4:       <b>x</b> / 5+     </div>'],
    ],
    ['in a line', 'a.html', '<p>\n  text\n</p>\n', [['  text', '  <b>text']], ['2:   <b>text</b>']],
    ['below a block', 'a.html', '<ul>\n</ul>\n', [['</ul>', '  <li>\n    text\n</ul>']], ['4+   </li>']],
    ['around what was changed', 'a.html', '<p>\n  <b>\n    text\n</p>\n', [['text', 'texts']], ['4+   </b>']],
    ['renamed', 'a.tsx', CARD, [['<p>', '<div>']], ['5:   </div>']],
    ['renamed at its end', 'a.tsx', CARD, [['</p>', '</div>']], ['2:   <div>']],
    ['nothing for a type argument', 'a.tsx', 'const a = useState(0);\n', [['useState', 'useState<number>']], []],
    ['nothing for what closes itself', 'a.tsx', CARD, [['<b>x</b>', '<b>x</b>\n    <br />']], []],
  ])('%s', check);
});
