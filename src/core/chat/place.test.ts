import { describe, expect, it } from 'vitest';
import { placeCode, unplaceable, type PlaceKind } from '.';

/** `|` is the cursor, `[[` and `]]` the selection. */
function marked(text: string): {
  readonly text: string;
  readonly at: { readonly start: number; readonly end: number };
} {
  const open = text.indexOf('[[');
  if (open >= 0) {
    const close = text.indexOf(']]') - 2;
    return { text: text.replace('[[', '').replace(']]', ''), at: { start: open, end: close } };
  }
  const cursor = text.indexOf('|');
  return { text: text.replace('|', ''), at: { start: cursor, end: cursor } };
}

const BOX = `import os


class Box:
    """A box."""

    side = 1

    def __init__(self, w, h):
        self.w = w
        self.h = h

    @property
    def area(self):
        return self.w * self.h

    @area.setter
    def area(self, value):
        self.w = value / self.h


class Ball:
    def area(self):
        return 3


def main():
    box = Box(1, 2)
    print(box.area)


main()
`;
const TS = `import { a } from './a';

export class Queue<T> {
  private items: T[] = [];

  push(item: T): void {
    this.items.push(item);
  }

  get size(): number {
    return this.items.length;
  }
}

export const double = (n: number): number => {
  return n * 2;
};

function helper(): void {
  const options = {
    one: 1,
  };
  if (options.one) {
    run(options);
  } else {
    stop();
  }
}
`;
const TABS = 'class A:\n\tdef f(self):\n\t\tif x:\n\t\t\treturn 1\n';
const at = (text: string, before: string): string => text.replace(before, `|${before}`);

interface Case {
  readonly name: string;
  readonly file: string;
  readonly block: string;
  readonly kind: PlaceKind;
  readonly after: string;
  readonly language?: string;
}

