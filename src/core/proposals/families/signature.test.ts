import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { signature } from './signature';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const check = (_name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]): void => {
  expect(proposed(signature, trialMoment(path, text, keys))).toEqual(expected);
};

const DRAW =
  'def draw(canvas, x, y):\n    canvas.put(x, y)\n\ndef head(canvas, colour):\n    draw(canvas, 1, 2)\n\ndef foot(canvas, colour):\n    draw(canvas, 3, y=4)\n';
const SAVE =
  'function save(id: string, name: string): void {\n  db.put(id, name);\n}\n\nexport function one(id: string, name: string, age: number): void {\n  save(id, name);\n}\n';
const STORE =
  'interface Store {\n  put(key: string): void;\n}\n\nclass Memory implements Store {\n  put(key: string): void {\n    this.at(key);\n  }\n}\n\nclass None implements Store {\n  put(_key: string): void {}\n}\n';

describe('a parameter that was added', () => {
  test.each<Case>([
    [
      'its calls',
      'a.py',
      DRAW,
      [['x, y)', 'x, y, colour)']],
      ['5:     draw(canvas, 1, 2, colour)', '8:     draw(canvas, 3, y=4, colour=colour)'],
    ],
    [
      'in the middle',
      'a.py',
      DRAW,
      [['canvas, x', 'canvas, colour, x']],
      ['5:     draw(canvas, colour, 1, 2)', '8:     draw(canvas, colour, 3, y=4)'],
    ],
    [
      'one call has it',
      'a.py',
      DRAW,
      [
        ['x, y)', 'x, y, colour)'],
        ['1, 2)', '1, 2, colour)'],
      ],
      ['8:     draw(canvas, 3, y=4, colour=colour)'],
    ],
    [
      'a value as another call gives it',
      'a.py',
      'def wait(s):\n    go(s)\n\nwait(1)\nwait(2)\n',
      [
        ['(s)', '(s, loud)'],
        ['wait(1)', 'wait(1, True)'],
      ],
      ['5: wait(2, True)'],
    ],
    [
      'nothing for one that may be left out',
      'a.py',
      'def wait(s):\n    go(s)\n\nwait(1)\n',
      [['(s)', '(s, loud=False)']],
      [],
    ],
    [
      'one that may be left out, where its name is at hand',
      'a.py',
      'def wait(s):\n    go(s)\n\ndef run(loud):\n    wait(1)\n',
      [['(s)', '(s, loud=False)']],
      ['5:     wait(1, loud)'],
    ],
    [
      'by keyword only',
      'a.py',
      'def wait(s):\n    go(s)\n\ndef run(loud):\n    wait(1)\n',
      [['(s)', '(s, *, loud)']],
      ['5:     wait(1, loud=loud)'],
    ],
    [
      'two at once',
      'a.py',
      'def f(a):\n    g(a)\n\ndef run(b, c):\n    f(1)\n',
      [['(a)', '(a, b, c)']],
      ['5:     f(1, b, c)'],
    ],
    [
      'a member of what the call gives',
      'a.js',
      'function area(w, h) {\n  return w * h;\n}\n\nconst all = (box) => area(box.w, box.h);\n',
      [['(w, h)', '(w, h, d)']],
      ['5: const all = (box) => area(box.w, box.h, box.d);'],
    ],
    [
      'a field of the object',
      'a.py',
      'def fetch(url):\n    return url\n\nclass A:\n    def __init__(self, timeout):\n        self.timeout = timeout\n\n    def run(self):\n        fetch("x")\n',
      [['(url)', '(url, timeout)']],
      ['9:         fetch("x", self.timeout)'],
    ],
    ['TypeScript', 'a.ts', SAVE, [['name: string)', 'name: string, age: number)']], ['6:   save(id, name, age);']],
    [
      'an arrow function',
      'a.ts',
      'const twice = (n: number): number => n * 2;\n\nexport function run(n: number, by: number): number {\n  return twice(n);\n}\n',
      [['(n: number)', '(n: number, by: number)']],
      ['4:   return twice(n, by);'],
    ],
    [
      'a literal where nothing else is at hand',
      'a.ts',
      'function wait(ms: number): void {\n  go(ms);\n}\n\nwait(1);\n',
      [['ms: number', 'ms: number, loud: boolean']],
      ['5: wait(1, false);'],
    ],
    [
      'a constructor',
      'a.ts',
      'class Box {\n  constructor(w: number) {\n    this.w = w;\n  }\n}\n\nconst make = (w: number, h: number) => new Box(w);\n',
      [['(w: number)', '(w: number, h: number)']],
      ['4+     this.h = h;', '7: const make = (w: number, h: number) => new Box(w, h);'],
    ],
    [
      'what is made of it',
      'a.py',
      'class A:\n    def __init__(self, x):\n        self.x = x\n\nclass B(A):\n    def __init__(self, x, y):\n        super().__init__(x)\n\nclass C(A):\n    pass\n\ndef make(y):\n    return C(1), A(2)\n',
      [['self, x)', 'self, x, y)']],
      ['4+         self.y = y', '7:         super().__init__(x, y)', '13:     return C(1, y), A(2, y)'],
    ],
    [
      'super in TypeScript',
      'a.ts',
      'class A {\n  constructor(x: number) {}\n}\n\nclass B extends A {\n  constructor(x: number, y: number) {\n    super(x);\n  }\n}\n',
      [['x: number', 'x: number, y: number']],
      ['7:     super(x, y);'],
    ],
    [
      'what implements and declares it',
      'a.ts',
      STORE,
      [['(key: string)', '(key: string, ms: number)']],
      ['6:   put(key: string, ms: number): void {', '12:   put(_key: string, ms: number): void {}'],
    ],
    [
      'from one that implements it',
      'a.ts',
      STORE,
      [['(key: string)', '(key: string, ms = 0)', 2]],
      ['2:   put(key: string, ms?): void;', '12:   put(_key: string, ms = 0): void {}'],
    ],
    [
      'what overrides it',
      'a.py',
      'class A:\n    def run(self, x):\n        pass\n\nclass B(A):\n    def run(self, x):\n        super().run(x)\n',
      [['self, x', 'self, x, y']],
      ['6:     def run(self, x, y):', '7:         super().run(x, y)'],
    ],
    [
      'methods of the object itself',
      'a.py',
      'class A:\n    def put(self, x):\n        pass\n\n    def run(self, y):\n        self.put(1)\n',
      [['self, x', 'self, x, y']],
      ['6:         self.put(1, y)'],
    ],
    [
      'Go',
      'a.go',
      'package a\n\ntype Store interface {\n\tRead(key string) string\n}\n\ntype Mem struct{}\n\nfunc (m *Mem) Read(key string) string {\n\treturn m.data[key]\n}\n\nfunc (m *Mem) Both(key string, ms int) string {\n\treturn m.Read(key) + load(key)\n}\n\nfunc load(key string) string {\n\treturn key\n}\n',
      [['(key string)', '(key string, ms int)', 2]],
      ['14: \treturn m.Read(key, ms) + load(key)', '4: \tRead(key string, ms int) string'],
    ],
    [
      'a function of Go',
      'a.go',
      'package a\n\nfunc load(key string) string {\n\treturn key\n}\n\nfunc run(ctx Context) string {\n\treturn load("a")\n}\n',
      [['(key', '(ctx Context, key']],
      ['8: \treturn load(ctx, "a")'],
    ],
    [
      'Rust',
      'a.rs',
      'trait Shape {\n    fn area(&self, scale: f64) -> f64;\n}\n\nimpl Shape for Circle {\n    fn area(&self, scale: f64) -> f64 {\n        scale\n    }\n}\n\nfn indent(text: &str) -> String {\n    pad(text)\n}\n\nfn item(text: &str, unit: &str) -> String {\n    indent(&format!("- {text}"))\n}\n',
      [['(text: &str)', '(text: &str, unit: &str)']],
      ['16:     indent(&format!("- {text}"), unit)'],
    ],
    [
      'a trait',
      'a.rs',
      'trait Shape {\n    fn area(&self, scale: f64) -> f64;\n}\n\nimpl Shape for Circle {\n    fn area(&self, scale: f64) -> f64 {\n        scale\n    }\n}\n',
      [['scale: f64', 'scale: f64, by: u8']],
      ['6:     fn area(&self, scale: f64, by: u8) -> f64 {'],
    ],
    [
      'a list on lines of its own',
      'a.py',
      'def f(a):\n    pass\n\ndef run(b):\n    f(\n        1,\n    )\n',
      [['(a)', '(a, b)']],
      ['7+         b,'],
    ],
    [
      'its first use where a callee takes it',
      'a.py',
      'def load(path, strict=False):\n    return path\n\ndef run(path):\n    return load(path)\n',
      [['run(path)', 'run(path, strict)']],
      ['5:     return load(path, strict)'],
    ],
    [
      'not another binding of the name',
      'a.py',
      'def f(a):\n    return a\n\ndef run(f, b):\n    return f(1)\n',
      [['(a)', '(a, b)']],
      [],
    ],
    [
      'not a call that is made otherwise',
      'a.py',
      'def f(a):\n    return a\n\ndef run(b, args):\n    return f(*args), f(1, 2, 3)\n',
      [['(a)', '(a, b)']],
      [],
    ],
    [
      'the caller takes it too',
      'a.py',
      'def f(a):\n    return a\n\ndef run(a):\n    return f(a)\n',
      [['(a)', '(a, b)']],
      ['4: def run(a, b):', '5:     return f(a, b)'],
    ],
  ])('%s', check);
});

