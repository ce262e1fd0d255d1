/** A first visit: a new browser with an empty cache, from the address to an editor that takes keys. */
import { chromium } from 'playwright';
import { CHROMIUM_ARGS } from '../../../testing/browser/browser';
import { appState, waitForModel } from '../../../testing/browser/editor';

export interface Visit {
  /** Milliseconds since the page was asked for. */
  readonly firstPaintMs: number;
  readonly contentfulPaintMs: number;
  /** Code is on screen. */
  readonly editorMs: number;
  /** A key that was pressed as soon as there was code is in the text. */
  readonly typedMs: number;
  readonly modelMs: number;
  /** What the main thread's tasks took beyond 50 ms each, from the first contentful paint until the key was typed. */
  readonly blockedMs: number;
  /** Scripts asked for, in order. */
  readonly scripts: readonly string[];
}

export async function coldVisit(browserPath: string, url: string): Promise<Visit> {
  // A browser of its own: a new context would share the compiled-code cache.
  const browser = await chromium.launch({ executablePath: browserPath, args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
    });
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForSelector('.monaco-editor .view-line');
    const editorMs = await page.evaluate(() => performance.now());
    const before = (await appState(page))?.text ?? '';
    await page
      .locator('.monaco-editor .view-lines')
      .first()
      .click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('x');
    const typed = await page.waitForFunction(
      (length) => (window.inkling?.state().text?.length ?? 0) > length && performance.now(),
      before.length,
      { polling: 'raf' },
    );
    const typedMs = Number(await typed.jsonValue());
    const paints = await page.evaluate(() =>
      Object.fromEntries(performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime])),
    );
    const contentfulPaintMs = paints['first-contentful-paint'] ?? NaN;
    const blockedMs = await page.evaluate(
      ([from, to]) =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            resolve(
              list
                .getEntries()
                .filter(({ startTime }) => startTime >= from && startTime <= to)
                .reduce((sum, { duration }) => sum + duration - 50, 0),
            );
          }).observe({ type: 'longtask', buffered: true });
          // Where there was no long task the observer is never called.
          setTimeout(resolve, 300, 0);
        }),
      [contentfulPaintMs, typedMs] as const,
    );
    await waitForModel(page);
    const modelMs = await page.evaluate(() => performance.now());
    return {
      firstPaintMs: paints['first-paint'] ?? NaN,
      contentfulPaintMs,
      editorMs,
      typedMs,
      modelMs,
      blockedMs,
      scripts,
    };
  } finally {
    await browser.close();
  }
}
