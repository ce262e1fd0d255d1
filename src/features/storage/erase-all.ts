/** Everything of this page that the browser keeps, deleted because the user asked for it. */
import { databasesNamed, eraseDatabase } from '../../storage';
import { messageOf } from '../../core/message-of';

/** Names of databases and settings begin with it. */
const OURS = 'inkling';

/** @returns a sentence for each thing that is still there; empty when all is gone. Release what is in use first. */
export async function eraseAll(page: Window): Promise<readonly string[]> {
  const left: string[] = [];
  const attempt = async (what: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      left.push(`${what} could not be deleted: ${messageOf(error)}`);
    }
  };

  await attempt('The files', async () => {
    for (const name of (await databasesNamed(OURS)) ?? [OURS]) {
      if (!(await eraseDatabase(name))) left.push(`${name} is held by another tab. Close it and try again.`);
    }
  });
  await attempt('The models', async () => {
    if (!('storage' in page.navigator) || !('getDirectory' in page.navigator.storage)) return;
    const root = await page.navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    for (const name of names) await root.removeEntry(name, { recursive: true });
  });
  await attempt('The copy for offline use', async () => {
    if ('caches' in page) for (const name of await page.caches.keys()) await page.caches.delete(name);
    if ('serviceWorker' in page.navigator)
      for (const registration of await page.navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  await attempt('The settings', () => {
    for (const storage of [page.localStorage, page.sessionStorage]) {
      for (const name of Object.keys(storage)) if (name.startsWith(OURS)) storage.removeItem(name);
    }
    return Promise.resolve();
  });
  return left;
}
