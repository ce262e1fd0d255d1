/**
 * How long a first visit takes and what it fetches: `npm run bench:startup [-- --rounds 5]`. Each round is a new
 * browser profile with an empty cache on the production build, served from localhost.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import { serveApp } from '../../testing/browser/serve';
import { quantile, report, rounded } from './support/report';
import { coldVisit, type Visit } from './support/visit';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const dist = new URL('../../dist/', import.meta.url);

const gzipped = (path: string): number => {
  const file = new URL(path.replace(/^\//, ''), dist);
  return existsSync(file) ? gzipSync(readFileSync(file)).length : 0;
};

const browserPath = findOrInstallChromium();
const served = await serveApp();
const visits: Visit[] = [];
try {
  for (let round = 0; round < Number(options.rounds); round += 1) visits.push(await coldVisit(browserPath, served.url));
} finally {
  await served.close();
}

const scripts = [...new Set(visits.flatMap(({ scripts: asked }) => asked))];
const initial = [
  ...readFileSync(new URL('index.html', dist), 'utf8').matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g),
].map((match) => match[1] ?? '');
const size = (names: readonly string[]): number =>
  rounded(names.reduce((sum, name) => sum + gzipped(name), 0) / 1000, 1);
const spread = (of: (visit: Visit) => number): Record<string, number> => ({
  median: rounded(quantile(visits.map(of), 0.5), 0),
  worst: rounded(quantile(visits.map(of), 1), 0),
});

report('startup', chromiumVersion(browserPath), {
  'first paint, ms': spread((visit) => visit.firstPaintMs),
  'first contentful paint, ms': spread((visit) => visit.contentfulPaintMs),
  'editor usable, ms': spread((visit) => visit.editorMs),
  'model ready, ms': spread((visit) => visit.modelMs),
  'initial JavaScript, kB gzipped': { median: size(initial) },
  'all JavaScript of the visit, kB gzipped': { median: size(scripts) },
});
console.log(`initial: ${initial.join(', ')}`);
console.log(`all: ${scripts.join(', ')}`);
