import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openFolderStorage, type FolderLink } from './folder';

const link: FolderLink = { document: 'a', path: 'src/a.py', name: 'a.py', modified: 1, checksum: 2, mark: false };

it('a folder and how its files stood are found again, and forgotten for another folder', async () => {
  const first = await openFolderStorage<{ name: string }>('folder-test');
  expect(await first.folder()).toBeNull();
  await first.keepFolder({ name: 'one' });
  await first.keepLink(link);
  await first.keepLink({ ...link, modified: 5 });
  const again = await openFolderStorage<{ name: string }>('folder-test');
  expect(await again.folder()).toEqual({ name: 'one' });
  expect(await again.links()).toEqual([{ ...link, modified: 5 }]);
  await again.keepFolder({ name: 'two' });
  expect(await again.links()).toEqual([]);
});
