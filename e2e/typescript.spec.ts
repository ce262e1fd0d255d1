/** TypeScript's service: fetched only when it is used, then error marks, lists, hovers, definitions and renames. */
import { expect, test, type Page } from 'playwright/test';
import { focusCode, openApp, openTab, placeCursor, text, type } from '../testing/browser/editor';

/** Makes a file of the workspace and shows it. */
async function makeFile(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(
    ({ file, words }) => {
      const data = new DataTransfer();
      data.items.add(new File([words], file));
      for (const kind of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    { file: name, words: content },
  );
  await expect.poll(() => text(page)).toBe(content);
}

const listed = (page: Page, name: string): ReturnType<Page['locator']> =>
  page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: name }).first();
const errors = (page: Page): ReturnType<Page['locator']> => page.locator('.squiggly-error');

test('nothing of it is fetched before a TypeScript file is edited; then errors are marked and members listed', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const worker = (): readonly string[] => asked.filter((path) => path.includes('/ts.worker'));
  await openApp(page);
  await openTab(page, 'area.py');
  await type(page, '#');
  await openTab(page, 'total.ts');
  await expect(page.locator('.view-line').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(worker()).toEqual([]);

  await placeCursor(page, 1, 1);
  await type(page, 'const amount: number = "many";\n');
  await expect(errors(page)).toHaveCount(1, { timeout: 30_000 });
  expect(worker()).toHaveLength(1);
  // It came from here, and asked nobody else.
  const origin = new URL(page.url()).origin;
  expect(asked.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`))).toEqual([]);

  await type(page, 'amount.toFi');
  await expect(listed(page, 'toFixed')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page)).toContain('amount.toFixed//');
  expect(worker()).toHaveLength(1);
});

test('open files know one another: a definition is gone to, a rename reaches the file that is not shown', async ({
  page,
}) => {
  await openApp(page);
  await makeFile(page, 'shape.ts', 'export function areaOf(width: number): number {\n  return width * width;\n}\n');
  await makeFile(page, 'use.ts', "import { areaOf } from './shape';\n\nexport const size = areaOf('wide');\n");
  await focusCode(page);
  await placeCursor(page, 2, 1);
  await type(page, '\n');
  await expect(errors(page)).toHaveCount(1, { timeout: 30_000 });

  await placeCursor(page, 4, 23);
  await page.keyboard.press('F2');
  const field = page.locator('.rename-box input');
  await expect(field).toHaveValue('areaOf');
  await field.fill('squareOf');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => text(page))
    .toBe("import { squareOf } from './shape';\n\n\nexport const size = squareOf('wide');\n");

  await placeCursor(page, 4, 23);
  await page.keyboard.press('F12');
  await expect(page.getByRole('tab', { name: 'shape.ts' })).toHaveAttribute('aria-selected', 'true');
  await expect
    .poll(() => text(page))
    .toBe('export function squareOf(width: number): number {\n  return width * width;\n}\n');
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  await page.reload();
  await page.waitForSelector('.monaco-editor .view-line');
  await openTab(page, 'shape.ts');
  await expect.poll(() => text(page)).toContain('function squareOf');
});

test('error marks can be turned off', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('inkling.error-marks', 'off');
  });
  await openApp(page);
  await openTab(page, 'total.ts');
  await placeCursor(page, 1, 1);
  await type(page, 'const amount: number = "many";\namount.toFi');
  await expect(listed(page, 'toFixed')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(errors(page)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByLabel('Mark errors').selectOption('on');
  await page.keyboard.press('Escape');
  await expect(errors(page)).not.toHaveCount(0);
});
