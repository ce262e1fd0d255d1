import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { run } from './run';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

/** Every place once: the driver joins candidates that are one edit. */
const found = (path: string, text: string, keys: readonly Keys[]): string[] => [
  ...new Set(proposed(run, trialMoment(path, text, keys))),
];

const ROUTES =
  "router.get('/users', listUsers);\nrouter.get('/users/:id', getUser);\nrouter.post('/users', createUser);\n";
const GO =
  'func (c Color) Name() string {\n\tswitch c {\n\tcase Red:\n\t\treturn "red"\n\tcase Blue:\n\t\treturn "blue"\n\t}\n\treturn ""\n}\n';

describe('what follows a header among its siblings', () => {
  test.each<Case>([
    ['a case', 'a.go', GO, [['"blue"\n', '"blue"\n\tcase DarkGreen:\n']], ['8+ \t\treturn "dark-green"']],
    [
      'a case, on the line that was opened',
      'a.go',
      GO,
      [['"blue"', '"blue"\n\tcase Green:\n\t\t']],
      ['8: \t\treturn "green"'],
    ],
    [
      'a method',
      'a.py',
      'class Api:\n    def get_users(self):\n        return self.fetch("users")\n\n    def get_teams(self):\n        return self.fetch("teams")\n',
      [['"teams")\n', '"teams")\n\n    def get_plans(self):']],
      ['9+         return self.fetch("plans")'],
    ],
    [
      'a method whose braces are there',
      'a.ts',
      "class Api {\n  getUser() {\n    return this.load('user');\n  }\n\n  getTeam() {\n    return this.load('team');\n  }\n}\n",
      [["('team');\n  }\n", "('team');\n  }\n\n  getPlan() {\n  }\n"]],
      [],
    ],
    [
      'a branch',
      'a.py',
      "def f(kind):\n    if kind == 'circle':\n        return draw_circle()\n    elif kind == 'square':\n        return draw_square()\n",
      [['draw_square()\n', "draw_square()\n    elif kind == 'ring':"]],
      ['7+         return draw_ring()'],
    ],
    [
      'a selector',
      'a.css',
      '.red {\n  color: var(--red);\n}\n\n.blue {\n  color: var(--blue);\n}\n',
      [['--blue);\n}\n', '--blue);\n}\n\n.green {']],
      ['10+   color: var(--green); / 11+ }'],
    ],
    [
      'a test',
      'a.test.ts',
      "it('opens', () => {\n  expect(run('opens')).toBe(true);\n});\n\nit('closes', () => {\n  expect(run('closes')).toBe(true);\n});\n",
      [["('closes')).toBe(true);\n});\n", "('closes')).toBe(true);\n});\n\nit('moves', () => {"]],
      ["10+   expect(run('moves')).toBe(true); / 11+ });"],
    ],
    [
      'nothing where the bodies have nothing in common',
      'a.py',
      'def one():\n    return 1\n\n\ndef two():\n    x = 4\n    y = 5\n    z = 6\n    return x + y + z\n',
      [['x + y + z\n', 'x + y + z\n\n\ndef three():']],
      [],
    ],
    [
      'nothing below a header that has a body',
      'a.py',
      "def f(kind):\n    if kind == 'circle':\n        return draw_circle()\n    elif kind == 'square':\n        return draw_square()\n    elif kind == 'x':\n        pass\n",
      [["'x'", "'ring'"]],
      [],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});

describe('the next row of a group that is repeated', () => {
  test.each<Case>([
    [
      'the second',
      'a.js',
      ROUTES,
      [['createUser);\n', "createUser);\nrouter.get('/teams', listTeams);\n"]],
      ["5+ router.get('/teams/:id', getTeam);"],
    ],
    [
      'the third',
      'a.js',
      ROUTES,
      [['createUser);\n', "createUser);\nrouter.get('/teams', listTeams);\nrouter.get('/teams/:id', getTeam);\n"]],
      ["6+ router.post('/teams', createTeam);"],
    ],
    [
      'half typed',
      'a.js',
      ROUTES,
      [
        [
          'createUser);\n',
          "createUser);\nrouter.get('/teams', listTeams);\nrouter.get('/teams/:id', getTeam);\nrouter.po",
        ],
      ],
      ["6: router.post('/teams', createTeam);"],
    ],
    [
      'statements',
      'a.py',
      'width = read("width")\ncheck(width)\nheight = 1\n',
      [['height = 1\n', 'depth = read("depth")\n']],
      ['4+ check(depth)'],
    ],
    ['nothing after a name of its own', 'a.py', 'a = f(x)\nprint(a)\n', [['print(a)\n', 'print(a)\nb = g(y)\n']], []],
    [
      'nothing that stands there already',
      'a.py',
      'width = read("width")\ncheck(width)\ncheck(depth)\nheight = 1\n',
      [['height = 1\n', 'depth = read("depth")\n']],
      [],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});

describe('numbers that run on', () => {
  test.each<Case>([
    [
      'downwards',
      'a.py',
      'assert pop() == 4\n',
      [['== 4\n', '== 4\nassert pop() == 3\nassert pop() == 2\n']],
      ['4+ assert pop() == 1'],
    ],
    [
      'with a step',
      'a.css',
      '.a { order: 10; }\n',
      [
        [
          '.a { order: 10; }\n',
          '.g-1 { left: 10px; top: 5 }\n.g-2 { left: 10px; top: 10 }\n.g-3 { left: 10px; top: 15 }\n',
        ],
      ],
      ['4+ .g-4 { left: 10px; top: 20 }'],
    ],
    [
      'not below nothing',
      'a.py',
      'assert pop() == 3\n',
      [['== 3\n', '== 3\nassert pop() == 2\nassert pop() == 1\n']],
      [],
    ],
    [
      'not where the steps differ',
      'a.py',
      'assert fib(1) == 1\n',
      [['== 1\n', '== 1\nassert fib(2) == 1\nassert fib(3) == 2\n']],
      [],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(found(path, text, keys)).toEqual(expected);
  });
});
