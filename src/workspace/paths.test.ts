import { describe, expect, it } from 'vitest';
import { freePath, workspacePath, type PathOutcome } from './paths';

describe('a path of the workspace', () => {
  it.each([
    ['area.py', 'area.py'],
    ['src/area.py', 'src/area.py'],
    [' ./src//./area.py ', 'src/area.py'],
    ['src\\area.py', 'src/area.py'],
    ['__proto__', '__proto__'],
    ['..area', '..area'],
    ['ünï/字.py', 'ünï/字.py'],
  ])('%j is %j', (name, path) => {
    expect(workspacePath(name)).toEqual({ kind: 'path', path });
  });

  it.each(['', '  ', '.', 'src/', '/etc/passwd', '../area.py', 'src/../../area.py', 'C:/area.py', '..\\area.py', 'a\u0000b', 'gnp\u202e.exe', 'x'.repeat(256)])('refuses %j', (name) => {
    expect(workspacePath(name)).toSatisfy((outcome: PathOutcome) => outcome.kind === 'bad' && outcome.why.endsWith('.'));
  });
});

it.each([
  ['area.py', [], 'area.py'],
  ['area.py', ['area.py'], 'area-2.py'],
  ['area.py', ['area.py', 'area-2.py'], 'area-3.py'],
  ['src/.env', ['src/.env'], 'src/.env-2'],
  ['v1.2/notes', ['v1.2/notes'], 'v1.2/notes-2'],
])('%s among %j becomes %s', (path, taken, free) => {
  expect(freePath(path, new Set(taken))).toBe(free);
});
