/** With the network cut from the second visit on, and a new version that comes while someone is writing. */
import { expect, test, type Page } from 'playwright/test';
import { expectOffer, focusCode, openTab, placeCursor, retype, text, type, waitForModel } from './support/editor';
import { isolated, StaticHost } from './support/static-host';

test.use({ serviceWorkers: 'allow' });
// Each test fetches the whole program twice.
test.setTimeout(240_000);

let host: StaticHost;
test.beforeEach(async () => { host = await StaticHost.start(isolated); });
test.afterEach(() => { host.stop(); });

async function visit(page: Page): Promise<void> {
  await page.goto(host.url);
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);
}

const keptFiles = (page: Page): Promise<string[]> => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('inkling-app-'));
  const lists = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
  return lists.flat();
});

/** The first visit, until everything is kept that a second one needs. */
async function firstVisit(page: Page): Promise<void> {
  await visit(page);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await expect.poll(async () => (await keptFiles(page)).some((path) => /Palette-/.test(path)), { timeout: 60_000, message: 'panels should be kept as well' }).toBe(true);
}

test('from the second visit on everything works without a network: the editor, what was written, the prediction', async ({ page }) => {
  await firstVisit(page);
  await openTab(page, 'total.ts');
  await placeCursor(page, 1, 1);
  await type(page, '// kept\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);

  host.up = false;
  await visit(page);
  await openTab(page, 'total.ts');
  expect(await text(page)).toContain('// kept');
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, (await text(page)).replaceAll(/\bw\b(?= < 0| \*)/g, 'width'));
  // A panel that was never opened while there was a network.
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('combobox')).toBeVisible();
});

test('what is large and rare is not fetched before it is used', async ({ page }) => {
  await firstVisit(page);
  const kept = await keptFiles(page);
  expect(kept.filter((path) => /pyodide\.asm|python_stdlib|service-worker/.test(path))).toEqual([]);
  expect(kept.filter((path) => /\.gguf$|wllama.*\.wasm$|index\.html$/.test(path))).toHaveLength(3);
});

test('a new version waits until it is asked for, and loses nothing that is being written', async ({ page }) => {
  await firstVisit(page);
  await page.reload();
  await waitForModel(page);
  await focusCode(page);
  host.version = 'fedcba9876543210';
  await page.evaluate(async () => { await (await navigator.serviceWorker.ready).update(); });
  const update = page.getByRole('region', { name: 'A new Inkling is ready.' });
  await expect(update).toBeVisible({ timeout: 60_000 });

  await placeCursor(page, 1, 1);
  await type(page, '# typed meanwhile ');
  await Promise.all([page.waitForEvent('load'), update.getByRole('button', { name: 'Reload now' }).click()]);
  await expect.poll(() => page.evaluate(() => caches.keys()), { timeout: 60_000 }).toEqual(expect.arrayContaining(['inkling-app-fedcba9876543210']));
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toContain('# typed meanwhile ');
  await expect(update).toBeHidden();
});