describe('other changes of a signature', () => {
  test.each<Case>([
    ['one that went', 'a.py', DRAW, [['x, y)', 'x)']], ['5:     draw(canvas, 1)', '8:     draw(canvas, 3)']],
    ['the first went', 'a.ts', SAVE, [['id: string, name: string)', 'name: string)']], ['6:   save(name);']],
    [
      'another order',
      'a.ts',
      'function has(x: number, box: Box): boolean {\n  return true;\n}\n\nhas(a.x, b) || has(1, c);\n',
      [['x: number, box: Box', 'box: Box, x: number']],
      ['5: has(b, a.x) || has(c, 1);'],
    ],
    ['a default that went', 'a.py', 'def f(a, b=1):\n    return a\n\nf(2)\nf(2, 3)\n', [['b=1', 'b']], ['4: f(2, 1)']],
    [
      'a type in what implements it',
      'a.ts',
      STORE,
      [['(key: string)', '(key: symbol)']],
      ['6:   put(key: symbol): void {', '12:   put(_key: symbol): void {}'],
    ],
    [
      'another name in what overrides it',
      'a.py',
      'class A:\n    def run(self, x):\n        pass\n\nclass B(A):\n    def run(self, x):\n        pass\n',
      [['self, x', 'self, job']],
      ['6:     def run(self, job):'],
    ],
    ['nothing for a default that came', 'a.py', DRAW, [['x, y)', 'x, y=0)']], []],
    ['nothing for a change of the body', 'a.py', DRAW, [['put(x, y)', 'put(y, x)']], []],
    [
      'nothing for a new function',
      'a.py',
      'def f(a):\n    return a\n',
      [['def f', 'def g(b):\n    return f(b)\n\ndef f']],
      [],
    ],
  ])('%s', check);
});

