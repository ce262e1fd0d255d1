import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBatch, randomSession, replay, Typist, type EditRecord, type RandomStroke } from '../core/history';
import { fakeChannels, fakeLocks } from '../../testing/storage-fakes';
import type { OwnershipState } from './ownership';
import type { Database } from './schema';
import { openWorkspace, type WorkspaceOptions } from './workspace';

let names = 0;
const freshName = (): string => `workspace-${(names += 1)}`;

async function workspaceAt(name: string, options: Partial<WorkspaceOptions> = {}) {
  const opened = await openWorkspace({
    name,
    tab: 'tab',
    locks: fakeLocks(),
    channel: null,
    now: () => 1_700_000_000_000,
    onOwnership: () => undefined,
    ...options,
  });
  if (opened.kind === 'failed') throw new Error(opened.failure.message);
  return opened;
}

async function openAs(workspace: Awaited<ReturnType<typeof workspaceAt>>['workspace'], id: string) {
  const outcome = await workspace.open(id);
  if (outcome.kind !== 'opened') throw new Error(outcome.kind);
  return outcome;
}

const newDocument = (id: string, text: string) => ({ id, name: `${id}.py`, language: 'python', text });

/** Hands on the database itself, for doing it harm. */
async function withDatabase<T>(name: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = (await openDB(name)) as unknown as Database;
  const result = await use(database);
  database.close();
  return result;
}

const stroke = fc.record<RandomStroke>({
  at: fc.nat(60),
  remove: fc.nat(3),
  insert: fc.string({ unit: fc.constantFrom('a', 'é', '→', '\n', '\ud83d'), maxLength: 4 }),
  pause: fc.nat(2_000),
  source: fc.constantFrom<RandomStroke['source']>(
    { kind: 'typed' },
    { kind: 'paste' },
    { kind: 'prediction', predictionId: 'p' },
  ),
});
const strokes = fc.array(stroke, { minLength: 1, maxLength: 25 });
/** After how many records the next write happens. */
const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });

/** Types two sessions into two documents in turn, with writes in between, and leaves without a goodbye. */
async function type(
  name: string,
  sessions: readonly Typist[],
  bases: readonly string[],
  flushEvery: readonly number[],
): Promise<void> {
  const { workspace } = await workspaceAt(name, { flushDelayMs: 100_000 });
  for (const [index, session] of sessions.entries()) {
    await workspace.create(newDocument(session.document, bases[index]!));
    await workspace.open(session.document);
  }
  let countdown = flushEvery[0]!;
  let turn = 0;
  const longest = Math.max(...sessions.map(({ records }) => records.length));
  for (let index = 0; index < longest; index += 1) {
    for (const { records } of sessions) {
      const record = records[index];
      if (record === undefined) continue;
      workspace.recorder.push(record);
      if ((countdown -= 1) === 0) {
        await workspace.recorder.flush();
        countdown = flushEvery[(turn += 1) % flushEvery.length]!;
      }
    }
  }
  await workspace.shutDown();
}

