/** A prediction that is too large to be read over the code is shown below it, and taken whole or change by change. */
import { expect, test, type Page } from '../testing/browser/test';
import {
  appState,
  expectTab,
  nextEditView,
  openReady,
  openTab,
  placeCursor,
  replaceText,
  stored,
  tabThrough,
  text,
  type,
} from '../testing/browser/editor';
import { chooseScripted } from '../testing/browser/scripted';

/** The first line is like none of the others: nothing but the model sees what follows from its change. */
const LINES = ['import math', ...Array.from({ length: 27 }, (_, at) => `v${at + 1} = ${at + 1}`)];
const CODE = `${LINES.join('\n')}\n`;
/** Every other line changes, from the second on. */
const predicted = (code: string): string =>
  code
    .split('\n')
    .map((line, at) => (at % 2 === 1 && line !== '' ? `${line}.5` : line))
    .join('\n');
const ASKED = CODE.replace('import math', 'import math # go');
const WHOLE = predicted(ASKED);
const SCRIPT = [{ when: '# go', answer: `\`\`\`python\n${WHOLE}\n\`\`\`<|next_end|>` }];

const review = (page: Page) => page.getByRole('region', { name: 'Predicted changes' });

async function openReview(page: Page): Promise<void> {
  await chooseScripted(page, SCRIPT);
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, CODE);
  await placeCursor(page, 1, 7);
  await page.keyboard.press('End');
  await type(page, ' # go');
  await expect(review(page)).toContainText('14 changes are predicted');
  await expectTab(page, 'accept');
}

test('Tab takes the next change, a button takes one, all are taken at once and undone at once', async ({ page }) => {
  await openReview(page);
  await expect(nextEditView(page)).toBeHidden();
  await expect(page.getByTestId('status')).toContainText('Edit 1 of 14');
  expect(await text(page)).toBe(ASKED);

  await page.keyboard.press('Tab');
  await expect.poll(() => text(page)).toBe(ASKED.replace('v1 = 1\n', 'v1 = 1.5\n'));
  await expect(review(page)).toContainText('13 changes');
  await review(page).getByRole('button', { name: 'Accept the change on line 6', exact: true }).click();
  const two = ASKED.replace('v1 = 1\n', 'v1 = 1.5\n').replace('v5 = 5\n', 'v5 = 5.5\n');
  await expect.poll(() => text(page)).toBe(two);
  // Few enough to walk now, but what was shown here stays here.
  await expect(review(page)).toContainText('12 changes');

  await review(page).getByRole('button', { name: 'Accept all' }).click();
  await expect.poll(() => text(page)).toBe(WHOLE);
  await expect(review(page)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(two);

  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  await expect
    .poll(
      async () =>
        [...(await stored(page)).records.values()].flat().filter(({ source }) => source.kind === 'prediction').length,
    )
    .toBe(3);
});

test('Escape dismisses it, from the code and from the difference itself, and Tab then indents', async ({ page }) => {
  await openReview(page);
  await page.keyboard.press('Escape');
  await expect(review(page)).toHaveCount(0);
  expect(await text(page)).toBe(ASKED);
  expect(await tabThrough(page, 1)).toBe(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await expect.poll(() => text(page)).toBe(`    ${ASKED}`);
});

test('typing on what is predicted leaves the rest of it where it was shown', async ({ page }) => {
  await openReview(page);
  await placeCursor(page, 2, 1);
  await page.keyboard.press('End');
  await type(page, '.5');
  await expect(review(page)).toContainText('13 changes');
  await review(page).getByRole('region', { name: 'Predicted change on line 4' }).focus();
  await page.keyboard.press('Escape');
  await expect(review(page)).toHaveCount(0);
  expect((await appState(page))?.hunks).toEqual([]);
});
