import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBatch, Typist } from '../core/history';
import { Connection } from './connection';
import { Recorder, type RecorderStatus } from './recorder';
import type { Database } from './schema';
import { snapshotRow } from './append';

let names = 0;

/** A document `d` of no text, being recorded, with an hour between writes unless a test asks for one. */
async function recording({ flushDelayMs = 3_600_000, text = '' } = {}) {
  const name = `recorder-${(names += 1)}`;
  const outcome = await Connection.connect(name);
  if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
  const { connection } = outcome;
  const database = await connection.use();
  await database.put('documents', {
    id: 'd',
    name: 'd.py',
    language: 'python',
    createdAt: 0,
    updatedAt: 0,
    writer: 'tab',
  });
  await database.put('snapshots', snapshotRow('d', 0, text));
  const recorder = new Recorder(connection, { writer: 'tab', now: () => 5, flushDelayMs });
  recorder.start('d', { version: 0, text, lastSnapshot: 0, replayed: [] });
  const told: RecorderStatus[] = [];
  recorder.onStatus((status) => told.push(status));
  const stored = async (): Promise<string[]> => {
    const reader = (await openDB(name)) as unknown as Database;
    const batches = await reader.getAll('batches');
    reader.close();
    return batches.map((bytes) => {
      const decoded = decodeBatch(bytes, 'd');
      return decoded.kind === 'batch' ? decoded.records.map(({ change }) => change[0]!.text).join('') : decoded.reason;
    });
  };
  const typist = new Typist('d', text);
  const type = (keys: string): void => {
    const from = typist.records.length;
    typist.type(keys);
    for (const record of typist.records.slice(from)) recorder.push(record);
  };
  return { name, connection, database, recorder, told, stored, type, typist };
}

