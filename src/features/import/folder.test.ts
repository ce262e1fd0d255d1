import { beforeEach, describe, expect, it } from 'vitest';
import type { NoticeView } from '../../session/view-types';
import type { FolderLink, FolderStorage } from '../../storage/folder';
import { formOf, inForm, uniformEnds, withoutMark, type TextForm } from '../../core/text';
import type { LeftOut } from '../../workspace';
import { createStore } from '../../platform/store';
import { createLocalFolder, type Conflict, type Folder, type LocalFolder, type LocalFolderOptions } from './folder';
import { createImporter } from './importer';

/** Files on a disk, by path; `time` is the clock of changes. */
class FakeDisk {
  readonly files = new Map<string, { text: string; modified: number }>();
  permission: PermissionState = 'granted';
  asked = 0;
  private time = 1;
  set(path: string, text: string): void {
    this.files.set(path, { text, modified: (this.time += 1) });
  }
  text(path: string): string | undefined {
    return this.files.get(path)?.text;
  }
  folder(prefix = ''): Folder {
    const children = (): Map<string, 'file' | 'directory'> =>
      new Map(
        [...this.files.keys()]
          .filter((path) => path.startsWith(prefix))
          .map((path) => {
            const rest = path.slice(prefix.length);
            return rest.includes('/') ? [rest.slice(0, rest.indexOf('/')), 'directory'] : [rest, 'file'];
          }),
      );
    const missing = (): never => {
      throw new DOMException('not there', 'NotFoundError');
    };
    const handle = {
      kind: 'directory',
      name: prefix.split('/').at(-2) ?? 'home',
      isSameEntry: () => Promise.resolve(true),
      queryPermission: () => Promise.resolve(this.permission),
      requestPermission: () => {
        this.asked += 1;
        return Promise.resolve(this.permission);
      },
      getDirectoryHandle: async (name: string, { create = false } = {}) =>
        Promise.resolve(create || children().get(name) === 'directory' ? this.folder(`${prefix}${name}/`) : missing()),
      getFileHandle: async (name: string, { create = false } = {}) =>
        Promise.resolve(create || this.files.has(prefix + name) ? this.file(prefix + name) : missing()),
      values: () => this.values(prefix, children()),
    };
    return handle as unknown as Folder;
  }
  private async *values(prefix: string, children: Map<string, 'file' | 'directory'>): AsyncGenerator {
    for (const [name, kind] of children)
      yield await Promise.resolve(kind === 'file' ? this.file(prefix + name) : this.folder(`${prefix}${name}/`));
  }
  private file(path: string): unknown {
    let pending = '';
    return {
      kind: 'file',
      name: path.slice(path.lastIndexOf('/') + 1),
      getFile: () =>
        Promise.resolve(
          new File([this.files.get(path)?.text ?? ''], path, { lastModified: this.files.get(path)?.modified ?? 0 }),
        ),
      createWritable: () =>
        Promise.resolve({
          write: (text: string) => {
            pending = text;
            return Promise.resolve();
          },
          abort: () => Promise.resolve(),
          close: () => {
            this.set(path, pending);
            return Promise.resolve();
          },
        }),
    };
  }
}

function memoryStorage(): FolderStorage<Folder> {
  let folder: Folder | null = null;
  let links = new Map<string, FolderLink>();
  return {
    folder: () => Promise.resolve(folder),
    keepFolder: (handle) => {
      folder = handle;
      links = new Map();
      return Promise.resolve();
    },
    links: () => Promise.resolve([...links.values()]),
    keepLink: (link) => {
      links.set(link.document, link);
      return Promise.resolve();
    },
  };
}

let disk: FakeDisk;
let here: Map<string, string>;
/** How each file is written. */
let forms: Map<string, TextForm>;
let local: LocalFolder;
let notices: Omit<NoticeView, 'id'>[];
let conflicts: ReturnType<typeof createStore<readonly Conflict[]>>;
let active: string | null;

