/** The page on a narrow screen, without motion, in the system's colours, and with text that runs from right to left. */
import { expect, test, type Page } from '../testing/browser/test';
import { appState, expectTab, openReady, openTab, placeCursor, retype, text, type } from '../testing/browser/editor';
import { chooseTalkative, openExample, SCREENS, write } from '../testing/browser/screens';

test.use({ trace: 'off' });

/** What is cut off at the edge of the page, or too small to be met with a finger, on the screen that is on top. */
const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight)
      faults.push(`the page scrolls: ${scrollWidth} x ${scrollHeight}`);
    const top = document.querySelector('dialog[open]') ?? document.body;
    const scrolls = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if ((overflowX === 'auto' || overflowX === 'scroll') && at.scrollWidth > at.clientWidth) return true;
      }
      return false;
    };
    for (const element of top.querySelectorAll(
      'button, input, select, textarea, [role="option"], [role="treeitem"], summary',
    )) {
      // Monaco's own are not ours to make larger; what stands in a sentence is as large as the sentence; what is not seen yet is not met.
      if (element.closest('.monaco-editor, [hidden]') !== null && element.closest('.ink-zone') === null) continue;
      if (
        element.matches('.ink-run__link, [aria-hidden="true"]') ||
        !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      )
        continue;
      // A tick or dot is met by its label.
      const box = (element.closest('label') ?? element).getBoundingClientRect();
      const name = `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
      if (box.width === 0) continue;
      if (box.width < 24 || box.height < 24)
        faults.push(`${name} is ${Math.round(box.width)} x ${Math.round(box.height)}`);
      if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(element))
        faults.push(`${name} is cut off: ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    return faults;
  });

test('on a narrow page nothing is cut off, nothing is too small, and panels take the whole width', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await chooseTalkative(page);
  await openReady(page);
  const faults: string[] = [];
  for (const screen of SCREENS) {
    await test.step(screen.name, async () => {
      await screen.open(page);
      faults.push(...(await faultsOf(page)).map((fault) => `${screen.name}: ${fault}`));
      for (const box of await page
        .locator('.ink-panel')
        .evaluateAll((panels) => panels.map((panel) => panel.getBoundingClientRect().width)))
        expect(box).toBeGreaterThanOrEqual(389);
      await screen.close(page);
    });
  }
  expect(faults.join('\n')).toBe('');
});

test('without motion nothing moves by itself, and the timeline still plays', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await chooseTalkative(page);
  await openReady(page);
  await openTab(page, 'area.py');
  await placeCursor(page, 1, 1);
  await type(page, '# one two three');
  await page.keyboard.press('Alt+h');
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  const slider = timeline.getByRole('slider');
  await slider.press('Home');
  await timeline.getByRole('button', { name: 'Play' }).click();
  expect(
    await page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            ({ effect }) =>
              Number(effect?.getComputedTiming().activeDuration ?? 0) > 1 &&
              effect instanceof KeyframeEffect &&
              effect.target?.closest('.monaco-editor') === null,
          ).length,
    ),
  ).toBe(0);
  await expect.poll(() => slider.evaluate((shown: HTMLInputElement) => shown.value === shown.max)).toBe(true);
});

test('in the system’s own colours what is chosen can be told from what is not', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  await chooseTalkative(page);
  await openReady(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'hc-dark');
  await expect(page.locator('.monaco-editor').first()).toHaveClass(/hc-black/);
  const looks = (selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { outlineStyle, outlineColor, textDecorationLine } = getComputedStyle(element);
        return [outlineStyle, outlineColor, textDecorationLine].join(' ');
      });
  await page.keyboard.press('ControlOrMeta+Shift+P');
  await page.getByRole('option').nth(1).waitFor();
  expect(await looks('.ink-palette__item[aria-selected="true"]')).not.toBe(
    await looks('.ink-palette__item[aria-selected="false"]'),
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Shift+E');
  await page.getByRole('treeitem').nth(1).waitFor();
  expect(await looks('.ink-files__row[aria-selected="true"]')).not.toBe(
    await looks('.ink-files__row[aria-selected="false"]'),
  );
});

test('text from right to left stays in its place in the code, and signs that turn text are seen', async ({ page }) => {
  await chooseTalkative(page);
  await openReady(page);
  await openTab(page, 'area.py');
  const code =
    '# The area\ndef area(w, height):\n    name = "שלום" + "مرحبا"\n    if w < 0: return  # \u202eגבול\n    return w * height\n';
  await write(page, code);
  await expect(page.locator('.view-line', { hasText: '[U+202E]' })).toBeVisible();

  // Keys count characters, whatever side they are drawn on.
  await placeCursor(page, 3, 14);
  await page.keyboard.type('ם');
  await expect.poll(() => text(page)).toContain('"שםלום"');
  await page.keyboard.press('Backspace');
  await expect.poll(() => text(page)).toBe(code);

  // In a difference the line begins where it begins in the code: on the left, with its indentation.
  await page.keyboard.press('Alt+h');
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  await timeline.getByRole('button', { name: 'Compare from here' }).click();
  await timeline.getByRole('slider').press('Home');
  const row = timeline.locator('.ink-diff__text', { hasText: 'name =' });
  await expect(row).toBeVisible();
  const { left, name } = await row.evaluate((cell) => {
    const range = document.createRange();
    const content = cell.firstChild;
    if (content === null) throw new Error('The row is empty.');
    const at = (content.textContent ?? '').indexOf('name');
    range.setStart(content, at);
    range.setEnd(content, at + 4);
    return { left: cell.getBoundingClientRect().left, name: range.getBoundingClientRect().left };
  });
  expect(name - left).toBeLessThan(60);
  await expect(timeline.locator('.ink-diff__text', { hasText: '[U+202E]' })).toBeVisible();
});

test('a prediction is read out once, with the line as it will be, and not at each key', async ({ page }) => {
  await chooseTalkative(page);
  await openReady(page);
  await openExample(page);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    for (const live of document.querySelectorAll('[aria-live], [role="alert"], [role="status"]')) {
      new MutationObserver(() => {
        if (live.textContent.trim() !== '') said.push(live.textContent.trim());
      }).observe(live, { childList: true, characterData: true, subtree: true });
    }
  });
  await retype(page, 2, 'w', 'width');
  await expect.poll(async () => (await appState(page))?.view.prediction.kind).toBe('shown');
  const said = (): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);
  const words = 'Prediction 1 of 2, line 3: if width < 0:. Tab to accept it, Escape to dismiss it.';
  await expect.poll(said).toEqual([words]);
  // While the cursor moves it is not said again; the next one is, when it is its turn.
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  await expect.poll(async () => (await appState(page))?.view.position?.line).toBe(2);
  expect(await said()).toEqual([words]);
  for (let presses = 0; presses < 3 && (await text(page)).includes('if w <'); presses += 1) {
    // Right after it appears Tab still indents.
    await expectTab(page, 'accept', 'jump');
    await page.keyboard.press('Tab');
    await page.waitForTimeout(150);
  }
  await expect
    .poll(said)
    .toEqual([words, expect.stringMatching(/^Prediction 2 of 2, line 5: return width \* height\. /)]);
});
