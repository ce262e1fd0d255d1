/**
 * `npm run python:packages -- numpy matplotlib [--from <URL or folder>]`: puts Python packages, with all they depend on, into
 * public/python, from where Run offers them offline. Each file must be the one that this version of Pyodide names.
 *
 * PyPI is not asked: of what matplotlib needs it had only contourpy for Pyodide's platform (pyemscripten_2026_0_wasm32) on
 * 2026-11-20, and files of the same version there differ from those Pyodide was tested with.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readLock } from '../../src/execution/python-lock';
import { bringPackages, PackagesError } from './python-packages/packages';

const root = path.resolve(import.meta.dirname, '../..');
const pyodide = path.join(root, 'node_modules/pyodide');
const { version } = JSON.parse(readFileSync(path.join(pyodide, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string' }, out: { type: 'string', default: path.join(root, 'public/python') } },
});

try {
  const lock = readLock(readFileSync(path.join(pyodide, 'pyodide-lock.json'), 'utf8'));
  const { files, bytes } = await bringPackages({
    wanted,
    lock,
    version,
    from: options.from ?? null,
    out: options.out,
    tell: (line) => {
      console.log(line);
    },
  });
  console.log(
    `${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${path.relative(process.cwd(), options.out)}. They are part of the next build.`,
  );
} catch (error) {
  if (!(error instanceof PackagesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
