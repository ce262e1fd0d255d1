/** What the documents say of the repository is so: paths, links, lengths, figures. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresPage } from './cli/figures/page';
import { readResults } from './cli/figures/results';

const root = path.resolve(import.meta.dirname, '..');
const inRoot = (file: string): string => path.join(root, file);

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    return entry.isDirectory() ? pagesBelow(file) : file.endsWith('.md') ? [file] : [];
  });
}

const pages = ['README.md', 'CONTRIBUTING.md', 'lab/training/README.md', ...pagesBelow('docs')];
const FOLDERS = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  .map(({ name }) => name);
/** What commands make, and git does not keep. */
const MADE = /^(?:dist|models|node_modules|public\/python|lab\/training\/runs)(?:\/|$)/;

/** Paths that begin with a folder of the repository, in backticks or as text of a table. */
function pathsOf(page: string): readonly string[] {
  const quoted = Array.from(page.matchAll(/`([\w.@-]+(?:\/[\w.@*-]+)+\/?)`/g), ([, name]) => name ?? '');
  return quoted.filter((name) => FOLDERS.includes(name.split('/')[0] ?? '') && !name.includes('*') && !MADE.test(name));
}

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

describe.each(pages)('%s', (file) => {
  const page = readFileSync(inRoot(file), 'utf8');

  it('names only paths that exist', () => {
    expect(pathsOf(page).filter((name) => !existsSync(inRoot(name)))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = Array.from(page.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? '').filter(
      (target) => !/^[a-z]+:/.test(target),
    );
    const broken = links.filter((target) => {
      const [name = '', anchor] = target.split('#');
      const at = name === '' ? inRoot(file) : path.resolve(path.dirname(inRoot(file)), name);
      if (!existsSync(at)) return true;
      if (anchor === undefined || statSync(at).isDirectory()) return false;
      const headings = Array.from(readFileSync(at, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading]) =>
        anchorOf(heading ?? ''),
      );
      return !headings.includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('the README can be read at once, and the architecture is one page', () => {
  expect(readFileSync(inRoot('README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(90);
  expect(statSync(inRoot('docs/architecture.md')).size).toBeLessThan(8000);
});

it('every folder of the program is in the architecture', () => {
  const page = readFileSync(inRoot('docs/architecture.md'), 'utf8');
  const folders = readdirSync(inRoot('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => `src/${name}`).filter((name) => !page.includes(name))).toEqual([]);
});

it('figures are as the benchmarks wrote them', () => {
  expect(readFileSync(inRoot('docs/figures.md'), 'utf8')).toBe(figuresPage(readResults(inRoot('lab/bench/results'))));
});
