/** What Tab and typing do around a prediction, and that what Tab takes can be read before it. */
import { expect, test, type Page } from '../testing/browser/test';
import {
  appState,
  expectOffer,
  expectTab,
  focusCode,
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
import { keepSetting } from '../testing/browser/kept';
import { chooseScripted } from '../testing/browser/scripted';

const status = (page: Page) => page.getByTestId('status');
const review = (page: Page) => page.getByRole('region', { name: 'Predicted changes' });

/** Opens a Python file with this text in which typing `2` behind `a = 1` is answered by `answer`. */
async function openAnswered(page: Page, code: string, answer: (asked: string) => string): Promise<string> {
  const asked = code.replace('a = 1', 'a = 12');
  await chooseScripted(page, [
    { when: 'a = 12', answer: `\`\`\`python\n${answer(asked).replace(/\n?$/, '\n')}\`\`\`<|next_end|>` },
  ]);
  await openReady(page);
  await openTab(page, 'area.py');
  await replaceText(page, code);
  await placeCursor(page, code.slice(0, code.indexOf('a = 1')).split('\n').length, 1);
  await page.keyboard.press('End');
  return asked;
}

async function offered(
  page: Page,
  code: string,
  answer: (asked: string) => string,
): Promise<{ readonly asked: string; readonly whole: string }> {
  const asked = await openAnswered(page, code, answer);
  await page.keyboard.type('2');
  await expectOffer(page, answer(asked));
  return { asked, whole: answer(asked) };
}

const CODE = 'def f():\n    a = 1\n\n    b = a\n    c = 3\n\n    return a\n';
const further = (code: string): string => code.replace('b = a', 'b = a * 2').replace('return a', 'return a + b');

test('Tab indents right after a prediction appeared and in leading white space away from it; the status bar says what it does', async ({
  page,
}) => {
  const { asked, whole } = await offered(page, CODE, further);
  await expectTab(page, 'jump');
  await expect(status(page)).toContainText('TabGo to it');
  await placeCursor(page, 4, 8);
  await expectTab(page, 'accept');
  await page.keyboard.press('Shift+ArrowRight');
  await expectTab(page, 'none');
  await expect(status(page)).not.toContainText('Tab');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: /^Predictions: / }).focus();
  await expectTab(page, 'none');
  await focusCode(page);

  // Right below the change: Tab takes, but in leading white space; Ctrl-] indents all the same.
  await placeCursor(page, 5, 8);
  await expectTab(page, 'accept');
  await page.keyboard.press('ControlOrMeta+]');
  const moved = (code: string): string => code.replace('    c = 3', '        c = 3');
  await expect.poll(() => text(page)).toBe(moved(asked));
  await page.keyboard.press('Home');
  await expectTab(page, 'indent');
  // An empty line right above it.
  await placeCursor(page, 3, 1);
  await expectTab(page, 'indent');
  await expect(status(page)).toContainText('TabIndent');
  await page.keyboard.press('Tab');
  const filled = (code: string): string => moved(code).replace('\n\n', '\n    \n');
  await expect.poll(() => text(page)).toBe(filled(asked));
  await placeCursor(page, 1, 1);
  await page.keyboard.press('End');
  await tabThrough(page);
  expect(await text(page)).toBe(filled(whole));
});

