/** An editor on a page that can be typed in: the product, or bare Monaco beside it for comparison. */
import type { Page } from 'playwright';

export interface SurfaceState {
  readonly text: string;
  /** Of the cursor, from 1. */
  readonly line: number;
  /** Whether the model works. */
  readonly busy: boolean;
  /** Hunks on offer. */
  readonly offered: number;
}

export interface Surface {
  readonly name: 'Inkling' | 'bare Monaco';
  readonly page: Page;
  state(): Promise<SurfaceState>;
  /** As `state` without the text, which costs the page something to hand over. */
  offer(): Promise<Pick<SurfaceState, 'busy' | 'offered'>>;
  /** Shows a text and puts the focus and the cursor at its beginning. */
  open(name: string, text: string): Promise<void>;
}

export function inkling(page: Page): Surface {
  return {
    name: 'Inkling',
    page,
    state: () =>
      page.evaluate(() => {
        const state = window.inkling?.state();
        const busy = state?.engine.kind === 'busy' || state?.view.prediction.kind === 'thinking';
        return {
          text: state?.text ?? '',
          line: state?.view.position?.line ?? 1,
          busy,
          offered: state?.hunks.length ?? 0,
        };
      }),
    offer: () =>
      page.evaluate(() => {
        const state = window.inkling?.state();
        const busy = state?.engine.kind === 'busy' || state?.view.prediction.kind === 'thinking';
        return { busy, offered: state?.hunks.length ?? 0 };
      }),
    async open(name, text) {
      await page.evaluate(
        ([file, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([content], file));
          for (const kind of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(
              new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }),
            );
        },
        [name, text] as const,
      );
      await page.waitForFunction((content) => window.inkling?.state().text === content, text);
      await page
        .locator('.monaco-editor .view-lines')
        .first()
        .click({ position: { x: 5, y: 5 } });
    },
  };
}

export function bareMonaco(page: Page): Surface {
  return {
    name: 'bare Monaco',
    page,
    state: () =>
      page.evaluate(() => ({
        text: window.bare?.text() ?? '',
        line: window.bare?.line() ?? 1,
        busy: false,
        offered: 0,
      })),
    offer: () => Promise.resolve({ busy: false, offered: 0 }),
    async open(name, text) {
      await page.evaluate(
        async ([language, content]) => {
          await window.bare?.open(language, content);
        },
        [name.endsWith('.py') ? 'python' : 'typescript', text] as const,
      );
      await page
        .locator('.monaco-editor .view-lines')
        .first()
        .click({ position: { x: 5, y: 5 } });
    },
  };
}
