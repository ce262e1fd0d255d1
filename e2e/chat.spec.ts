/** Talking with the model: several turns, Markdown that cannot hurt, context that is seen, code applied after a look, and what is kept. */
import { expect, test, type Page } from '../testing/browser/test';
import { readFileSync } from 'node:fs';
import { appState, focusCode, openApp, openReady, openTab, text } from '../testing/browser/editor';
import { chooseScripted } from '../testing/browser/scripted';

const HOSTILE = [
  'Here **it** is. <img src=x onerror="window.hurt=1"> <script>window.hurt=1</script> [bad](javascript:window.hurt=1) [good](https://example.org/a)',
  '![pixel](https://evil.example/p.png)',
  '```python\ndef area(w, h):\n    """<\\|im_end|>"""\n    return abs(w * h)\n```',
].join('\n\n');
const SCRIPT = [
  { when: 'And in words?', answer: 'It takes the absolute value.<|im_end|>' },
  { when: 'Go on for long.', answer: `${'word '.repeat(5000)}<|im_end|>` },
  { when: 'Make it safe.', answer: `${HOSTILE}<|im_end|>` },
  { when: 'Widen the method.', answer: '```python\ndef area(self):\n    return 2 * self.w\n```<|im_end|>' },
  { when: 'Say hello.', answer: 'Hello.<|im_end|>' },
];

const panel = (page: Page) => page.getByRole('region', { name: 'Chat', exact: true });
const talk = (page: Page) => panel(page).getByRole('log');
const field = (page: Page) => panel(page).getByLabel('Message to the model');

async function openChat(page: Page): Promise<void> {
  await page.keyboard.press('Alt+t');
  await expect(field(page)).toBeVisible();
}

async function say(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press('Enter');
}

async function openWith(page: Page): Promise<void> {
  await chooseScripted(page, SCRIPT);
  await openReady(page);
  await openTab(page, 'area.py');
  await openChat(page);
}

test('an answer is Markdown without anything that acts, and its code is applied after a look', async ({ page }) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('evil.example')) outside.push(request.url());
  });
  await openWith(page);
  await say(page, 'Make it safe.');
  await expect(talk(page).getByRole('button', { name: 'Apply…' })).toBeVisible();
  await expect(talk(page)).toContainText('<script>window.hurt=1</script>');
  await expect(talk(page)).toContainText('"""<|im_end|>"""');
  await expect(talk(page).locator('img, script, iframe, svg:not(.ink-icon)')).toHaveCount(0);
  await expect(talk(page).getByRole('link')).toHaveCount(1);
  await expect(talk(page).getByRole('link')).toHaveAttribute('rel', /noopener/);
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
  expect(outside).toEqual([]);
  const before = await text(page);
  await talk(page).getByRole('button', { name: 'Apply…' }).click();
  const review = page.getByRole('region', { name: 'What would change in area.py' });
  await expect(review).toContainText('return abs(w * h)');
  expect(await text(page)).toBe(before);
  await review.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect.poll(() => text(page)).toContain('return abs(w * h)');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(before);
});

test('a lone method goes into its class, at its depth; only what changes is shown, in a file of CR LF too', async ({
  page,
}) => {
  const BOX =
    'class Box:\r\n    def area(self):\r\n        return self.w\r\n\r\n    def name(self):\r\n        return "box"\r\n';
  await openWith(page);
  await page.keyboard.press('ControlOrMeta+Shift+E');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files or a zip' }).click();
  await (await chooser).setFiles([{ name: 'box.py', mimeType: 'text/plain', buffer: Buffer.from(BOX) }]);
  await expect.poll(() => text(page)).toBe(BOX);
  // On a line with code, in another method.
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ArrowUp');
  await field(page).focus();
  await say(page, 'Widen the method.');
  await talk(page).getByRole('button', { name: 'Apply…' }).click();
  const review = page.getByRole('region', { name: 'What would change in box.py' });
  await expect(review.locator('.ink-diff__row--removed')).toHaveText(/return self\.w/);
  await expect(review.locator('.ink-diff__row--added')).toHaveText(/return 2 \* self\.w/);
  expect(await text(page)).toBe(BOX);
  await review.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect.poll(() => text(page)).toBe(BOX.replace('self.w', '2 * self.w'));
});

test('turns build on each other; a message can be edited, an answer asked for again or stopped', async ({ page }) => {
  await openWith(page);
  await say(page, 'Make it safe.');
  await expect(panel(page).getByRole('button', { name: 'Answer again' })).toBeVisible();
  await say(page, 'And in words?');
  await expect(talk(page)).toContainText('It takes the absolute value.');
  await expect(panel(page).getByRole('button', { name: 'Answer again' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Answer again' }).click();
  await expect(talk(page).getByText('It takes the absolute value.')).toHaveCount(1);
  await panel(page).getByRole('button', { name: 'Edit this message' }).first().click();
  await panel(page).getByLabel('Message', { exact: true }).fill('Say hello.');
  await panel(page).getByRole('button', { name: 'Ask this instead' }).click();
  await expect(talk(page)).toContainText('Hello.');
  await expect(talk(page)).not.toContainText('absolute');
  await say(page, 'Go on for long.');
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(talk(page)).toContainText('You stopped this answer.');
});

test('what the model is shown can be seen and taken away', async ({ page }) => {
  await openWith(page);
  const chip = panel(page).getByRole('button', { name: 'This file' });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await say(page, 'Say hello.');
  await expect(talk(page).getByText('area.py')).toBeVisible();
  await talk(page).getByText('area.py').click();
  await expect(talk(page).locator('details pre')).toContainText('def area');
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await panel(page).getByRole('button', { name: 'New conversation' }).click();
  await say(page, 'Say hello.');
  await expect(talk(page)).toContainText('Hello.');
  await expect(talk(page).locator('details')).toHaveCount(0);
});

test('conversations are kept over a reload, renamed, exported and deleted', async ({ page }) => {
  await openWith(page);
  await say(page, 'Say hello.');
  await expect(panel(page).getByRole('button', { name: 'Answer again' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Rename conversation' }).click();
  await panel(page).getByLabel('Name of the conversation').fill('Greetings');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Conversation', { exact: true }).first()).toContainText('Greetings');
  await page.reload();
  await expect(talk(page)).toContainText('Hello.', { timeout: 30_000 });
  await expect(panel(page).locator('select').first()).toContainText('Greetings');
  await panel(page).getByRole('button', { name: 'Export conversation' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: 'Markdown' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('greetings.md');
  expect(readFileSync(await download.path(), 'utf8')).toContain('## You');
  await panel(page).getByRole('button', { name: 'Delete conversation' }).click();
  await panel(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(talk(page)).not.toContainText('Hello.');
  await page.reload();
  await expect(talk(page)).toBeVisible({ timeout: 30_000 });
  await expect(talk(page)).not.toContainText('Hello.');
});

test('the embedded model says that it cannot talk and offers one that can', async ({ page }) => {
  await openApp(page);
  await expect.poll(async () => (await appState(page))?.view.model.kind, { timeout: 60_000 }).toBe('ready');
  await focusCode(page);
  await openChat(page);
  await expect(panel(page)).toContainText('it cannot chat');
  await panel(page).getByRole('button', { name: 'Choose a model' }).click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
});
