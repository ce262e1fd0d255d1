import { expect, it } from 'vitest';
import { isKnownMonacoError } from './known-errors';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

it.each([
  ['a cancelled request', named('Canceled', 'Canceled'), true],
  [
    'a reference read too early',
    new Error('Make sure the ref is set before accessing the element. Maybe wrong initialization order?'),
    true,
  ],
  ['an error about cancelling of another kind', new Error('Canceled by the server'), false],
  ['any other error', new TypeError('x is undefined'), false],
  ['a thrown string', 'Canceled', false],
])('%s', (_, error, known) => {
  expect(isKnownMonacoError(error)).toBe(known);
});
