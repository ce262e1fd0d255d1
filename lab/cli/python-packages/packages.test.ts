import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LockedPackage, PackageLock } from '../../../src/execution/python-lock';
import { bringPackages, neededFiles, type PackageOptions } from './packages';

const contents = { numpy: 'the file of numpy', matplotlib: 'the file of matplotlib' } as const;
const file = (name: keyof typeof contents): string => `${name}-1.0-cp314-wasm32.whl`;
const entry = (name: keyof typeof contents, depends: readonly string[]): LockedPackage => ({
  name,
  version: '1.0',
  file_name: file(name),
  depends,
  imports: [name],
  sha256: createHash('sha256').update(contents[name]).digest('hex'),
});
const lock: PackageLock = new Map([
  ['numpy', entry('numpy', [])],
  ['matplotlib', entry('matplotlib', ['numpy'])],
]);

let folder = '';
let server: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'inkling-packages-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  server?.close();
  server = null;
});

const out = (): string => path.join(folder, 'out');
const options = (from: string | null, wanted: readonly string[] = ['matplotlib']): PackageOptions => ({
  wanted,
  lock,
  version: '314.0.7',
  from,
  out: out(),
  tell: () => undefined,
});
const failure = (from: string | null): Promise<string> =>
  bringPackages(options(from)).then(
    () => 'it came',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** A folder as a distribution is unpacked to. */
function distribution(files: Readonly<Partial<Record<keyof typeof contents, string>>> = contents): string {
  const at = path.join(folder, 'distribution');
  mkdirSync(at);
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(at, file(name as keyof typeof contents)), content);
  return at;
}

/** A host of a distribution; gives its address, without a slash at the end. */
async function host(): Promise<string> {
  const started = createServer((request, response) => {
    const name = (['numpy', 'matplotlib'] as const).find((one) => request.url === `/full/${file(one)}`);
    response.writeHead(name === undefined ? 404 : 200).end(name === undefined ? '' : contents[name]);
  });
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/full`;
}

describe('bringing packages', () => {
  it('copies what is wanted and what it depends on out of a folder, and leaves what is there', async () => {
    const from = distribution();
    expect(await bringPackages(options(from))).toEqual({
      files: 2,
      bytes: contents.numpy.length + contents.matplotlib.length,
    });
    for (const name of ['numpy', 'matplotlib'] as const)
      expect(readFileSync(path.join(out(), file(name)), 'utf8')).toBe(contents[name]);
    rmSync(from, { recursive: true });
    expect((await bringPackages(options(from))).files).toBe(2);
  });

  it('fetches from a host, and puts right what was damaged', async () => {
    mkdirSync(out());
    writeFileSync(path.join(out(), file('numpy')), 'half');
    expect((await bringPackages(options(await host()))).files).toBe(2);
    expect(readFileSync(path.join(out(), file('numpy')), 'utf8')).toBe(contents.numpy);
  });

  it('names every file that a folder does not have or has otherwise, writes none of them, and says which folder it takes', async () => {
    const said = await failure(distribution({ numpy: 'another build' }));
    expect(said).toMatch(
      /^2 of 2 files are missing:\n {2}matplotlib-1\.0\S+: it is not in the folder\n {2}numpy-1\.0\S+: what is there is not the file that Pyodide 314\.0\.7 names/,
    );
    expect(said).toContain('pyodide-314.0.7.tar.bz2 of https://github.com/pyodide/pyodide/releases/tag/314.0.7');
    expect(existsSync(path.join(out(), file('numpy')))).toBe(false);
  });

  it.each([
    ['that does not have them', async () => `${await host()}/elsewhere`, /127\.0\.0\.1:\d+ answered 404/],
    ['that cannot be reached', () => Promise.resolve('http://127.0.0.1:9/'), /127\.0\.0\.1:9 cannot be reached \(/],
  ])('says what to do about a host %s', async (_what, from, why) => {
    const said = await failure(await from());
    expect(said).toMatch(why);
    expect(said).toContain('npm run python:packages -- matplotlib --from <folder>');
  });
});

it.each([
  [[], /Name the modules/],
  [['scikit-learn'], /no package that brings scikit-learn\. Name it as programs import it/],
])('refuses %j', (wanted, words) => {
  expect(() => neededFiles({ wanted, lock, version: '1' })).toThrow(words);
});
