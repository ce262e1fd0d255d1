/**
 * How long a user waits for a prediction: `npm run bench:latency [-- --edits 24] [--courses 24] [--no-build]`. In the
 * app as it is built, at a user's pace: recorded courses of edits in Python are typed up to the first moment at which an
 * edit is due; and, as the hardest case, names in dense files of this repository are typed over, one edit after another,
 * where what is offered is taken when it carries the name on, else dismissed. Measured in the page, from the moment the
 * last key goes down to the first hunk, to within 4 ms. Prints a table and writes lab/bench/results/prediction-latency.json.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { CHROMIUM_ARGS, chromiumVersion, findOrInstallChromium } from '../../testing/browser/browser';
import { appState, text, waitForModel } from '../../testing/browser/editor';
import { latencyOf, watchLatency } from '../../testing/browser/latency';
import { serveApp } from '../../testing/browser/serve';
import { TAB_GRACE_MS } from '../../src/core/prediction';
import { courses, typeCourse } from './support/courses';
import { sequence } from './support/pace';
import { quantile, report, rounded } from './support/report';

const FILES = [
  'lab/training/inkling_edit/curriculum.py',
  'lab/training/inkling_edit/trainer.py',
  'lab/training/inkling_edit/tokenizer.py',
  'lab/training/inkling_edit/data.py',
];
const NAMES = [
  'source',
  'entries',
  'wanted',
  'chosen_one',
  'limit',
  'rest',
  'before',
  'picked',
  'amount',
  'whole',
  'finding',
  'other_rows',
];
/** Milliseconds between keys: drawn evenly from this range, a quick typist of about 80 words a minute. */
const KEY_MS = [90, 210] as const;
/** Nothing on screen after this long counts as no prediction. */
const PATIENCE_MS = 15_000;

const { values: options } = parseArgs({
  options: {
    edits: { type: 'string', default: '24' },
    courses: { type: 'string', default: '24' },
    'no-build': { type: 'boolean', default: false },
  },
});

interface Place {
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

/** The first parameter of each function that its body uses, top to bottom; lines and columns from 0. */
function parametersOf(source: string): Place[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index): Place[] => {
    const found = /^\s*def \w+\((?:self, )?([a-z]\w+)/d.exec(line);
    const [start] = found?.indices?.[1] ?? [];
    const name = found?.[1];
    if (start === undefined || name === undefined) return [];
    const uses = lines.slice(index + 1, index + 16).filter((other) => new RegExp(`\\b${name}\\b`).test(other));
    return uses.length > 0 ? [{ line: index, column: start, name }] : [];
  });
}

const isBusy = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const state = window.inkling?.state();
    return state?.engine.kind === 'busy' || state?.view.prediction.kind === 'thinking';
  });

async function openFile(page: Page, source: string): Promise<void> {
  await page.keyboard.press('Alt+n');
  await page.waitForFunction(() => window.inkling?.state().text === '');
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('.monaco-editor .native-edit-context, .monaco-editor textarea')?.focus();
  });
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, source);
  await page.waitForFunction((pasted) => window.inkling?.state().text === pasted, source, { timeout: 10_000 });
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

const pause = (random: () => number): number => KEY_MS[0] + random() * (KEY_MS[1] - KEY_MS[0]);

/** What the last key led to: the wait before asking first; then for as long as the model has something to do. */
async function waited(page: Page): Promise<number | null> {
  await page.waitForTimeout(250);
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && (await isBusy(page))) await page.waitForTimeout(50);
  return latencyOf(page);
}

interface Measured {
  /** Milliseconds from the last key to the first hunk; null when nothing was offered. */
  readonly ms: number | null;
  readonly right: boolean;
}

async function edit(page: Page, place: Place, fresh: string, random: () => number): Promise<Measured> {
  await page.keyboard.press('ControlOrMeta+Home');
  await press(page, 'ArrowDown', place.line);
  await press(page, 'ArrowRight', place.column);
  await press(page, 'Shift+ArrowRight', place.name.length);
  for (const key of fresh) {
    await page.waitForTimeout(pause(random));
    await page.keyboard.press(key === '_' ? 'Shift+Minus' : key);
  }
  const ms = await waited(page);
  const state = await appState(page);
  const hunks = state?.hunks ?? [];
  const right = hunks.length > 0 && hunks.every((hunk) => hunk.text.includes(fresh));
  if (right) {
    // Right after it appeared Tab still indents.
    await page.waitForTimeout(2 * TAB_GRACE_MS);
    for (let presses = 0; presses < 24 && ((await appState(page))?.hunks.length ?? 0) > 0; presses += 1) {
      await page.keyboard.press('Tab');
      await page.waitForTimeout(80);
    }
  } else if (hunks.length > 0) await page.keyboard.press('Escape');
  console.log(
    `${place.name} -> ${fresh}: ${ms === null ? `nothing (${JSON.stringify(state?.view.prediction)})` : `${ms.toFixed(0)} ms`}${ms === null ? '' : right ? ', right' : ', something else'}`,
  );
  return { ms, right };
}

const browserPath = findOrInstallChromium();
const served = await serveApp({ rebuild: !options['no-build'] });
const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
const measured: Measured[] = [];
const played: (number | null)[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(served.url);
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);
  await watchLatency(page);
  const random = sequence(7);
  for (const course of courses(Number(options.courses))) {
    await openFile(page, course.base);
    const typed = await typeCourse(page, course, () => pause(random));
    const ms = typed ? await waited(page) : null;
    console.log(
      `${course.id}: ${typed ? (ms === null ? 'nothing' : `${ms.toFixed(0)} ms`) : 'came out otherwise, not counted'}`,
    );
    if (typed) played.push(ms);
  }
  const wanted = Number(options.edits);
  for (const file of FILES) {
    if (measured.length >= wanted) break;
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    await openFile(page, source);
    const places = parametersOf(source).slice(0, Math.ceil(wanted / FILES.length));
    for (const place of places) {
      // What was taken before may have changed this line.
      const line = (await text(page)).split('\n')[place.line] ?? '';
      if (line.slice(place.column, place.column + place.name.length) !== place.name) continue;
      measured.push(await edit(page, place, NAMES[measured.length % NAMES.length] ?? 'fresh', random));
    }
  }
} finally {
  await browser.close();
  await served.close();
}

const shown = measured.flatMap(({ ms }) => ms ?? []);
const offered = played.flatMap((ms) => ms ?? []);
const waits = (name: string, all: readonly number[]): Record<string, { readonly value: number }> => ({
  [`${name}, p50, ms`]: { value: rounded(quantile(all, 0.5), 0) },
  [`${name}, p90, ms`]: { value: rounded(quantile(all, 0.9), 0) },
  [`${name}, worst, ms`]: { value: rounded(quantile(all, 1), 0) },
});
report('prediction-latency', chromiumVersion(browserPath), {
  'recorded courses': { value: played.length },
  'courses: predictions shown': { value: offered.length },
  ...waits('courses: last key to first hunk', offered),
  'dense files: edits typed': { value: measured.length },
  'dense files: predictions shown': { value: shown.length },
  'dense files: of these carrying the name on': { value: measured.filter(({ right }) => right).length },
  ...waits('dense files: last key to first hunk', shown),
});