const cases: readonly Case[] = [
  // A selection.
  {
    name: 'indented lines',
    file: BOX.replace('        self.w = w\n        self.h = h\n', '[[        self.w = w\n        self.h = h\n]]'),
    block: 'self.w = abs(w)\nself.h = abs(h)',
    kind: 'selection',
    after: BOX.replace('self.w = w\n        self.h = h', 'self.w = abs(w)\n        self.h = abs(h)'),
  },
  {
    name: 'indented lines, from the first letter',
    file: BOX.replace('self.w = w\n        self.h = h', '[[self.w = w\n        self.h = h]]'),
    block: 'self.w = abs(w)\nif h:\n    self.h = h',
    kind: 'selection',
    after: BOX.replace('self.w = w\n        self.h = h', 'self.w = abs(w)\n        if h:\n            self.h = h'),
  },
  {
    name: 'lines copied from the first letter on',
    file: BOX.replace('self.w = w\n        self.h = h', '[[self.w = w\n        self.h = h]]'),
    block: 'self.w = abs(w)\n        self.h = abs(h)',
    kind: 'selection',
    after: BOX.replace('self.w = w\n        self.h = h', 'self.w = abs(w)\n        self.h = abs(h)'),
  },
  {
    name: 'part of a line',
    file: 'x = [[a + b]] * c\n',
    block: '(a - b)\n',
    kind: 'selection',
    after: 'x = (a - b) * c\n',
  },
  {
    name: 'in a file of tabs',
    file: TABS.replace('\t\tif x:\n\t\t\treturn 1', '[[\t\tif x:\n\t\t\treturn 1]]'),
    block: 'if x:\n    if y:\n        return 2',
    kind: 'selection',
    after: 'class A:\n\tdef f(self):\n\t\tif x:\n\t\t\tif y:\n\t\t\t\treturn 2\n',
  },
  {
    name: 'inside the function that is given whole',
    file: BOX.replace('    box = Box(1, 2)', '[[    box = Box(1, 2)]]'),
    block: 'def main():\n    print(Box(2, 3).area)',
    kind: 'part',
    after: BOX.replace('    box = Box(1, 2)\n    print(box.area)', '    print(Box(2, 3).area)'),
  },
  // A definition of the file.
  {
    name: 'a lone method',
    file: at(BOX, 'import os'),
    block: 'def __init__(self, w, h=1):\n    self.w = w\n    self.h = h',
    kind: 'part',
    after: BOX.replace('(self, w, h)', '(self, w, h=1)'),
  },
  {
    name: 'a method that two classes have, by the cursor',
    file: at(BOX, '        return 3'),
    block: 'def area(self):\n    return 4',
    kind: 'part',
    after: BOX.replace('return 3', 'return 4'),
  },
  {
    name: 'a getter, not its setter',
    file: at(BOX, '        return self.w'),
    block: '@property\ndef area(self):\n    return 0',
    kind: 'part',
    after: BOX.replace('return self.w * self.h', 'return 0'),
  },
  {
    name: 'a setter, not its getter',
    file: at(BOX, 'import os'),
    block: '@area.setter\ndef area(self, value):\n    self.h = value',
    kind: 'part',
    after: BOX.replace('self.w = value / self.h', 'self.h = value'),
  },
  {
    name: 'a getter without its decorator',
    file: at(BOX, '        return self.w'),
    block: 'def area(self):\n    return 0',
    kind: 'part',
    after: BOX.replace('return self.w * self.h', 'return 0'),
  },
  {
    name: 'a class given in part keeps the rest',
    file: at(BOX, 'import os'),
    block: 'class Box:\n    def __init__(self, w):\n        self.w = self.h = w',
    kind: 'part',
    after: BOX.replace(
      '(self, w, h):\n        self.w = w\n        self.h = h',
      '(self, w):\n        self.w = self.h = w',
    ),
  },
  {
    name: 'a class with a new method keeps the rest',
    file: at(BOX, 'import os'),
    block: 'class Ball:\n    def bounce(self):\n        return 1',
    kind: 'part',
    after: BOX.replace('        return 3\n', '        return 3\n\n    def bounce(self):\n        return 1\n'),
  },
  {
    name: 'several, each in its place, and what is new',
    file: at(BOX, 'import os'),
    block: 'import sys\n\n\ndef main():\n    sys.exit(0)\n\n\ndef extra():\n    pass',
    kind: 'part',
    after: BOX.replace('import os\n', 'import os\nimport sys\n').replace(
      '    box = Box(1, 2)\n    print(box.area)\n',
      '    sys.exit(0)\n\n\ndef extra():\n    pass\n',
    ),
  },
  {
    name: 'with the call that is there already',
    file: at(BOX, 'import os'),
    block: 'def main():\n    pass\n\n\nmain()',
    kind: 'part',
    after: BOX.replace('    box = Box(1, 2)\n    print(box.area)', '    pass'),
  },
  {
    name: 'a function whose text has lines at the margin',
    file: '|def f():\n    return """\na\n"""\n\n\ndef g():\n    pass\n',
    block: 'def f():\n    return ""',
    kind: 'part',
    after: 'def f():\n    return ""\n\n\ndef g():\n    pass\n',
  },
  {
    name: 'a TypeScript method',
    file: at(TS, 'import'),
    block: 'push(...items: T[]): void {\n  this.items.push(...items);\n}',
    kind: 'part',
    after: TS.replace(
      'push(item: T): void {\n    this.items.push(item);',
      'push(...items: T[]): void {\n    this.items.push(...items);',
    ),
    language: 'typescript',
  },
  {
    name: 'an accessor, in steps of four',
    file: at(TS, 'import'),
    block: 'get size(): number {\n    return 0;\n}',
    kind: 'part',
    after: TS.replace('return this.items.length', 'return 0'),
    language: 'typescript',
  },
  {
    name: 'an arrow function',
    file: at(TS, 'import'),
    block: 'export const double = (n: number): number => n + n;',
    kind: 'part',
    after: TS.replace('=> {\n  return n * 2;\n};', '=> n + n;'),
    language: 'typescript',
  },
  {
    name: 'with an import that names more',
    file: at(TS, 'function'),
    block: "import { a, b } from './a';\n\nfunction helper(): void {\n  b();\n}",
    kind: 'part',
    after: `${TS.slice(0, TS.indexOf('function')).replace('{ a }', '{ a, b }')}function helper(): void {\n  b();\n}\n`,
    language: 'typescript',
  },
  {
    name: 'a Go method of its own type',
    file: '|package a\n\nfunc (a *A) Name() string {\n\treturn "a"\n}\n\nfunc (b *B) Name() string {\n\treturn "b"\n}\n',
    block: 'func (b *B) Name() string {\n    return "B"\n}',
    kind: 'part',
    after:
      'package a\n\nfunc (a *A) Name() string {\n\treturn "a"\n}\n\nfunc (b *B) Name() string {\n\treturn "B"\n}\n',
    language: 'go',
  },
  {
    name: 'a Rust method in its impl',
    file: "|struct A;\n\nimpl A {\n    fn get<'a>(&'a self) -> u8 {\n        1\n    }\n}\n\nfn get() {}\n",
    block: 'fn get(&self) -> u8 {\n    2\n}',
    kind: 'part',
    after: 'struct A;\n\nimpl A {\n    fn get(&self) -> u8 {\n        2\n    }\n}\n\nfn get() {}\n',
    language: 'rust',
  },
  {
    name: 'a Java method',
    file: '|class A {\n    public int f(int x)\n    {\n        return x;\n    }\n\n    int g() { return 1; }\n}\n',
    block: 'public int f(int x) {\n    return -x;\n}',
    kind: 'part',
    after: 'class A {\n    public int f(int x) {\n        return -x;\n    }\n\n    int g() { return 1; }\n}\n',
    language: 'java',
  },
  {
    name: 'under its own decorators and comments',
    file: '|# Adds.\n@cache\ndef add(a, b):\n    return a + b\n',
    block: 'def add(a, b):\n    return b + a',
    kind: 'part',
    after: '# Adds.\n@cache\ndef add(a, b):\n    return b + a\n',
  },
  // New methods.
  {
    name: 'a new method, after the one at the cursor',
    file: at(BOX, '        self.h = h'),
    block: 'def scale(self, by):\n    self.w *= by',
    kind: 'member',
    after: BOX.replace(
      '        self.h = h\n',
      '        self.h = h\n\n    def scale(self, by):\n        self.w *= by\n',
    ),
  },
  {
    name: 'a new method, into the only class',
    file: at(TS, 'function'),
    block: 'clear(): void {\n    this.items = [];\n}',
    kind: 'member',
    after: TS.replace('length;\n  }\n', 'length;\n  }\n\n  clear(): void {\n    this.items = [];\n  }\n'),
    language: 'typescript',
  },
  {
    name: 'a new method, into an empty class',
    file: 'class A {\n|}\n',
    block: 'f() {\n  return 1;\n}',
    kind: 'member',
    after: 'class A {\n  f() {\n    return 1;\n  }\n}\n',
    language: 'javascript',
  },
  // The cursor.
  {
    name: 'on a blank line, at its depth',
    file: 'def f():\n    a = 1\n    |\n    return a\n',
    block: 'a += 1\na += 2',
    kind: 'cursor',
    after: 'def f():\n    a = 1\n    a += 1\n    a += 2\n    return a\n',
  },
  {
    name: 'on an empty line inside a function',
    file: 'def f():\n    a = 1\n|\n    return a\n',
    block: 'a += 1',
    kind: 'cursor',
    after: 'def f():\n    a = 1\n    a += 1\n    return a\n',
  },
  {
    name: 'on an empty line between braces',
    file: 'function f() {\n|\n}\n',
    block: 'a();',
    kind: 'cursor',
    after: 'function f() {\n    a();\n}\n',
    language: 'javascript',
  },
  {
    name: 'on an empty line between functions',
    file: 'def f():\n    pass\n\n|\n\ndef g():\n    pass\n',
    block: 'def h():\n    pass',
    kind: 'cursor',
    after: 'def f():\n    pass\n\ndef h():\n    pass\n\ndef g():\n    pass\n',
  },
  {
    name: 'below a line, at its depth',
    file: 'def f():\n    a| = 1\n    return a\n',
    block: 'if a:\n    a += 1',
    kind: 'cursor',
    after: 'def f():\n    a = 1\n    if a:\n        a += 1\n    return a\n',
  },
  {
    name: 'below all of a statement',
    file: 'f(\n    a|,\n    b,\n)\nc()\n',
    block: 'd()',
    kind: 'cursor',
    after: 'f(\n    a,\n    b,\n)\nd()\nc()\n',
  },
  {
    name: 'below all branches',
    file: at(TS, '  if (options.one)'),
    block: 'done();',
    kind: 'cursor',
    after: TS.replace('    stop();\n  }\n', '    stop();\n  }\n  done();\n'),
    language: 'typescript',
  },
  {
    name: 'below an object, not in it',
    file: at(TS, '    one: 1'),
    block: 'check(options);',
    kind: 'cursor',
    after: TS.replace('    one: 1,\n  };\n', '    one: 1,\n  };\n  check(options);\n'),
    language: 'typescript',
  },
  {
    name: 'a new function, beside the one at the cursor',
    file: at(BOX, '    print(box'),
    block: 'def extra():\n    return 1',
    kind: 'cursor',
    after: BOX.replace('    print(box.area)\n', '    print(box.area)\n\n\ndef extra():\n    return 1\n'),
  },
  {
    name: 'a method that two classes have, with no sign which',
    file: 'class A:\n    def f(self):\n        pass\n\n\nclass B:\n    def f(self):\n        pass\n\n\nx |= 1\n',
    block: 'def f(self):\n    return 1',
    kind: 'cursor',
    after:
      'class A:\n    def f(self):\n        pass\n\n\nclass B:\n    def f(self):\n        pass\n\n\nx = 1\n\n\ndef f(self):\n    return 1\n',
  },
  // The whole file.
  {
    name: 'a file that covers all definitions',
    file: at(BOX, 'import os'),
    block: BOX.replace('return 3', 'return 4').replace('import os\n', 'import os\nimport re\n'),
    kind: 'file',
    after: BOX.replace('return 3', 'return 4').replace('import os\n', 'import os\nimport re\n'),
  },
  {
    name: 'half of a script is not the script',
    file: 'a = 1|\nb = 2\nc = 3\nd = 4\n',
    block: 'a = 1\nb = 3',
    kind: 'cursor',
    after: 'a = 1\na = 1\nb = 3\nb = 2\nc = 3\nd = 4\n',
  },
  {
    name: 'a file without a last line end keeps none',
    file: '|{\n  "a": 1,\n  "b": 2\n}',
    block: '{\n  "a": 1,\n  "b": 3\n}\n',
    kind: 'file',
    after: '{\n  "a": 1,\n  "b": 3\n}',
    language: 'json',
  },
];

