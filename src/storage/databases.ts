/** The databases of this origin beside the one in use: what links brought, and what was set aside. */
import { deleteDB, openDB } from 'idb';

/** Milliseconds that other tabs are given to let go of a database. */
const PATIENCE_MS = 3_000;

/** Names that begin with `prefix`, in order; null where the browser does not tell. */
export async function databasesNamed(prefix: string): Promise<readonly string[] | null> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return null;
  const known = await indexedDB.databases();
  return known.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : [])).sort();
}

/** Names of the files in a database; null when it cannot be read. Nothing is changed. */
export async function fileNamesIn(name: string): Promise<readonly string[] | null> {
  try {
    const database = await openDB(name);
    try {
      if (!database.objectStoreNames.contains('documents')) return [];
      const rows: unknown[] = await database.getAll('documents');
      return rows.flatMap((row) =>
        typeof row === 'object' && row !== null && 'name' in row && typeof row.name === 'string' ? [row.name] : [],
      );
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

/** Deletes a database for good; false while another tab holds it. @throws DOMException when the browser refuses */
export async function eraseDatabase(name: string): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const held = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([deleteDB(name).then(() => true), held]);
  } finally {
    clearTimeout(timer);
  }
}
