import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { copy } from './copy';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const LOAD = 'def load_user(user_id):\n    row = db.find("users", user_id)\n    return User(row)\n';
const COPY = `${LOAD}\n${LOAD}`;

describe('what the first differences of a copy imply', () => {
  test.each<Case>([
    [
      'of a pasted function',
      'a.py',
      LOAD,
      [['User(row)\n', `User(row)\n\n${LOAD}`], { over: 'load_user', type: 'load_order', nth: 2 }],
      [
        '5: def load_order(order_id):',
        '6:     row = db.find("orders", order_id)',
        '7:     return Order(row)',
        '5: def load_order(order_id): / 6:     row = db.find("orders", order_id) / 7:     return Order(row)',
      ],
    ],
    [
      'of a block that equals its neighbour',
      'a.py',
      COPY,
      [{ over: 'load_user', type: 'load_order', nth: 2 }],
      [
        '5: def load_order(order_id):',
        '6:     row = db.find("orders", order_id)',
        '7:     return Order(row)',
        '5: def load_order(order_id): / 6:     row = db.find("orders", order_id) / 7:     return Order(row)',
      ],
    ],
    [
      'of numbers',
      'a.js',
      'const a1 = get(1);\nput(a1, 1);\n',
      [['put(a1, 1);\n', 'put(a1, 1);\nconst a1 = get(1);\nput(a1, 1);\n'], { over: 'a1 ', type: 'a2 ', nth: 2 }],
      ['3: const a2 = get(2);', '4: put(a2, 2);', '3: const a2 = get(2); / 4: put(a2, 2);'],
    ],
    [
      'of capitals',
      'a.ts',
      'function onOpen() {\n  emit("open");\n  log(OPEN);\n}\n',
      [
        ['log(OPEN);\n}\n', 'log(OPEN);\n}\n\nfunction onOpen() {\n  emit("open");\n  log(OPEN);\n}\n'],
        { over: 'onOpen', type: 'onClose', nth: 2 },
      ],
      ['7:   emit("close");', '8:   log(CLOSE);', '7:   emit("close"); / 8:   log(CLOSE);'],
    ],
    [
      'nothing where there is no copy',
      'a.py',
      'def a(x):\n    return x\n\ndef b(x):\n    y = 2\n    return y\n',
      [['def a', 'def c']],
      [],
    ],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(copy, trialMoment(path, text, keys))).toEqual(expected);
  });
});
