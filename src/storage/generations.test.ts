import 'fake-indexeddb/auto';
import { openDB, type IDBPTransaction } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection';
import { failureOf } from './failure';
import { openNewest } from './generations';
import { migrations, storeNames, type Migration } from './schema';

let names = 0;
const freshName = (): string => `database-${(names += 1)}`;

/** A later schema, made up: documents get a colour, and outcomes are kept by time as well. */
const second: Migration = {
  to: 2,
  run: async (_, transaction) => {
    transaction.objectStore('outcomes').createIndex('by-time', 'wallTime');
    for (
      let cursor = await transaction.objectStore('documents').openCursor();
      cursor !== null;
      cursor = await cursor.continue()
    ) {
      await cursor.update({ ...(cursor.value as object), colour: 'green' });
    }
  },
};
const broken: Migration = {
  to: 2,
  run: async (_: unknown, transaction: IDBPTransaction<unknown, string[], 'versionchange'>) => {
    await transaction.objectStore('documents').clear();
    throw new Error('half way');
  },
};

async function connect(name: string, list?: readonly Migration[]): Promise<Connection> {
  const outcome = await Connection.connect(name, list);
  if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
  return outcome.connection;
}

const row = { id: 'd', name: 'd.py', language: 'python', createdAt: 1, updatedAt: 2, writer: '' };

async function versionOne(name: string): Promise<void> {
  const connection = await connect(name, migrations.slice(0, 1));
  await (await connection.use()).put('documents', row);
  connection.close();
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the schema', () => {
  it('of version 1 becomes version 2 with its rows', async () => {
    const name = freshName();
    await versionOne(name);
    const connection = await connect(name, [...migrations, second]);
    const database = await connection.use();
    expect([database.version, await database.getAll('documents')]).toEqual([2, [{ ...row, colour: 'green' }]]);
    connection.close();
  });

  it('is made from nothing by the same steps', async () => {
    const connection = await connect(freshName(), [...migrations, second]);
    expect([...(await connection.use()).objectStoreNames]).toEqual([...storeNames].sort());
    connection.close();
  });

  it('stays as it was, with its rows, when a step fails half way', async () => {
    const name = freshName();
    await versionOne(name);
    expect(await Connection.connect(name, [...migrations, broken])).toEqual({
      kind: 'failed',
      failure: { code: 'migration-failed', message: 'half way' },
    });
    const connection = await connect(name);
    expect(await (await connection.use()).getAll('documents')).toEqual([row]);
    connection.close();
  });

  it('of a newer program is left alone', async () => {
    const name = freshName();
    (await openDB(name, 99)).close();
    expect(await openNewest(name)).toMatchObject({ kind: 'failed', failure: { code: 'newer-version' } });
  });

  it('has migrations in order, one for each version', () => {
    expect(migrations.map(({ to }) => to)).toEqual(migrations.map((_, index) => index + 1));
  });
});

describe('a database that cannot be read', () => {
  it('is set aside as it is, and the next is used, that day and after', async () => {
    const name = freshName();
    const damaged = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('something-else').put('kept', 'key'),
    });
    damaged.close();

    const first = await openNewest(name);
    expect(first).toMatchObject({
      kind: 'connected',
      connection: { name: `${name}~2` },
      setAside: [{ name, failure: { code: 'unreadable' } }],
    });
    if (first.kind === 'connected') {
      await (await first.connection.use()).put('settings', 'here', 'where');
      first.connection.close();
    }
    const later = await openNewest(name);
    expect(later).toMatchObject({ kind: 'connected', setAside: [{ name, failure: null }] });
    if (later.kind === 'connected') {
      expect(await (await later.connection.use()).get('settings', 'where')).toBe('here');
      later.connection.close();
    }
    const old = await openDB(name);
    expect(await old.get('something-else', 'key')).toBe('kept');
    old.close();
  });

  it('only for a moment is tried again and not set aside', async () => {
    const open = indexedDB.open.bind(indexedDB);
    let failures = 1;
    vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
      if ((failures -= 1) >= 0) throw new DOMException('Internal error opening backing store', 'UnknownError');
      return open(...args);
    });
    const outcome = await openNewest(freshName());
    expect(outcome).toMatchObject({ kind: 'connected', setAside: [] });
  });

  it('like all others ends in a failure that says so', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    expect(await openNewest(freshName())).toEqual({
      kind: 'failed',
      failure: { code: 'unreadable', message: 'Internal error opening backing store' },
    });
  });

  it('because the browser has none is told as such', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await openNewest(freshName())).toMatchObject({ kind: 'failed', failure: { code: 'unavailable' } });
  });
});

describe('what IndexedDB throws', () => {
  it.each([
    [new DOMException('m', 'QuotaExceededError'), { code: 'full', message: 'm' }],
    [new DOMException('', 'AbortError'), { code: 'unknown', message: 'AbortError' }],
    ['a string', { code: 'unknown', message: 'a string' }],
    [null, { code: 'unknown', message: 'null' }],
  ])('%s has a code', (error, failure) => {
    expect(failureOf(error)).toEqual(failure);
  });
});
