import { expect, it } from 'vitest';
import { resolveTheme } from './theme';

it.each([
  ['system', { dark: false, moreContrast: false }, 'light'],
  ['system', { dark: true, moreContrast: false }, 'dark'],
  ['system', { dark: true, moreContrast: true }, 'hc-dark'],
  ['system', { dark: false, moreContrast: true }, 'hc-light'],
  ['light', { dark: true, moreContrast: true }, 'light'],
  ['dark', { dark: false, moreContrast: false }, 'dark'],
  ['contrast', { dark: true, moreContrast: false }, 'hc-dark'],
  ['contrast', { dark: false, moreContrast: false }, 'hc-light'],
] as const)('%s on %o is %s', (choice, system, expected) => {
  expect(resolveTheme(choice, system)).toBe(expected);
});
