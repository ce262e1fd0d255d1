/** The folder of this machine that files were opened from, and how each of them stood there: to save them back after a reload. */
import { openDB, type DBSchema } from 'idb';
import type { DocumentId } from '../core/history';

/** A file of the workspace and its like in the folder, as they stood when they were last the same. */
export interface FolderLink {
  readonly document: DocumentId;
  /** In the folder. */
  readonly path: string;
  /** In the workspace. */
  readonly name: string;
  /** `lastModified` of the file. */
  readonly modified: number;
  /** `checksumText` of the text. */
  readonly checksum: number;
  /** Whether the file begins with a byte order mark, which the text lacks. */
  readonly mark: boolean;
}

/** The promises throw what IndexedDB throws. */
export interface FolderStorage<Handle> {
  /** Null when no folder was opened. */
  folder(): Promise<Handle | null>;
  /** Another folder; what was known of the files of the one before is forgotten. */
  keepFolder(handle: Handle): Promise<void>;
  links(): Promise<readonly FolderLink[]>;
  keepLink(link: FolderLink): Promise<void>;
}

interface Schema<Handle> extends DBSchema {
  folder: { key: 'opened'; value: Handle };
  links: { key: DocumentId; value: FolderLink };
}

const NAME = 'inkling-folder';

/** A database of its own, made when a folder is first opened. @throws what IndexedDB throws */
export async function openFolderStorage<Handle>(name = NAME): Promise<FolderStorage<Handle>> {
  const database = await openDB<Schema<Handle>>(name, 1, {
    upgrade(made) {
      made.createObjectStore('folder');
      made.createObjectStore('links', { keyPath: 'document' });
    },
  });
  return {
    folder: async () => (await database.get('folder', 'opened')) ?? null,
    async keepFolder(handle) {
      const transaction = database.transaction(['folder', 'links'], 'readwrite');
      await Promise.all([
        transaction.objectStore('folder').put(handle, 'opened'),
        transaction.objectStore('links').clear(),
        transaction.done,
      ]);
    },
    links: () => database.getAll('links'),
    async keepLink(link) {
      await database.put('links', link);
    },
  };
}
