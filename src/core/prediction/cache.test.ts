import { describe, expect, it } from 'vitest';
import { cacheKey, EMPTY_CACHE, lookUp, store, type CachedAnswer } from './cache';
import { comeBack, leave, type Trail, type TrailEntry } from './trail';

const nothing: CachedAnswer = { kind: 'nothing', reason: { kind: 'nothing-to-suggest' } };

describe('the cache', () => {
  it('answers the same question, also with nothing to suggest', () => {
    const key = cacheKey('python', 'x', [{ before: 'a', after: 'b' }]);
    expect(lookUp(store(EMPTY_CACHE, key, nothing), key)?.answer).toEqual(nothing);
  });

  it.each([
    ['another text', cacheKey('python', 'y', [])],
    ['another language', cacheKey('ruby', 'x', [])],
    ['another history', cacheKey('python', 'x', [{ before: 'a', after: 'b' }])],
  ])('does not answer for %s', (_, key) => {
    expect(lookUp(store(EMPTY_CACHE, cacheKey('python', 'x', []), nothing), key)).toBeNull();
  });

  it('takes no notice of older history', () => {
    const h = (n: number) => ({ before: `${n}`, after: `${n}!` });
    expect(cacheKey('python', 'x', [h(1), h(2), h(3)])).toBe(cacheKey('python', 'x', [h(2), h(3)]));
  });

  it('keeps fifty, those used last', () => {
    let cache = EMPTY_CACHE;
    for (let n = 0; n < 50; n += 1) cache = store(cache, `${n}`, nothing);
    cache = lookUp(cache, '0')?.cache ?? cache;
    cache = store(cache, '50', nothing);
    expect([cache.entries.size, cache.entries.has('0'), cache.entries.has('1')]).toEqual([50, true, false]);
  });
});

describe('the trail', () => {
  const entry = (text: string): TrailEntry => ({
    text,
    predictionId: 'p',
    hunks: [],
    origin: [],
    review: false,
    source: { kind: 'model' },
    choice: { version: 0, all: [], index: 0 },
    left: 'typed',
  });
  const walk = (texts: readonly string[]): Trail => texts.reduce<Trail>((trail, text) => leave(trail, entry(text)), []);

  it.each([
    ['to the latest place with that text', ['a', 'b', 'a', 'c'], 'a', 2],
    ['to no place it has not been', ['a', 'b'], 'c', null],
  ])('leads back %s', (_, texts, text, kept) => {
    expect(comeBack(walk(texts), text)?.trail.length ?? null).toBe(kept);
  });

  it('keeps 32 places', () => {
    const trail = walk(Array.from({ length: 40 }, (_, n) => `${n}`));
    expect([trail.length, trail[0]?.text, trail.at(-1)?.text]).toEqual([32, '8', '39']);
  });

  it('keeps few of a large file, but always the last', () => {
    expect(walk([1, 2, 3].map((n) => `${n}`.repeat(1_500_000))).length).toBe(2);
    expect(walk(['x'.repeat(5_000_000)]).length).toBe(1);
  });
});
