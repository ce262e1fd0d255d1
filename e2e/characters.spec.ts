/** Characters of several code points: no key stops inside one, or takes a piece of one away. */
import { expect, test, type Page } from '../testing/browser/test';
import { appState, focusCode, openApp, text } from '../testing/browser/editor';

const FAMILY = '👨‍👩‍👧‍👦';
const LINE = `a =\u0338 cafe\u0301 ${FAMILY}🇩🇪 1\uFE0F\u20E3 नमस्ते *\uFE0F\u20E3 क्ष z`;
const edges = new Set(
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(LINE), ({ index }) => index + 1).concat(
    LINE.length + 1,
  ),
);

const column = async (page: Page): Promise<number> => (await appState(page))?.view.position?.column ?? 0;

async function openLine(page: Page): Promise<void> {
  await openApp(page);
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(LINE);
  await expect.poll(() => text(page)).toBe(LINE);
}

test('arrow keys and word keys stop between characters only', async ({ page }) => {
  await openLine(page);
  for (const [key, from, to] of [
    ['ControlOrMeta+ArrowLeft', 'End', 1],
    ['ControlOrMeta+ArrowRight', 'Home', LINE.length + 1],
    ['ArrowRight', 'Home', LINE.length + 1],
    ['ArrowLeft', 'End', 1],
    ['ControlOrMeta+Shift+ArrowRight', 'Home', LINE.length + 1],
  ] as const) {
    await page.keyboard.press(from);
    const stops: number[] = [];
    for (let presses = 0; presses < LINE.length && stops.at(-1) !== to; presses += 1) {
      await page.keyboard.press(key);
      stops.push(await column(page));
    }
    expect(
      stops.filter((stop) => !edges.has(stop)),
      key,
    ).toEqual([]);
    expect(stops.at(-1), key).toBe(to);
  }
});

test('Backspace, Delete and the keys that delete words take whole characters', async ({ page }) => {
  await openLine(page);
  const without = async (keys: readonly string[], left: string): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(() => text(page)).toBe(left);
  };
  // A sign with a stroke is one character: the word keys leave it whole, or take it whole.
  await without(
    ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ControlOrMeta+Backspace'],
    LINE.replace('=\u0338', ''),
  );
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(LINE);
  await without(['Home', 'ArrowRight', 'ArrowRight', 'Delete'], LINE.replace('=\u0338', ''));
  await page.keyboard.insertText(`=${FAMILY}`);
  await without(['Backspace'], LINE.replace('=\u0338', '='));
  await page.keyboard.insertText('🇩🇪🇫🇷');
  await without(['Backspace'], LINE.replace('=\u0338', '=🇩🇪'));
});
