/** A recorded course is replayed with what the embedded model predicts at each point; nothing is mocked. */
import { expect, test, type Page } from '../testing/browser/test';
import { openApp, openReady, openTab, placeCursor, retype, stored, text, type } from '../testing/browser/editor';

const timelineOf = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const predictionOf = (page: Page) => timelineOf(page).getByRole('region', { name: 'What Inkling predicts here' });

async function linkWithHistory(page: Page): Promise<string> {
  await page.keyboard.press('Alt+s');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const history = dialog.getByRole('checkbox');
  await history.click();
  await expect(history).toBeChecked();
  await expect(dialog.getByLabel('Link')).toHaveValue(/#s=1\./);
  return dialog.getByLabel('Link').inputValue();
}

test('the demo plays by itself, shows what is predicted over the replayed code, and leaves the own files alone', async ({
  page,
}) => {
  await openApp(page);
  const own = await text(page);
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('combobox').fill('demo replay');
  await page.keyboard.press('Enter');

  await expect(timelineOf(page).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(predictionOf(page)).toContainText('Predicted 2 changes', { timeout: 60_000 });
  await expect(timelineOf(page).locator('ins')).toHaveText(['width', 'width']);
  await expect(timelineOf(page).locator('del')).toHaveText(['w', 'w']);
  await expect(predictionOf(page)).toContainText('Shown then, and accepted');
  await expect(predictionOf(page)).toContainText('Matched');
  await expect(predictionOf(page).getByRole('region', { name: 'What was done next' })).toContainText(
    'if width < 0 or h < 0:',
  );
  await expect(timelineOf(page).getByRole('button', { name: 'Pause' })).toBeVisible();

  await page.getByRole('button', { name: 'Back to my files' }).click();
  await expect.poll(() => text(page)).toBe(own);
  expect(new URL(page.url()).hash).toBe('');
});

test('a link with history is looked at read-only too: predictions at a point, and beside them what was done next', async ({
  page,
  browser,
}) => {
  await openReady(page);
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await page.waitForTimeout(1_100);
  await page.keyboard.press('Escape');
  await retype(page, 3, 'w', 'width');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const link = await linkWithHistory(page);

  const context = await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce' });
  const writer = await context.newPage();
  await openApp(writer, link);
  await writer.getByRole('button', { name: 'Open it' }).click();
  await expect(timelineOf(writer)).toBeVisible();
  // The same link in a second tab: the first one writes.
  const other = await context.newPage();
  await openApp(other, link);
  await other.getByRole('button', { name: 'Open it' }).click();
  await expect(other.getByTestId('storage')).toHaveText('Read only');

  // Without motion it stands at the first point.
  await expect(predictionOf(other)).toContainText('Predicted', { timeout: 60_000 });
  await expect(timelineOf(other).locator('ins').first()).toHaveText('width');
  await expect(predictionOf(other)).toContainText(/Shown then, and dismissed/);
  await expect(predictionOf(other)).toContainText(/Matched/);
  await expect(timelineOf(other).getByRole('button', { name: 'Restore this' })).toBeDisabled();

  // A point where nothing was to be said gives its reason.
  await timelineOf(other).getByRole('slider').press('Home');
  await expect(predictionOf(other)).toHaveCount(0);
  await timelineOf(other).getByLabel('Show predictions').click();
  await expect(timelineOf(other).getByLabel('Show predictions')).not.toBeChecked();
  await timelineOf(other).getByRole('slider').press('End');
  await expect(predictionOf(other)).toHaveCount(0);
  await context.close();
});

test('what was written in several files is one timeline; what is erased of it is gone from the database', async ({
  page,
}) => {
  await openApp(page);
  await openTab(page, 'area.py');
  await placeCursor(page, 1, 1);
  await type(page, '# s3cret');
  for (let key = 0; key < 8; key += 1) await page.keyboard.press('Backspace');
  await openTab(page, 'total.ts');
  await placeCursor(page, 1, 1);
  await type(page, '// kept\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  const after = await text(page);
  const written = async () =>
    JSON.stringify(
      [...(await stored(page)).records.values()]
        .flat()
        .map(({ change }) => change.map(({ text: put }) => put).join(''))
        .join(''),
    );
  await expect.poll(written).toContain('# s3cret');

  await page.keyboard.press('Alt+h');
  const timeline = timelineOf(page);
  await timeline.getByRole('button', { name: 'All files' }).click();
  const slider = timeline.getByRole('slider', { name: 'History of all files' });
  await expect(slider).toHaveAttribute('max', String(8 + 8 + 8));
  await slider.press('Home');
  await timeline.getByRole('button', { name: 'Compare from here' }).click();
  await slider.press('End');
  await expect(timeline.getByRole('region', { name: /total\.ts/ })).toContainText('// kept');
  await expect(timeline.getByRole('region', { name: /area\.py/ })).toHaveCount(0);

  await timeline.getByRole('button', { name: 'Erase the edits between…' }).click();
  await timeline.getByRole('button', { name: 'Erase for good' }).click();
  await expect.poll(written).not.toContain('s3cret');
  const { records, snapshots } = await stored(page);
  expect(JSON.stringify([...records.values()])).not.toContain('s3cret');
  expect(JSON.stringify(snapshots)).not.toContain('s3cret');
  expect(await text(page)).toBe(after);
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await expect.poll(() => text(page)).toContain('// kept');
});