describe('what was typed', () => {
  it('comes back from disk, records and text, with two documents at once', async () => {
    await fc.assert(
      fc.asyncProperty(strokes, strokes, cuts, async (first, second, flushEvery) => {
        const name = freshName();
        const sessions = [randomSession('d', 'start', first), randomSession('e', '', second)];
        await type(name, sessions, ['start', ''], flushEvery);
        const { workspace } = await workspaceAt(name);
        for (const session of sessions) {
          const { document } = await openAs(workspace, session.document);
          expect(document).toMatchObject({ text: session.text, version: session.records.length, damage: null });
          expect(await workspace.records(session.document)).toEqual({ kind: 'records', records: session.records });
        }
        await workspace.shutDown();
      }),
      { numRuns: 25 },
    );
  });

  it('comes back up to the last write when the stream is cut there', async () => {
    await fc.assert(
      fc.asyncProperty(strokes, cuts, fc.nat(), async (steps, flushEvery, cut) => {
        const name = freshName();
        const session = randomSession('d', 'start', steps);
        await type(name, [session], ['start'], flushEvery);
        const keys = await withDatabase(name, (database) => database.getAllKeys('batches'));
        const from = keys[cut % keys.length]![1];
        await withDatabase(name, (database) => database.delete('batches', IDBKeyRange.lowerBound(['d', from])));
        const { workspace } = await workspaceAt(name);
        const { document } = await openAs(workspace, 'd');
        expect(document).toMatchObject({
          version: from,
          text: textAfter('start', session.records, from),
          damage: null,
        });
        await workspace.shutDown();
      }),
      { numRuns: 25 },
    );
  });

  it('comes back up to the damage when a batch is damaged; that batch is kept aside, and typing goes on', async () => {
    const harm = fc.constantFrom<(bytes: Uint8Array) => unknown>(
      (bytes) => bytes.slice(0, -3),
      (bytes) => bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 4 : byte)),
      () => new Uint8Array(),
      () => 'not bytes at all',
    );
    await fc.assert(
      fc.asyncProperty(strokes, cuts, fc.nat(), harm, async (steps, flushEvery, at, damageTo) => {
        const name = freshName();
        const session = randomSession('d', 'start', steps);
        await type(name, [session], ['start'], flushEvery);
        const { key, later } = await withDatabase(name, async (database) => {
          const keys = await database.getAllKeys('batches');
          const chosen = keys[at % keys.length]!;
          await database.put('batches', damageTo((await database.get('batches', chosen))!) as Uint8Array, chosen);
          return { key: chosen, later: keys.filter(([, first]) => first > chosen[1]) };
        });
        const { workspace } = await workspaceAt(name);
        const { document } = await openAs(workspace, 'd');
        expect(document).toMatchObject({ version: key[1], text: textAfter('start', session.records, key[1]) });
        expect(document.damage).toMatchObject({ keptVersion: key[1], lossless: false });
        expect((await workspace.quarantined('d')).map(({ version }) => version)).toEqual([
          key[1],
          ...later.map(([, first]) => first),
        ]);

        const more = new Typist('d', document.text, undefined, document.version).typeAt(0, 'on');
        for (const record of more.records) expect(workspace.recorder.push(record)).toBe(true);
        await workspace.shutDown();
        const again = await workspaceAt(name);
        expect((await openAs(again.workspace, 'd')).document).toMatchObject({ text: more.text, damage: null });
        await again.workspace.shutDown();
      }),
      { numRuns: 25 },
    );
  });
});

function textAfter(base: string, records: readonly EditRecord[], version: number): string {
  return replay({ version: 0, text: base }, records, version).text;
}

/** A document with snapshots at 0, 200 and 400, and records up to 450. */
async function longDocument(name: string): Promise<Typist> {
  const typist = new Typist('d', '');
  for (let line = 0; line < 90; line += 1) typist.type(`a${line % 10}x\n`).backspace();
  await type(name, [typist], [''], [50]);
  return typist;
}

