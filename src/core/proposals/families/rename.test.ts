import { expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { rename } from './rename';

const AREA =
  'def area(w, h):\n    """The area of w by h."""\n    return w * h\n\n\ndef other(w):\n    return w\n\n\nprint(area(w=1, h=2))\n';
const BOX =
  'class Box:\n    def __init__(self, w):\n        self.w = w\n\n    def area(self):\n        return self.w * self.w\n\n\nprint(Box(1).w)\n';

test.each<[string, string, string, readonly Keys[], readonly string[]]>([
  ['a parameter', 'area.py', AREA, [['w', 'width']], ['3:     return width * h', '10: print(area(width=1, h=2))']],
  [
    'a longer parameter, also where it is mentioned',
    'a.py',
    'def f(size):\n    # the size of it\n    return size\n',
    [['size', 'width']],
    ['3:     return width', '2:     # the width of it'],
  ],
  [
    'begun at a use',
    'area.py',
    'def area(w, h):\n    return w * h + w\n',
    [['return w', 'return width']],
    ['2:     return width * h + width', '1: def area(width, h):'],
  ],
  ['another variable is no renaming', 'a.py', 'def f(a, b):\n    return a + a\n', [['return a', 'return b']], []],
  [
    'a member',
    'box.py',
    BOX,
    [['self.w = ', 'self.width = ']],
    ['6:         return self.width * self.width', '9: print(Box(1).width)'],
  ],
  [
    'what is left after one was done by hand',
    'a.ts',
    'function f(a: number) {\n  g(a);\n  return a;\n}\n',
    [
      ['a: number', 'first: number'],
      ['g(a)', 'g(first)'],
    ],
    ['3:   return first;'],
  ],
  [
    'not what another declares',
    'a.ts',
    'const a = 1;\nfunction f(a: number) { return a; }\nf(a);\n',
    [['a: number', 'b: number']],
    ['2: function f(b: number) { return b; }'],
  ],
  [
    'a shorthand key keeps its name',
    'a.ts',
    'const w = 1;\nsend({ w });\n',
    [['w = 1', 'width = 1']],
    ['2: send({ w: width });'],
  ],
  [
    'a component',
    'a.tsx',
    'function Box() { return null; }\nconst a = <Box w={1}></Box>;\n',
    [['Box', 'Card']],
    ['2: const a = <Card w={1}></Card>;'],
  ],
  [
    'a name in Go',
    'a.go',
    'package a\n\nfunc area(w int) int {\n\treturn w * w\n}\n',
    [['w int', 'width int']],
    ['4: \treturn width * width'],
  ],
  [
    'a field in Rust',
    'a.rs',
    'struct S { w: u8 }\nimpl S { fn f(&self) -> u8 { self.w } }\n',
    [['w: u8', 'width: u8']],
    ['2: impl S { fn f(&self) -> u8 { self.width } }'],
  ],
  [
    'a class of CSS, which has no scopes',
    'a.css',
    '.card { color: red; }\n.card:hover { color: blue; }\n',
    [['card', 'panel']],
    ['2: .panel:hover { color: blue; }'],
  ],
  ['a value is no name', 'a.py', 'a = 1\nb = 1\n', [['1', '2']], []],
])('%s', (_name, path, text, keys, expected) => {
  expect(proposed(rename, trialMoment(path, text, keys))).toEqual(expected);
});
