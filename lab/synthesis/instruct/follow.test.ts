import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../../src/core/text';
import { seededRandom } from '../random';
import { process } from './fixtures';
import { followSamples, followTimeline, targetOf, type FollowOptions } from './follow';
import { RULE_NAMES } from './judge';
import { timelineOf } from './timeline';

const options: FollowOptions = {
  limits: { maxLines: 48, maxChars: 2100 },
  samples: 8,
  changedLines: 12,
  steps: 60,
  rules: new Set(RULE_NAMES),
};
const before = 'def area(w, h):\n    a = w * h\n    return a\n\n\ndef double(w):\n    return w + w\n\n\nlast = 1\n';
const after =
  'def area(width, h):\n    a = width * h\n    return a\n\n\ndef double(w):\n    return w + w\n\n\nlast = 2\n';
const commit = process([before, after]);

describe('samples of what follows', () => {
  it('replay H to C, and lead on towards the last version', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.subarray(['def f(a):\n', '    x = a + 1\n', '    y = a + 2\n', '    return x\n', 'f(1)\n']),
        fc.constantFrom('a', 'x', 'f'),
        (seed, lines, name) => {
          const text = lines.join('');
          const renamed = text.replaceAll(name, 'better');
          for (const sample of followSamples(seededRandom(seed), process([text, renamed]), options)) {
            expect(sample.edits.reduce(applyChange, sample.base)).toBe(sample.current);
            expect(sample.edits.length).toBeGreaterThan(0);
            expect(sample.base).toBe(text);
            // Every line is as it was or as it will be: nothing is made up.
            const known = new Set([...text.split('\n'), ...renamed.split('\n')]);
            for (const line of targetOf(sample).split('\n')) expect(known).toContain(line);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('show a rename begun, then stay quiet once it is carried through or nothing else is foreseeable', () => {
    const samples = [1, 2, 3, 4].flatMap((seed) => followSamples(seededRandom(seed), commit, options));
    const begun = samples.find(({ current, kind }) => kind === 'rename' && current.includes('def area(width'));
    expect(begun && targetOf(begun)).toContain('a = width * h');
    expect(begun && targetOf(begun)).toContain('def double(w)');
    const quiet = samples.filter(({ next }) => next.length === 0);
    expect(new Set(quiet.map(({ kind }) => kind))).toEqual(new Set(['quiet-unforeseen', 'quiet-complete']));
    expect(quiet.filter(({ kind }) => kind === 'quiet-complete').every(({ current }) => current === after)).toBe(true);
  });

  it('are the same for the same seed, and not for every seed', () => {
    const made = (seed: number): unknown => followSamples(seededRandom(seed), commit, options);
    expect(made(7)).toEqual(made(7));
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(made(seed)))).size).toBeGreaterThan(1);
  });

  it('keep to the bounds they are given', () => {
    const long = Array.from({ length: 20 }, (_, at) => `use_${at}(w)`).join('\n');
    const wide = process([`w = 1\n${long}\n`, `width = 1\n${long.replaceAll('w)', 'width)')}\n`]);
    expect(followSamples(seededRandom(1), wide, { ...options, steps: 10 })).toEqual([]);
    for (const { current, next } of followSamples(seededRandom(1), wide, options))
      expect(
        applyChange(current, next)
          .split('\n')
          .filter((line, at) => line !== current.split('\n')[at]).length,
      ).toBeLessThanOrEqual(options.changedLines);
    expect(
      followSamples(seededRandom(1), commit, { ...options, rules: new Set() }).every(({ next }) => next.length === 0),
    ).toBe(true);
  });

  it('see only what the excerpt shows', () => {
    const filler = Array.from({ length: 80 }, (_, at) => `line_${at}()\n`).join('');
    const far = process([`w = 1\n${filler}print(w)\n`, `width = 1\n${filler}print(width)\n`]);
    const samples = followSamples(seededRandom(2), far, options);
    expect(samples.filter(({ next }) => next.length > 0)).toEqual([]);
    expect(samples.map(({ kind }) => kind)).toContain('quiet-out-of-sight');
  });

  it("take a user's own edits as H where they are known", () => {
    const session = process([before, before.replace('(w, h)', '(width, h)'), after], { source: 'session' });
    const samples = followTimeline(seededRandom(1), session, timelineOf(seededRandom(1), session, 0), options);
    const busy = samples.find(({ next }) => next.length > 0);
    expect(busy?.kind).toBe('rename');
    expect(busy?.edits.length).toBe(1);
    expect(busy && targetOf(busy)).toContain('a = width * h');
  });
});
