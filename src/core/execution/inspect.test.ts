import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatLog, inspect } from './inspect';

const circular: Record<string, unknown> = { name: 'a' };
circular['self'] = circular;
class Point {
  readonly x = 1;
}

it.each<[unknown, string]>([
  ['text', 'text'],
  [['text', 1], "[ 'text', 1 ]"],
  [-0, '-0'],
  [12n, '12n'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: [Object] } } }'],
  [circular, "{ name: 'a', self: [Circular] }"],
  [new Map([[1, { a: 2 }]]), 'Map(1) { 1 => { a: 2 } }'],
  [new Set(), 'Set(0) {}'],
  [new Uint8Array([1, 2]), 'Uint8Array(2) [ 1, 2 ]'],
  [new Point(), 'Point { x: 1 }'],
  [
    function named() {
      return 1;
    },
    '[Function: named]',
  ],
  [Point, '[class Point]'],
  [Symbol('s'), 'Symbol(s)'],
  [
    {
      get risky() {
        throw new Error('no');
      },
    },
    '{ risky: [Getter] }',
  ],
  [{ 'a-b': 1 }, "{ 'a-b': 1 }"],
  [Object.create(null), '[Object: null prototype] {}'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(NaN), 'Invalid Date'],
  [/a/g, '/a/g'],
])('value %#', (value, expected) => {
  expect(inspect(value)).toBe(expected);
});

it.each<[readonly unknown[], string]>([
  [['a', 1, { b: 2 }], 'a 1 { b: 2 }'],
  [['%s is %d', 'x', '4', 'more'], 'x is 4 more'],
  [['100%'], '100%'],
  [['%s'], '%s'],
  [['%%d %i', 3.7], '%d 3'],
  [[], ''],
])('console.log of %j', (values, expected) => {
  expect(formatLog(values)).toBe(expected);
});

it('never throws and stays bounded, whatever it is given', () => {
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new TypeError('no');
      },
    },
  );
  expect(inspect([hostile])).toContain('[TypeError]');
  expect(inspect(Array.from({ length: 1_000_000 }, () => 1)).length).toBeLessThan(2_000);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(typeof inspect(value)).toBe('string');
    }),
    { numRuns: 200 },
  );
});
