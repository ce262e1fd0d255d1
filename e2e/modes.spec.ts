/** When predictions come, and how much of them is seen: subtle, on demand, snoozed, off for a language or a file. */
import { expect, test, type Page } from '../testing/browser/test';
import {
  appState,
  expectOffer,
  nextEditView,
  openReady,
  openTab,
  retype,
  tabThrough,
  text,
} from '../testing/browser/editor';

const RENAMED = `# Rename the first parameter below to width, then press Tab.
def area(width, height):
    if width < 0:
        raise ValueError("a side cannot be negative")
    return width * height
`;
const gutterMark = (page: Page) => page.locator('.inline-edits-view-gutter-indicator > *').first();
const why = async (page: Page): Promise<string> => {
  const prediction = (await appState(page))?.view.prediction;
  return prediction?.kind === 'nothing' ? prediction.why : (prediction?.kind ?? '');
};

async function choose(page: Page, mode: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Predictions: / }).click();
  await page.getByRole('menuitemradio', { name: mode }).click();
}

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('combobox').fill(name);
  await page.keyboard.press('Enter');
}

test('subtle: a mark in the margin, seen while Alt is held alone, and taken with Tab', async ({ page }) => {
  await openReady(page);
  await choose(page, /^Subtle/);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, RENAMED);
  await expect(gutterMark(page)).toBeVisible();
  await expect(nextEditView(page)).toBeHidden();
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Hold Alt to see it' })).toHaveCount(1);

  await page.keyboard.down('Alt');
  await expect(nextEditView(page)).toBeVisible();
  await page.keyboard.up('Alt');
  await expect(nextEditView(page)).toBeHidden();

  // A shortcut with Alt is no question to see: its second key comes at once.
  await page.evaluate(() => {
    const seen = { count: 0 };
    (window as unknown as { flashes: { count: number } }).flashes = seen;
    new MutationObserver(() => {
      seen.count += document.querySelectorAll('[class*="inlineCompletions-char"]').length;
    }).observe(document.querySelector('.monaco-editor') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    });
  });
  await page.keyboard.press('Alt+k');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Alt held, then another key: hidden again although Alt is still down.
  expect(await page.evaluate(() => (window as unknown as { flashes: { count: number } }).flashes.count)).toBe(0);
  await expect.poll(async () => (await appState(page))?.hunks.length).toBe(2);
  await page.keyboard.down('Alt');
  await expect(nextEditView(page)).toBeVisible();
  await page.keyboard.press('Control');
  await expect(nextEditView(page)).toBeHidden();
  await page.keyboard.up('Alt');

  // The mark says what it is when the pointer rests on it.
  const mark = await page.locator('.inline-edits-view-gutter-indicator .icon').first().boundingBox();
  await page.mouse.move((mark?.x ?? 0) + 4, (mark?.y ?? 0) + 6);
  await expect(page.getByText('Go To / Accept')).toBeVisible();
  await page.mouse.move(600, 500);
  await tabThrough(page);
  expect(await text(page)).toBe(RENAMED);
});

test('on demand: nothing by itself, a prediction when asked for', async ({ page }) => {
  await openReady(page);
  await choose(page, /^On demand/);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await page.waitForTimeout(600);
  expect(await why(page)).toBe('predictions are on demand');
  await page.keyboard.press('Alt+\\');
  await expectOffer(page, RENAMED);
});

test('a snooze of each length counts down in the status bar, keeps quiet, and ends when another mode is chosen', async ({
  page,
}) => {
  await openReady(page);
  for (const [item, minutes] of [
    [/^Snooze for an hour/, 60],
    [/^Snooze for 15/, 15],
    [/^Snooze for 5/, 5],
  ] as const) {
    await choose(page, item);
    await expect(page.getByRole('button', { name: `Predictions: Snoozed, ${minutes} min` })).toBeVisible();
  }
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await page.waitForTimeout(600);
  expect(await why(page)).toBe('predictions are snoozed');
  await choose(page, /^Eager/);
  await expectOffer(page, RENAMED);
});

test('off in a language, and off for a file: the others go on, and turning it back on brings predictions back', async ({
  page,
}) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await command(page, 'Toggle predictions for this language');
  await retype(page, 2, 'w', 'width');
  await page.waitForTimeout(600);
  expect(await why(page)).toBe('predictions are off for python');
  await openTab(page, 'total.ts');
  const typescript = await text(page);
  await retype(page, 2, 'items', 'prices');
  await expectOffer(page, typescript.replaceAll(/\bitems\b/g, 'prices'));
  await openTab(page, 'area.py');
  await command(page, 'Toggle predictions for this language');
  await retype(page, 2, 'width', 'wide');
  await expect.poll(async () => (await appState(page))?.hunks.length ?? 0).toBeGreaterThan(0);

  await command(page, 'Exclude this file from models');
  await expect(page.getByText('area.py is excluded from all models.')).toBeVisible();
  expect((await appState(page))?.hunks).toEqual([]);
  await retype(page, 2, 'wide', 'broad');
  await page.waitForTimeout(600);
  expect(await why(page)).toContain('this file is excluded from models');
});
