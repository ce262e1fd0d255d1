import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { run } from './run';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

describe('the next of a run', () => {
  test.each<Case>([
    [
      'along parameters',
      'a.py',
      'class A:\n    def __init__(self, w, h, d):\n        self.w = w\n',
      [['self.w = w\n', 'self.w = w\n        self.h = h\n']],
      ['5+         self.d = d'],
    ],
    [
      'on the line that was opened',
      'a.py',
      'class A:\n    def __init__(self, w, h, d):\n        self.w = w\n',
      [['self.w = w\n', 'self.w = w\n        self.h = h\n        ']],
      ['5:         self.d = d'],
    ],
    [
      'along an enum, one or all',
      'a.ts',
      'enum C { Red, Green, Blue, Black }\nconst names = {\n};\n',
      [['{\n}', "{\n  [C.Red]: 'red',\n  [C.Green]: 'green',\n}"]],
      ["5+   [C.Blue]: 'blue',", "5+   [C.Blue]: 'blue', / 6+   [C.Black]: 'black',"],
    ],
    [
      'blocks',
      'a.ts',
      "type S = 'on' | 'off' | 'idle';\nfunction f(s: S) {\n  switch (s) {\n    case 'on':\n      return icon('on');\n  }\n}\n",
      [["icon('on');\n", "icon('on');\n    case 'off':\n      return icon('off');\n"]],
      ["8+     case 'idle': / 9+       return icon('idle');"],
    ],
    ['of numbers', 'a.py', 'row1 = read(1)\n', [['read(1)\n', 'read(1)\nrow2 = read(2)\n']], ['3+ row3 = read(3)']],
    [
      'of days',
      'a.css',
      '.mon { color: red; }\n',
      [['red; }\n', 'red; }\n.tue { color: red; }\n']],
      [
        '3+ .wed { color: red; }',
        '3+ .wed { color: red; } / 4+ .thu { color: red; } / 5+ .fri { color: red; } / 6+ .sat { color: red; } / 7+ .sun { color: red; }',
      ],
    ],
    [
      'after the first',
      'a.py',
      'class A:\n    def __init__(self, w, h):\n        \n',
      [['        \n', '        self.w = w\n']],
      ['4+         self.h = h'],
    ],
    [
      'nothing after the last',
      'a.py',
      'def f(self, w, h):\n    self.w = w\n',
      [['self.w = w\n', 'self.w = w\n    self.h = h\n']],
      [],
    ],
    ['nothing after what no list knows', 'a.py', 'x = load(1)\n', [['load(1)\n', 'load(1)\ny = save(2)\n']], []],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(run, trialMoment(path, text, keys))).toEqual(expected);
  });
});

describe('the rest of a line', () => {
  test.each<Case>([
    [
      'that a list tells',
      'a.py',
      'def f(self, w, h, depth):\n    self.w = w\n    self.h = h\n',
      [['self.h = h\n', 'self.h = h\n    self.d']],
      ['4:     self.depth = depth'],
    ],
    [
      'that is begun like those above',
      'a.ts',
      "const A = {\n  save: icon('save'),\n  open: icon('open'),\n};\n",
      [["icon('open'),\n", "icon('open'),\n  close: "]],
      ["4:   close: icon('close'),"],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(run, trialMoment(path, text, keys))).toEqual(expected);
  });
});
