/** The main job with the real embedded model in a real browser: nothing is mocked. */
import { expect, test } from '../testing/browser/test';
import {
  appState,
  expectOffer,
  expectQuiet,
  expectTab,
  nextEditView,
  openApp,
  openReady,
  openTab,
  placeCursor,
  retype,
  selectWord,
  stored,
  tabThrough,
  text,
  type,
} from '../testing/browser/editor';

const AREA_RENAMED = `# Rename the first parameter below to width, then press Tab.
def area(width, height):
    if width < 0:
        raise ValueError("a side cannot be negative")
    return width * height
`;

test('a parameter renamed in Python is carried to its uses, taken with Tab, and kept', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, AREA_RENAMED);
  await expect(nextEditView(page)).toBeVisible();
  await expect(page.getByTestId('status')).toContainText(/Tab/);

  await tabThrough(page);
  expect(await text(page)).toBe(AREA_RENAMED);

  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  await expect
    .poll(async () => {
      const { names, records } = await stored(page);
      const id = [...names].find(([, name]) => name === 'area.py')?.[0] ?? '';
      return (records.get(id) ?? []).map(({ source }) => source.kind);
    })
    .toEqual(['typed', 'typed', 'typed', 'typed', 'typed', 'prediction', 'prediction']);

  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toBe(AREA_RENAMED);
});

test('a parameter renamed in TypeScript is carried to its uses', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'total.ts');
  const before = await text(page);
  await retype(page, 2, 'items', 'prices');
  const [comment, ...code] = before.split('\n');
  await expectOffer(page, [comment, ...code.map((line) => line.replaceAll(/\bitems\b/g, 'prices'))].join('\n'));
});

test('a local variable in TypeScript and a second parameter in Python are carried on as well', async ({ page }) => {
  await openReady(page);
  for (const [file, line, from, to] of [
    ['total.ts', 3, 'sum', 'amount'],
    ['area.py', 2, 'height', 'length'],
  ] as const) {
    await openTab(page, file);
    const before = await text(page);
    await retype(page, line, from, to);
    await expectOffer(page, before.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to));
    await tabThrough(page);
  }
});

test('a dismissed prediction does not come back', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, AREA_RENAMED);
  await page.keyboard.press('Escape');
  await expectQuiet(page);
  const before = await text(page);
  // Moving about asks again; what was rejected stays away.
  await placeCursor(page, 3, 1);
  await page.waitForTimeout(500);
  await expect.poll(async () => (await appState(page))?.view.prediction.kind).toBe('nothing');
  await placeCursor(page, 2, 10);
  await page.waitForTimeout(1_000);
  await expectQuiet(page);
  expect((await appState(page))?.hunks).toEqual([]);
  expect(await text(page)).toBe(before);
});

test('typing what is predicted keeps the rest of the prediction', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, AREA_RENAMED);
  await selectWord(page, 3, 'w');
  await type(page, 'width');
  await expectOffer(page, AREA_RENAMED);
  await tabThrough(page);
  expect(await text(page)).toBe(AREA_RENAMED);
});

test('Tab indents when nothing is offered, and one undo takes an accepted hunk back', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  const before = await text(page);
  await placeCursor(page, 5, 1);
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  expect(await text(page)).not.toBe(before);
  expect(await text(page)).toMatch(/ {8}return w \* height/);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => text(page)).toBe(before);

  await retype(page, 2, 'w', 'width');
  await expectOffer(page, AREA_RENAMED);
  const typed = await text(page);
  const offered = (await appState(page))?.hunks.length ?? 0;
  expect(offered).toBeGreaterThan(1);
  await tabThrough(page);
  expect(await text(page)).toBe(AREA_RENAMED);
  for (let taken = 1; taken < offered; taken += 1) await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => text(page)).toBe(typed);
});

test('a word of a prediction can be taken by itself', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, AREA_RENAMED);
  // The first hunk is in the next line: the word key takes that word and no more.
  await expectTab(page, 'accept');
  await page.keyboard.press('ControlOrMeta+ArrowRight');
  await expect.poll(() => text(page)).toContain('if width');
  expect(await text(page)).toContain('return w * height');
  await expectOffer(page, AREA_RENAMED);
});

test('the status bar says in words why nothing is shown', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, '# done');
  await expectQuiet(page);
  await expect(page.getByTestId('status')).toContainText(/\w+ \w+/);
  expect((await appState(page))?.view.prediction).toMatchObject({ kind: 'nothing', why: expect.stringMatching(/\w/) });
});

test('the edit that Monaco draws unseen while the page is idle is seen by nobody and taken by no key', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const noted = { drawn: 0, visible: 0 };
    const tab = { key: 'Tab', code: 'Tab', keyCode: 9, bubbles: true, cancelable: true };
    Object.assign(window, { noted });
    const look = new MutationObserver(() => {
      const parts = [...document.querySelectorAll<HTMLElement>('.ink-rehearsing [class*="inline-edit"]')];
      noted.drawn += parts.length;
      noted.visible += parts.filter((part) => getComputedStyle(part).visibility === 'visible').length;
      // The worst moment for a Tab.
      if (noted.drawn === parts.length && parts.length > 0)
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', tab));
    });
    look.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
  });
  await openApp(page);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { noted: { drawn: number } }).noted.drawn))
    .toBeGreaterThan(0);
  await expect(page.locator('.ink-rehearsing')).toHaveCount(0);
  const before = (await text(page)).trimStart();
  expect(await page.evaluate(() => (window as unknown as { noted: { visible: number } }).noted.visible)).toBe(0);
  // That Tab indented, as it does when nothing is offered; so does the next.
  expect(await text(page)).toBe(`    ${before}`);
  await page.keyboard.press('Tab');
  await expect.poll(() => text(page)).toBe(`        ${before}`);
});