describe('snapshots', () => {
  it('keep opening short, and join the small writes before them', async () => {
    const name = freshName();
    const { records, text } = await longDocument(name);
    const { workspace } = await workspaceAt(name);
    const { document } = await openAs(workspace, 'd');
    expect(document).toMatchObject({ text, version: 450, base: { version: 400 } });
    expect(document.records).toEqual(records.slice(400));
    expect(await workspace.usage('d')).toMatchObject({ batches: 3, snapshots: 3 });
    for (const version of [0, 1, 199, 200, 333, 450]) {
      expect(await workspace.textAt('d', version)).toEqual({ kind: 'text', text: textAfter('', records, version) });
    }
    expect(await workspace.records('d', 190, 210)).toEqual({ kind: 'records', records: records.slice(190, 210) });
    await workspace.shutDown();
  });

  it.each([
    ['has another text', { text: 'something else' }],
    ['has no text', { text: 7 as unknown as string }],
  ])('are passed over when one %s: the one before it and the records give everything back', async (_, harm) => {
    const name = freshName();
    const { text } = await longDocument(name);
    await withDatabase(name, async (database) =>
      database.put('snapshots', { ...(await database.get('snapshots', ['d', 400]))!, ...harm }),
    );
    const { workspace } = await workspaceAt(name);
    const { document } = await openAs(workspace, 'd');
    expect(document).toMatchObject({
      text,
      base: { version: 200 },
      damage: { lossless: true, keptVersion: 450, rows: [{ store: 'snapshots', version: 400 }] },
    });
    expect(await workspace.quarantined('d')).toHaveLength(1);
    await workspace.shutDown();
  });

  it('make damage before them harmless for opening, and reading says where it is', async () => {
    const name = freshName();
    const { text, records } = await longDocument(name);
    await withDatabase(name, (database) => database.put('batches', new Uint8Array(9), ['d', 200]));
    const { workspace } = await workspaceAt(name);
    expect((await openAs(workspace, 'd')).document).toMatchObject({ text, damage: null });
    expect(await workspace.records('d')).toMatchObject({ kind: 'damaged', at: 200, records: records.slice(0, 200) });
    expect(await workspace.textAt('d', 300)).toEqual({
      kind: 'damaged',
      version: 200,
      text: textAfter('', records, 200),
    });
    await workspace.shutDown();
  });

  it('that are all damaged lose the document, and every row stays', async () => {
    const name = freshName();
    await longDocument(name);
    await withDatabase(name, async (database) => {
      for (const row of await database.getAll('snapshots'))
        await database.put('snapshots', { ...row, checksum: row.checksum ^ 1 });
    });
    const { workspace } = await workspaceAt(name);
    expect(await workspace.open('d')).toMatchObject({ kind: 'lost', damage: { lossless: false } });
    expect(await workspace.usage('d')).toMatchObject({ batches: 3, snapshots: 3 });
    await workspace.shutDown();
  });

  it('and records of 100,000 keystrokes cost less than 64 bytes each, in a file of 200 KB', async () => {
    const name = freshName();
    const base = Array.from({ length: 5_000 }, (_, line) => `    value_${line} = compute(${line}, "x")\n`)
      .join('')
      .padEnd(200_000, '#');
    const typist = new Typist('d', base);
    for (let word = 0; word < 10_000; word += 1) {
      if (word % 10 === 0) typist.wait(3_000).typeAt((word * 7_919) % typist.length, '\n');
      else typist.type(' ');
      typist.type('words typed', { after: 90 + (word % 60) }).backspace(2);
    }
    typist.records.length = 100_000;
    await type(name, [typist], [base], [500]);
    const { workspace } = await workspaceAt(name);
    const usage = await workspace.usage('d');
    expect((await openAs(workspace, 'd')).document.version).toBe(100_000);
    // The first text is what the user began with, and no keystroke's cost. Each row's key and envelope: 200 bytes.
    const bytes = usage.recordBytes + usage.snapshotBytes - base.length + 200 * (usage.batches + usage.snapshots);
    expect(bytes / 100_000).toBeLessThan(64);
    await workspace.shutDown();
  }, 60_000);
});

