/** Python packages for Run: the files that this version of Pyodide names, fetched or copied, checked by their digests. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packagesFor, type LockedPackage, type PackageLock } from '../../../src/execution/python-lock';

export interface PackageOptions {
  /** Modules as programs import them. */
  readonly wanted: readonly string[];
  readonly lock: PackageLock;
  /** Of Pyodide. */
  readonly version: string;
  /** URL or folder with the files; null for Pyodide's own host. */
  readonly from: string | null;
  readonly out: string;
  readonly tell: (line: string) => void;
}

/** What stops the command, in words for whoever runs it. */
export class PackagesError extends Error {}

const ownHost = (version: string): string => `https://cdn.jsdelivr.net/pyodide/v${version}/full/`;
const releases = (version: string): string => `https://github.com/pyodide/pyodide/releases/tag/${version}`;
const isAddress = (from: string): boolean => /^https?:/.test(from);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files of all that is wanted and of what it depends on. @throws PackagesError for a module that no package brings */
export function neededFiles({
  wanted,
  lock,
  version,
}: Pick<PackageOptions, 'wanted' | 'lock' | 'version'>): readonly LockedPackage[] {
  if (wanted.length === 0)
    throw new PackagesError('Name the modules, for example: npm run python:packages -- matplotlib');
  const needed = new Map<string, LockedPackage>();
  for (const module of wanted) {
    const found = packagesFor(module, lock);
    if (found.length === 0)
      throw new PackagesError(
        `Pyodide ${version} has no package that brings ${module}. Name it as programs import it (sklearn, not scikit-learn).`,
      );
    for (const one of found) needed.set(one.file_name, one);
  }
  return [...needed.values()];
}

type Got =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing'; readonly why: string }
  /** Nobody answers, so it is no use to ask for the others. */
  | { readonly kind: 'unreachable'; readonly why: string };

const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

async function fetched(url: URL): Promise<Got> {
  try {
    const response = await fetch(url);
    if (!response.ok) return { kind: 'missing', why: `${url.host} answered ${response.status}` };
    return { kind: 'bytes', bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    return { kind: 'unreachable', why: `${url.host} cannot be reached (${whyOf(error)})` };
  }
}

function read(file: string): Exclude<Got, { kind: 'unreachable' }> {
  return existsSync(file)
    ? { kind: 'bytes', bytes: readFileSync(file) }
    : { kind: 'missing', why: 'it is not in the folder' };
}

/** What to do when files could not be had. */
function remedy({ wanted, version, from }: PackageOptions): string {
  const command = `npm run python:packages -- ${wanted.join(' ')} --from <folder>`;
  const where = `pyodide-${version}.tar.bz2 of ${releases(version)}`;
  if (from !== null && !isAddress(from))
    return `Give the folder of the whole distribution of Pyodide ${version}, with its .whl files: unpack ${where}.`;
  return `On a machine that reaches it, download ${where}, bring the unpacked folder here, and run: ${command}`;
}

/**
 * Puts the files into `out`; those that are there already and right are left. Nothing that is not the very file is written.
 * @returns how many files there are, and their bytes
 * @throws PackagesError naming every file that is missing, and what to do
 */
export async function bringPackages(
  options: PackageOptions,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const { lock, version, from, out, tell } = options;
  const source = from ?? ownHost(version);
  const base = isAddress(source) ? new URL(source.endsWith('/') ? source : `${source}/`) : null;
  const missing: string[] = [];
  let total = 0;
  let done = 0;
  const needed = neededFiles({ ...options, lock });
  for (const { file_name: fileName, sha256, name, version: packaged } of needed) {
    const target = path.join(out, fileName);
    const here = read(target);
    const had = here.kind === 'bytes' && digestOf(here.bytes) === sha256;
    const got = had ? here : base === null ? read(path.join(source, fileName)) : await fetched(new URL(fileName, base));
    if (got.kind === 'unreachable')
      throw new PackagesError(
        `${got.why}; ${needed.length - done} of ${needed.length} files are missing.\n${remedy(options)}`,
      );
    if (got.kind === 'missing') {
      missing.push(`${fileName}: ${got.why}`);
      continue;
    }
    if (digestOf(got.bytes) !== sha256) {
      missing.push(
        `${fileName}: what is there is not the file that Pyodide ${version} names (another build, or damaged)`,
      );
      continue;
    }
    if (!had) {
      mkdirSync(out, { recursive: true });
      writeFileSync(target, got.bytes);
    }
    total += got.bytes.length;
    done += 1;
    tell(`${name} ${packaged}: ${(got.bytes.length / 1e6).toFixed(1)} MB`);
  }
  if (missing.length > 0)
    throw new PackagesError(
      `${missing.length} of ${needed.length} files are missing:\n  ${missing.join('\n  ')}\n${remedy(options)}`,
    );
  return { files: needed.length, bytes: total };
}
