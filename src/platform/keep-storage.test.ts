import { describe, expect, it } from 'vitest';
import {
  createStorageKeeper,
  isTimeToAsk,
  keepAnswer,
  keepWords,
  NO_USE,
  withEdit,
  type KeepAnswer,
  type StorageKeeper,
} from './keep-storage';
import { createSettings, type Settings } from './local-settings';

const TYPED = { kind: 'typed' } as const;

describe('when to ask', () => {
  it.each<[string, number, number, boolean]>([
    ['not at once', 1, 100, false],
    ['not after a minute of typing', 300, 200, false],
    ['after three minutes of typing', 500, 400, true],
    ['not for pauses', 100, 60_000, false],
    ['after many edits, however fast', 600, 10, true],
  ])('%s', (_name, edits, everyMs, expected) => {
    let use = NO_USE;
    for (let index = 0; index < edits; index += 1) use = withEdit(use, index * everyMs);
    expect(isTimeToAsk(use)).toBe(expected);
  });
});

it.each<[boolean, boolean | null, string | null, KeepAnswer]>([
  [true, true, null, 'granted'],
  [true, false, null, 'not-asked'],
  [true, false, 'refused', 'refused'],
  [true, false, 'granted', 'refused'],
  [true, null, null, 'not-asked'],
  [false, null, null, 'not-offered'],
  [false, true, null, 'granted'],
])('offered %s, kept %s, told %s: %s', (offered, persisted, told, expected) => {
  expect(keepAnswer(offered, persisted, told)).toBe(expected);
  expect(keepWords(expected)).toMatch(/\.$/);
});

describe('the browser', () => {
  interface Asked {
    readonly keeper: StorageKeeper;
    readonly asked: () => number;
  }
  const page = (settings: Settings, grants: boolean | Error): Asked => {
    let asked = 0;
    let at = 0;
    const manager = {
      persisted: () => Promise.resolve(false),
      persist: () => {
        asked += 1;
        return grants instanceof Error ? Promise.reject(grants) : Promise.resolve(grants);
      },
    };
    return { keeper: createStorageKeeper({ settings, manager, now: () => (at += 500) }), asked: () => asked };
  };
  const write = ({ keeper }: Asked, edits: number): void => {
    for (let index = 0; index < edits; index += 1) keeper.edited(TYPED);
  };

  it('is asked once, also over reloads, and what it said is known', async () => {
    const settings = createSettings(() => null);
    const first = page(settings, false);
    for (let index = 0; index < 1000; index += 1) first.keeper.edited({ kind: 'load' });
    expect([first.asked(), await first.keeper.answer()]).toEqual([0, 'not-asked']);
    write(first, 200);
    expect(first.asked()).toBe(0);
    // A short visit adds up with the next.
    const second = page(settings, false);
    write(second, 1000);
    expect([second.asked(), await second.keeper.answer()]).toEqual([1, 'refused']);
    const third = page(settings, false);
    write(third, 1000);
    expect(third.asked()).toBe(0);
  });

  it('can be asked again by the user', async () => {
    const settings = createSettings(() => null);
    expect(await page(settings, new Error('private window')).keeper.ask()).toBe('refused');
    expect(await page(settings, true).keeper.ask()).toBe('granted');
  });

  it('is not asked where it offers nothing', async () => {
    const keeper = createStorageKeeper({ settings: createSettings(() => null), manager: null, now: () => 0 });
    expect([await keeper.ask(), await keeper.answer()]).toEqual(['not-offered', 'not-offered']);
  });
});
