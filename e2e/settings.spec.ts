/** Settings last, what was sent can be read, what is stored can be taken along, and what became of predictions is counted. */
import { chooseScripted } from '../testing/browser/scripted';
import { readFile } from 'node:fs/promises';
import { expect, test, type Locator, type Page } from '../testing/browser/test';
import { decodeSession, replay } from '../src/core/history';
import {
  appState,
  expectOffer,
  openApp,
  openReady,
  openTab,
  retype,
  tabThrough,
  text,
  waitForModel,
} from '../testing/browser/editor';

const RENAMED = /prices/;

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

test('settings are in force at once, last, are explained when they do not fit, and can be reset', async ({ page }) => {
  await openApp(page);
  await page.keyboard.press('ControlOrMeta+,');
  const settings = dialog(page, 'Settings');
  await settings.getByLabel('Font size').fill('22');
  await settings.getByLabel('Font size').press('Enter');
  await expect
    .poll(() =>
      page
        .locator('.monaco-editor .view-line')
        .first()
        .evaluate((line) => getComputedStyle(line).fontSize),
    )
    .toBe('22px');

  await settings.getByLabel('Wait before asking').fill('20');
  await settings.getByLabel('Wait before asking').press('Enter');
  await expect(settings.getByRole('alert')).toHaveText('Enter a whole number from 50 to 3000 milliseconds.');
  await settings.getByLabel('Wait before asking').fill('250');
  await settings.getByLabel('Wait before asking').press('Enter');
  await expect(settings.getByRole('alert')).toHaveCount(0);

  await settings.getByLabel('Excluded files').fill('*.pem\narea*');
  await settings.getByLabel('Excluded files').press('Tab');
  await settings.getByLabel('Theme').selectOption('dark');
  await settings.getByLabel('Show predictions').selectOption('subtle');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect
    .poll(async () => (await appState(page))?.view.prediction)
    .toEqual({ kind: 'nothing', why: 'this file is excluded from models (area*)' });

  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await page.keyboard.press('ControlOrMeta+,');
  await expect(settings.getByLabel('Font size')).toHaveValue('22');
  await expect(settings.getByLabel('Wait before asking')).toHaveValue('250');
  await expect(settings.getByLabel('Excluded files')).toHaveValue('*.pem\narea*');
  await expect(settings.getByLabel('Show predictions')).toHaveValue('subtle');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await settings.getByRole('button', { name: 'Reset to defaults…' }).click();
  await settings.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(settings.getByLabel('Font size')).toHaveValue('');
  await expect(settings.getByLabel('Wait before asking')).toHaveValue('100');
  await expect(settings.getByLabel('Excluded files')).toHaveValue(/^\.env\*/);
});

test('every key of a command is in the list of keys', async ({ page }) => {
  await openApp(page);
  await page.keyboard.press('Alt+k');
  const keys = dialog(page, 'Keyboard shortcuts');
  for (const title of [
    'Accept the prediction',
    'Dismiss the prediction',
    'Predict my next edit now',
    'Show all commands',
    'Settings',
    'Run this file',
    'Undo',
  ]) {
    await expect(keys.getByText(title, { exact: true })).toBeVisible();
  }
});

test('what was sent is shown exactly, and what became of it is counted', async ({ page }) => {
  await openReady(page);
  await openTab(page, 'total.ts');
  // More than the proposers know, or the model's answer comes after the user has taken theirs, and is called off.
  const renamed = (await text(page)).replaceAll('items', 'prices');
  const answered = `${renamed}\nexport const free = total([]);\n`;
  await chooseScripted(page, [{ when: 'prices', answer: `\`\`\`typescript\n${answered}\`\`\`<|next_end|>` }]);
  await page.reload();
  await waitForModel(page);
  await openTab(page, 'total.ts');
  await retype(page, 2, 'items', 'prices');
  await expectOffer(page, answered);
  await tabThrough(page);

  await command(page, 'What was sent to the model');
  const sent = dialog(page, 'What was sent to the model');
  await sent
    .getByRole('button', { name: /Prediction.*Shown/ })
    .first()
    .click();
  const prompt = (await sent.getByRole('region', { name: 'Prompt' }).locator('pre').textContent()) ?? '';
  // The dialect's own marks, the edit that was made, and the code around the cursor.
  expect(prompt).toContain('<|');
  expect(prompt).toMatch(RENAMED);
  expect(prompt).toContain('items');
  await expect(sent.getByRole('region', { name: 'Output' }).locator('pre')).toContainText('prices');
  await expect(sent.getByText(/tokens, \d+ still in memory/)).toBeVisible();
  await page.keyboard.press('Escape');

  await command(page, 'Prediction statistics');
  const outcomes = dialog(page, 'Prediction statistics');
  await expect(
    outcomes.getByRole('img', { name: /Outcomes\. 1 of \d+ were accepted|[1-9]\d* of \d+ were accepted/ }),
  ).toBeVisible();
  await expect(outcomes.getByRole('row', { name: /^TypeScript/ })).toBeVisible();
  await expect(outcomes.getByRole('button', { name: 'Export 0 pairs' })).toBeDisabled();
  await outcomes.getByRole('button', { name: 'Delete all outcomes' }).click();
  await outcomes.getByRole('button', { name: /Delete for good/ }).click();
  await expect(outcomes.getByText(/No prediction has been shown yet/)).toBeVisible();
});

