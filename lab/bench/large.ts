/**
 * A workspace of 50 files of 2,000 lines: `npm run bench:large [-- --files 50 --lines 2000] [--no-build]`. Each step is done in
 * the production build as a user does it; the table says how long it took until the page showed it, and what the main
 * thread's longest task in it was. Prints a table and writes lab/bench/results/large.json.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { unzipSync } from 'fflate';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import { waitForModel } from '../../testing/browser/editor';
import {
  deleteAndPutBack,
  exportZip,
  findInFiles,
  importZip,
  quickOpen,
  reload,
  renameFile,
  renameParameter,
  shareEverything,
  switchTab,
  walkTimeline,
  zipOf,
} from '../../testing/browser/large';
import { madeProject, type MadeFile } from '../../testing/browser/project';
import { serveApp } from '../../testing/browser/serve';
import { endTrace, startTrace, type TracedTask } from './support/long-tasks';
import { report, rounded } from './support/report';

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '50' },
    lines: { type: 'string', default: '2000' },
    'no-build': { type: 'boolean', default: false },
  },
});
/** Named in what is printed: more would be worth a look. */
const NOTEWORTHY_MS = 40;

const rows: Record<string, Record<string, number>> = {};

async function step<Value>(browser: Browser, page: Page, name: string, act: () => Promise<Value>): Promise<Value> {
  await startTrace(browser, page);
  const began = Date.now();
  const value = await act();
  const took = Date.now() - began;
  const { tasks } = await endTrace(browser, 10);
  const byProcessor = [...tasks].sort((one, other) => other.cpuMs - one.cpuMs);
  rows[name] = {
    'until shown, ms': took,
    'longest task, ms': rounded(tasks[0]?.wallMs ?? 0, 0),
    'longest by processor, ms': rounded(byProcessor[0]?.cpuMs ?? 0, 0),
    'all tasks over 10 ms, processor, ms': rounded(
      tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      0,
    ),
    load: rounded(loadavg()[0] ?? NaN, 1),
  };
  console.log(name, JSON.stringify(rows[name]));
  for (const { wallMs, cpuMs, work } of byProcessor.filter((task: TracedTask) => task.cpuMs >= NOTEWORTHY_MS))
    console.log(`  ${wallMs.toFixed(0)} ms, the processor's ${cpuMs.toFixed(0)}: ${work.join('; ')}`);
  return value;
}

const files = madeProject(Number(options.files), Number(options.lines));
const fileAt = (index: number): MadeFile => files[index] ?? { name: '', text: '' };
const browserPath = findOrInstallChromium();
const served = await serveApp({ rebuild: !options['no-build'] });
const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  await page.goto(served.url);
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);

  await step(browser, page, 'import a zip', () => importZip(page, zipOf(files), files));
  for (const index of [1, 2, 3, 4, 5, 6, 7])
    await step(browser, page, `quick open, file ${index}`, () => quickOpen(page, fileAt(index)));
  await step(browser, page, 'switch to another tab', () => switchTab(page, fileAt(2)));
  await step(browser, page, 'back to the tab before', () => switchTab(page, fileAt(4)));
  await step(browser, page, 'type a name over and take what follows', () => renameParameter(page, 'width'));
  await step(browser, page, 'the same in another file', async () => {
    await switchTab(page, fileAt(5));
    await renameParameter(page, 'width');
  });
  const few = 'measure_2_1(';
  await step(browser, page, 'find what is in one place', () => findInFiles(page, few, '1 place in 1 file.'));
  await step(browser, page, 'find what is everywhere', () => findInFiles(page, 'total', 'There are more'));
  await page.keyboard.press('ControlOrMeta+Shift+E');
  await step(browser, page, 'rename a file', () => renameFile(page, fileAt(8).name, 'part9/renamed.py'));
  await step(browser, page, 'show the file to delete', () => quickOpen(page, fileAt(10)));
  await step(browser, page, 'delete it and put it back', () => deleteAndPutBack(page, fileAt(10)));
  await step(browser, page, 'timeline, compared over all', async () => {
    await page.getByRole('tab', { name: 'module04.py' }).click();
    await walkTimeline(page);
  });
  await page.keyboard.press('Alt+h');
  const zip = await step(browser, page, 'download all as a zip', () => exportZip(page));
  console.log(`${Object.keys(unzipSync(zip)).length} files in the archive`);
  console.log(await step(browser, page, 'a link with everything', () => shareEverything(page)));
  await step(browser, page, 'reload', () => reload(page));
  await waitForModel(page);
  await step(browser, page, 'open all the others', async () => {
    for (const file of files.slice(11)) await quickOpen(page, file);
  });
  await step(browser, page, 'reload with all of them open', () => reload(page));
} finally {
  await browser.close();
  await served.close();
}
report('large', chromiumVersion(browserPath), rows);
