import { expect, it } from 'vitest';
import { importWords, kindRows, otherRows, totalWords } from './words';

it.each([
  [{ used: null, quota: null }, 'This browser does not tell how much is stored.'],
  [{ used: 2_500_000, quota: null }, '2.5 MB stored.'],
  [{ used: 2_500_000, quota: 30_000_000_000 }, '2.5 MB stored, of 30 GB that the browser allows.'],
])('%o reads %s', (disk, words) => {
  expect(totalWords(disk)).toBe(words);
});

it('takes from the estimate only what is a size', () => {
  expect(kindRows({ usage: 1, usageDetails: { indexedDB: 1500, caches: 'many', fileSystem: 0, other: 9 } })).toEqual([
    { id: 'indexedDB', name: 'Files and history', about: '', size: '2 kB' },
  ]);
  expect(kindRows({ usage: 1 })).toEqual([]);
});

it.each([
  ['inkling', ['inkling-link-aa']],
  ['inkling~2', ['inkling', 'inkling-link-aa']],
  // In a link's workspace, and without one, the user's own files are not offered for deletion.
  ['inkling-link-aa', []],
  [null, ['inkling-link-aa']],
])('in %s, %o can be deleted', (current, ids) => {
  const databases =
    current === 'inkling'
      ? ['inkling', 'inkling-link-aa']
      : ['inkling', 'inkling~2', 'inkling-link-aa', 'inkling-models'];
  expect(otherRows(databases, current, 'inkling-link-').map(({ id }) => id)).toEqual(ids);
});

it('says what an import came to', () => {
  expect(
    importWords({ kind: 'imported', ids: ['a'], records: 1234, renamed: [{ from: 'a.py', to: 'a-2.py' }], faults: [] }),
  ).toEqual({
    tone: 'info',
    lines: ['1 file was imported with 1,234 changes.', 'a.py is there already: the imported one is a-2.py.'],
  });
  expect(importWords({ kind: 'refused', why: 'No.' })).toEqual({
    tone: 'problem',
    lines: ['No.', 'Nothing was changed.'],
  });
});
