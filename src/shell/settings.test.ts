import { describe, expect, it } from 'vitest';
import { DEFAULT_EXCLUDED } from '../core/prediction';
import { createPreferences, type PreferenceKeeper, type PreferenceName } from './settings';
import { createSettings, type Settings } from '../platform/local-settings';
import { createStore } from '../platform/store';

const keeper = (settings: Settings = createSettings(() => null)): PreferenceKeeper =>
  createPreferences(settings, (initial) =>
    createStore(initial, (tell) => {
      tell();
    }),
  );

describe('what is entered', () => {
  it.each<[PreferenceName, string, unknown]>([
    ['delay', '50', 50],
    ['delay', ' 3000 ', 3000],
    ['offLanguages', 'python\n\npython\ngo', ['python', 'go']],
    ['excluded', '  *.secret\n\nnotes/**  ', ['*.secret', 'notes/**']],
    ['excluded', '', []],
    ['fontSize', '', null],
    ['fontSize', '16', 16],
    ['fontFamily', "'Fira Code', monospace", "'Fira Code', monospace"],
    ['tabSize', '2', 2],
    ['wordWrap', 'on', 'on'],
    ['keepPrompts', 'on', true],
  ])('as %s: %j is %j, and still is on the next visit', (name, text, value) => {
    const settings = createSettings(() => null);
    const preferences = keeper(settings);
    expect(preferences.enter(name, text)).toBeNull();
    expect(preferences.store.get()[name]).toEqual(value);
    expect(keeper(settings).store.get()[name]).toEqual(value);
    expect(keeper(settings).enter(name, preferences.text(name))).toBeNull();
  });

  it.each<[PreferenceName, string, RegExp]>([
    ['delay', '49', /50 to 3000/],
    ['delay', '3001', /50 to 3000/],
    ['delay', '1e2', /whole number/],
    ['delay', '', /whole number/],
    ['excluded', 'a\n!b', /let in again/],
    ['excluded', '/etc/**', /begins with a slash/],
    ['excluded', 'a\\b', /parted by a slash/],
    ['excluded', '*a*a*a*a*a*a*a*a*a', /more than 8 wildcards/],
    ['excluded', 'x'.repeat(201), /at most 200/],
    ['excluded', Array.from({ length: 201 }, (_, index) => `f${index}`).join('\n'), /201 patterns/],
    ['fontSize', '7', /8 to 40/],
    ['fontFamily', 'a; background: url(x)', /names of fonts/],
    ['tabSize', '0', /1 to 16/],
    ['wordWrap', 'maybe', /auto, on, off/],
    ['keepPrompts', 'yes', /on, off/],
  ])('as %s: %j is refused with words', (name, text, why) => {
    const preferences = keeper();
    const before = preferences.store.get();
    expect(preferences.enter(name, text)).toMatch(why);
    expect(preferences.store.get()).toBe(before);
  });
});

it('begins with what keeps secrets from the model', () => {
  expect(keeper().store.get()).toMatchObject({
    delay: 100,
    excluded: DEFAULT_EXCLUDED,
    offLanguages: [],
    keepPrompts: false,
  });
});

it('ignores what it cannot read any more', () => {
  const settings = createSettings(() => null);
  settings.write('delay', 'soon');
  expect(keeper(settings).store.get().delay).toBe(100);
});

it.each([
  ['font-family', 'x; } body { display: none'],
  ['font-family', 'url(https://evil.example)'],
  ['font-family', '</style><script>'],
  ['theme', '__proto__'],
  ['excluded', '*'.repeat(5_000)],
  ['excluded', '__proto__\nconstructor'],
  ['off-languages', '__proto__'],
  ['tab-size', '1e9'],
  ['word-wrap', 'constructor'],
])('holds only what can be meant, whatever was put under %s: %j', (name, text) => {
  const settings = createSettings(() => null);
  settings.write(name, text);
  const { fontFamily, tabSize, wordWrap, excluded } = keeper(settings).store.get();
  expect([fontFamily, tabSize, wordWrap]).toEqual(['', 4, 'auto']);
  expect(excluded.join('\n') === text || excluded === DEFAULT_EXCLUDED).toBe(true);
  expect(text.startsWith('***') && excluded.join('\n') === text).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

it('puts everything back at once', () => {
  const settings = createSettings(() => null);
  const preferences = keeper(settings);
  const standard = preferences.store.get();
  preferences.enter('delay', '900');
  preferences.enter('excluded', '');
  preferences.enter('keepPrompts', 'on');
  preferences.reset();
  expect(preferences.store.get()).toEqual(standard);
  expect(keeper(settings).store.get()).toEqual(standard);
});
