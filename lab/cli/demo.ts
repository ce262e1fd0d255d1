/**
 * `npm run demo`: opens headless Chromium on the built app, types two short editing sessions key by key, and prints
 * what the embedded model predicted, how long it took from the last key, and the text after Tab. Nothing is mocked.
 * Exits with 1 when a prediction is missing or wrong. Options: `--out <folder>` for the screenshots,
 * `--dark` for the dark theme, `--no-build` to use the app as it was built last.
 */
import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import {
  appState,
  openTab,
  selectWord,
  tabThrough,
  text,
  type,
  waitForModel,
  withHunks,
} from '../../testing/browser/editor';
import { latencyOf, watchLatency } from '../../testing/browser/latency';
import { serveApp } from '../../testing/browser/serve';

interface Session {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

const SESSIONS: readonly Session[] = [
  { file: 'area.py', line: 2, from: 'w', to: 'width' },
  { file: 'total.ts', line: 2, from: 'items', to: 'prices' },
];
const PATIENCE_MS = 10_000;

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: '.tmp/demo' },
    dark: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});

/** The whole rename done by hand: what a right prediction leads to. */
function renamed(before: string, { from, to }: Session): string {
  return before.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to);
}

/** Waits until the answer is complete: offers may still be streaming when the first is on screen. */
async function settled(page: Page): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  let last = '';
  let since = Date.now();
  while (Date.now() < until) {
    const state = await appState(page);
    const now = JSON.stringify(state?.hunks ?? []);
    if (now !== last) {
      last = now;
      since = Date.now();
    } else if (now !== '[]' && state?.engine.kind === 'ready' && Date.now() - since > 400) return;
    await page.waitForTimeout(50);
  }
}

async function play(page: Page, session: Session): Promise<boolean> {
  await openTab(page, session.file);
  const before = await text(page);
  const expected = renamed(before, session);
  console.log(`\n${session.file}: on line ${session.line}, ${session.from} is typed over with ${session.to}`);
  await selectWord(page, session.line, session.from);
  await type(page, session.to, 90);
  await settled(page);
  const state = await appState(page);
  const latency = (await latencyOf(page)) ?? -1;
  await page.screenshot({ path: join(options.out, `${session.file}.png`) });
  if (state === null || state.hunks.length === 0) {
    console.log(`  nothing was predicted: ${JSON.stringify(state?.view.prediction)}`);
    return false;
  }
  for (const hunk of state.hunks) {
    const line = (state.text ?? '').slice(0, hunk.start).split('\n').length;
    console.log(
      `  predicted on line ${line}: ${JSON.stringify((state.text ?? '').slice(hunk.start, hunk.end))} -> ${JSON.stringify(hunk.text)}`,
    );
  }
  console.log(`  ${latency.toFixed(0)} ms from the last key to the first hunk`);
  const whole = withHunks(state) === expected;
  const presses = await tabThrough(page);
  const after = await text(page);
  console.log(`  accepted with ${presses} presses of Tab:`);
  console.log(
    after
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n'),
  );
  const right = whole && after === expected;
  console.log(right ? '  right' : `  WRONG, expected:\n${expected}`);
  return right;
}

const browserPath = findOrInstallChromium();
await mkdir(options.out, { recursive: true });
const served = await serveApp({ rebuild: !options['no-build'] });
const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
let right = true;
try {
  console.log(`${chromiumVersion(browserPath)}; ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
  });
  const opened = performance.now();
  await page.goto(served.url);
  await page.waitForSelector('.monaco-editor .view-line');
  console.log(`editor there after ${(performance.now() - opened).toFixed(0)} ms`);
  await waitForModel(page);
  console.log(
    `model ready after ${(performance.now() - opened).toFixed(0)} ms: ${JSON.stringify((await appState(page))?.view.model)}`,
  );
  await watchLatency(page);
  for (const session of SESSIONS) right = (await play(page, session)) && right;
  console.log(`\nscreenshots: ${options.out}`);
} finally {
  await browser.close();
  await served.close();
}
process.exit(right ? 0 : 1);