test('a Tab on its way when a prediction appears still indents', async ({ page }) => {
  const asked = await openAnswered(page, CODE, further);
  await page.evaluate(() => {
    const tab = { key: 'Tab', code: 'Tab', keyCode: 9, bubbles: true, cancelable: true };
    const look = new MutationObserver(() => {
      if (
        document.querySelector('.inline-edits-view-gutter-indicator > *') === null ||
        document.querySelector('.ink-rehearsing') !== null
      )
        return;
      look.disconnect();
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', tab));
    });
    look.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.keyboard.type('2');
  await expect.poll(() => text(page)).toMatch(/a = 12 +\n/);
  expect((await text(page)).replace(/ +\n/, '\n')).toBe(asked);
});

test('Tab is about the prediction wherever the cursor is when so chosen', async ({ page }) => {
  await keepSetting(page, 'tab', 'always');
  await offered(page, CODE, further);
  await page.keyboard.press('ArrowDown');
  await expectTab(page, 'accept');
});

test('with several cursors nothing is offered, and all of them stay', async ({ page }) => {
  const { asked } = await offered(page, CODE, further);
  await placeCursor(page, 1, 1);
  await page.keyboard.press('Shift+Alt+ArrowDown');
  await expect(status(page)).toContainText('there are several cursors');
  await page.keyboard.type('# ');
  await page.keyboard.press('Tab');
  await page.keyboard.type('x');
  await expect.poll(() => text(page)).toMatch(/^# +xdef f\(\):\n# +x {4}a = 12\n/);
  expect((await appState(page))?.hunks).toEqual([]);
  expect((await text(page)).replaceAll(/^# +x/gm, '')).toBe(asked);
});

test('a word of an input method is one record and one undo step, and nothing is asked or drawn meanwhile', async ({
  page,
}) => {
  const { asked } = await offered(page, CODE, further);
  await expect(nextEditView(page)).toBeVisible();
  await placeCursor(page, 1, 1);
  await page.keyboard.press('End');
  const session = await page.context().newCDPSession(page);
  for (const part of ['n', 'ni', 'ni h', 'ni ha']) {
    await session.send('Input.imeSetComposition', {
      text: part,
      selectionStart: part.length,
      selectionEnd: part.length,
    });
    await expect(page.locator('.monaco-editor .view-line').first()).toContainText(part.replace(' ', '\u00a0'));
    await expect(status(page)).toContainText('an input method is composing a word');
    await expect(nextEditView(page)).toBeHidden();
    expect((await appState(page))?.hunks).toEqual([]);
  }
  await session.send('Input.insertText', { text: '你好' });
  await expect.poll(() => text(page)).toBe(asked.replace('():', '():你好'));
  await expect(page.getByTestId('storage')).toContainText(/saved/i);
  await expect
    .poll(async () => {
      const all = [...(await stored(page)).records.values()].flat();
      return all
        .filter(({ change }) => change.some((edit) => /[你n]/.test(edit.text) && edit.text.length < 9))
        .map(({ change }) => change.map((edit) => edit.text));
    })
    .toEqual([['你好']]);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(asked);
});

test('a typed word is one undo step with a prediction on screen', async ({ page }) => {
  const { asked } = await offered(page, CODE, (code) => code.replace('return a', 'return a + b'));
  await placeCursor(page, 5, 1);
  await page.keyboard.press('End');
  await expect(nextEditView(page)).toBeVisible();
  await type(page, '1415');
  await expect.poll(async () => (await appState(page))?.hunks.length).toBe(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(asked);
});

for (const [what, code, answer, drawn] of [
  [
    'a line put in before another',
    'def f():\n    a = 1\n\n    return a\n',
    (asked: string) => asked.replace('    return', '    total = a + 1\n    return'),
    'total = a + 1',
  ],
  [
    'lines at the end of the file',
    'def f():\n    a = 1\n    return a',
    (asked: string) => `${asked}\n\n\nprint(f())`,
    'print(f())',
  ],
  [
    'several lines replaced at the end',
    'a = 1\nx = a\ny = x',
    (asked: string) => asked.replace('x = a\ny = x', 'total = a + 1\nprint(x)'),
    'print(x)',
  ],
] as const) {
  test(`what Tab takes can be read before it: ${what}`, async ({ page }) => {
    const { asked, whole } = await offered(page, code, answer);
    const parts = page
      .locator(
        '.monaco-editor .ghost-text, .monaco-editor .suggest-preview-text, .inline-edits-view .editorContainer .view-line',
      )
      .filter({ visible: true });
    // Each token is an element of its own.
    await expect.poll(async () => (await parts.allTextContents()).join('').replaceAll('\u00a0', ' ')).toContain(drawn);
    await tabThrough(page);
    expect(await text(page)).toBe(whole);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => text(page)).toBe(asked);
  });
}

test('a new indentation is shown below the code, with the white space that comes', async ({ page }) => {
  const { whole } = await offered(page, 'if x:\n    a = 1\nb = 2\nc = 3\n', (asked) =>
    asked.replace('b = 2\nc = 3', '    b = 2\n    c = 3 + a'),
  );
  await expect(review(page)).toContainText('····b = 2');
  await expect(nextEditView(page)).toBeHidden();
  await expectTab(page, 'accept');
  await page.keyboard.press('Tab');
  await expect.poll(() => text(page)).toBe(whole);
});

test('deleting everything under a prediction throws nothing, wherever in the file it is', async ({ page }) => {
  const { asked } = await offered(page, 'if a:\n    a = 1\n    b = 2\nelse:\n    c = 3', (code) =>
    code.replace('b = 2', 'b = 3 + a').replace('c = 3', 'c = 2 + a\n    d = 4'),
  );
  await expect(page.locator('.inline-edits-view-gutter-indicator > *').first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect.poll(() => text(page)).toBe('');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => text(page)).toBe(asked);
});
