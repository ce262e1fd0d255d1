/** Playwright's `test`, failing where a page throws what nobody catches. */
import { expect, test as base } from 'playwright/test';
import { isKnownMonacoError } from '../../src/editor/known-errors';

interface Uncaught {
  /** Uncaught errors that a test provokes, by a part of their message. */
  readonly provoked: readonly string[];
}

/** A sandbox's scripts have no origin. What a user's program throws there is told in the Run panel, and is no fault of the page. */
const isOfSandbox = (error: Error): boolean => error.stack?.includes('blob:null/') === true;

export const test = base.extend<Uncaught & { readonly nothingUncaught: undefined }>({
  provoked: [[], { option: true }],
  nothingUncaught: [
    async ({ context, provoked }, use) => {
      const errors: string[] = [];
      context.on('weberror', (thrown) => {
        const error = thrown.error();
        if (!isKnownMonacoError(error) && !isOfSandbox(error) && !provoked.some((part) => error.message.includes(part)))
          errors.push(error.stack ?? error.message);
      });
      await use(undefined);
      expect(errors, 'uncaught errors of the page').toEqual([]);
    },
    { auto: true },
  ],
});

export * from 'playwright/test';
