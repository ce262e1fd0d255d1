/**
 * What recording adds to a keystroke in a 5,000-line file: `npm run bench:keystroke [-- --keys 1500]`. Bare Monaco,
 * the product's editor with recording off, and with it on, one key of each in turn, in one run. "Off" is not a
 * setting of the product: the benchmark cuts the change handler out.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import type { Recording } from './keystroke/page';
import { quantile, report, rounded } from './support/report';

const { values: options } = parseArgs({ options: { keys: { type: 'string', default: '1500' } } });
const WARM_UP = 200;
const BLOCK = 50;
const variants: readonly Recording[] = ['bare', 'off', 'on'];

const root = path.resolve(import.meta.dirname, '../..');
const server = await createServer({
  root,
  configFile: path.join(root, 'vite.config.ts'),
  logLevel: 'error',
  server: { port: 5398, watch: null, hmr: false },
});
await server.listen();
const browserPath = findOrInstallChromium();
const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1300 } });
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  await page.goto('http://localhost:5398/bench/keystroke/index.html');
  await page.waitForFunction(() => window.bench !== undefined, undefined, { timeout: 60_000 });

  const took: Record<Recording, number[]> = { bare: [], off: [], on: [] };
  const handled: number[] = [];
  for (let key = -WARM_UP; key < Number(options.keys); key += BLOCK) {
    const block = await page.evaluate(
      async ([names, count]) => {
        const bench = window.bench;
        if (bench === undefined) throw new Error('the bench is gone');
        const out: Record<string, number[]> = {};
        for (let index = 0; index < count; index += 1) {
          for (const name of names) (out[name] ??= []).push(bench.key(name));
          // As in life, there is a frame between two keys.
          await new Promise(requestAnimationFrame);
        }
        return { out, handled: bench.handled() };
      },
      [variants, BLOCK] as const,
    );
    if (key < 0) continue;
    for (const name of variants) took[name].push(...(block.out[name] ?? []));
    handled.push(...block.handled);
  }
  const written = await page.evaluate(() => window.bench?.flush());

  const row = (values: readonly number[]): Record<string, number> => ({
    keys: values.length,
    'p50 ms': rounded(quantile(values, 0.5), 3),
    'p90 ms': rounded(quantile(values, 0.9), 3),
    'p99 ms': rounded(quantile(values, 0.99), 3),
    'worst ms': rounded(quantile(values, 1), 3),
  });
  report('keystroke', chromiumVersion(browserPath), {
    'bare Monaco': row(took.bare),
    'recording off': row(took.off),
    'recording on': row(took.on),
    'of this, the handler': row(handled),
  });
  console.log(`${written ?? 0} records written`);
} finally {
  await browser.close();
  await server.close();
}
