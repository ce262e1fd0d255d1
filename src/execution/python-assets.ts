/** Python's own files and packages, from this site. Fetched when Python is first run, never before. */
import wasmUrl from 'pyodide/pyodide.asm.wasm?url';
import libraryUrl from 'pyodide/python_stdlib.zip?url';
import lockUrl from 'pyodide/pyodide-lock.json?url';
import { hexOf } from '../core/text';
import type { Wheel } from '../protocol/execution';
import { packagesFor, readLock } from './python-lock';

export interface PythonAsset {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

const ASSETS = [
  ['python.wasm', wasmUrl],
  ['python_stdlib.zip', libraryUrl],
  ['pyodide-lock.json', lockUrl],
] as const;

/** The names under which the worker finds the files. */
export const PYTHON_ASSETS: readonly string[] = ASSETS.map(([name]) => name);

async function bytesOf(url: string, fetch: typeof globalThis.fetch): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}`);
  return response.arrayBuffer();
}

/** Fetches the interpreter and its library, 12 MB. @throws when a part cannot be fetched */
export async function fetchPython(fetch: typeof globalThis.fetch = globalThis.fetch): Promise<readonly PythonAsset[]> {
  return Promise.all(ASSETS.map(async ([name, url]) => ({ name, bytes: await bytesOf(url, fetch) })));
}

export interface FoundPackages {
  readonly names: readonly string[];
  readonly wheels: readonly Wheel[];
  /** Modules whose packages are not on this site. */
  readonly missing: readonly string[];
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/**
 * Looks for the packages that bring the modules in the folder `python/` of this site, where `npm run python:packages`
 * puts them; each file must be the one that this version of Pyodide names.
 * @param baseUrl absolute URL of the folder the program is served from, with a slash at its end
 */
export async function findPackages(
  modules: readonly string[],
  lockBytes: ArrayBuffer,
  baseUrl: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<FoundPackages> {
  const lock = readLock(new TextDecoder().decode(lockBytes));
  const names = new Set<string>();
  const wheels = new Map<string, Wheel>();
  const missing: string[] = [];
  for (const module of modules) {
    const needed = packagesFor(module, lock);
    try {
      if (needed.length === 0) throw new Error(`no package brings ${module}`);
      for (const { file_name: fileName, sha256: expected } of needed) {
        if (wheels.has(fileName)) continue;
        const bytes = await bytesOf(new URL(`python/${fileName}`, baseUrl).href, fetch);
        if ((await sha256(bytes)) !== expected)
          throw new Error(`${fileName} is not the file this version of Python expects`);
        wheels.set(fileName, { fileName, bytes });
      }
      for (const { name } of needed) names.add(name);
    } catch {
      // Python itself raises ModuleNotFoundError at the import; what is missing is said beside it.
      missing.push(module);
    }
  }
  return { names: [...names], wheels: [...wheels.values()], missing };
}
