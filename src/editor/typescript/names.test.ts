import { expect, it } from 'vitest';
import { scriptKindOf, servicePath } from './names';

it.each([
  ['src/area.ts', 'typescript', 'ts', '/src/area.ts'],
  ['src/Area.tsx', 'typescript', 'tsx', '/src/Area.tsx'],
  ['a.mts', 'typescript', 'ts', '/a.mts.ts'],
  ['A.TSX', 'typescript', 'tsx', '/A.TSX.tsx'],
  ['a.js', 'javascript', 'js', '/a.js'],
  ['a.jsx', 'javascript', 'jsx', '/a.jsx'],
  ['a.cjs', 'javascript', 'js', '/a.cjs.js'],
  ['area.py', 'python', null, '/area.py'],
  ['notes', 'plaintext', null, '/notes'],
] as const)('%s in %s is read as %s and called %s', (name, language, kind, path) => {
  expect(scriptKindOf(name, language)).toBe(kind);
  expect(servicePath(name, language)).toBe(path);
});
