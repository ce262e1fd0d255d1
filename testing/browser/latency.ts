/** How long a user waits for a prediction, measured in the page. */
import type { Page } from 'playwright';

interface Seen {
  key: number;
  offered: number;
}

/** From now on notes when a key goes down and when the first hunk after it is on offer, to within 4 ms. */
export async function watchLatency(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { key: 0, offered: 0 };
    (window as unknown as { latency: Seen }).latency = seen;
    addEventListener(
      'keydown',
      () => {
        seen.key = performance.now();
        seen.offered = 0;
      },
      true,
    );
    // No named function here: the transpiler's helper that keeps names does not exist in the page.
    setInterval(() => {
      if (seen.offered === 0 && (window.inkling?.state().hunks.length ?? 0) > 0) seen.offered = performance.now();
    }, 4);
  });
}

/** Milliseconds from the last key to the first hunk after it; null when there is none. */
export const latencyOf = (page: Page): Promise<number | null> =>
  page.evaluate(() => {
    const seen = (window as unknown as { latency: Seen }).latency;
    return seen.offered === 0 ? null : seen.offered - seen.key;
  });