beforeEach(() => {
  disk = new FakeDisk();
  here = new Map();
  forms = new Map();
  notices = [];
  active = null;
  const now = (tell: () => void): void => {
    tell();
  };
  conflicts = createStore<readonly Conflict[]>([], now);
  // Here a file's id is the name it came with.
  const services = {
    files: {
      list: { get: () => [...here.keys()].map((id) => ({ id, name: names.get(id) ?? id })) },
      read: (id: string) => Promise.resolve(here.get(id) ?? null),
      open: (id: string) => {
        active = id;
        return Promise.resolve(true);
      },
      outgoing: (id: string) =>
        Promise.resolve(here.has(id) ? inForm(here.get(id) ?? '', forms.get(id) ?? formOf('')) : null),
      standsAs: (id: string, raw: string) => {
        forms.set(id, formOf(raw));
        return Promise.resolve();
      },
      // The editor makes line ends uniform.
      add: (files: readonly { name: string; text: string }[]) => {
        for (const { name, text } of files) {
          here.set(name, uniformEnds(withoutMark(text), '\n'));
          forms.set(name, formOf(text));
        }
        return Promise.resolve({ ids: files.map(({ name }) => name), refused: [] });
      },
    },
    workbench: { text: (id: string) => here.get(id) ?? null, active: () => active, isWritable: () => true },
    editor: () => ({
      apply: (change: readonly { start: number; end: number; text: string }[]) => {
        let text = here.get(active ?? '') ?? '';
        for (const { start, end, text: piece } of [...change].reverse())
          text = text.slice(0, start) + piece + text.slice(end);
        here.set(active ?? '', text);
        return true;
      },
    }),
    notice: (_id: string, content: Omit<NoticeView, 'id'> | null) => {
      if (content !== null) notices.push(content);
    },
    announce: () => undefined,
    archive: { flush: () => Promise.resolve() },
    panels: { open: () => undefined },
    page: { setTimeout: () => 0, clearTimeout: () => undefined },
  };
  const importer = createImporter(
    services as unknown as Parameters<typeof createImporter>[0],
    { unzip: () => Promise.reject(new Error('no archive')) },
    createStore<readonly LeftOut[]>([], now),
  );
  local = createLocalFolder({
    services: services as unknown as LocalFolderOptions['services'],
    importer,
    storage: memoryStorage(),
    conflicts,
    onConflicts: () => undefined,
  });
});
let names = new Map<string, string>();
beforeEach(() => {
  names = new Map();
});

const opened = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) disk.set(path, text);
  await local.open(disk.folder());
};

