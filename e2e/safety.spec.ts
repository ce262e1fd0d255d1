/** Nothing of the user's is lost: closed tabs, killed pages, a dead engine, a damaged database, two tabs at once. */
import { chooseSmall } from '../testing/browser/scripted';
import { expect, test } from '../testing/browser/test';
import {
  appState,
  expectOffer,
  focusCode,
  openApp,
  openReady,
  openTab,
  retype,
  stored,
  text,
  type,
  waitForModel,
} from '../testing/browser/editor';

test('a page killed while typing loses nothing older than 250 ms', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await openReady(page);
  await openTab(page, 'area.py');
  await page.keyboard.press('ControlOrMeta+End');
  // The page notes what the text was at each moment, and is then killed without any event that could save it.
  const crashed = page.waitForEvent('crash');
  const noted: { at: number; text: string }[] = [];
  await page.exposeBinding('note', (_source, at: number, content: string) => {
    noted.push({ at, text: content });
  });
  await page.evaluate(() => {
    const note = (window as unknown as { note: (at: number, content: string) => void }).note;
    let last = '';
    setInterval(() => {
      const content = window.inkling?.state().text ?? '';
      if (content === last) return;
      last = content;
      note(performance.timeOrigin + performance.now(), content);
    }, 5);
  });
  const typing = type(page, '# the quick brown fox jumps over the lazy dog', 40).catch(() => undefined);
  await page.waitForTimeout(1_500);
  const cdp = await context.newCDPSession(page);
  void cdp.send('Page.crash').catch(() => undefined);
  const killed = Date.now();
  await crashed;
  await typing;

  const again = await context.newPage();
  await openApp(again);
  const restored = await text(again);
  const old = noted.filter(({ at }) => at <= killed - 250).at(-1)?.text ?? '';
  expect(old.length).toBeGreaterThan(100);
  expect(restored.startsWith(old)).toBe(true);
  await context.close();
});

test('everything typed is found again after a reload, also by another tab of the same browser', async ({
  page,
  context,
}) => {
  await openApp(page);
  await openTab(page, 'total.ts');
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, '// kept: \u00e9\u{1F58B}\n', 10);
  const before = await text(page);
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toBe(before);

  const second = await context.newPage();
  await openApp(second);
  await expect(second.getByText(/another tab/i).first()).toBeVisible();
  await openTab(second, 'total.ts');
  await type(second, 'x');
  expect(await text(second)).toBe(before);
});

test('a second tab can take over, and the first is told', async ({ page, context }) => {
  await openApp(page);
  await openTab(page, 'area.py');
  const second = await context.newPage();
  await openApp(second);
  await second
    .getByRole('button', { name: /write here/i })
    .first()
    .click();
  await openTab(second, 'area.py');
  await second.keyboard.press('ControlOrMeta+End');
  await type(second, '# second', 10);
  await expect.poll(() => text(second)).toMatch(/# second$/);
  await page.bringToFront();
  await expect(page.getByText(/another tab/i).first()).toBeVisible();
});

test('the engine killed while it is needed comes back, and the page goes on', async ({ page }) => {
  await chooseSmall(page);
  await openReady(page);
  await openTab(page, 'area.py');
  const workers = page.workers().filter((worker) => /inference/.test(worker.url()));
  expect(workers).toHaveLength(1);
  // From inside, as a crash would: the page gets no notice but silence or an error.
  await workers[0]!.evaluate(() => {
    self.close();
  });
  const expected = (await text(page)).replaceAll(/\bw\b/g, 'width');
  await retype(page, 2, 'w', 'width');
  // Noticed, started anew, the model loaded again; what is predicted without it is there meanwhile.
  await expectOffer(page, expected, 60_000);
  await waitForModel(page);
  await expect
    .poll(() => page.workers().filter((worker) => /inference/.test(worker.url())).length, { timeout: 60_000 })
    .toBe(1);
});

test('a damaged database is set aside, reported, and not erased', async ({ page }) => {
  await openApp(page);
  await openTab(page, 'area.py');
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, '# kept\n', 10);
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const damaged = await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no reason'));
      });
    const database = await wait(indexedDB.open('inkling'));
    const store = database.transaction('batches', 'readwrite').objectStore('batches');
    const keys = await wait(store.getAllKeys());
    const last = keys.at(-1);
    if (last === undefined) throw new Error('there is no batch to damage');
    const bytes = (await wait(store.get(last))) as Uint8Array;
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    await wait(store.put(bytes, last));
    database.close();
    return bytes.length;
  });
  expect(damaged).toBeGreaterThan(0);
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await expect(page.getByText(/kept aside/i).first()).toBeVisible();
  await focusCode(page);
  await type(page, 'y', 10);
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const kept = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('inkling');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no reason'));
    });
    const rows = await new Promise<{ value: Uint8Array }[]>((resolve) => {
      const request = database.transaction('quarantine').objectStore('quarantine').getAll() as IDBRequest<
        { value: Uint8Array }[]
      >;
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return rows.map(({ value }) => value.length);
  });
  expect(kept).toContain(damaged);
});

test('what is stored replays to what is on screen', async ({ page }) => {
  await openApp(page);
  await openTab(page, 'area.py');
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, 'print(area(2, 3))', 15);
  await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Shift+Z');
  const shown = await text(page);
  await expect
    .poll(async () => {
      const { names, records, snapshots } = await stored(page);
      const id = [...names].find(([, name]) => name === 'area.py')?.[0] ?? '';
      const first = snapshots.filter(({ document }) => document === id).sort((a, b) => a.version - b.version)[0];
      let content = first?.text ?? '';
      for (const record of (records.get(id) ?? []).filter(({ version }) => version >= (first?.version ?? 0))) {
        for (const edit of [...record.change].reverse())
          content = content.slice(0, edit.start) + edit.text + content.slice(edit.end);
      }
      return content;
    })
    .toBe(shown);
  expect((await appState(page))?.view.storage.kind).toBe('saved');
});