test('everything stored is exported, and imported on another machine with its course', async ({
  page,
  browser,
  baseURL,
}, info) => {
  await openApp(page);
  await openTab(page, 'total.ts');
  await retype(page, 2, 'items', 'prices');
  const typed = await text(page);
  await command(page, 'Storage:');
  const downloading = page.waitForEvent('download');
  await dialog(page, 'Storage').getByRole('button', { name: 'Export everything' }).click();
  const file = info.outputPath('session.json');
  await (await downloading).saveAs(file);
  const session = decodeSession(await readFile(file, 'utf8'));
  if (session.kind !== 'session') throw new Error(session.detail);

  // Another machine: a browser that has never seen the page.
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  try {
    const there = await elsewhere.newPage();
    await openApp(there);
    await command(there, 'Storage:');
    await there.getByLabel('Session file').setInputFiles(file);
    const storage = dialog(there, 'Storage');
    await expect(storage.getByText(`${session.documents.length} files were imported`, { exact: false })).toBeVisible({
      timeout: 20_000,
    });
    // The examples are there already: nothing is written over.
    await expect(storage.getByText('total.ts is there already: the imported one is total-2.ts.')).toBeVisible();
    await there.keyboard.press('Escape');
    await there.keyboard.press('ControlOrMeta+p');
    await there.getByRole('combobox').waitFor();
    await there.keyboard.type('total-2');
    await there.keyboard.press('Enter');
    await expect.poll(() => text(there)).toBe(typed);
    const course = session.documents.find(({ path }) => path === 'total.ts');
    expect(course === undefined ? null : replay(course.base, course.records).text).toBe(typed);

    // A file that is no session is refused with words.
    await command(there, 'Storage:');
    await there
      .getByLabel('Session file')
      .setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
    await expect(storage.getByRole('alert')).toContainText('no session that Inkling exported');
  } finally {
    await elsewhere.close();
  }
});

test('the bin puts back and erases, other tabs see it, and everything can be deleted', async ({ page, context }) => {
  await openApp(page);
  await openTab(page, 'total.ts');
  const other = await context.newPage();
  await openApp(other);
  await other.keyboard.press('ControlOrMeta+Shift+E');
  const listed = other.getByRole('treeitem', { name: 'total.ts' });
  await expect(listed).toBeVisible();
  await command(page, 'Delete file');
  await expect(listed).toHaveCount(0);
  await command(page, 'Storage:');
  const storage = dialog(page, 'Storage');
  await storage.getByRole('button', { name: 'Put back: total.ts' }).click();
  await expect(storage.getByRole('region', { name: 'Files' }).getByText('total.ts')).toBeVisible();
  await expect(listed).toBeVisible();
  await other.close();

  await storage.getByRole('button', { name: 'Delete everything…' }).click();
  const sure = storage.getByRole('button', { name: 'Delete everything', exact: true });
  await expect(sure).toBeDisabled();
  await storage.getByLabel(/Type “delete everything”/).fill('delete everything');
  await Promise.all([page.waitForEvent('load', { timeout: 60_000 }), sure.click()]);
  await page.waitForSelector('.monaco-editor .view-line');
  // As on the first visit.
  expect(await page.evaluate(() => localStorage.getItem('inkling.excluded'))).toBeNull();
  await expect(page.getByRole('tab', { name: 'total.ts' })).toBeVisible();
});