/** The next writes to a store fail; all others go through. */
function failWrites(store: string, error: string, times: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own receiver below
  const put = IDBObjectStore.prototype.put;
  let left = times;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args: Parameters<IDBObjectStore['put']>
  ) {
    if (this.name === store && left > 0) {
      left -= 1;
      throw new DOMException('no', error);
    }
    return put.apply(this, args);
  });
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('recording', () => {
  it('writes once for many keystrokes, and within 250 ms of the first', async () => {
    const { recorder, stored, type } = await recording({ flushDelayMs: 120 });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    type('a');
    await vi.advanceTimersByTimeAsync(100);
    type('bc');
    expect(put).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    await recorder.flush();
    expect([put.mock.calls.length, await stored()]).toEqual([1, ['abc']]);
  });

  it('does nothing within the keystroke but keep the record', async () => {
    const { recorder, type } = await recording();
    const used = [vi.spyOn(IDBDatabase.prototype, 'transaction'), vi.spyOn(IDBObjectStore.prototype, 'put')];
    type('abc');
    expect(used.map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
    expect(recorder.unwritten('d')).toHaveLength(3);
  });

  it('writes what was typed while a write was under way in the next one', async () => {
    const { recorder, stored, type } = await recording({ flushDelayMs: 120 });
    type('a');
    const first = recorder.flush();
    await Promise.resolve();
    type('b');
    await first;
    await vi.advanceTimersByTimeAsync(120);
    await recorder.flush();
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('hands everything over at once before the page goes, and not twice', async () => {
    const { recorder, stored, type } = await recording();
    type('ab');
    const under = recorder.flush();
    type('c');
    recorder.flushBeforeLeaving();
    type('d');
    await under;
    await recorder.flush();
    expect((await stored()).join('')).toBe('abcd');
    expect(recorder.unwritten('d')).toEqual([]);
  });

  it('asks for the commit itself before the page goes', async () => {
    const { recorder, type } = await recording();
    const commit = vi.spyOn(IDBTransaction.prototype, 'commit');
    type('a');
    recorder.flushBeforeLeaving();
    expect(commit).toHaveBeenCalledTimes(1);
    await recorder.flush();
  });

  it('writes a snapshot when one is due, and joins the batches before it', async () => {
    const { database, recorder, stored, type, typist } = await recording();
    for (let index = 0; index < 21; index += 1) {
      type('0123456789');
      await recorder.flush();
    }
    expect((await database.getAll('snapshots')).map(({ version, text }) => [version, text])).toEqual([
      [0, ''],
      [200, typist.text.slice(0, 200)],
    ]);
    expect((await stored()).map((keys) => keys.length)).toEqual([200, 10]);
    expect((await database.get('documents', 'd'))?.updatedAt).toBe(5);
  });
});

describe('when nothing can be written', () => {
  it.each([
    ['the disk is full', 'QuotaExceededError', 'full'],
    ['the browser fails', 'UnknownError', 'unreadable'],
    ['the database was closed', 'InvalidStateError', 'closed'],
  ])('because %s, records stay in memory, the status says so, and it is tried again', async (_, error, code) => {
    const { recorder, stored, told, type } = await recording();
    failWrites('batches', error, 2);
    type('ab');
    expect(await recorder.flush()).toMatchObject({ kind: 'retrying', failure: { code } });
    type('c');
    await vi.advanceTimersByTimeAsync(500);
    await recorder.flush();
    expect(
      told.map((status) => (status.kind === 'retrying' ? [status.unwritten, status.retryMs] : status.kind)),
    ).toEqual(['recording', [2, 500], [3, 1_000], 'recording']);
    expect([await stored(), recorder.unwritten('d')]).toEqual([['abc'], []]);
  });

  it('because only a snapshot does not fit, records go on being written', async () => {
    const { database, recorder, told, stored, type } = await recording({ text: 'x' });
    type('y'.repeat(200));
    failWrites('snapshots', 'QuotaExceededError', 1);
    expect(await recorder.flush()).toEqual({ kind: 'written' });
    expect(told.at(-1)).toMatchObject({ kind: 'recording', snapshots: { code: 'full' } });
    expect([(await stored())[0]?.length, await database.count('snapshots')]).toEqual([200, 1]);
  });

  it('because the connection was closed under it, the database is opened again', async () => {
    const { database, recorder, stored, type } = await recording();
    database.close();
    type('ab');
    expect(await recorder.flush()).toMatchObject({ kind: 'retrying', failure: { code: 'closed' } });
    await vi.advanceTimersByTimeAsync(500);
    expect(await recorder.flush()).toEqual({ kind: 'written' });
    expect(await stored()).toEqual(['ab']);
  });

  it('because a newer program upgraded the database, it lets go and says why', async () => {
    const { name, recorder, type } = await recording();
    const newer = await openDB(name, 2);
    type('ab');
    expect(await recorder.flush()).toMatchObject({ kind: 'retrying', failure: { code: 'newer-version' } });
    expect(recorder.unwritten('d')).toHaveLength(2);
    newer.close();
  });

  it('while the page leaves, the records are kept for a page that lives on', async () => {
    const { recorder, stored, type } = await recording();
    failWrites('batches', 'QuotaExceededError', 1);
    type('ab');
    expect(() => recorder.flushBeforeLeaving()).not.toThrow();
    await recorder.flush();
    expect(await stored()).toEqual(['ab']);
  });
});

describe('a record that does not follow', () => {
  it.each([
    ['skips a version', { version: 5 }, { kind: 'wrong-version', expected: 2, found: 5 }],
    ['lies outside the text', { change: [{ start: 9, end: 9, text: 'x' }] }, { kind: 'does-not-fit', version: 2 }],
    ['has half a position', { change: [{ start: 0.5, end: 1, text: 'x' }] }, { kind: 'does-not-fit', version: 2 }],
  ])('because it %s is not written, and the document waits for the way on', async (_, fault, expected) => {
    const { recorder, stored, told, type, typist } = await recording();
    type('ab');
    const next = new Typist('d', 'ab', undefined, 2).typeAt(2, 'c').records[0]!;
    recorder.push({ ...next, ...fault });
    expect(await recorder.flush()).toEqual({ kind: 'halted', documents: ['d'] });
    expect(told.at(-1)).toMatchObject({
      kind: 'halted',
      document: 'd',
      reason: { kind: 'bad-record', fault: expected },
    });
    expect(recorder.push({ ...next, version: 3 })).toBe(false);

    const resumed = recorder.resume('d');
    expect(resumed).toMatchObject({ from: { version: 2, text: 'ab' } });
    expect(resumed!.dropped).toHaveLength(2);
    typist.replace(0, 2, 'what is on screen', { source: { kind: 'load' } });
    expect(recorder.push(typist.records.at(-1)!)).toBe(true);
    expect(await recorder.flush()).toEqual({ kind: 'written' });
    expect((await stored()).join('')).toBe('abwhat is on screen');
  });
});