describe('a local folder', () => {
  it('comes in with its folders, and what is changed here is written back, nothing else', async () => {
    await opened({ 'a.py': 'a', 'src/b.py': 'b', '.git/config': 'x' });
    expect([...here]).toEqual([
      ['a.py', 'a'],
      ['src/b.py', 'b'],
    ]);
    const untouched = disk.files.get('a.py');
    here.set('src/b.py', 'changed');
    expect(await local.save()).toBe(true);
    expect(disk.text('src/b.py')).toBe('changed');
    expect(disk.files.get('a.py')).toBe(untouched);
    expect(notices.at(-1)?.title).toBe('1 file saved to home.');
    await local.save();
    expect(notices.at(-1)?.title).toMatch(/Nothing has changed/);
  });

  it('keeps a byte order mark that the text does not show', async () => {
    await opened({ 'a.cs': '\ufeffa' });
    here.set('a.cs', 'b');
    await local.save();
    expect(disk.text('a.cs')).toBe('\ufeffb');
  });

  it.each<[string, string, (text: string) => string, string]>([
    ['mixed line ends', 'one\r\ntwo\nthree\rfour', (text) => text.replace('two', '2'), 'one\r\n2\nthree\rfour'],
    ['CR LF', 'one\r\ntwo\r\n', (text) => `${text}three\n`, 'one\r\ntwo\r\nthree\r\n'],
    ['lone CR and a mark', '\ufeffone\rtwo', (text) => text.replace('one', '1'), '\ufeff1\rtwo'],
  ])('writes %s as they stand there', async (_name, raw, edit, expected) => {
    await opened({ 'a.py': raw, 'b.py': raw });
    const untouched = disk.files.get('b.py');
    here.set('a.py', edit(here.get('a.py') ?? ''));
    await local.save();
    expect(disk.text('a.py')).toBe(expected);
    expect(disk.files.get('b.py')).toBe(untouched);
    // A file of which no form is known any more: the folder's own bytes tell.
    forms.clear();
    here.set('b.py', edit(here.get('b.py') ?? ''));
    await local.save();
    expect(disk.text('b.py')).toBe(expected);
  });

  it('takes line ends that another program has changed, and keeps them', async () => {
    await opened({ 'a.py': 'one\ntwo\n' });
    disk.set('a.py', 'one\r\ntwo\r\nthree\n');
    await local.open(disk.folder());
    expect(here.get('a.py')).toBe('one\ntwo\nthree\n');
    here.set('a.py', 'one\n2\nthree\n');
    await local.save();
    expect(disk.text('a.py')).toBe('one\r\n2\r\nthree\n');
    expect(conflicts.get()).toEqual([]);
  });

  it('takes the file that is shown along when it is new, and a renamed one under its new name', async () => {
    await opened({ 'a.py': 'a' });
    here.set('new/c.py', 'c');
    active = 'new/c.py';
    names.set('a.py', 'renamed.py');
    await local.save();
    expect([...disk.files].map(([path, { text }]) => [path, text])).toEqual([
      ['a.py', 'a'],
      ['renamed.py', 'a'],
      ['new/c.py', 'c'],
    ]);
  });

  it('asks where both sides have changed, and writes nothing meanwhile', async () => {
    await opened({ 'a.py': 'a', 'gone.py': 'g' });
    here.set('a.py', 'mine');
    here.set('gone.py', 'mine too');
    disk.set('a.py', 'theirs');
    disk.files.delete('gone.py');
    await local.save();
    expect(conflicts.get().map(({ name, disk: there }) => [name, there?.text ?? null])).toEqual([
      ['a.py', 'theirs'],
      ['gone.py', null],
    ]);
    expect(disk.text('a.py')).toBe('theirs');
    const [first, second] = conflicts.get();
    await local.settle(first!, 'mine');
    expect(disk.text('a.py')).toBe('mine');
    expect(here.get('a.folder.py')).toBe('theirs');
    await local.settle(second!, 'mine');
    expect(disk.text('gone.py')).toBe('mine too');
    expect(conflicts.get()).toEqual([]);
  });

  it('takes the folder\u2019s text as an edit when that is chosen', async () => {
    await opened({ 'a.py': 'a' });
    here.set('a.py', 'mine');
    disk.set('a.py', 'theirs');
    await local.save();
    await local.settle(conflicts.get()[0]!, 'theirs');
    expect([here.get('a.py'), disk.text('a.py')]).toEqual(['theirs', 'theirs']);
    await local.save();
    expect(notices.at(-1)?.title).toMatch(/Nothing has changed/);
  });

  it('does not overwrite what is no text', async () => {
    await opened({ 'a.py': 'a' });
    here.set('a.py', 'mine');
    disk.set('a.py', '\0\0');
    await local.save();
    await local.settle(conflicts.get()[0]!, 'mine');
    expect(disk.text('a.py')).toBe('\0\0');
    expect(notices.at(-1)?.body).toMatch(/not text/);
  });

  it('brings files up to date when it is opened again, and keeps what was changed here', async () => {
    await opened({ 'a.py': 'a', 'b.py': 'b', 'c.py': 'c' });
    here.set('b.py', 'mine');
    here.set('c.py', 'mine');
    disk.set('a.py', 'a2');
    disk.set('c.py', 'theirs');
    disk.set('d.py', 'd');
    await local.open(disk.folder());
    expect([...here]).toEqual([
      ['a.py', 'a2'],
      ['b.py', 'mine'],
      ['c.py', 'mine'],
      ['d.py', 'd'],
    ]);
    expect(conflicts.get().map(({ name }) => name)).toEqual(['c.py']);
  });

  it('asks for permission again, and writes nothing without it', async () => {
    await opened({ 'a.py': 'a' });
    here.set('a.py', 'mine');
    disk.permission = 'denied';
    expect(await local.save()).toBe(true);
    expect([disk.asked, disk.text('a.py'), notices.at(-1)?.title]).toEqual([
      1,
      'a',
      'Nothing was saved to the folder.',
    ]);
  });

  it('is none before one was opened', async () => {
    expect(await local.save()).toBe(false);
  });
});
