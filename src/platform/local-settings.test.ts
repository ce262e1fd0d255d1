import { expect, it } from 'vitest';
import { createSettings } from './local-settings';

function memory(full: boolean): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => undefined,
    key: () => null,
    removeItem: () => undefined,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      kept.set(name, value);
    },
  };
}

it('keeps a choice across pages', () => {
  const storage = memory(false);
  createSettings(() => storage).write('theme', 'dark');
  expect(createSettings(() => storage).read('theme')).toBe('dark');
});

it.each([
  ['is full', () => memory(true)],
  ['is absent', () => null],
  [
    'is forbidden',
    () => {
      throw new DOMException('no', 'SecurityError');
    },
  ],
])('keeps a choice for the page where storage %s', (_, storage) => {
  const settings = createSettings(storage);
  settings.write('theme', 'dark');
  expect(settings.read('theme')).toBe('dark');
  expect(settings.read('mode')).toBeNull();
});
