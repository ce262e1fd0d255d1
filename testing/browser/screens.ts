/** Every screen of the program in turn, as a user comes to it, for tests of how it can be reached and read. */
import { expect, type Locator, type Page } from 'playwright/test';
import { appState, focusCode, openTab, placeCursor, retype, text, type } from './editor';
import { chooseScripted } from './scripted';

/** A screen is left as it was entered: with nothing open, unless it says otherwise. */
export interface Screen {
  readonly name: string;
  open(page: Page): Promise<void>;
  close(page: Page): Promise<void>;
}

const FILE = 'area.py';
const CODE =
  '# The area of a rectangle\ndef area(w, height):\n    if w < 0:\n        raise ValueError("a side cannot be negative")\n    return w * height\n';
const RENAMED = CODE.replaceAll(/\bw\b/g, 'width');
const CHANGED = RENAMED.replace('    if width < 0:\n', '    if width < 0 or height < 0:\n').replace(
  'width * height',
  'abs(width * height)',
);
const MANY = `${Array.from({ length: 28 }, (_, at) => `v${at} = ${at}`).join('\n')}\n`;
const MANY_ASKED = MANY.replace('v0 = 0', 'v0 = 0 # go');
const MANY_CHANGED = MANY_ASKED.split('\n')
  .map((line, at) => (at % 2 === 1 ? `${line}.5` : line))
  .join('\n');
const fenced = (code: string): string => `\`\`\`python\n${code}\`\`\``;
const CHAT_ANSWER = [
  'Both sides are checked now. **Three** things to know:',
  '1. a *negative* side raises `ValueError`\n2. zero is allowed\n3. see [the documentation](https://docs.python.org/3/)',
  '> Numbers that are not finite pass.',
  '| side | result |\n|---|---|\n| 2 | 4 |\n| -1 | an error |',
  fenced(CHANGED),
].join('\n\n');

/** Chooses a model with an answer for each screen that shows one. Before the page is opened. */
export async function chooseTalkative(page: Page): Promise<void> {
  await chooseScripted(page, [
    { when: 'Explain the check.', answer: `${CHAT_ANSWER}<|im_end|>` },
    {
      when: 'Check height too.',
      answer: `${fenced(CHANGED)}<|next_end|>The height is checked like the width.<|im_end|>`,
    },
    { when: 'def area(width', answer: `${fenced(`${RENAMED}\n`)}<|next_end|><|im_end|>` },
    { when: '# go', answer: `${fenced(`${MANY_CHANGED}\n`)}<|next_end|><|im_end|>` },
  ]);
}

export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(name);
  await expect(page.getByRole('option').first()).toContainText(name);
  await page.keyboard.press('Enter');
}

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
};
const dialogGone = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** A dialog that a command of the palette opens; `ready` is what its inside shows when it has been read. */
const dialog = (name: string, title: string, ready: (page: Page) => Locator, from = title): Screen => ({
  name,
  async open(page) {
    await command(page, from);
    await page.getByRole('dialog', { name: title }).waitFor();
    await ready(page).first().waitFor();
  },
  close: dialogGone,
});

/** A panel beside the code that keys open and close. */
const panel = (name: string, title: string, keys: string, ready: (page: Page) => Locator): Screen => ({
  name,
  async open(page) {
    await page.keyboard.press(keys);
    await ready(page).first().waitFor();
  },
  async close(page) {
    await region(page, title)
      .getByRole('button', { name: `Close ${title}` })
      .click();
    await expect(region(page, title)).toHaveCount(0);
    await focusCode(page);
  },
});

/** Puts a text into the open file, at once as a paste. */
export async function write(page: Page, code: string): Promise<void> {
  await focusCode(page);
  await page.keyboard.press('ControlOrMeta+a');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, code);
  await expect.poll(() => text(page)).toBe(code);
}

/** The file that the model's answers fit. */
export async function openExample(page: Page): Promise<void> {
  await openTab(page, FILE);
  await write(page, CODE);
}

