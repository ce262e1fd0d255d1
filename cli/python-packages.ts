/**
 * `npm run python:packages -- numpy matplotlib [--from <URL or folder>]`: puts Python packages, with all they depend on, into
 * public/python, from where Run offers them offline. Each file must be the one that this version of Pyodide names.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packagesFor, readLock } from '../src/execution/python-lock';

const root = path.resolve(import.meta.dirname, '..');
const pyodide = path.join(root, 'node_modules/pyodide');
const { version } = JSON.parse(readFileSync(path.join(pyodide, 'package.json'), 'utf8')) as { readonly version: string };
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: `https://cdn.jsdelivr.net/pyodide/v${version}/full/` }, out: { type: 'string', default: path.join(root, 'public/python') } },
});
if (wanted.length === 0) throw new Error('Name the packages, for example: npm run python:packages -- matplotlib');

const lock = readLock(readFileSync(path.join(pyodide, 'pyodide-lock.json'), 'utf8'));
const needed = new Map(wanted.flatMap((name) => {
  const found = packagesFor(name, lock);
  if (found.length === 0) throw new Error(`Pyodide ${version} has no package that brings ${name}.`);
  return found.map((one) => [one.file_name, one] as const);
}));

async function bytesOf(fileName: string): Promise<Buffer> {
  if (!/^https?:/.test(options.from)) return readFileSync(path.join(options.from, fileName));
  const response = await fetch(new URL(fileName, options.from));
  if (!response.ok) throw new Error(`${response.url} answered with status ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}

mkdirSync(options.out, { recursive: true });
let total = 0;
for (const [fileName, { sha256, name, version: packaged }] of needed) {
  const target = path.join(options.out, fileName);
  const bytes = existsSync(target) ? readFileSync(target) : await bytesOf(fileName);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${fileName} is not the file that Pyodide ${version} names.`);
  writeFileSync(target, bytes);
  total += bytes.length;
  console.log(`${name} ${packaged}: ${(bytes.length / 1e6).toFixed(1)} MB`);
}
console.log(`${needed.size} files, ${(total / 1e6).toFixed(1)} MB in ${path.relative(process.cwd(), options.out)}. They are part of the next build.`);
