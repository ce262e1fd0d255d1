/** What a user does in a workspace of many long files, step by step; each step ends when the page shows that it is done. */
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { expect, type Page } from 'playwright/test';
import { appState, expectTab, focusCode, text } from './editor';
import { parametersOf, type MadeFile } from './project';

const PATIENCE = { timeout: 60_000 } as const;

export const zipOf = (files: readonly MadeFile[]): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(files.map(({ name, text: content }) => [name, new TextEncoder().encode(content)])), {
      level: 1,
    }),
  );

const tree = (page: Page) => page.getByRole('tree', { name: 'Files' });
const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

export async function importZip(page: Page, zip: Buffer, files: readonly MadeFile[]): Promise<void> {
  if (!(await page.getByRole('region', { name: 'Files' }).isVisible()))
    await page.keyboard.press('ControlOrMeta+Shift+E');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files or a zip' }).click();
  await (await chooser).setFiles([{ name: 'large.zip', mimeType: 'application/zip', buffer: zip }]);
  for (const { name } of files)
    await expect(tree(page).getByText(baseName(name), { exact: true })).toBeAttached(PATIENCE);
  await expect.poll(() => text(page), PATIENCE).toBe(files[0]?.text);
}

/** Goes to a file by a few letters of its name. */
export async function quickOpen(page: Page, { name, text: content }: MadeFile): Promise<void> {
  await page.keyboard.press('ControlOrMeta+P');
  await page.getByRole('combobox', { name: 'Which file?' }).fill(baseName(name));
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await text(page)) === content, PATIENCE).toBe(true);
  await focusCode(page);
}

export async function switchTab(page: Page, { name, text: content }: MadeFile): Promise<void> {
  await page.getByRole('tab', { name: baseName(name) }).click();
  await expect.poll(async () => (await text(page)) === content, PATIENCE).toBe(true);
  await focusCode(page);
}

/** Types another name over the first parameter of the first function, waits for what follows and takes it; the text then. */
export async function renameParameter(page: Page, fresh: string): Promise<string> {
  const before = await text(page);
  const parameter = parametersOf(before)[0];
  if (parameter === undefined) throw new Error('the file has no function');
  await page.keyboard.press('ControlOrMeta+Home');
  for (let step = 0; step < parameter.line; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < parameter.column; step += 1) await page.keyboard.press('ArrowRight');
  for (let step = 0; step < parameter.name.length; step += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type(fresh, { delay: 70 });
  await expect
    .poll(async () => (await appState(page))?.hunks.length ?? 0, { ...PATIENCE, message: 'a prediction' })
    .toBeGreaterThan(0);
  for (let presses = 0; presses < 24 && ((await appState(page))?.hunks.length ?? 0) > 0; presses += 1) {
    // Right after it appears Tab still indents.
    await expectTab(page, 'accept', 'jump');
    await page.keyboard.press('Tab');
    await page.waitForTimeout(120);
  }
  return text(page);
}

/** `words` is how the panel tells what it found. */
export async function findInFiles(page: Page, sought: string, words: string): Promise<void> {
  if (!(await page.getByRole('region', { name: 'Find in files' }).isVisible()))
    await page.keyboard.press('ControlOrMeta+Shift+F');
  await page.getByRole('textbox', { name: 'Find in all files' }).fill(sought);
  await expect(page.getByText(words)).toBeVisible(PATIENCE);
}

export async function renameFile(page: Page, from: string, to: string): Promise<void> {
  const row = tree(page).getByTitle(from, { exact: true });
  await row.hover();
  await row.getByRole('button', { name: `Rename ${from}` }).click();
  const field = page.getByRole('textbox', { name: `New name of ${from}` });
  await field.fill(to);
  await field.press('Enter');
  await expect(tree(page).getByTitle(to, { exact: true })).toBeVisible(PATIENCE);
}

export async function deleteAndPutBack(page: Page, { name, text: content }: MadeFile): Promise<void> {
  const row = tree(page).getByTitle(name, { exact: true });
  await row.hover();
  await row.getByRole('button', { name: `Delete ${name}` }).click();
  const notice = page.getByRole('region', { name: `${name} was deleted.` });
  await expect(row).toHaveCount(0, PATIENCE);
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toHaveCount(1, PATIENCE);
  await expect.poll(async () => (await text(page)) === content, PATIENCE).toBe(true);
}

export async function walkTimeline(page: Page): Promise<void> {
  await focusCode(page);
  await page.keyboard.press('Alt+h');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const slider = timeline.getByRole('slider');
  await expect(slider).toBeVisible(PATIENCE);
  await timeline.getByRole('button', { name: 'Compare from here' }).click();
  await slider.press('Home');
  await expect(timeline.getByRole('region', { name: /What changed/ })).toBeVisible(PATIENCE);
}

/** All files as an archive. */
export async function exportZip(page: Page): Promise<Uint8Array> {
  const download = page.waitForEvent('download', PATIENCE);
  await page.getByRole('button', { name: 'Download all files as a zip' }).click();
  return readFileSync(await (await download).path());
}

/** What the dialog says of a link that holds everything. */
export async function shareEverything(page: Page): Promise<string> {
  await focusCode(page);
  await page.keyboard.press('Alt+s');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('radio', { name: /All .* files/ }).click();
  const said = dialog.getByRole('status');
  await expect(said).toContainText(/\d{2,3},\d{3} characters/, PATIENCE);
  const words = (await said.textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return words;
}

/** Reloads the page; it is done when the same text can be typed in. */
export async function reload(page: Page): Promise<void> {
  const before = await text(page);
  await expect(page.getByTestId('storage')).toContainText(/saved/i, PATIENCE);
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('.monaco-editor .view-line', PATIENCE);
  await expect.poll(async () => (await text(page)) === before, PATIENCE).toBe(true);
}
