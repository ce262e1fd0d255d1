/** Long tasks of the main thread while edits are typed at a user's pace. */
import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM_ARGS } from '../../../testing/browser/browser';
import { waitForModel } from '../../../testing/browser/editor';
import { madeFile, type MadeLanguage } from '../../../testing/browser/project';
import { endTrace, LONG_MS, startTrace, takeSeen, watchTasks, type Seen, type TracedTask } from '../support/long-tasks';
import { sequence } from '../support/pace';
import { bareMonaco, inkling, type Surface } from '../support/surface';
import { Typist } from '../support/typist';

export interface TypingAsked {
  readonly language: MadeLanguage;
  readonly lines: number;
  /** Parameters to rename; each is some 35 keys with those that move the cursor. */
  readonly renames: number;
}

export interface TypingResult extends TypingAsked {
  readonly surface: Surface['name'];
  /** Keys that changed the text, keys that moved the cursor or took what was offered. */
  readonly keys: number;
  readonly otherKeys: number;
  readonly shown: number;
  readonly seen: Seen;
  /** Tasks of at least 16 ms. */
  readonly traced: readonly TracedTask[];
  readonly tasks: number;
  /** Of the machine over the last minute: a long task on a busy machine may be a short one that had to wait. */
  readonly load: number;
}

/** Types in a new browser, at 60 to 120 ms a key, and looks at each task. */
export async function typeAlong(
  browserPath: string,
  url: string,
  bare: boolean,
  asked: TypingAsked,
  loadOf: () => number,
): Promise<TypingResult> {
  const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url);
    return await measure(browser, page, bare ? await bareSurface(page) : await inklingSurface(page), asked, loadOf);
  } finally {
    await browser.close();
  }
}

async function inklingSurface(page: Page): Promise<Surface> {
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);
  return inkling(page);
}

async function bareSurface(page: Page): Promise<Surface> {
  await page.waitForFunction(() => window.bare !== undefined, undefined, { timeout: 60_000 });
  return bareMonaco(page);
}

async function measure(
  browser: Browser,
  page: Page,
  surface: Surface,
  asked: TypingAsked,
  loadOf: () => number,
): Promise<TypingResult> {
  const { language, lines, renames } = asked;
  await surface.open(language === 'python' ? 'made.py' : 'made.ts', madeFile(language, 1, lines));
  // Whoever opens a file looks at it before typing.
  await page.waitForTimeout(1_500);
  await watchTasks(page);
  await takeSeen(page);
  await startTrace(browser, page);
  const random = sequence(11);
  const typist = new Typist(surface, { typing: () => 60 + 60 * random(), moving: () => 33, patience: 4_000 });
  let [keys, otherKeys, shown] = [0, 0, 0];
  for (let index = 0; index < renames; index += 1) {
    const typed = await typist.rename(index, 0);
    if (typed === null) break;
    await typist.move('End');
    await typist.press('Enter');
    const line = language === 'python' ? 'checked = 12' : 'const made = 12;';
    await typist.type(line);
    keys += typed.keys + 1 + line.length;
    otherKeys += typed.moves + typed.tabs + 1;
    shown += typed.shown ? 1 : 0;
  }
  const { count, tasks } = await endTrace(browser, 16);
  return {
    ...asked,
    surface: surface.name,
    keys,
    otherKeys,
    shown,
    seen: await takeSeen(page),
    traced: tasks,
    tasks: count,
    load: loadOf(),
  };
}

const longOf = (tasks: readonly TracedTask[], time: (task: TracedTask) => number): readonly TracedTask[] =>
  tasks.filter((task) => time(task) >= LONG_MS);

/** A row of the table. */
export function typingRow({ keys, otherKeys, shown, seen, traced, load }: TypingResult): Record<string, number> {
  const byProcessor = [...traced].sort((one, other) => other.cpuMs - one.cpuMs);
  return {
    keys,
    'other keys': otherKeys,
    'predictions shown': shown,
    'long tasks': seen.tasks.length,
    'worst ms': Math.round(traced[0]?.wallMs ?? 0),
    'long by processor time': longOf(traced, ({ cpuMs }) => cpuMs).length,
    'worst processor ms': Math.round(byProcessor[0]?.cpuMs ?? 0),
    load: Number(load.toFixed(1)),
  };
}

/** What was in the long tasks, and in the longest by processor time. */
export function typingWords({ surface, lines, language, traced, seen }: TypingResult): readonly string[] {
  const long = longOf(traced, ({ wallMs }) => wallMs);
  const most = [...traced].sort((one, other) => other.cpuMs - one.cpuMs).slice(0, 3);
  const words = ({ wallMs, cpuMs, work }: TracedTask): string =>
    `  ${wallMs.toFixed(0)} ms, the processor's ${cpuMs.toFixed(0)}: ${work.join('; ')}`;
  const ours = seen.frames.filter(({ scripts }) =>
    scripts.some(({ source, durationMs }) => durationMs >= LONG_MS && !source.startsWith('monaco')),
  );
  return [
    `${surface}, ${lines} lines of ${language}: ${long.length} long tasks; those with the most processor time:`,
    ...most.map(words),
    ...long
      .filter((task) => !most.includes(task))
      .slice(0, 3)
      .map(words),
    ...ours.map(
      ({ durationMs, scripts }) =>
        `  a frame of ${durationMs.toFixed(0)} ms: ${scripts.map(({ invoker, source, durationMs: took }) => `${invoker} ${source} ${took.toFixed(0)} ms`).join('; ')}`,
    ),
  ];
}
