import fc from 'fast-check';
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

  it.each([
    '',
    '  ',
    '.',
    'src/',
    '/etc/passwd',
    '../area.py',
    'src/../../area.py',
    '..\\area.py',
    'x'.repeat(256),
    'x/'.repeat(5_000) + 'y',
    'C:/area.py',
    'C:area.py',
    'c:\\windows\\area.py',
    '\\\\server\\share\\area.py',
    '//server/share/area.py',
    '\\\\?\\C:\\area.py',
    '\\area.py',
    'a\u0000b',
    'a\nb',
    'a\u001b[2Jb',
    'a\u0085b',
    'a\u2028b',
    'gnp\u202e.exe',
    '\u2067a\u2069',
    'area\u200b.py',
    'are\u00ada.py',
    'a\u3164b',
    'a\ud800b',
    'a\u{e0041}b',
  ])('refuses %j', (name) => {
    expect(workspacePath(name)).toSatisfy(
      (outcome: PathOutcome) => outcome.kind === 'bad' && outcome.why.endsWith('.'),
    );
  });

  it.each([
    '<img src=x onerror=alert(1)>.py',
    '"><script>alert(1)</script>',
    'javascript:alert(1)',
    'constructor',
    'a b.py',
    '👩‍💻.py',
    'می‌خواهم.py',
    '%2e%2e/area.py',
    'NUL',
  ])('takes %j as the name it is', (name) => {
    expect(workspacePath(name)).toEqual({ kind: 'path', path: name });
  });

  it('never leaves the workspace, whatever is asked for', () => {
    const part = fc.constantFrom('..', '.', '', 'a', '..a', 'C:', '~', '%2e%2e', '\u0000', '\u202e');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\'), (parts, slash) => {
        const outcome = workspacePath(parts.join(slash));
        fc.pre(outcome.kind === 'path');
        const { pathname } = new URL(
          outcome.path.split('/').map(encodeURIComponent).join('/').replaceAll('%252e', 'x'),
          'https://host/root/',
        );
        expect(pathname.startsWith('/root/')).toBe(true);
        expect(outcome.path.split('/').some((one) => one === '' || one === '.' || one === '..')).toBe(false);
      }),
      { numRuns: 200 },
    );
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
