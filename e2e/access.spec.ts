/** That nobody is kept out: every screen in every theme under axe, all of it with the keyboard alone. */
import { expect, test, type Page } from '../testing/browser/test';
import { openApp, openReady, text } from '../testing/browser/editor';
import { seriousFindings } from '../testing/browser/axe';
import { chooseTalkative, command, SCREENS } from '../testing/browser/screens';

// A trace holds the page at each step, and there are hundreds of steps.
test.use({ trace: 'off' });

const THEMES = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'hc-light', colorScheme: 'light', contrast: 'more' },
  { name: 'hc-dark', colorScheme: 'dark', contrast: 'more' },
] as const;

/** What a theme can change. Everything else is looked at once. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

async function findings(page: Page, screen: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [index, { name, ...media }] of THEMES.entries()) {
    await page.emulateMedia(media);
    for (const finding of await seriousFindings(page, { theme: name, rules: index === 0 ? null : COLOURS }))
      found.push(`${screen}, ${name}: ${finding}`);
  }
  return found;
}

test('axe finds nothing serious on any screen in any theme', async ({ page }) => {
  test.setTimeout(180_000);
  await chooseTalkative(page);
  await openReady(page);
  const found: string[] = [];
  for (const screen of SCREENS) {
    await test.step(screen.name, async () => {
      await screen.open(page);
      found.push(...(await findings(page, screen.name)));
      await screen.close(page);
    });
  }
  expect(found.join('\n')).toBe('');
});

test('axe finds nothing serious in what other tabs, links and folders bring', async ({ page, context }) => {
  await chooseTalkative(page);
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true }),
    });
  });
  await openReady(page);
  const found: string[] = [];

  // A file that was changed here and in its folder.
  const put = (content: string): Promise<void> =>
    page.evaluate(async (given) => {
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home', { create: true });
      const stream = await (await home.getFileHandle('notes.py', { create: true })).createWritable();
      await stream.write(given);
      await stream.close();
    }, content);
  await put('one = 1\n');
  await command(page, 'Open a folder');
  await expect.poll(() => text(page)).toBe('one = 1\n');
  await put('one = 2\n');
  await page.keyboard.press('Alt+1');
  await page.keyboard.type('# ');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByRole('dialog', { name: 'Changed on both sides' }).waitFor();
  found.push(...(await findings(page, 'changed on both sides')));
  await page.keyboard.press('Escape');

  const other = await context.newPage();
  await openApp(other);
  await other.getByRole('button', { name: 'Open a copy' }).waitFor();
  found.push(...(await findings(other, 'second tab')));
  await other.close();

  await page.keyboard.press('Alt+s');
  const field = page.getByLabel('Link', { exact: true });
  await expect(field).toHaveValue(/#s=1\./);
  const link = await field.inputValue();
  await page.goto('about:blank');
  await openApp(page, link.slice(0, -4));
  await page.getByText('This link could not be opened.').waitFor();
  found.push(...(await findings(page, 'link that is cut')));
  await page.goto('about:blank');
  await openApp(page, link);
  await page.getByRole('dialog', { name: 'A shared workspace' }).waitFor();
  found.push(...(await findings(page, 'link that is offered')));
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByText('You are in a shared workspace.').waitFor();
  found.push(...(await findings(page, 'link that is open')));

  await page.goto('about:blank');
  await openApp(page, './#demo');
  await page.getByRole('region', { name: 'Timeline', exact: true }).getByRole('slider').waitFor();
  found.push(...(await findings(page, 'demo replay')));
  expect(found.join('\n')).toBe('');
});

/** What has the focus, in words: role and name, or the nearest part of the page that has a name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return 'nothing';
    if (at.closest('.monaco-editor') !== null) return 'code';
    return at.getAttribute('aria-label') ?? at.textContent.trim();
  });

/** Whether something can be seen of the focus where it is: an outline, or a cursor in a field. */
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return false;
    const { outlineStyle, outlineWidth, backgroundImage } = getComputedStyle(at);
    return (
      at.closest('.monaco-editor') !== null ||
      at.matches('input, textarea, .ink-panel, dialog') ||
      backgroundImage !== 'none' ||
      (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)
    );
  });

const PANELS = [
  { keys: 'ControlOrMeta+Shift+E', name: 'Files' },
  { keys: 'ControlOrMeta+Shift+F', name: 'Find in files' },
  { keys: 'Alt+t', name: 'Chat' },
  { keys: 'Alt+h', name: 'Timeline' },
  { keys: 'ControlOrMeta+Enter', name: 'Run' },
] as const;

const DIALOGS = [
  { keys: 'ControlOrMeta+Shift+P', name: 'Commands' },
  { keys: 'ControlOrMeta+P', name: 'Go to file' },
  { keys: 'ControlOrMeta+,', name: 'Settings' },
  { keys: 'Alt+k', name: 'Keyboard shortcuts' },
  { keys: 'Alt+s', name: 'Share' },
] as const;

