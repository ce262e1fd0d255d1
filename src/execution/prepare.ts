/** What each language needs before a program can run: its script for the worker, its assets, and how to read its errors. */
import {
  knownFiles,
  locate,
  parsePythonTraceback,
  parseScriptError,
  type RunFailure,
  type RunFile,
} from '../core/execution';
import type { FrameReply, WorkerReply } from '../protocol/execution';
import type { FrameScript } from './frame';
import { buildScript, needsTranspiling } from './script';
import type { FoundPackages, PythonAsset } from './python-assets';

/** The self-contained texts of workers/: the frame's is at hand, those of the languages are fetched when first used. */
export interface Scripts {
  readonly frame: FrameScript;
  readonly python: () => Promise<string>;
  readonly javascript: () => Promise<string>;
}

type Thrown = Extract<WorkerReply, { type: 'failed' }>['error'];
type Broken = Extract<FrameReply, { type: 'broken' }>;

export interface Prepared {
  readonly script: string;
  readonly assets: readonly PythonAsset[];
  /** The program cannot even start. */
  readonly fault: RunFailure | null;
  readonly packages: (modules: readonly string[]) => Promise<FoundPackages>;
  readonly failure: (error: Thrown, files: readonly RunFile[]) => RunFailure;
  /** The worker's script did not parse. */
  readonly broken: (reply: Broken) => RunFailure;
}

const NO_PACKAGES: FoundPackages = { names: [], wheels: [], missing: [] };

const unplaced = ({ message }: Broken): RunFailure => ({ type: 'Error', message, location: null, trace: message });

let python: Promise<readonly PythonAsset[]> | null = null;

export async function preparePython(scripts: Scripts, baseUrl: string): Promise<Prepared> {
  const { fetchPython, findPackages } = await import('./python-assets');
  python ??= fetchPython().catch((error: unknown) => {
    python = null;
    throw error;
  });
  const [assets, script] = await Promise.all([python, scripts.python()]);
  const lock = assets.find(({ name }) => name === 'pyodide-lock.json');
  return {
    script,
    assets,
    fault: null,
    packages: async (modules) =>
      lock === undefined ? { ...NO_PACKAGES, missing: modules } : findPackages(modules, lock.bytes, baseUrl),
    failure: ({ name, stack }, files) => ({
      ...parsePythonTraceback(stack, knownFiles(files.map(({ path }) => path))),
      ...(name === '' ? {} : { type: name }),
    }),
    broken: unplaced,
  };
}

export async function prepareJavaScript(scripts: Scripts, files: readonly RunFile[], main: string): Promise<Prepared> {
  const [prelude, transpile] = await Promise.all([
    scripts.javascript(),
    files.some(needsTranspiling) ? import('./transpile').then((loaded) => loaded.transpile) : () => ({ code: '' }),
  ]);
  const built = buildScript(prelude, files, main, transpile);
  const common = { assets: [], packages: () => Promise.resolve(NO_PACKAGES) };
  if ('message' in built) {
    const { message, file, line, column } = built;
    const failure: RunFailure = {
      type: 'SyntaxError',
      message,
      location: { file, line, column },
      trace: `SyntaxError: ${message}\n    at (${file}:${line}:${column})`,
    };
    return { ...common, script: '', fault: failure, failure: () => failure, broken: unplaced };
  }
  return {
    ...common,
    script: built.script,
    fault: null,
    failure: (error) => parseScriptError(error, built.ranges),
    broken(reply) {
      const words = reply.message.replace(/^Uncaught /, '');
      const [, type = 'Error', message = words] = /^(\w*Error): ([\s\S]*)$/.exec(words) ?? [];
      const location = locate(built.ranges, reply.line, reply.column);
      return {
        type,
        message,
        location,
        trace: location === null ? words : `${words}\n    at (${location.file}:${location.line}:${reply.column})`,
      };
    },
  };
}
