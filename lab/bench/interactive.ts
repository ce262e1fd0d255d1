/**
 * The bars of the page: `npm run bench:interactive [-- --only paint|typing|heap] [--rounds 5] [--renames 8] [--keys 10000]
 * [--predictions 200] [--no-build]`. In the production build with the embedded model: how soon a first visit can be typed
 * in; long tasks of the main thread while edits are typed and predictions taken, beside bare Monaco under the same keys;
 * what the page holds after thousands of keys. Tables, and lab/bench/results/interactive-*.json.
 */
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import { serveApp } from '../../testing/browser/serve';
import { growth, heapOver, heapRow } from './interactive/heap';
import { typeAlong, typingRow, typingWords, type TypingAsked, type TypingResult } from './interactive/typing';
import { quantile, report, rounded } from './support/report';
import { coldVisit, type Visit } from './support/visit';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    renames: { type: 'string', default: '8' },
    keys: { type: 'string', default: '10000' },
    predictions: { type: 'string', default: '200' },
    'no-build': { type: 'boolean', default: false },
  },
});
const PARTS = ['paint', 'typing', 'heap'] as const;
const asked = PARTS.filter((part) => options.only === undefined || options.only === part);
if (asked.length === 0) throw new Error(`--only is one of ${PARTS.join(', ')}`);
const loadOf = (): number => loadavg()[0] ?? NaN;

async function paint(): Promise<void> {
  const visits: Visit[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) visits.push(await coldVisit(browserPath, served.url));
  const spread = (of: (visit: Visit) => number): Record<string, number> => ({
    median: rounded(quantile(visits.map(of), 0.5), 0),
    worst: rounded(quantile(visits.map(of), 1), 0),
  });
  report('interactive-paint', version, {
    'first paint, ms': spread((visit) => visit.firstPaintMs),
    'first contentful paint, ms': spread((visit) => visit.contentfulPaintMs),
    'code on screen, ms': spread((visit) => visit.editorMs),
    'a key is in the text, ms': spread((visit) => visit.typedMs),
    'tasks beyond 50 ms until then, ms in all': spread((visit) => visit.blockedMs),
    'model ready, ms': spread((visit) => visit.modelMs),
    'load of the machine': { median: rounded(loadOf(), 1) },
  });
}

async function typing(): Promise<void> {
  const root = path.resolve(import.meta.dirname, '../..');
  const bare = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    server: { port: 5397, watch: null, hmr: false },
  });
  await bare.listen();
  const results: TypingResult[] = [];
  try {
    const renames = Number(options.renames);
    const files: readonly TypingAsked[] = [
      { language: 'python', lines: 200, renames },
      { language: 'typescript', lines: 200, renames },
      { language: 'python', lines: 2_000, renames },
      { language: 'typescript', lines: 2_000, renames },
    ];
    for (const file of files) {
      for (const isBare of [false, true]) {
        const result = await typeAlong(
          browserPath,
          isBare ? 'http://localhost:5397/bench/interactive/bare.html' : served.url,
          isBare,
          file,
          loadOf,
        );
        console.log(typingWords(result).join('\n'));
        results.push(result);
      }
    }
  } finally {
    await bare.close();
  }
  report(
    'interactive-typing',
    version,
    Object.fromEntries(
      results.map((result) => [`${result.surface}, ${result.lines} lines of ${result.language}`, typingRow(result)]),
    ),
  );
}

async function heap(): Promise<void> {
  const goal = { keys: Number(options.keys), predictions: Number(options.predictions), lines: 200 };
  const samples = await heapOver(browserPath, served.url, goal, (sample) => {
    console.log(JSON.stringify(heapRow(sample)));
  });
  report(
    'interactive-heap',
    version,
    Object.fromEntries([
      ...samples.map((sample, index) => [`sample ${index}`, heapRow(sample)] as const),
      ['growth of the heap, percent', { 'heap MB': rounded(growth(samples), 1) }],
    ]),
  );
}

const browserPath = findOrInstallChromium();
const version = chromiumVersion(browserPath);
const served = await serveApp({ rebuild: !options['no-build'] });
try {
  for (const part of asked) await { paint, typing, heap }[part]();
} finally {
  await served.close();
}
