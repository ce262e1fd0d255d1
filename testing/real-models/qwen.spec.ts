/**
 * Qwen2.5-Coder 0.5B at work in the page, on the processor, by keys: got with one click, asked for changes, talked to, and
 * given a failed run. A model so small is often wrong; what is checked is that what it says can be used, and how.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test, type Page } from '../browser/test';
import { appState, focusCode, openReady, openTab, placeCursor, replaceText, text } from '../browser/editor';

const OUT = 'docs/real-models';
const WRITES = process.env['INKLING_WRITE'] === '1';
const transcript: string[] = [];

const AREA = 'def area(width, height):\n    return width * height\n\n\nprint(area(2, 3))\n';
const BROKEN = 'def mean(values):\n    return sum(values) / len(value)\n\n\nprint(mean([1, 2, 3]))\n';

const inline = (page: Page) => page.getByRole('region', { name: 'Ask for a change' });
const chat = (page: Page) => page.getByRole('region', { name: 'Chat', exact: true });

const tell = (title: string, ...parts: readonly string[]): void => {
  transcript.push(`## ${title}`, '', ...parts, '');
};
const fenced = (words: string, code: string): string => `${words}:\n\n\`\`\`python\n${code.trimEnd()}\n\`\`\``;

async function picture(page: Page, name: string): Promise<void> {
  if (!WRITES) return;
  mkdirSync(OUT, { recursive: true });
  await page.screenshot({ path: `${OUT}/${name}.png` });
}

/** Asks at a line, and waits until the answer has ended; what is offered then, or what is said instead. */
async function askAt(page: Page, line: number, words: string): Promise<string> {
  await placeCursor(page, line, 1);
  await page.keyboard.press('ControlOrMeta+i');
  await inline(page).getByLabel('Instruction').fill(words);
  await page.keyboard.press('Enter');
  await expect(inline(page)).toContainText('is writing…');
  await expect(inline(page)).not.toContainText('is writing…');
  return (await inline(page).innerText()).replace(/\s+/g, ' ');
}

/** Takes what is offered; false where nothing is. */
async function acceptAll(page: Page): Promise<boolean> {
  const before = await text(page);
  const offered = await page.locator('.ink-inline-hunk').count();
  if (offered === 0) {
    await page.keyboard.press('Escape');
    return false;
  }
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => text(page)).not.toBe(before);
  return true;
}

test('a model is got in one click and asked for changes, in a chat and for a fix', async ({ page }) => {
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, AREA);

  await page.keyboard.press('ControlOrMeta+i');
  const get = inline(page).getByRole('button', { name: 'Get Qwen2.5-Coder 0.5B' });
  await get.click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toContainText('Answers Inline and Chat');
  await picture(page, 'menu');
  await page.keyboard.press('Escape');
  tell(
    'A model in one click',
    `\`Ctrl-I\`, *Get Qwen2.5-Coder 0.5B*: here after ${seconds()}, from the page’s own host.`,
  );
  await expect(page.getByTestId('model')).toContainText('Ask: Qwen2.5-Coder 0.5B (GGUF)');
  await focusCode(page);

  for (const words of ['Add a docstring.', 'Raise ValueError when a side is negative.']) {
    const before = await text(page);
    const from = Date.now();
    const said = await askAt(page, 1, words);
    await picture(page, words.startsWith('Add') ? 'inline-docstring' : 'inline-raise');
    const used = await acceptAll(page);
    tell(
      `Inline: “${words}”`,
      `${Math.round((Date.now() - from) / 1000)} s. ${used ? '' : `Nothing was offered: ${said}`}`,
      '',
      fenced('Before', before),
      '',
      fenced('After', await text(page)),
    );
  }
  const after = await text(page);
  expect(after, 'one of two simple wishes is granted').not.toBe(AREA);
  expect(after).toContain('print(area(2, 3))');

  await page.keyboard.press('Alt+t');
  const field = chat(page).getByLabel('Message to the model');
  const answers: string[] = [];
  for (const words of [
    'What does this file print? One sentence.',
    'Write a function perimeter(width, height) beside it.',
  ]) {
    const from = Date.now();
    await field.fill(words);
    await field.press('Enter');
    await expect(chat(page).getByRole('button', { name: 'Answer again' })).toBeVisible();
    await expect(chat(page).getByRole('button', { name: 'Stop' })).toHaveCount(0);
    const answer = await chat(page).getByRole('log').getByRole('region').last().innerText();
    answers.push(answer);
    tell(`Chat: “${words}”`, `${Math.round((Date.now() - from) / 1000)} s.`, '', answer.replace(/^/gm, '> '));
  }
  expect(answers.every((answer) => answer.trim().length > 20)).toBe(true);
  const apply = chat(page).getByRole('button', { name: 'Apply…' }).last();
  if ((await apply.count()) > 0) {
    await apply.click();
    await picture(page, 'chat-apply');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect.poll(() => text(page)).toContain('perimeter');
    tell('Apply', fenced('The file afterwards', await text(page)));
  }
  await page.keyboard.press('Alt+t');

  await replaceText(page, BROKEN);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('button', { name: 'Fix' }).click();
  const from = Date.now();
  await expect(inline(page)).toContainText('is writing…');
  await expect(inline(page)).not.toContainText('is writing…');
  await picture(page, 'fix');
  const fixed = await acceptAll(page);
  tell(
    'Fix of a failed run',
    `${Math.round((Date.now() - from) / 1000)} s.${fixed ? '' : ' Nothing was offered.'}`,
    '',
    fenced('Before', BROKEN),
    '',
    fenced('After', await text(page)),
  );
  expect((await appState(page))?.engine).toMatchObject({ kind: 'ready', model: { engine: 'built-in' } });

  const page1 = [
    '# A real model in the page',
    '',
    'Qwen2.5-Coder-0.5B-Instruct (Q4_K_M) in llama.cpp’s WebAssembly, two threads, no graphics card; written by',
    '`npm run test:models -- --write`. Seconds are of a machine with two shared cores; what it says is as it came.',
    '',
    ...transcript,
  ].join('\n');
  console.log(page1);
  if (WRITES) writeFileSync(`${OUT}/qwen2.5-coder-0.5b.md`, `${page1.trimEnd()}\n`);
});
