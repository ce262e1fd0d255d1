import { expect, it } from 'vitest';
import { withoutCommonEnds } from './trim';

it.each([
  ['abc', 'abc', '', ''],
  ['axc', 'abyc', 'x', 'by'],
  ['aa', 'aaa', '', 'a'],
  ['', 'ab', '', 'ab'],
  ['ab', 'cd', 'ab', 'cd'],
  ['aba', 'a', 'ba', ''],
])('of %j and %j there is left %j and %j', (older, newer, restOld, restNew) => {
  const rest = withoutCommonEnds(Array.from(older), Array.from(newer));
  expect([rest.older.join(''), rest.newer.join('')]).toEqual([restOld, restNew]);
});
