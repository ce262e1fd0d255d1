import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EditRecord } from '../../core/history';
import { fakeLocks } from '../../../testing/storage-fakes';
import type { NoticeView, StorageView } from '../view-types';
import { EXAMPLES } from '../../workspace';
import { createArchive, type Archive, type ArchiveOptions } from './document-store';
import type { FoundDocument } from '../workbench';

const ids = EXAMPLES.map(({ name }) => `example:${name}`);
const first = ids[0]!;

interface Page {
  readonly archive: Archive;
  readonly notices: Map<string, Omit<NoticeView, 'id'>>;
  readonly storage: () => StorageView | undefined;
  readonly onScreen: Map<string, string>;
  readonly found: FoundDocument[];
  readonly writable: Map<string, boolean>;
}

let databases = 0;
const freshName = (): string => `archive-${(databases += 1)}`;

function page(database: string, tab: string, locks: ArchiveOptions['locks'] = fakeLocks()): Page {
  const notices = new Map<string, Omit<NoticeView, 'id'>>();
  const onScreen = new Map<string, string>();
  const writable = new Map<string, boolean>();
  const found: FoundDocument[] = [];
  let storage: StorageView | undefined;
  const archive = createArchive({
    tab,
    locks,
    channel: null,
    database,
    newId: () => `copy-${tab}`,
    onStorage: (view) => {
      storage = view;
    },
    notice: (id, content) => {
      if (content === null) notices.delete(id);
      else notices.set(id, content);
    },
    onFound: (document) => {
      found.push(document);
    },
    onScreen: (id) => onScreen.get(id) ?? null,
    shown: () => first,
    onAdded: (document) => {
      found.push(document);
    },
    onWritable: (id, is) => {
      writable.set(id, is);
    },
    reload: () => undefined,
  });
  return { archive, notices, storage: () => storage, onScreen, found, writable };
}

const typed = (version: number, start: number, text: string): EditRecord => ({
  document: first,
  version,
  change: [{ start, end: start, text }],
  selection: null,
  source: { kind: 'typed' },
  wallTime: 1,
  monoTime: 1,
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('begins a first visit with the examples, and a second with what was written', async () => {
  const database = freshName();
  const one = page(database, 'one');
  const documents = await one.archive.open();
  expect(documents.map(({ id, text, writable }) => [id, text, writable])).toEqual(
    EXAMPLES.map(({ name, text }) => [`example:${name}`, text, true]),
  );
  expect(one.storage()).toEqual({ kind: 'saved' });
  one.archive.record(typed(0, 0, '# '));
  one.archive.leave();
  const two = await page(database, 'two').archive.open();
  expect(two[0]).toMatchObject({ id: first, text: `# ${EXAMPLES[0]!.text}`, version: 1 });
  expect(two[0]?.recent?.records).toHaveLength(1);
});

describe('a second tab', () => {
  it('reads, says so, and writes after taking over', async () => {
    const database = freshName();
    const locks = fakeLocks();
    await page(database, 'one', locks).archive.open();
    const two = page(database, 'two', locks);
    const documents = await two.archive.open();
    expect(documents.map(({ writable }) => writable)).toEqual([false, false]);
    expect(two.storage()).toEqual({ kind: 'read-only' });
    two.notices
      .get('tab')
      ?.actions.find(({ primary }) => primary)
      ?.run();
    await vi.waitFor(
      () => {
        expect(two.found.map(({ id, writable }) => [id, writable])).toEqual(ids.map((id) => [id, true]));
      },
      { timeout: 5_000 },
    );
    expect(two.notices.has('tab')).toBe(false);
    expect(two.storage()).toEqual({ kind: 'saved' });
  });

  it('opens a copy of what is on screen', async () => {
    const database = freshName();
    const locks = fakeLocks();
    await page(database, 'one', locks).archive.open();
    const two = page(database, 'two', locks);
    await two.archive.open();
    two.onScreen.set(first, 'what is on screen');
    two.notices
      .get('tab')
      ?.actions.find(({ primary }) => !primary)
      ?.run();
    await vi.waitFor(() => {
      expect(two.found).toMatchObject([
        { id: 'copy-two', name: 'area (copy).py', text: 'what is on screen', writable: true },
      ]);
    });
  });
});

it('goes on from what is on screen after a record that does not fit', async () => {
  const database = freshName();
  const one = page(database, 'one');
  await one.archive.open();
  one.onScreen.set(first, 'on screen');
  one.archive.record(typed(7, 0, 'x'));
  await vi.waitFor(() => {
    expect(one.found).toMatchObject([{ id: first, text: 'on screen', version: 1 }]);
  });
  one.archive.leave();
  const [again] = await page(database, 'two').archive.open();
  expect(again).toMatchObject({ text: 'on screen', version: 1 });
});

it('works in memory without storage, and says so', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const one = page(freshName(), 'one');
  const documents = await one.archive.open();
  expect(documents.map(({ id }) => id)).toEqual(ids);
  expect(one.storage()?.kind).toBe('not-saved');
  expect(one.notices.get('storage')?.title).toBe('Nothing you write here is being saved.');
  expect(() => {
    one.archive.record(typed(0, 0, 'x'));
  }).not.toThrow();
});