describe('a block goes where it belongs:', () => {
  it.each(cases)('$name', ({ file, block, kind, after, language }) => {
    const { text, at: place } = marked(file);
    expect(placeCode(text, block, place, language)[0]).toEqual({ kind, after });
  });

  it.each(cases)('$name, with the line ends of the file', ({ file, block, kind, after, language }) => {
    const { text, at: place } = marked(file.replaceAll('\n', '\r\n'));
    expect(placeCode(text, block, place, language)[0]).toEqual({ kind, after: after.replaceAll('\n', '\r\n') });
  });
});

it('never drops a definition that the block does not give anew, but where the whole file is chosen', () => {
  for (const { file, block, language } of cases) {
    const { text, at: place } = marked(file);
    if (place.end > place.start) continue;
    const [first, ...others] = placeCode(text, block, place, language);
    for (const { kind, after } of [first, ...others]) {
      if (kind === 'file') continue;
      for (const name of text.match(/(?<=\b(?:def|class|function|fn) )\w+/g) ?? []) expect(after).toContain(name);
    }
  }
});

describe('what cannot be put into a file', () => {
  const FILE = 'def f():\n    a = 1\n    return a\n';
  it.each<[string, string, ReturnType<typeof unplaceable>]>([
    [
      'lines that are left out behind a line that is new',
      'def g():\n    # ... existing code ...\n',
      { kind: 'elided', line: '# ... existing code ...' },
    ],
    ['a sign of the model', 'def f():\n    return 2<|fim_suffix|>\n', { kind: 'marker', marker: '<|fim_suffix|>' }],
    [
      'lines that are left out where it can be told which',
      'def f():\n    # ... existing code ...\n    return a\n',
      null,
    ],
    ['the sign that ends an answer, which is cut off', 'def f():\n    return 2\n</s>', null],
    ['a definition', 'def f():\n    return 2\n', null],
  ])('%s', (_name, code, expected) => {
    expect(unplaceable(FILE, code, 'python')).toEqual(expected);
  });
});