describe('a call that gives more', () => {
  test.each<Case>([
    ['a variable', 'a.py', DRAW, [['1, 2)', '1, 2, colour)']], ['1: def draw(canvas, x, y, colour):']],
    ['a keyword', 'a.py', DRAW, [['1, 2)', '1, 2, size=3)']], ['1: def draw(canvas, x, y, size):']],
    [
      'with its type',
      'a.ts',
      SAVE,
      [['save(id, name)', 'save(id, name, age)']],
      ['1: function save(id: string, name: string, age: number): void {'],
    ],
    [
      'Go',
      'a.go',
      'package a\n\nfunc load(key string) string {\n\treturn key\n}\n\nfunc run(ms int) string {\n\treturn load("a")\n}\n',
      [['"a"', '"a", ms']],
      ['3: func load(key string, ms int) string {'],
    ],
    ['nothing for what has no name', 'a.py', DRAW, [['1, 2)', '1, 2, 3)']], []],
    ['nothing where it takes as many', 'a.py', DRAW, [['1, 2)', '1, 3)']], []],
  ])('%s', check);
});

describe('small files', () => {
  test.each<Case>([
    [
      'a parameter that callers have by that name',
      'a.py',
      'def area(w, h):\n    return w * h\n\n\ndef box(w, h, d):\n    return area(w, h) * d\n',
      [['w, h):\n    return', 'w, h, d):\n    return']],
      ['6:     return area(w, h, d) * d'],
    ],
    [
      'one that they do not have',
      'a.py',
      'def area(w):\n    return w\n\n\nprint(area(1))\n',
      [['w)', 'w, h)']],
      ['5: print(area(1, h))'],
    ],
    [
      'a parameter with a default changes no call',
      'a.py',
      'def area(w):\n    return w\n\n\nprint(area(1))\n',
      [['w)', 'w, h=1)']],
      [],
    ],
    [
      'a parameter that went',
      'a.py',
      'def area(w, h, d):\n    return w * h\n\n\nprint(area(1, 2, 3), area(w=1, h=2, d=3))\n',
      [['w, h, d', 'w, h']],
      ['5: print(area(1, 2), area(w=1, h=2))'],
    ],
    [
      'parameters that changed places',
      'a.ts',
      'export function contains(x: number, y: number, box: Box): boolean {\n  return true;\n}\nconst a = contains(1, 2, b);\n',
      [['x: number, y: number, box: Box', 'box: Box, x: number, y: number']],
      ['4: const a = contains(b, 1, 2);'],
    ],
    [
      'a constructor',
      'a.ts',
      'class Box {\n  constructor(w: number) {\n    this.w = w;\n  }\n}\nfunction f(h: number) {\n  return new Box(1);\n}\n',
      [['w: number', 'w: number, h: number']],
      ['4+     this.h = h;', '7:   return new Box(1, h);'],
    ],
    [
      'an interface and what implements it',
      'a.ts',
      'interface Store {\n  get(key: string): string;\n}\nclass Memory implements Store {\n  get(key: string): string {\n    return key;\n  }\n}\n',
      [['key: string', 'key: string, fallback: string']],
      ['5:   get(key: string, fallback: string): string {'],
    ],
    [
      'an override',
      'a.py',
      'class A:\n    def f(self, x):\n        pass\n\n\nclass B(A):\n    def f(self, x):\n        pass\n',
      [['self, x', 'self, x, y']],
      ['7:     def f(self, x, y):'],
    ],
    [
      'a function of Go',
      'a.go',
      'package a\n\nfunc area(w int) int { return w }\n\nfunc box(w, h int) int { return area(w) }\n',
      [['w int) int', 'w int, h int) int']],
      ['5: func box(w, h int) int { return area(w, h) }'],
    ],
    [
      'a function of Rust',
      'a.rs',
      'fn area(w: u8) -> u8 { w }\n\nfn f(h: u8) -> u8 { area(1) }\n',
      [['w: u8', 'w: u8, h: u8']],
      ['3: fn f(h: u8) -> u8 { area(1, h) }'],
    ],
    [
      'an argument that the definition does not take yet',
      'a.py',
      'def area(w):\n    return w\n\n\ndef f(w, h):\n    return area(w)\n',
      [['return area(w)', 'return area(w, h)']],
      ['1: def area(w, h):'],
    ],
    [
      'after its use was written',
      'a.py',
      'def area(w, h):\n    return w * h\n\n\ndef box(w, h, d):\n    return area(w, h)\n',
      [
        ['w, h):\n    return w', 'w, h, d):\n    return w'],
        ['w * h', 'w * h * d'],
      ],
      ['6:     return area(w, h, d)'],
    ],
    ['a body says nothing', 'a.py', 'def area(w):\n    return w\n', [['return w', 'return w * 2']], []],
  ])('%s', check);
});
