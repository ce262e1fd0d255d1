import { expect, it } from 'vitest';
import { languageOf } from './language';

it.each([
  ['area.py', 'python'],
  ['src/Area.TS', 'typescript'],
  ['a.test.tsx', 'typescript'],
  ['notes', 'plaintext'],
  ['.py', 'plaintext'],
  ['dir.py/notes', 'plaintext'],
  ['unknown.xyz', 'plaintext'],
  ['ends-with-dot.', 'plaintext'],
])('%s is %s', (name, id) => {
  expect(languageOf(name).id).toBe(id);
});
