import { expect, it } from 'vitest';
import { resolveTheme } from './theme';

it.each([
  ['system', { dark: false, moreContrast: false, forced: false }, 'light'],
  ['system', { dark: true, moreContrast: false, forced: false }, 'dark'],
  ['system', { dark: true, moreContrast: true, forced: false }, 'hc-dark'],
  ['system', { dark: false, moreContrast: true, forced: false }, 'hc-light'],
  ['light', { dark: true, moreContrast: true, forced: false }, 'light'],
  ['dark', { dark: false, moreContrast: false, forced: false }, 'dark'],
  ['contrast', { dark: true, moreContrast: false, forced: false }, 'hc-dark'],
  ['contrast', { dark: false, moreContrast: false, forced: false }, 'hc-light'],
  ['light', { dark: true, moreContrast: false, forced: true }, 'hc-dark'],
  ['dark', { dark: false, moreContrast: true, forced: true }, 'hc-light'],
] as const)('%s on %o is %s', (choice, system, expected) => {
  expect(resolveTheme(choice, system)).toBe(expected);
});
