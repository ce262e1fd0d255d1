/** What the documents say of the repository is so: paths, links, lengths, figures. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresPage } from './cli/figures/page';
import { readResults } from './cli/figures/results';

const root = path.resolve(import.meta.dirname, '..');
const inRoot = (file: string): string => path.join(root, file);

/** What commands make or fetch, and git does not keep. */
const MADE = /^(?:dist|models|node_modules|coverage|public\/python|lab\/training\/(?:data|runs))(?:\/|$)/;

/** Files and folders below a folder, without those that commands make. */
function below(folder: string): readonly string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || MADE.test(name)) return [];
    return entry.isDirectory() ? [name, ...below(name)] : [name];
  });
}

const inside = below('');
const known = new Set(inside);
/** Everything by the ends of its path: `wllama/adapter.ts` and `adapter.ts` for `src/engine/wllama/adapter.ts`. */
const endings = new Set(
  inside.flatMap((name) => {
    const parts = name.split('/');
    return parts.map((_, index) => parts.slice(index).join('/'));
  }),
);
const topFolders = new Set(inside.flatMap((name) => name.split('/').slice(0, -1)[0] ?? []));

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'lab/training/README.md',
  'lab/tinylib/README.md',
  'public/models/README.md',
  ...inside.filter((name) => /^docs\/.*\.md$/.test(name)),
];

/** Paths that are not of this repository: data sets, what training makes, other people's caches. */
const ELSEWHERE = /^(?:\.|data\/|runs\/|(?:apeval|benchmark|humaneval|humanevalfix|mtpb)\/|webllm\/)/;
const SOURCE = /\.(?:tsx?|js|css|py|cc)$/;
/** A program of others that a page names. */
const OTHERS = new Set(['convert_lora_to_gguf.py']);

const quoted = (page: string): readonly string[] =>
  Array.from(page.replace(/^```.*?^```/gms, '').matchAll(/`([\w.*-]+(?:\/[\w.*-]+)*\/?)`/g), ([, name]) => name ?? '');

/** Whether a path with stars, as in `src/models/*.test.ts`, has something to stand for. */
function matches(pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  const expression = new RegExp(`^${parts.join('[^/]*')}$`);
  return inside.some((name) => expression.test(name));
}

/** Names in backticks that claim to be of this repository and are not. */
function wrongPaths(page: string): readonly string[] {
  return quoted(page).filter((given) => {
    const name = given.replace(/\/$/, '');
    if (MADE.test(name) || ELSEWHERE.test(name) || OTHERS.has(name)) return false;
    if (name.includes('*')) return name.includes('/') && !matches(name);
    if (topFolders.has(name.split('/')[0] ?? '')) return !known.has(name);
    // Short for what a page is about; a folder that is gone has no such ending either.
    return (name.includes('/') || SOURCE.test(name)) && !endings.has(name);
  });
}

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Targets of relative links that are not there, also where only the heading is not. */
function brokenLinks(file: string, page: string): readonly string[] {
  const targets = Array.from(page.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? '');
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [name = '', anchor] = target.split('#');
    const at = name === '' ? inRoot(file) : path.resolve(path.dirname(inRoot(file)), name);
    if (!existsSync(at)) return true;
    if (anchor === undefined || statSync(at).isDirectory()) return false;
    const headings = Array.from(readFileSync(at, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading]) => heading ?? '');
    return !headings.map(anchorOf).includes(anchor);
  });
}

describe.each(pages)('%s', (file) => {
  const page = readFileSync(inRoot(file), 'utf8');

  it('names only paths that exist', () => {
    expect(wrongPaths(page)).toEqual([]);
  });

  it('links only to what is there', () => {
    expect(brokenLinks(file, page)).toEqual([]);
  });
});

describe('a page with a mistake', () => {
  it.each([
    ['`src/editor/gone.ts`', ['src/editor/gone.ts']],
    ['`tools/tinylib`, `cli/demo`', ['tools/tinylib', 'cli/demo']],
    ['`gone-for-ever.ts`', ['gone-for-ever.ts']],
    ['`src/gone/*.test.ts`', ['src/gone/*.test.ts']],
    ['`src/editor/host.ts`, `src/editor/`, `editor/host.ts`, `host.ts`, `src/models/*.ts`, `dist/_headers`', []],
  ])('%s', (page, wrong) => {
    expect(wrongPaths(page)).toEqual(wrong);
  });

  it.each([
    ['[a](gone.md)', ['gone.md']],
    ['[a](glossary.md#gone)', ['glossary.md#gone']],
    ['[a](recipes.md#a-dialect), [b](https://example.com/gone)', []],
  ])('%s', (page, broken) => {
    expect(brokenLinks('docs/architecture.md', page)).toEqual(broken);
  });
});

it('the README can be read at once, and the architecture is one page', () => {
  expect(readFileSync(inRoot('README.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(90);
  expect(statSync(inRoot('docs/architecture.md')).size).toBeLessThan(8000);
});

it('every folder of the program is in the architecture', () => {
  const page = readFileSync(inRoot('docs/architecture.md'), 'utf8');
  const folders = inside.filter((name) => /^src\/[^/.]+$/.test(name));
  expect(folders.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('every package that the program uses is among the dependencies', () => {
  const page = readFileSync(inRoot('docs/dependencies.md'), 'utf8');
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

describe('figures', () => {
  const results = readResults(inRoot('lab/bench/results'));

  it('are as the benchmarks wrote them', () => {
    expect(readFileSync(inRoot('docs/figures.md'), 'utf8')).toBe(figuresPage(results));
  });

  it('leave no result out but the one that has a page of its own', () => {
    const files = readdirSync(inRoot('lab/bench/results')).filter((name) => name.endsWith('.json'));
    const shown = results.map(({ file }) => `${file}.json`);
    expect(files.filter((name) => !shown.includes(name))).toEqual(['benchmarks.json']);
  });
});