test('every panel and dialog is reached, walked through and left with the keyboard alone', async ({ page }) => {
  await chooseTalkative(page);
  await openReady(page);
  for (const { keys, name } of PANELS) {
    await page.keyboard.press(keys);
    const panel = page.getByRole('region', { name, exact: true });
    await expect(panel).toBeVisible();
    await expect
      .poll(() => panel.evaluate((shown) => shown.contains(document.activeElement)), {
        message: `${name} should have the focus`,
      })
      .toBe(true);
    // Out of the panel into the code, on through all parts of the page, and back to the panel.
    await page.keyboard.press('Alt+1');
    await expect.poll(() => focused(page)).toBe('code');
    const parts: string[] = [];
    for (let presses = 0; presses < 4; presses += 1) {
      await page.keyboard.press('F6');
      parts.push(await focused(page));
      expect(await focusIsSeen(page), `the focus on ${parts.at(-1) ?? ''} should be seen`).toBe(true);
      if (parts.at(-1) === name) break;
    }
    expect(parts).toContain(name);
    await page.keyboard.press('Tab');
    expect(await panel.evaluate((shown) => shown.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect.poll(() => focused(page)).toBe('code');
  }
  for (const { keys, name } of DIALOGS) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole('dialog', { name, exact: true });
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 3; presses += 1) {
      await page.keyboard.press('Tab');
      // The browser's own buttons may have it meanwhile, the page behind never.
      expect(
        await page.evaluate(
          () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect.poll(() => focused(page)).toBe('code');
  }
});

test('the focus goes back to the button that opened something, and out of the code with a key that is in the list', async ({
  page,
}) => {
  await chooseTalkative(page);
  await openReady(page);
  // Tab belongs to the code, until Ctrl-M gives it away.
  const before = await text(page);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('code');
  expect(await text(page)).not.toBe(before);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  expect(await focused(page)).not.toBe('code');
  expect(await text(page)).toBe(before);
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page)).toBe('code');
  await page.keyboard.press('Control+m');

  // Top bar: the open file's tab, then the tools; a dialog gives the focus back to its button, a menu too.
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  for (let presses = 0; presses < 12 && (await focused(page)) !== 'Settings'; presses += 1)
    await page.keyboard.press('Tab');
  expect([await focused(page), await focusIsSeen(page)]).toEqual(['Settings', true]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('Settings');
  for (let presses = 0; presses < 6 && (await focused(page)) !== 'Colours'; presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('End');
  expect(await focused(page)).toContain('High contrast');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('Colours');

  await page.keyboard.press('Alt+k');
  for (const way of ['Toggle whether Tab moves the focus', 'Focus the next pane', 'Focus the editor'])
    await expect(page.getByRole('dialog').getByText(way, { exact: true })).toBeVisible();
});

test('no key is lost into the code while what was asked for is on its way', async ({ page }) => {
  await chooseTalkative(page);
  await openReady(page);
  const before = await text(page);
  // All keys in one go: nothing has been drawn in between, and nothing has been loaded before.
  const press = (chord: string, letters: string, ...others: readonly string[]): Promise<unknown> => {
    const held = chord.split('+');
    return Promise.all([
      ...held.map((key) => page.keyboard.down(key)),
      ...[...held].reverse().map((key) => page.keyboard.up(key)),
      ...[...Array.from(letters), ...others].flatMap((key) => [page.keyboard.down(key), page.keyboard.up(key)]),
    ]);
  };
  await press('ControlOrMeta+Shift+P', 'dark thx', 'Backspace', 'e', 'm', 'e');
  const field = page.getByRole('combobox');
  await expect(field).toHaveValue('dark theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await press('ControlOrMeta+P', 'total', 'Enter');
  await expect(page.getByRole('tab', { name: 'total.ts', selected: true })).toBeVisible();
  await press('ControlOrMeta+P', 'area', 'Enter');
  await expect(page.getByRole('tab', { name: 'area.py', selected: true })).toBeVisible();
  await press('ControlOrMeta+i', 'Check');
  await expect(page.getByLabel('Instruction')).toHaveValue('Check');
  await page.keyboard.press('Escape');
  await press('ControlOrMeta+Shift+F', 'negative');
  await expect(page.getByLabel('Find in all files')).toHaveValue('negative');
  await page.keyboard.press('Escape');
  await press('Alt+t', 'Why');
  await expect(page.getByLabel('Message to the model')).toHaveValue('Why');
  // What is written and not sent is there again when the panel is.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+t');
  await expect(page.getByLabel('Message to the model')).toHaveValue('Why');
  expect(await text(page)).toBe(before);
});

test('the palette has every command with its key, and finds settings and files', async ({ page }) => {
  await chooseTalkative(page);
  await openReady(page);
  const rows = (selector: string): Promise<string[]> =>
    page
      .locator(selector)
      .evaluateAll((found) =>
        found.map((row) =>
          [
            row.querySelector('dt, .ink-palette__title')?.textContent ?? '',
            ...[...row.querySelectorAll('kbd')].map((key) => key.textContent),
          ].join(' '),
        ),
      );
  await page.keyboard.press('Alt+k');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Undo', { exact: true }).waitFor();
  const keyed = await rows('.ink-shortcuts__group:not([aria-label="In the code"]) .ink-shortcuts__row');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('option').first().waitFor();
  const listed = await rows('.ink-palette__item');
  // The palette itself, and what there is only while a prediction is shown.
  const others = ['Show all commands', 'Accept the prediction', 'Dismiss the prediction', 'Show the next alternative'];
  expect(keyed.length).toBeGreaterThan(15);
  expect(keyed.filter((row) => !others.some((other) => row.startsWith(other)) && !listed.includes(row))).toEqual([]);

  await page.keyboard.type('font siz');
  await expect(page.getByRole('option').first()).toContainText('Font size');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Settings' }).getByLabel('Font size')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.keyboard.type('total.ts');
  await expect(page.getByRole('option').first()).toContainText('total.ts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'total.ts', selected: true })).toBeVisible();
});
