import { expect, it } from 'vitest';
import { heldOf, together } from './keystroke-buffer';

const key = (name: string, chord: Partial<KeyboardEvent> = {}): Parameters<typeof heldOf>[0] => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...chord,
});

it.each([
  ['a letter', key('s'), { kind: 'text', text: 's' }],
  ['a capital, made with Shift', key('S'), { kind: 'text', text: 'S' }],
  ['a sign outside the first plane', key('𝒳'), { kind: 'text', text: '𝒳' }],
  ['Enter', key('Enter'), { kind: 'key', key: 'Enter' }],
  ['a correction', key('Backspace'), { kind: 'key', key: 'Backspace' }],
])('%s waits for the field', (_, event, held) => {
  expect(heldOf(event)).toEqual(held);
});

it.each([
  ['a chord', key('p', { ctrlKey: true })],
  ['a chord of a Mac', key('p', { metaKey: true })],
  ['a letter that is being composed', key('k', { isComposing: true })],
  ['a modifier alone', key('Shift')],
  ['a key of another purpose', key('F5')],
])('%s goes its way', (_, event) => {
  expect(heldOf(event)).toBeNull();
});

it.each([
  ['letters', 'abc', [{ kind: 'text', text: 'abc' }]],
  ['a correction', 'ab<c', [{ kind: 'text', text: 'ac' }]],
  ['all taken back, and more', 'a<<', [{ kind: 'key', key: 'Backspace' }]],
  [
    'a choice',
    'ab!',
    [
      { kind: 'text', text: 'ab' },
      { kind: 'key', key: 'Enter' },
    ],
  ],
])('%s become one change of the field', (_, keys, changes) => {
  const names: Readonly<Record<string, string>> = { '<': 'Backspace', '!': 'Enter' };
  expect(
    together(
      Array.from(keys).map((sign) =>
        names[sign] === undefined ? { kind: 'text', text: sign } : { kind: 'key', key: names[sign] },
      ),
    ),
  ).toEqual(changes);
});
