import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeLocks } from '../../../testing/storage-fakes';
import type { NoticeView } from '../view-types';
import { createArchive } from './document-store';
import { createFiles, rememberedTabs, type Files } from './files';
import type { FileEntry } from './file-store';
import { createSettings } from '../../platform/local-settings';
import { createStore } from '../../platform/store';
import { INITIAL_VIEW, type View } from '../view';
import { createWorkbench, type Workbench } from '../workbench';

interface Page {
  readonly files: Files;
  readonly workbench: Workbench;
  readonly notices: Map<string, Omit<NoticeView, 'id'>>;
  readonly settings: ReturnType<typeof createSettings>;
  readonly names: () => string[];
  readonly tabs: () => string[];
}

let databases = 0;
let database = '';
beforeEach(() => {
  database = `files-${(databases += 1)}`;
});

async function page(settings = createSettings(() => null), tellOthers = (): void => undefined): Promise<Page> {
  const notices = new Map<string, Omit<NoticeView, 'id'>>();
  const notice = (id: string, content: Omit<NoticeView, 'id'> | null): void => {
    if (content === null) notices.delete(id);
    else notices.set(id, content);
  };
  const now = (tell: () => void): void => {
    tell();
  };
  const view = createStore<View>(INITIAL_VIEW, now);
  let ids = 0;
  const newId = (): string => `${database}-${Math.random().toString(36).slice(2)}-${(ids += 1)}`;
  const archive = createArchive({
    tab: newId(),
    locks: fakeLocks(),
    channel: null,
    database,
    newId,
    notice,
    onStorage: () => undefined,
    onFound: () => undefined,
    onAdded: () => undefined,
    onWritable: () => undefined,
    reload: () => undefined,
    onScreen: (id) => workbench.text(id),
    shown: () => workbench.active(),
  });
  const workbench = createWorkbench({
    view,
    session: 's',
    excluded: [],
    engine: {
      complete: () => {
        throw new Error('No model in this test.');
      },
    },
    record: (record) => {
      archive.record(record);
    },
    outcome: () => undefined,
  });
  const list = createStore<readonly FileEntry[]>([], now);
  const files = createFiles({ archive, workbench, settings, list, newId, notice, tellOthers });
  workbench.open(await archive.open(rememberedTabs(settings)), settings.read('file'));
  await files.refresh();
  return {
    files,
    workbench,
    notices,
    settings,
    names: () => list.get().map(({ name }) => name),
    tabs: () => view.get().tabs.map(({ name }) => name),
  };
}

const idOf = ({ files }: Page, name: string): string => files.list.get().find((file) => file.name === name)!.id;

