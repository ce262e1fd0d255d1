/** What a page holds after everything that can be let go has been: heaps, nodes, listeners. */
import type { CDPSession, Page } from 'playwright';

export interface MemorySample {
  /** The page's JavaScript heap in use, bytes. */
  readonly heap: number;
  /** DOM nodes alive, attached or not, and of these the roots of trees that are in no document. */
  readonly nodes: number;
  readonly detached: number;
  readonly listeners: number;
  /** Everything of this page and its workers as the browser measures it, bytes, by kind; null where it does not say. */
  readonly whole: WholeMemory | null;
}

export interface WholeMemory {
  readonly page: number;
  /** Workers with their WebAssembly memory. */
  readonly workers: number;
}

interface Measured {
  readonly bytes: number;
  readonly breakdown: readonly {
    readonly bytes: number;
    readonly attribution: readonly { readonly scope: string }[];
  }[];
}

/** Makes `whole` come at once; the browser otherwise waits for a garbage collection of its own choosing, up to 20 s. */
export const MEASURE_AT_ONCE = '--enable-blink-features=ForceEagerMeasureMemory';

export async function sampleMemory(page: Page, cdp: CDPSession): Promise<MemorySample> {
  await cdp.send('HeapProfiler.enable');
  // The first collection lets go of what the second one then finds unreachable (wrappers of nodes, closed contexts).
  for (let time = 0; time < 2; time += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  await cdp.send('DOM.enable');
  const { detachedNodes } = await cdp.send('DOM.getDetachedDomNodes');
  await cdp.send('DOM.disable');
  return {
    heap: usedSize,
    nodes,
    detached: detachedNodes.length,
    listeners: jsEventListeners,
    whole: await wholeMemory(page),
  };
}

async function wholeMemory(page: Page): Promise<WholeMemory | null> {
  const measured = await page.evaluate(async () => {
    const measure = (performance as unknown as { measureUserAgentSpecificMemory?: () => Promise<Measured> })
      .measureUserAgentSpecificMemory;
    if (!crossOriginIsolated || measure === undefined) return null;
    return Promise.race([measure.call(performance), new Promise<null>((resolve) => setTimeout(resolve, 30_000, null))]);
  });
  if (measured === null) return null;
  let [inPage, inWorkers] = [0, 0];
  for (const { bytes, attribution } of measured.breakdown) {
    if (attribution.some(({ scope }) => scope.endsWith('WorkerGlobalScope'))) inWorkers += bytes;
    else inPage += bytes;
  }
  return { page: inPage, workers: inWorkers };
}
