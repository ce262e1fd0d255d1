import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { databasesNamed, eraseDatabase, fileNamesIn } from './databases';
import { fakeLocks } from '../../testing/storage-fakes';
import { openWorkspace } from './workspace';

async function make(name: string, ...files: readonly string[]): Promise<void> {
  const opened = await openWorkspace({
    name,
    tab: 't',
    locks: fakeLocks(),
    channel: null,
    now: () => 0,
    onOwnership: () => undefined,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  for (const file of files) await opened.workspace.create({ id: file, name: file, language: 'python', text: '' });
  await opened.workspace.shutDown();
}

it('names the databases of links and what is in them', async () => {
  await make('named', 'own.py');
  await make('named-link-b', 'b.py', 'c.py');
  await make('named-link-a');
  expect(await databasesNamed('named-link-')).toEqual(['named-link-a', 'named-link-b']);
  expect(await fileNamesIn('named-link-b')).toEqual(['b.py', 'c.py']);
  expect(await fileNamesIn('named-link-a')).toEqual([]);
});

it('deletes one and leaves the others', async () => {
  await make('kept', 'a.py');
  await make('gone', 'a.py');
  expect(await eraseDatabase('gone')).toBe(true);
  expect(await databasesNamed('gone')).toEqual([]);
  expect(await fileNamesIn('kept')).toEqual(['a.py']);
});

it('calls a database that is not ours empty', async () => {
  (await openDB('foreign')).close();
  expect(await fileNamesIn('foreign')).toEqual([]);
});
