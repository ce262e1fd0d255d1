/** With the network cut from the second visit on, and a new version that comes while someone is writing. */
import { expect, test, type Page } from '../testing/browser/test';
import {
  expectOffer,
  focusCode,
  openTab,
  placeCursor,
  retype,
  text,
  type,
  waitForModel,
} from '../testing/browser/editor';
import { isolated, planOfBuild, StaticHost } from '../testing/browser/static-host';

test.use({ serviceWorkers: 'allow' });
// Each test fetches the whole program twice.
test.setTimeout(240_000);

let host: StaticHost;
test.beforeEach(async () => {
  host = await StaticHost.start(isolated);
});
test.afterEach(() => {
  host.stop();
});

async function visit(page: Page): Promise<void> {
  await page.goto(host.url);
  await page.waitForSelector('.monaco-editor .view-line');
  await waitForModel(page);
}

const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('inkling-app-'));
    const lists = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)),
    );
    return lists.flat();
  });

/** The first visit, until everything is kept that a second one needs. */
async function firstVisit(page: Page): Promise<void> {
  await visit(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const { shell, soon } = planOfBuild();
  await expect
    .poll(
      async () => {
        const kept = new Set(await keptFiles(page));
        return [...shell, ...soon].filter((path) => !kept.has(`/${path}`));
      },
      { timeout: 60_000, message: 'files of the plan that are not kept yet' },
    )
    .toEqual([]);
}

test('from the second visit on everything works without a network: the editor, what was written, the prediction', async ({
  page,
}) => {
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

test('the first step alone holds what writing and predicting needs', async ({ page }) => {
  const shell = new Set([...planOfBuild().shell, 'service-worker.js']);
  host.has = (path) => shell.has(path);
  await visit(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  host.up = false;
  await visit(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expectOffer(page, (await text(page)).replaceAll(/\bw\b(?= < 0| \*)/g, 'width'));
});

test('Python is fetched when it is first used, says so without a network, and works without one from then on', async ({
  page,
}) => {
  await firstVisit(page);
  const state = page.getByTestId('run-state');
  const run = async (): Promise<void> => {
    await openTab(page, 'area.py');
    await page.keyboard.press('ControlOrMeta+Enter');
  };
  host.up = false;
  await visit(page);
  await run();
  await expect(state).toContainText('Python could not be loaded.');
  await expect(page.getByTestId('run-output')).toContainText(
    'Connect once and run it; from then on it works offline too.',
  );
  await openTab(page, 'total.ts');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(state).toContainText('Finished');

  host.up = true;
  await run();
  await expect(state).toContainText('Finished', { timeout: 120_000 });
  host.up = false;
  await visit(page);
  await run();
  await expect(state).toContainText('Finished', { timeout: 120_000 });
});

test('it can be installed: Chromium finds no fault in the manifest, and the icons are what it says', async ({
  page,
}) => {
  await firstVisit(page);
  const session = await page.context().newCDPSession(page);
  const { errors, data, url } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as {
    readonly id: string;
    readonly start_url: string;
    readonly icons: readonly {
      readonly src: string;
      readonly sizes: string;
      readonly type: string;
      readonly purpose: string;
    }[];
  };
  expect(new URL(manifest.start_url, url).href).toBe(host.url);
  expect((await session.send('Page.getAppId')).appId).toBe(host.url);
  expect(
    (await session.send('Page.getInstallabilityErrors')).installabilityErrors.filter(
      ({ errorId }) => errorId !== 'in-incognito',
    ),
  ).toEqual([]);
  for (const { src, sizes, type: kind } of manifest.icons) {
    const found = await page.evaluate(
      async ([address = '']) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        return [(await fetch(address)).headers.get('content-type'), `${image.naturalWidth}x${image.naturalHeight}`];
      },
      [new URL(src, url).href],
    );
    expect(found[0], src).toBe(kind);
    if (sizes !== 'any') expect(found[1], src).toBe(sizes);
  }
  for (const [purpose, kind] of [
    ['any', 'image/png'],
    ['maskable', 'image/png'],
  ])
    expect(
      manifest.icons.some((icon) => icon.purpose === purpose && icon.type === kind && icon.sizes === '512x512'),
    ).toBe(true);
});

test('a tab that another one renews under it says so, and loses nothing', async ({ page, context }) => {
  await firstVisit(page);
  await page.reload();
  await waitForModel(page);
  const second = await context.newPage();
  await visit(second);
  host.version = 'fedcba9876543210';
  await second.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  const update = second.getByRole('region', { name: 'A new version of Inkling is ready.' });
  await expect(update).toBeVisible({ timeout: 60_000 });
  await page.bringToFront();
  await openTab(page, 'area.py');
  await placeCursor(page, 1, 1);
  await type(page, '# of the first tab ');
  await second.bringToFront();
  await Promise.all([second.waitForEvent('load'), update.getByRole('button', { name: 'Reload now' }).click()]);
  await page.bringToFront();
  const renewed = page.getByRole('region', { name: 'Inkling was updated in another tab.' });
  await expect(renewed).toBeVisible();
  await Promise.all([page.waitForEvent('load'), renewed.getByRole('button', { name: 'Reload now' }).click()]);
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toContain('# of the first tab ');
  await expect(renewed).toBeHidden();
});

test('what is large and rare is not fetched before it is used', async ({ page }) => {
  await firstVisit(page);
  const kept = await keptFiles(page);
  expect(kept.filter((path) => /pyodide\.asm|python_stdlib|service-worker/.test(path))).toEqual([]);
  // Nor is any language model: what predicts first is a script.
  expect(kept.filter((path) => /\.gguf$|wllama.*\.wasm$/.test(path))).toEqual([]);
  expect(kept.filter((path) => /proposals.*\.js$|index\.html$/.test(path))).toHaveLength(2);
});

test('a new version waits until it is asked for, and loses nothing that is being written', async ({ page }) => {
  await firstVisit(page);
  await page.reload();
  await waitForModel(page);
  await focusCode(page);
  host.version = 'fedcba9876543210';
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  const update = page.getByRole('region', { name: 'A new version of Inkling is ready.' });
  await expect(update).toBeVisible({ timeout: 60_000 });

  await placeCursor(page, 1, 1);
  await type(page, '# typed meanwhile ');
  await Promise.all([page.waitForEvent('load'), update.getByRole('button', { name: 'Reload now' }).click()]);
  await expect
    .poll(() => page.evaluate(() => caches.keys()), { timeout: 60_000 })
    .toEqual(expect.arrayContaining(['inkling-app-fedcba9876543210']));
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toContain('# typed meanwhile ');
  await expect(update).toBeHidden();
});