describe('batches that are not as they were written', () => {
  const typed = new Typist('d', '').type('abcdef').records;
  const harms: readonly (readonly [name: string, harm: (database: Database) => Promise<unknown>, expected: object])[] =
    [
      [
        'one is missing between others',
        (database) => database.delete('batches', ['d', 2]),
        { text: 'ab', damage: { keptVersion: 2, rows: [{ version: 4, reason: 'records 2 to 3 are missing' }] } },
      ],
      [
        'a page that was closing wrote a longer one twice',
        (database) => database.put('batches', encodeBatch(typed.slice(2)), ['d', 2]),
        { text: 'abcdef', damage: null },
      ],
      [
        'one holds a record that does not fit',
        (database) =>
          database.put(
            'batches',
            encodeBatch([typed[2]!, { ...typed[3]!, change: [{ start: 99, end: 99, text: 'd' }] }]),
            ['d', 2],
          ),
        {
          text: 'abc',
          damage: {
            keptVersion: 3,
            rows: [
              { version: 2, reason: 'does-not-fit' },
              { version: 4, reason: 'does-not-fit' },
            ],
          },
        },
      ],
      [
        'one is filed under another version',
        (database) => database.put('batches', encodeBatch(typed.slice(3, 5)), ['d', 2]),
        {
          text: 'ab',
          damage: {
            keptVersion: 2,
            rows: [
              { version: 2, reason: 'filed under another key' },
              { version: 4, reason: 'after-damage' },
            ],
          },
        },
      ],
      [
        'one is of another document',
        (database) =>
          database.put('batches', encodeBatch(typed.slice(2, 4).map((record) => ({ ...record, document: 'e' }))), [
            'd',
            2,
          ]),
        { text: 'ab', damage: { keptVersion: 2, rows: [{ version: 2 }, { version: 4 }] } },
      ],
    ];

  it.each(harms)(
    '%s: everything before is kept, nothing wrong is shown, and the next opening is clean',
    async (_, harm, expected) => {
      const name = freshName();
      const session = new Typist('d', '').type('abcdef');
      await type(name, [session], [''], [2]);
      await withDatabase(name, harm);
      const first = (await workspaceAt(name)).workspace;
      const { document } = await openAs(first, 'd');
      expect(document).toMatchObject(expected);
      await first.shutDown();
      const second = (await workspaceAt(name)).workspace;
      expect((await openAs(second, 'd')).document).toMatchObject({
        text: document.text,
        version: document.version,
        damage: null,
      });
      await second.shutDown();
    },
  );

  it('are left where they are by a tab that only reads', async () => {
    const name = freshName();
    await type(name, [new Typist('d', '').type('abcdef')], [''], [2]);
    await withDatabase(name, (database) => database.put('batches', new Uint8Array(9), ['d', 2]));
    const locks = fakeLocks();
    void locks.request(`${name}:d`, {}, () => new Promise(() => undefined));
    const { workspace } = await workspaceAt(name, { locks });
    expect((await openAs(workspace, 'd')).document).toMatchObject({ text: 'ab', damage: { lossless: false } });
    expect([await workspace.quarantined('d'), (await workspace.usage('d')).batches]).toEqual([[], 3]);
    await workspace.shutDown();
  });
});

describe('documents of a workspace', () => {
  it('are listed, renamed, and erased with all that belongs to them', async () => {
    const { workspace } = await workspaceAt(freshName());
    expect(await workspace.create(newDocument('d', 'x'))).toBe(true);
    expect(await workspace.create(newDocument('d', 'y'))).toBe(false);
    await workspace.create(newDocument('e', ''));
    await workspace.rename('d', 'new.ts', 'typescript');
    expect((await workspace.list()).map(({ id, name, language }) => [id, name, language])).toEqual([
      ['d', 'new.ts', 'typescript'],
      ['e', 'e.py', 'python'],
    ]);
    const outcome = {
      document: 'd',
      predictionId: 'p',
      kind: 'accepted',
      version: 3,
      wallTime: 5,
      detail: { ms: 12 },
    } as const;
    await workspace.addOutcome(outcome);
    await workspace.addOutcome({ ...outcome, document: 'e' });
    expect(await workspace.outcomes('d')).toEqual([outcome]);
    expect((await workspace.allOutcomes()).map(({ document }) => document)).toEqual(['d', 'e']);
    await workspace.erase('d');
    expect([await workspace.open('d'), await workspace.outcomes('d'), (await workspace.list()).length]).toEqual([
      { kind: 'missing' },
      [],
      1,
    ]);
    expect(await workspace.allOutcomes()).toHaveLength(1);
    await workspace.clearOutcomes();
    expect(await workspace.allOutcomes()).toEqual([]);
    await workspace.shutDown();
  });

  it('keep settings', async () => {
    const { workspace } = await workspaceAt(freshName());
    expect(await workspace.setting('theme')).toBeUndefined();
    await workspace.setSetting('theme', { dark: true });
    expect(await workspace.setting('theme')).toEqual({ dark: true });
    await workspace.removeSetting('theme');
    expect(await workspace.setting('theme')).toBeUndefined();
    await workspace.shutDown();
  });
});

