/** Asking for a change in words at the cursor: streamed as a difference in place, decided hunk by hunk, one undo step. */
import { expect, test, type Page } from '../testing/browser/test';
import {
  appState,
  focusCode,
  openApp,
  openReady,
  openTab,
  placeCursor,
  replaceText,
  retype,
  text,
} from '../testing/browser/editor';
import { askScripted, chooseScripted } from '../testing/browser/scripted';

const CODE = 'def area(w, h):\n    return w * h\n\n\nprint(area(2, 3))\n';
const BOTH = CODE.replace('    return', '    assert w > 0\n    return').replace('2, 3', '2, 4');
const FURTHER = BOTH.replace('w > 0', 'w >= 0');
const answer = (code: string, words: string): string => `\`\`\`python\n${code}\`\`\`<|next_end|>${words}<|im_end|>`;
/** A failed run says this, and the question holds it. */
const BROKEN = 'const sizes: number[] = [];\nif (sizes.length === 0) throw new Error("broken on purpose");\n';
const SCRIPT = [
  {
    when: 'broken on purpose',
    answer: answer(
      'const sizes: number[] = [1];\nif (sizes.length === 0) throw new Error("broken on purpose");\n',
      'There is a size now.',
    ).replace('python', 'typescript'),
  },
  { when: 'Zero is fine.', answer: answer(FURTHER, 'Zero passes now.') },
  { when: 'Check w.', answer: answer(BOTH, 'Sizes are <img src=x onerror=alert(1)> positive.') },
  { when: 'Go on.', answer: answer('# a line\n'.repeat(4000), '') },
];

const widget = (page: Page) => page.getByRole('region', { name: 'Ask for a change' });
const field = (page: Page) => widget(page).getByLabel('Instruction');
const hunks = (page: Page) => page.getByRole('region', { name: /^Change \d+ of \d+/ });

async function ask(page: Page, words: string): Promise<void> {
  await expect(field(page)).toBeFocused();
  await field(page).fill(words);
  await page.keyboard.press('Enter');
}

async function openWith(page: Page): Promise<void> {
  await chooseScripted(page, SCRIPT);
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, CODE);
  await placeCursor(page, 2, 5);
  await page.keyboard.press('ControlOrMeta+i');
}

test('an instruction becomes hunks in place; all are taken at once, and undone at once', async ({ page }) => {
  await openWith(page);
  await ask(page, 'Check w.');
  await expect(hunks(page)).toHaveCount(2);
  await expect(hunks(page).first()).toContainText('assert w > 0');
  await expect(widget(page)).toContainText('Sizes are <img src=x onerror=alert(1)> positive.');
  expect(await text(page)).toBe(CODE);
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => text(page)).toBe(BOTH);
  await expect(widget(page)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(CODE);
});

test('hunks are decided one by one, by keys, and move with what is typed elsewhere', async ({ page }) => {
  await openWith(page);
  await ask(page, 'Check w.');
  await expect(hunks(page)).toHaveCount(2);
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# sizes\n');
  await expect(hunks(page)).toHaveCount(2);
  await field(page).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page)).toBe(`# sizes\n${CODE.replace('    return', '    assert w > 0\n    return')}`);
  await hunks(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(hunks(page)).toHaveCount(0);
  await field(page).focus();
  await page.keyboard.press('Escape');
  await expect(widget(page)).toHaveCount(0);
});

test('a further instruction builds on the result, and earlier ones come back with the arrow keys', async ({ page }) => {
  await openWith(page);
  await ask(page, 'Check w.');
  await expect(hunks(page)).toHaveCount(2);
  await ask(page, 'Zero is fine.');
  await expect(widget(page)).toContainText('Zero passes now.');
  await field(page).press('ArrowUp');
  await expect(field(page)).toHaveValue('Zero is fine.');
  await field(page).press('ArrowUp');
  await expect(field(page)).toHaveValue('Check w.');
  await widget(page).getByRole('button', { name: 'Accept all 2' }).click();
  await expect.poll(() => text(page)).toBe(FURTHER);
});

test('a long answer can be stopped, and the text is as it was', async ({ page }) => {
  await openWith(page);
  await ask(page, 'Go on.');
  await widget(page).getByRole('button', { name: 'Stop' }).click();
  await expect(widget(page)).toContainText('Stopped.');
  expect(await text(page)).toBe(CODE);
});

test('a failed run asks for its fix here', async ({ page }) => {
  await chooseScripted(page, SCRIPT);
  await openReady(page);
  await openTab(page, 'total.ts');
  await replaceText(page, BROKEN);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('button', { name: 'Fix' }).click({ timeout: 60_000 });
  await expect(widget(page)).toContainText('There is a size now.');
  await expect(hunks(page)).toContainText('= [1];');
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => text(page)).toBe(BROKEN.replace('= []', '= [1]'));
});

test('the embedded model does not pretend: it says what it cannot do and offers others', async ({ page }) => {
  await openApp(page);
  await expect.poll(async () => (await appState(page))?.view.model.kind, { timeout: 60_000 }).toBe('ready');
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+i');
  await expect(widget(page)).toContainText('does not follow instructions');
  await expect(widget(page).getByRole('button', { name: 'Ask' })).toBeDisabled();
  // The smallest that runs on this machine, with what it costs.
  await expect(widget(page)).toContainText('491 MB');
  await expect(widget(page).getByRole('button', { name: 'Get Qwen2.5-Coder 0.5B' })).toBeVisible();
  await widget(page).getByRole('button', { name: 'Choose a model' }).click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
});

test('another model is asked than the one that predicts: it is loaded when first asked, and predictions stay', async ({
  page,
}) => {
  await askScripted(page, SCRIPT);
  await openReady(page);
  const model = page.getByTestId('model');
  await expect(model).toContainText('Ask: Asked not loaded');
  await openTab(page, 'area.py');
  await retype(page, 2, 'w', 'width');
  await expect.poll(async () => (await appState(page))?.hunks.length ?? 0).toBeGreaterThan(0);
  await page.keyboard.press('Escape');

  await replaceText(page, CODE);
  await page.keyboard.press('ControlOrMeta+i');
  await field(page).fill('Check w.');
  await field(page).press('Enter');
  await expect(hunks(page)).toHaveCount(2);
  await expect(model).not.toContainText('not loaded');
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => text(page)).toBe(BOTH);
  expect((await appState(page))?.engine).toMatchObject({ kind: 'ready', model: { engine: 'built-in' } });
});