describe('files', () => {
  it('are made, shown, and found again after a reload, with the same tabs', async () => {
    const one = await page();
    await one.files.create('src/new.py', 'x = 1\n');
    expect(one.names()).toEqual(['area.py', 'src/new.py', 'total.ts']);
    expect(one.workbench.text()).toBe('x = 1\n');
    await one.files.close(idOf(one, 'area.py'));
    expect(one.tabs()).toEqual(['total.ts', 'src/new.py']);

    const two = await page(one.settings);
    expect(two.names()).toEqual(['area.py', 'src/new.py', 'total.ts']);
    expect(new Set(two.tabs())).toEqual(new Set(['total.ts', 'src/new.py']));
    expect(two.workbench.text()).toBe('x = 1\n');
  });

  it('get a number when their name is taken, and are refused when it leaves the workspace', async () => {
    const one = await page();
    const { ids, refused } = await one.files.add(
      [
        { name: 'area.py', text: '' },
        { name: '../x.py', text: '' },
        { name: 'b.py', text: 'b' },
      ],
      2,
    );
    expect(ids.length).toBe(2);
    expect(refused.map(({ name }) => name)).toEqual(['../x.py']);
    expect(one.names()).toEqual(['area-2.py', 'area.py', 'b.py', 'total.ts']);
    expect(one.workbench.text()).toBe('b');
  });

  it('go out with the line ends and the mark they came with, after a reload, a new name and the bin', async () => {
    const raw = '\uFEFFone\r\ntwo\nthree\rfour';
    const one = await page();
    const id = await one.files.create('mixed.txt', raw);
    expect(one.workbench.text()?.startsWith('one')).toBe(true);
    const two = await page(one.settings);
    const other = idOf(two, 'mixed.txt');
    expect(other).toBe(id);
    await two.files.rename(other, 'other.txt');
    await two.files.remove(other);
    await two.files.putBack(other);
    expect(await two.files.outgoing(other)).toBe(raw);
    await two.files.standsAs(other, 'one\ntwo\r\nthree\nfour\r\n');
    expect(await two.files.outgoing(other)).toBe('one\ntwo\r\nthree\nfour');
    expect(await two.files.outgoing('nothing')).toBeNull();
  });

  it('are renamed, and not to a name that is taken', async () => {
    const one = await page();
    expect(await one.files.rename(idOf(one, 'area.py'), 'lib/area.py')).toBeNull();
    expect(await one.files.rename(idOf(one, 'lib/area.py'), 'total.ts')).toContain('already');
    expect(await one.files.rename(idOf(one, 'lib/area.py'), '')).toContain('name');
    expect([one.names(), one.tabs()]).toEqual([
      ['lib/area.py', 'total.ts'],
      ['lib/area.py', 'total.ts'],
    ]);
  });

  it('are deleted, and put back with all they held', async () => {
    const one = await page();
    const text = one.workbench.text(idOf(one, 'area.py'));
    await one.files.remove(idOf(one, 'area.py'));
    expect([one.names(), one.tabs()]).toEqual([['total.ts'], ['total.ts']]);
    const [notice] = one.notices.values();
    notice!.actions[0]!.run();
    await expect.poll(one.names).toEqual(['area.py', 'total.ts']);
    await expect.poll(() => one.workbench.text()).toBe(text);
  });

  it('are listed anew in other tabs whenever one tab adds, deletes, puts back, or says that something else did', async () => {
    const other = await page();
    const one = await page(undefined, () => {
      void other.files.refresh();
    });
    await one.files.create('new.py', '');
    await expect.poll(other.names).toEqual(['area.py', 'new.py', 'total.ts']);
    await one.files.remove(idOf(one, 'new.py'));
    await expect.poll(other.names).toEqual(['area.py', 'total.ts']);
    [...one.notices.values()][0]!.actions[0]!.run();
    await expect.poll(other.names).toEqual(['area.py', 'new.py', 'total.ts']);
    await other.files.rename(idOf(other, 'new.py'), 'newer.py');
    await one.files.changed();
    expect([one.names(), other.names()]).toEqual([
      ['area.py', 'newer.py', 'total.ts'],
      ['area.py', 'newer.py', 'total.ts'],
    ]);
  });

  it('are put back under another name when theirs was taken meanwhile, and neither is lost', async () => {
    const one = await page();
    const id = idOf(one, 'area.py');
    await one.files.remove(id);
    await one.files.create('area.py', 'newer\n');
    await one.files.putBack(id);
    expect(one.names()).toEqual(['area-2.py', 'area.py', 'total.ts']);
    expect(await one.files.read(idOf(one, 'area.py'))).toBe('newer\n');
    expect(await one.files.read(id)).toContain('def area');
  });

  it('stay deleted when all are, rather than giving way to the examples again', async () => {
    const one = await page();
    for (const name of ['area.py', 'total.ts']) await one.files.remove(idOf(one, name));
    expect((await page(one.settings)).names()).toEqual([]);
    expect(one.workbench.active()).toBeNull();
  });

  it('can be read whether they are open or not', async () => {
    const one = await page();
    const id = idOf(one, 'total.ts');
    const open = await one.files.read(id);
    await one.files.close(id);
    expect(await one.files.read(id)).toBe(open);
    expect(await one.files.read('nothing')).toBeNull();
  });
});
