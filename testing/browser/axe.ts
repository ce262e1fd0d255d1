/** What axe finds on a page that would keep somebody out. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright/test';

declare global {
  interface Window {
    axe?: { run(context: { exclude: string[][] }, options: RunOptions): Promise<AxeResults> };
  }
}

/** Parts of Monaco that this program cannot change, each with what axe says of it and why it does no harm. */
const NOT_OURS: readonly string[] = [];

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Look {
  /** The theme that the page is to be in first. */
  readonly theme: string;
  /** Of these rules alone, which is much quicker; null for all that axe has on by itself. */
  readonly rules: readonly string[] | null;
}

/** Findings that are serious or critical, one line each: rule, place, what is wrong. */
export async function seriousFindings(page: Page, { theme, rules: only }: Look): Promise<readonly string[]> {
  // By the debugger's door: the page's own policy lets no script in.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(await source);
  return page.evaluate(
    async ({ exclude, rules, wanted }) => {
      const { axe } = window;
      if (axe === undefined) throw new Error('axe is not on the page.');
      while (document.documentElement.dataset['theme'] !== wanted)
        await new Promise((resolve) => {
          setTimeout(resolve, 10);
        });
      // A colour on its way from one theme to the next is none of either.
      for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
      const { violations } = await axe.run(
        { exclude: exclude.map((selector) => [selector]) },
        {
          resultTypes: ['violations'],
          ...(rules === null ? {} : { runOnly: { type: 'rule' as const, values: rules } }),
        },
      );
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(
            ({ target, html, failureSummary }) =>
              `${id}: ${target.join(' ')} ${html.slice(0, 160)} ${(failureSummary ?? '').replaceAll(/\s+/g, ' ').slice(0, 300)}`,
          ),
        );
    },
    { exclude: NOT_OURS, rules: only === null ? null : [...only], wanted: theme },
  );
}
