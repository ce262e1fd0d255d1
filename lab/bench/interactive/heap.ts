/** What the page holds while ten thousand keys are typed and hundreds of predictions shown. */
import { chromium } from 'playwright';
import { CHROMIUM_ARGS } from '../../../testing/browser/browser';
import { waitForModel } from '../../../testing/browser/editor';
import { madeFile } from '../../../testing/browser/project';
import { MEASURE_AT_ONCE, sampleMemory, type MemorySample } from '../support/memory';
import { inkling } from '../support/surface';
import { Typist } from '../support/typist';

export interface HeapAsked {
  readonly keys: number;
  readonly predictions: number;
  readonly lines: number;
}

export interface HeapSample extends MemorySample {
  /** Typed and shown so far, in the warm-up too. */
  readonly keys: number;
  readonly shown: number;
  readonly models: number;
  readonly decorations: number;
}

/** So many of the keys and predictions asked for come before the first sample: compiled code and caches are made then. */
const WARM_UP = 0.2;
const SAMPLES = 12;
/** Functions walked up and down: a round ends where the next begins. */
const FUNCTIONS = 12;
const LINE = 'checked = 123 + 456';

/**
 * Renames parameters and takes what is predicted; between two of them writes a line and takes it away again, so that the
 * text stays as long as it was. Keys come as fast as the page takes them. The first sample is that after the warm-up.
 */
export async function heapOver(
  browserPath: string,
  url: string,
  asked: HeapAsked,
  tell: (sample: HeapSample) => void,
): Promise<readonly HeapSample[]> {
  const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS, MEASURE_AT_ONCE] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url);
    await page.waitForSelector('.monaco-editor .view-line');
    await waitForModel(page);
    const surface = inkling(page);
    await surface.open('made.py', madeFile('python', 1, asked.lines));
    const typist = new Typist(surface, { typing: () => 0, moving: () => 0, patience: 4_000 });
    const cdp = await page.context().newCDPSession(page);
    const samples: HeapSample[] = [];
    let [keys, shown] = [0, 0];
    /** From below 0, while it is warming up, to 1. */
    const progress = (): number => Math.min(keys / asked.keys, shown / asked.predictions) - WARM_UP;
    /** Keys between two renames, so that both goals are reached together. */
    const between = Math.max(0, Math.round(asked.keys / asked.predictions) - 7);
    for (let index = 0; progress() < 1; index += 1) {
      if (index > 4 * asked.predictions) throw new Error(`only ${shown} predictions came in ${index} edits`);
      const typed = await typist.rename(index % FUNCTIONS, Math.floor(index / FUNCTIONS));
      if (typed === null) throw new Error('the file has lost its functions');
      keys += typed.keys;
      shown += typed.shown ? 1 : 0;
      await typist.move('End');
      for (let left = between; left > 0;) {
        const part = LINE.slice(0, Math.max(1, Math.min(LINE.length, left - 2)));
        await typist.press('Enter');
        await typist.type(part);
        // Up to the end of the line before, with the indentation that Enter has made.
        await typist.move('Shift+Home', 2);
        await typist.move('Shift+ArrowLeft');
        await typist.press('Backspace');
        keys += part.length + 2;
        left -= part.length + 2;
      }
      if (progress() < samples.length / SAMPLES) continue;
      const held = await page.evaluate(() => window.inkling?.held() ?? { models: 0, decorations: 0 });
      const sample = { ...(await sampleMemory(page, cdp)), ...held, keys, shown };
      samples.push(sample);
      tell(sample);
    }
    return samples;
  } finally {
    await browser.close();
  }
}

const MB = 1e6;
const megabytes = (bytes: number | undefined): number | null =>
  bytes === undefined ? null : Number((bytes / MB).toFixed(1));

export function heapRow({
  heap,
  nodes,
  detached,
  listeners,
  whole,
  models,
  decorations,
  keys,
  shown,
}: HeapSample): Record<string, number | null> {
  return {
    keys,
    shown,
    'heap MB': megabytes(heap),
    'page MB': megabytes(whole?.page),
    'workers MB': megabytes(whole?.workers),
    nodes,
    detached,
    listeners,
    models,
    decorations,
  };
}

/** Growth from the first sample to the last, in percent, of the least squares line through all: one sample says little. */
export function growth(samples: readonly HeapSample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middleKeys = mean(samples.map(({ keys }) => keys));
  const middleHeap = mean(samples.map(({ heap }) => heap));
  const slope =
    samples.reduce((sum, { keys, heap }) => sum + (keys - middleKeys) * (heap - middleHeap), 0) /
    samples.reduce((sum, { keys }) => sum + (keys - middleKeys) ** 2, 0);
  const [first, last] = [samples[0]?.keys ?? 0, samples.at(-1)?.keys ?? 0];
  return (100 * slope * (last - first)) / (middleHeap - slope * (middleKeys - first));
}
