import { describe, expect, it } from 'vitest';
import { packZip } from '../../workspace/archive/pack';
import { unzip } from '../../workspace/archive/unpack';
import { collect, dropped, filesOf, inFolder, type Candidates } from './sources';

const work = { unzip: (bytes: Uint8Array) => Promise.resolve(unzip(bytes)) };
const file = (path: string, content: BlobPart = 'x'): File => {
  const made = new File([content], path.slice(path.lastIndexOf('/') + 1));
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  return made;
};
const zip = (...files: readonly [string, string][]): Uint8Array<ArrayBuffer> =>
  packZip(files.map(([name, text]) => ({ name, text })));

/** A tree of names; text is a file, an Error one that cannot be read. */
interface Tree {
  readonly [name: string]: Tree | string | DOMException;
}
const isTree = (node: Tree[string]): node is Tree => typeof node !== 'string' && !(node instanceof DOMException);

const entryOf = (name: string, node: Tree[string]): FileSystemEntry => {
  if (isTree(node)) {
    return {
      name,
      isFile: false,
      isDirectory: true,
      createReader: () => {
        const pieces = Object.entries(node).map(([child, content]) => [entryOf(child, content)]);
        return {
          readEntries: (give: (some: FileSystemEntry[]) => void) => {
            give(pieces.shift() ?? []);
          },
        };
      },
    } as unknown as FileSystemEntry;
  }
  return {
    name,
    isFile: true,
    isDirectory: false,
    file: (give: (found: File) => void, fail: (why: DOMException) => void) => {
      if (node instanceof DOMException) fail(node);
      else give(new File([node], name));
    },
  } as unknown as FileSystemEntry;
};
const handleOf = (name: string, node: Tree[string]): FileSystemHandle =>
  (isTree(node)
    ? {
        kind: 'directory',
        name,
        values: async function* () {
          for (const [child, content] of Object.entries(node)) yield await Promise.resolve(handleOf(child, content));
        },
      }
    : {
        kind: 'file',
        name,
        getFile: () => (node instanceof DOMException ? Promise.reject(node) : Promise.resolve(new File([node], name))),
      }) as unknown as FileSystemHandle;

const came = async (candidates: Candidates): Promise<{ files: string[]; leftOut: string[] }> => {
  const { files, leftOut } = await collect(candidates, work, new AbortController().signal);
  return { files: files.map(({ name }) => name), leftOut: leftOut.map(({ name }) => name) };
};

const unreadable = new DOMException('gone', 'NotFoundError');

describe('what comes in', () => {
  it('from a file input: files by their names, a folder from inside, archives unpacked when they were chosen themselves', async () => {
    expect(await came(filesOf([file('a.py'), file('b.zip', zip(['in/b.py', 'b'], ['.git/x', '']))]))).toEqual({
      files: ['a.py', 'in/b.py'],
      leftOut: ['.git/'],
    });
    expect(
      await came(
        filesOf([
          file('dist/a.py'),
          file('dist/src/b.py'),
          file('dist/src/build/c.py'),
          file('dist/node_modules/d/e.js'),
          file('dist/in.zip', zip(['x.py', ''])),
        ]),
      ),
    ).toEqual({ files: ['a.py', 'src/b.py'], leftOut: ['src/build/', 'node_modules/', 'in.zip'] });
  });

  it('from a drop: a folder keeps its name and is wanted whatever it is called; those in it are not', async () => {
    const entries = [
      entryOf('build', { 'a.py': 'a', deep: { 'b.py': 'b' }, node_modules: { 'c.js': 'c' }, 'bad.py': unreadable }),
      entryOf('z.zip', 'no archive'),
      entryOf('x.png', '\0'),
    ];
    expect(await came(dropped(entries))).toEqual({
      files: ['build/a.py', 'build/deep/b.py'],
      leftOut: ['build/node_modules/', 'build/bad.py', 'z.zip', 'x.png'],
    });
  });

  it('from an opened folder, which tells each file that is read', async () => {
    const handles: string[] = [];
    const folder = handleOf('home', {
      'a.py': 'a',
      '.git': { config: 'x' },
      src: { 'b.py': 'b' },
    }) as FileSystemDirectoryHandle;
    expect(await came(inFolder(folder, (path, { name }) => handles.push(`${path} ${name}`)))).toEqual({
      files: ['a.py', 'src/b.py'],
      leftOut: ['.git/'],
    });
    expect(handles).toEqual(['a.py a.py', 'src/b.py b.py']);
  });

  it('is nothing once it was stopped', async () => {
    const stop = new AbortController();
    function* stopping(): Generator<ReturnType<typeof filesOf> extends Generator<infer One> ? One : never> {
      yield* filesOf([file('a.py')]);
      stop.abort();
      yield* filesOf([file('b.py')]);
    }
    await expect(collect(stopping(), work, stop.signal)).rejects.toThrow();
  });
});
