/** Links that hold a workspace, and the timeline that shows how it came to be. */
import { expect, test, type Page } from '../testing/browser/test';
import { openApp, openTab, placeCursor, text, type } from '../testing/browser/editor';

const panel = (page: Page, name: string) => page.getByRole('region', { name });

async function linkOf(page: Page): Promise<string> {
  await page.keyboard.press('Alt+s');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const history = dialog.getByRole('checkbox');
  await history.click();
  await expect(history).toBeChecked();
  const field = dialog.getByLabel('Link');
  await expect(field).toHaveValue(/#s=1\./);
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

test('a link is shown before it is opened, opens beside the own files, and replays how they came to be', async ({
  page,
  browser,
}) => {
  await openApp(page);
  await openTab(page, 'area.py');
  await placeCursor(page, 1, 1);
  await type(page, '# shared\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const shared = await text(page);
  const link = await linkOf(page);

  const other = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  await openApp(other);
  await openTab(other, 'area.py');
  await placeCursor(other, 1, 1);
  await type(other, '# mine\n');
  await expect(other.getByTestId('storage')).toContainText(/saved/i);
  await other.goto('about:blank');

  await openApp(other, link);
  const offer = other.getByRole('dialog', { name: 'A shared workspace' });
  await expect(offer).toContainText('area.py');
  await expect(offer).toContainText(/recorded changes/);
  expect(await text(other)).toContain('# mine');
  await offer.getByRole('button', { name: 'Open it' }).click();

  await expect(panel(other, 'You are in a shared workspace.')).toBeVisible();
  await expect.poll(() => text(other)).toBe(shared);
  const slider = panel(other, 'Timeline').getByRole('slider');
  await expect(slider).toBeVisible();
  await slider.press('Home');
  await expect(panel(other, 'Timeline').locator('.ink-timeline__text')).not.toContainText('# shared');

  await panel(other, 'You are in a shared workspace.').getByRole('button', { name: 'Back to my files' }).click();
  await expect.poll(() => text(other)).toContain('# mine');
  await other.context().close();
});

test('a link that was cut on its way is refused in words, and the own files are there', async ({ page }) => {
  await openApp(page);
  const link = await linkOf(page);
  await page.goto('about:blank');
  await openApp(page, link.slice(0, -4));
  await expect(panel(page, 'This link could not be opened.')).toContainText(/damaged|incomplete/);
  expect(await text(page)).toContain('def area');
});

test('a point of the timeline is compared with another, named, and restored as an edit that undo takes back', async ({
  page,
}) => {
  await openApp(page);
  await openTab(page, 'total.ts');
  const before = await text(page);
  await placeCursor(page, 1, 1);
  await type(page, '// one\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const after = await text(page);

  await page.keyboard.press('Alt+h');
  const timeline = panel(page, 'Timeline');
  await timeline.getByRole('button', { name: 'Compare from here' }).click();
  await timeline.getByRole('slider').press('Home');
  await expect(timeline.getByRole('region', { name: /What changed/ })).toContainText('// one');
  await timeline.getByRole('button', { name: 'Stop comparing' }).click();
  await timeline.getByRole('button', { name: 'Name this point…' }).click();
  await timeline.getByLabel('Name of a checkpoint here').fill('the beginning');
  await timeline.getByLabel('Name of a checkpoint here').press('Enter');
  await expect(timeline.getByRole('button', { name: 'the beginning', exact: true })).toBeVisible();
  await timeline.getByRole('button', { name: 'Restore this' }).click();
  await expect.poll(() => text(page)).toBe(before);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(after);
});
