import { expect, it } from 'vitest';
import { heldOf } from './type-ahead';

const key = (name: string, chord: Partial<KeyboardEvent> = {}): Parameters<typeof heldOf>[0] => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...chord });

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