/** In an order in which each finds what it shows. The page is open, its model ready, the code has the focus. */
export const SCREENS: readonly Screen[] = [
  { name: 'editor', open: openExample, close: async () => {} },
  {
    name: 'large prediction',
    async open(page) {
      await write(page, MANY);
      await placeCursor(page, 1, 1);
      await page.keyboard.press('End');
      await type(page, ' # go');
      await region(page, 'Predicted changes').waitFor();
    },
    async close(page) {
      await escape(page);
      await write(page, CODE);
    },
  },
  {
    name: 'prediction',
    async open(page) {
      await retype(page, 2, 'w', 'width');
      await expect.poll(async () => (await appState(page))?.view.prediction.kind).toBe('shown');
    },
    async close(page) {
      await escape(page);
      await write(page, RENAMED);
    },
  },
  {
    name: 'inline',
    async open(page) {
      await placeCursor(page, 3, 5);
      await page.keyboard.press('ControlOrMeta+i');
      await page.getByLabel('Instruction').fill('Check height too.');
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: /^Change 2 of 2/ }).waitFor();
    },
    async close(page) {
      await region(page, 'Ask for a change').getByRole('button', { name: 'Close' }).click();
      await focusCode(page);
    },
  },
  {
    ...panel('chat', 'Chat', 'Alt+t', (page) => page.getByLabel('Message to the model')),
    async open(page) {
      await page.keyboard.press('Alt+t');
      await page.getByLabel('Message to the model').fill('Explain the check.');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Answer again' }).waitFor();
      await page.getByRole('log', { name: 'Conversation' }).getByRole('button', { name: 'Apply…' }).click();
      await page.getByRole('region', { name: `What would change in ${FILE}` }).waitFor();
    },
  },
  panel('files', 'Files', 'ControlOrMeta+Shift+E', (page) => page.getByRole('treeitem')),
  {
    ...panel('find in files', 'Find in files', 'ControlOrMeta+Shift+F', (page) => page.getByLabel('Find in all files')),
    async open(page) {
      await page.keyboard.press('ControlOrMeta+Shift+F');
      await page.getByLabel('Find in all files').fill('e');
      await page.getByRole('treeitem').nth(3).waitFor();
    },
  },
  panel('timeline', 'Timeline', 'Alt+h', (page) => page.getByRole('slider')),
  {
    ...panel('timeline, compared', 'Timeline', 'Alt+h', (page) => page.getByRole('slider')),
    async open(page) {
      await page.keyboard.press('Alt+h');
      const timeline = region(page, 'Timeline');
      await timeline.getByRole('button', { name: 'Name this point…' }).click();
      await timeline.getByLabel('Name of a checkpoint here').fill('both sides');
      await page.keyboard.press('Enter');
      await timeline.getByRole('button', { name: 'Compare from here' }).click();
      await timeline.getByRole('slider').press('Home');
      await timeline.getByRole('button', { name: 'Erase the edits between…' }).click();
      await timeline.getByRole('alertdialog').waitFor();
    },
  },
  {
    ...panel('run', 'Run', 'ControlOrMeta+Enter', (page) => page.getByTestId('run-output')),
    async open(page) {
      await openTab(page, 'total.ts');
      await write(
        page,
        'console.log("one", [2]);\nconsole.error("three");\nthrow new RangeError("four is too many");\n',
      );
      await page.keyboard.press('ControlOrMeta+Enter');
      await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'ended', { timeout: 60_000 });
    },
  },
  {
    name: 'palette',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+Shift+P');
      await page.getByRole('option').first().waitFor();
    },
    close: dialogGone,
  },
  {
    name: 'quick open',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+P');
      await page.getByRole('option').first().waitFor();
    },
    close: dialogGone,
  },
  dialog('settings', 'Settings', (page) => page.getByLabel('Font size')),
  dialog('keys', 'Keyboard shortcuts', (page) => page.getByText('Undo', { exact: true })),
  dialog('storage', 'Storage', (page) => page.getByRole('region', { name: 'Files' }), 'Storage: what is kept'),
  dialog('what was sent', 'What was sent to the model', (page) => page.getByRole('region', { name: 'Prompt' })),
  dialog('outcomes', 'Prediction statistics', (page) => page.getByRole('img')),
  dialog('models', 'Models', (page) => page.getByText('On this device', { exact: true }), 'Choose a model'),
  dialog('benchmark', 'Benchmark of this model', (page) =>
    page.getByText('The tasks are not part of Inkling', { exact: false }),
  ),
  dialog('share', 'Share', (page) => page.getByText('short enough')),
  dialog('from GitHub', 'Open from GitHub', (page) => page.getByLabel('Address on GitHub')),
  {
    name: 'menu of modes',
    async open(page) {
      await page.getByRole('button', { name: 'Predictions: Eager' }).click();
      await page.getByRole('menu').waitFor();
    },
    close: escape,
  },
  {
    name: 'menu of colours',
    async open(page) {
      await page.getByRole('button', { name: 'Colours' }).click();
      await page.getByRole('menu').waitFor();
    },
    async close(page) {
      await escape(page);
      await focusCode(page);
    },
  },
  {
    name: 'what was left out',
    async open(page) {
      await page.evaluate(() => {
        const transfer = new DataTransfer();
        for (const name of ['one.bin', 'two.bin']) transfer.items.add(new File([new Uint8Array([0, 1, 2])], name));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
      });
      await page.getByRole('button', { name: 'Show what was left out' }).click();
      await page.getByRole('dialog', { name: 'What was left out' }).getByRole('listitem').first().waitFor();
    },
    close: dialogGone,
  },
  {
    name: 'notices',
    async open(page) {
      await type(page, ' ');
      await command(page, 'Delete file');
      await page.getByRole('region', { name: /was deleted/ }).waitFor();
    },
    async close(page) {
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByRole('region', { name: /was deleted/ })).toHaveCount(0);
      await page.getByRole('button', { name: /^Close: Nothing was opened/ }).click();
    },
  },
];