describe('two tabs', () => {
  async function twoTabs(deaf = false) {
    const name = freshName();
    const locks = fakeLocks();
    const channel = fakeChannels();
    const told: [string, OwnershipState][] = [];
    const open = async (tab: string, quiet: boolean) =>
      (
        await workspaceAt(name, {
          tab,
          locks,
          channel: channel(quiet),
          flushDelayMs: 100_000,
          patienceMs: 30,
          onOwnership: (_, state) => told.push([tab, state]),
        })
      ).workspace;
    const [first, second] = [await open('first', deaf), await open('second', false)];
    await first.create(newDocument('d', 'abc'));
    return { first, second, told };
  }
  const records = (text: string, version: number, insert: string) =>
    new Typist('d', text, undefined, version).typeAt(text.length, insert).records;

  it('of one document: the second is told and reads only', async () => {
    const { first, second } = await twoTabs();
    expect((await openAs(first, 'd')).access).toEqual({ kind: 'owner', how: 'first' });
    const { access, document } = await openAs(second, 'd');
    expect([access, document.text]).toEqual([{ kind: 'waiting', why: 'held' }, 'abc']);
    expect(second.recorder.push(records('abc', 0, 'x')[0]!)).toBe(false);
  });

  it('the second becomes owner when the first closes', async () => {
    const { first, second, told } = await twoTabs();
    await openAs(first, 'd');
    await openAs(second, 'd');
    for (const record of records('abc', 0, 'de')) first.recorder.push(record);
    await first.shutDown();
    await expect.poll(() => told).toEqual([['second', { kind: 'owner', how: 'released' }]]);
    expect((await openAs(second, 'd')).document.text).toBe('abcde');
  });

  it('the second can take over; the first writes what it has before it steps back', async () => {
    const { first, second, told } = await twoTabs();
    await openAs(first, 'd');
    await openAs(second, 'd');
    for (const record of records('abc', 0, 'de')) first.recorder.push(record);
    expect(await second.takeOver('d')).toMatchObject({
      kind: 'opened',
      access: { kind: 'owner', how: 'taken' },
      document: { text: 'abcde' },
    });
    expect(told).toContainEqual(['first', { kind: 'waiting', why: 'yielded' }]);
    first.recorder.push(records('abcde', 2, 'f')[0]!);
    expect(await first.recorder.flush()).toEqual({ kind: 'halted', documents: ['d'] });
    expect(first.recorder.unwritten('d')).toHaveLength(1);
  });

  it('a frozen first tab is passed over; what it still held is not written over the second, nor forgotten', async () => {
    const { first, second, told } = await twoTabs(true);
    await openAs(first, 'd');
    await openAs(second, 'd');
    for (const record of records('abc', 0, 'de')) first.recorder.push(record);
    expect(await second.takeOver('d')).toMatchObject({ kind: 'opened', document: { text: 'abc' } });
    for (const record of records('abc', 0, 'XY')) second.recorder.push(record);
    await first.recorder.flush();
    await second.recorder.flush();
    expect(told).toContainEqual(['first', { kind: 'waiting', why: 'stolen' }]);
    const { document, stranded } = await openAs(first, 'd');
    expect([document.text, stranded.length]).toEqual(['abcXY', 2]);
  });

  it('without locks the last to open writes, and the other finds out before it can do harm', async () => {
    const name = freshName();
    const first = (await workspaceAt(name, { tab: 'first', locks: null })).workspace;
    await first.create(newDocument('d', 'abc'));
    expect((await openAs(first, 'd')).access).toEqual({ kind: 'none', why: 'no-locks' });
    const second = (await workspaceAt(name, { tab: 'second', locks: null })).workspace;
    await openAs(second, 'd');
    first.recorder.push(records('abc', 0, 'x')[0]!);
    second.recorder.push(records('abc', 0, 'y')[0]!);
    expect(await first.recorder.flush()).toEqual({ kind: 'halted', documents: ['d'] });
    expect(await second.recorder.flush()).toEqual({ kind: 'written' });
    expect((await openAs(second, 'd')).document.text).toBe('abcy');
  });
});
