import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { restOfLine } from './rest-of-line';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const ROUTES =
  "  router.get('/users', listUsers);\n  router.get('/users/:id', getUser);\n  router.post('/users', createUser);\n";

describe('lines that run parallel to those above', () => {
  test.each<Case>([
    [
      'the next one',
      'a.ts',
      ROUTES,
      [['createUser);', "createUser);\n  router.get('/teams', listTeams);\n  router.get('/teams/:id', getTeam);"]],
      ["6+   router.post('/teams', createTeam);"],
    ],
    [
      'the rest of one',
      'a.ts',
      ROUTES,
      [
        ['createUser);', "createUser);\n  router.get('/teams', listTeams);\n  router.get('/teams/:id', getTeam);"],
        ['', '\n  router.po'],
      ],
      ["6:   router.post('/teams', createTeam);"],
    ],
    [
      'on a line that was opened',
      'a.py',
      'MIN_WIDTH = 1\nMAX_WIDTH = 9\nwidth = clamp(MIN_WIDTH, MAX_WIDTH)\n',
      [['MAX_WIDTH)\n', 'MAX_WIDTH)\nMIN_HEIGHT = 1\nMAX_HEIGHT = 9\n']],
      ['6: height = clamp(MIN_HEIGHT, MAX_HEIGHT)'],
    ],
    [
      'nothing where another word was typed',
      'a.ts',
      ROUTES,
      [
        [
          'createUser);',
          "createUser);\n  router.get('/teams', listTeams);\n  router.get('/teams/:id', getTeam);\n  router.del",
        ],
      ],
      [],
    ],
    [
      'nothing where one line alone is alike',
      'a.ts',
      ROUTES,
      [['createUser);', "createUser);\n  router.get('/teams', listTeams);"]],
      [],
    ],
    [
      'nothing where the words change at random',
      'a.py',
      'a = f(1)\nb = g(a)\nc = a + b\n',
      [['a + b\n', 'a + b\nx = f(2)\ny = g(3)']],
      [],
    ],
    ['nothing in the middle of a line', 'a.ts', ROUTES, [['listUsers', 'allUsers']], []],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(restOfLine, trialMoment(path, text, keys))).toEqual(expected);
  });
});
