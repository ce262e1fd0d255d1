/** One open database, opened again when the browser closes it. */
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { failureOf, StorageError, type StorageFailure } from './failure';
import { migrations as ownMigrations, storeNames, type Database, type Migration } from './schema';

/** How long another tab may keep an upgrade waiting, milliseconds. */
const BLOCKED_MS = 4_000;

export type ConnectOutcome =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'failed'; readonly failure: StorageFailure };

export class Connection {
  private open: Database | null;
  private opening: Promise<Database> | null = null;
  private closedByUs = false;

  private constructor(
    readonly name: string,
    private readonly migrations: readonly Migration[],
    database: Database,
  ) {
    this.open = database;
  }

  /** Opens the database, creating or upgrading it, and checks that it can be read. */
  static async connect(name: string, migrations: readonly Migration[] = ownMigrations): Promise<ConnectOutcome> {
    try {
      const closed: { notify: () => void } = { notify: () => undefined };
      const database = await openDatabase(name, migrations, () => closed.notify());
      const connection = new Connection(name, migrations, database);
      closed.notify = () => (connection.open = null);
      return { kind: 'connected', connection };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  /** The database if it is open this moment: for a page that is about to go and cannot wait. */
  get current(): Database | null {
    return this.open;
  }

  /**
   * The open database, opened again if need be.
   * @throws StorageError
   */
  async use(): Promise<Database> {
    if (this.open !== null) return this.open;
    if (this.closedByUs) throw new StorageError({ code: 'closed', message: 'the workspace has been closed' });
    this.opening ??= openDatabase(this.name, this.migrations, () => (this.open = null)).finally(
      () => (this.opening = null),
    );
    this.open = await this.opening;
    return this.open;
  }

  /** The open database turned out to be closed: the next `use` opens it again. */
  lost(): void {
    this.open?.close();
    this.open = null;
  }

  close(): void {
    this.closedByUs = true;
    this.open?.close();
    this.open = null;
  }
}

async function openDatabase(name: string, migrations: readonly Migration[], onClosed: () => void): Promise<Database> {
  if (typeof indexedDB === 'undefined')
    throw new StorageError({ code: 'unavailable', message: 'this browser has no IndexedDB here' });
  const version = migrations.at(-1)?.to ?? 1;
  let migrationFault: unknown = null;
  let giveUp: (error: StorageError) => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const blocked = new Promise<never>((_, reject) => (giveUp = reject));

  const opening = openDB(name, version, {
    upgrade: (database, oldVersion, _newVersion, transaction) => {
      migrate(database, oldVersion, transaction, migrations).catch((error: unknown) => {
        migrationFault = error;
        transaction.abort();
      });
      // The rejection of an aborted upgrade is told by `opening`.
      transaction.done.catch(() => undefined);
    },
    blocked: () => {
      timer = setTimeout(() => {
        giveUp(
          new StorageError({ code: 'blocked', message: 'another tab with an earlier version holds the database open' }),
        );
      }, BLOCKED_MS);
    },
    blocking: (_current, _wanted, event) => {
      // Let the newer version in; what is unwritten here stays in memory and is reported.
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
  try {
    const database = (await Promise.race([opening, blocked])) as unknown as Database;
    await assertReadable(database);
    return database;
  } catch (error) {
    // A connection that opens after all must not keep others waiting.
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
    if (migrationFault !== null)
      throw new StorageError({ code: 'migration-failed', message: failureOf(migrationFault).message });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function migrate(
  database: IDBPDatabase,
  from: number,
  transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
  migrations: readonly Migration[],
): Promise<void> {
  for (const migration of migrations) {
    if (migration.to > from) await migration.run(database, transaction);
  }
}

async function assertReadable(database: Database): Promise<void> {
  const missing = storeNames.filter((store) => !database.objectStoreNames.contains(store));
  if (missing.length > 0)
    throw new StorageError({ code: 'unreadable', message: `the database lacks ${missing.join(', ')}` });
  await database.count('documents');
}
