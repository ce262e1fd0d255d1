import { describe, expect, it } from 'vitest';
import { asideName, readStep, saveStep } from './save-plan';

const before = { modified: 1, checksum: 10 };

describe('saving', () => {
  it.each([
    ['nothing was changed here', before, 10, before, 'unchanged'],
    ['nothing was changed here, whatever happened there', before, 10, { modified: 2, checksum: 30 }, 'unchanged'],
    ['changed here only', before, 20, before, 'write'],
    ['touched there, but not changed', before, 20, { modified: 2, checksum: 10 }, 'write'],
    ['changed in both', before, 20, { modified: 2, checksum: 30 }, 'conflict'],
    ['changed alike in both', before, 20, { modified: 2, checksum: 20 }, 'same'],
    ['deleted there, changed here', before, 20, null, 'conflict'],
    ['new here', null, 20, null, 'write'],
    ['new here, of a name that is there', null, 20, { modified: 2, checksum: 30 }, 'conflict'],
    ['new here, and there already as it is', null, 20, { modified: 2, checksum: 20 }, 'same'],
  ] as const)('%s', (_what, was, here, disk, kind) => {
    expect(saveStep(was, here, disk).kind).toBe(kind);
  });
});

describe('opening the folder again', () => {
  it.each([
    ['neither has changed', 10, { modified: 1, checksum: 10 }, 'same'],
    ['changed here', 20, { modified: 1, checksum: 10 }, 'keep'],
    ['changed there', 10, { modified: 2, checksum: 30 }, 'accept'],
    ['changed in both', 20, { modified: 2, checksum: 30 }, 'conflict'],
    ['changed alike', 20, { modified: 2, checksum: 20 }, 'same'],
  ] as const)('%s', (_what, here, disk, kind) => {
    expect(readStep(before, here, disk).kind).toBe(kind);
  });
});

it.each([
  ['a/area.py', 'a/area.folder.py'],
  ['a.b/Makefile', 'a.b/Makefile.folder'],
  ['.env', '.env.folder'],
])('what stood in the folder is kept beside %s as %s', (name, aside) => {
  expect(asideName(name)).toBe(aside);
});
