import { describe, expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import { cutDocument, outlineOf } from './documents';
import { cutsFor, DEFAULT_MIX, makeExample, type ExampleKind } from './generate';
import type { SourceLanguage } from './languages';
import { lex, type Lexed } from './lexer';
import { caseOf, joinWords, mistyped, namePool, newName, wordsOf } from './names';
import { integer, pick, seededRandom, shuffled, weighted } from './random';
import { courseOf, exampleOf, type EditExample, type Plan } from './stage';

const PYTHON = `import numpy as np

LIMIT = 10


class Shape:
    """A shape."""

    def __init__(self, name, sides):
        self.name = name
        self.sides = sides

    def describe(self):
        # the name first
        return f"{self.name} has {self.sides} sides"

    def grow(self, sides):
        self.sides = self.sides + sides
        return self.sides


def area(w, h):
    """The area."""
    total = w * h
    if total > LIMIT:
        total = LIMIT
    return total


def volume(w, h, depth):
    base = area(w, h)
    label = "volume"
    print(label, base)
    log(1)
    log(2)
    log(3)
    return base * depth + 2


def main(unused):
    x = np.zeros(3)
    print(volume(1, 2, 3))
    return x
`;

const TYPESCRIPT = `import * as d3 from 'd3';

interface Size { width: number; height: number }

// A box holds a size.
export class Box {
  private label = 'box';

  constructor(size: Size, depth: number) {
    this.size = size;
    this.depth = depth;
  }

  volume(scale: number): number {
    const base = this.size.width * this.size.height;
    return base * this.depth * scale;
  }
}

export function area(size: Size, scale: number): number {
  const total = size.width * size.height;
  return total * scale + 1;
}

function run(w: number): void {
  const box = { width: w, height: 2 };
  console.log(area(box, 3));
  var a = d3.min(1);
  var b = d3.min(2);
  var c = d3.min(3);
  if (a === b && c > 2) {
    console.log('a');
  }
}
`;

const pool = namePool(['alpha', 'betaRay', 'gamma_delta', 'Epsilon', 'ZETA_MAX', 'index', 'count']);
const sources: readonly (readonly [SourceLanguage, string])[] = [
  ['python', PYTHON],
  ['typescript', TYPESCRIPT],
];

function lexed(text: string, language: SourceLanguage): Lexed {
  const found = lex(text, language);
  if (found === null) throw new Error('the example does not lex');
  return found;
}

function examples(kind: ExampleKind, seeds: number): EditExample[] {
  return sources.flatMap(([language, text]) => {
    const outline = outlineOf(lexed(text, language));
    return Array.from({ length: seeds }, (_, seed) => {
      const random = seededRandom(seed * 31 + 7);
      const document = cutDocument(random, outline, cutsFor(kind));
      return document === null
        ? null
        : makeExample(random, document, kind, pool, {
            language,
            source: 'here',
            limits: { maxLines: 30, maxChars: 1500 },
          });
    }).filter((example) => example !== null);
  });
}

describe('examples', () => {
  it.each(DEFAULT_MIX.map(([kind]) => kind))('of the kind %s can be made, and hold together', (kind) => {
    const made = examples(kind, 40);
    expect(made.length).toBeGreaterThan(0);
    for (const example of made) {
      expect(example.quiet).toBe(example.after === example.current.text);
      expect(example.kind.startsWith('quiet')).toBe(example.quiet);
      if (kind.startsWith('quiet')) expect(example.quiet).toBe(true);
      expect(example.history.length).toBeGreaterThan(0);
      expect(example.history.length).toBeLessThanOrEqual(4);
      example.history.forEach((change, at) => {
        expect(change.before).not.toBe(change.after);
        const next = example.history[at + 1];
        if (next !== undefined) expect(next.before).toBe(change.after);
      });
      expect(example.history.at(-1)?.after).toContain(example.current.text);
      expect(example.current.text.split('\n').length).toBeLessThanOrEqual(30);
    }
  });

  it('are the same for the same seed', () => {
    expect(examples('rename-parameter', 20)).toEqual(examples('rename-parameter', 20));
  });

  it('leave the history out where it would be too long to show', () => {
    const text = 'x = 1\n';
    const course = {
      kind: 'quiet-fresh-block',
      states: [text, `${text}${'y = 2\n'.repeat(200)}`],
      cursor: 0,
      remaining: [],
    };
    expect(
      exampleOf(course, [], { language: 'python', source: 'here', limits: { maxLines: 48, maxChars: 2100 } }),
    ).toBeNull();
  });

  it('are quiet where what remains lies out of sight', () => {
    const text = `a\n${'b\n'.repeat(60)}a\n`;
    const end = text.length - 2;
    const course = {
      kind: 'rename-outer',
      states: [text, `c${text.slice(1)}`],
      cursor: 1,
      remaining: [{ start: end, end: end + 1, text: 'c' }],
    };
    expect(
      exampleOf(course, [], { language: 'python', source: 'here', limits: { maxLines: 20, maxChars: 2100 } }),
    ).toMatchObject({ quiet: true, kind: 'quiet-out-of-sight' });
  });

  it('are left out where the answer would be too long', () => {
    const text = 'a\n'.repeat(20);
    const remaining = Array.from({ length: 19 }, (_, at) => ({ start: at * 2 + 2, end: at * 2 + 3, text: 'b' }));
    expect(
      exampleOf({ kind: 'rename-outer', states: [text, `b${text.slice(1)}`], cursor: 1, remaining }, [], {
        language: 'python',
        source: 'here',
        limits: { maxLines: 48, maxChars: 2100 },
      }),
    ).toBeNull();
  });
});

describe('the course of a plan', () => {
  const text = 'a b a b a\n';
  const plan: Plan = {
    kind: 'rename-outer',
    text,
    sites: [0, 4, 8].map((start) => ({ start, end: start + 1, text: 'long' })),
    leading: 1,
    anyOrder: true,
  };
  const goal = applyChange(text, plan.sites);

  it.each(['begun', 'part-way', 'finished'] as const)(
    '%s: what remains leads from the last state to the goal',
    (progress) => {
      for (let seed = 0; seed < 60; seed += 1) {
        const course = courseOf(seededRandom(seed), plan, progress);
        const last = course?.states.at(-1) ?? '';
        expect(course?.states[0]).toBe(text);
        expect(applyChange(last, course?.remaining ?? [])).toBe(goal);
        expect(last.slice(0, course?.cursor)).toMatch(/long$/);
        expect(course?.remaining.length === 0).toBe(progress === 'finished');
      }
    },
  );

  it('needs two places to be under way', () => {
    expect(courseOf(seededRandom(1), { ...plan, sites: plan.sites.slice(0, 1), leading: 0 }, 'begun')).toBeNull();
  });
});

describe('names', () => {
  it.each([
    ['rowCount', 'camel', ['row', 'count']],
    ['row_count', 'snake', ['row', 'count']],
    ['RowCount', 'pascal', ['row', 'count']],
    ['ROW_COUNT', 'upper', ['row', 'count']],
    ['row', 'lower', ['row']],
    ['HTMLParser', 'pascal', ['html', 'parser']],
  ] as const)('%s is %s', (name, style, words) => {
    expect([caseOf(name), wordsOf(name)]).toEqual([style, words]);
    if (name !== 'HTMLParser') expect(joinWords(words, style)).toBe(name);
  });

  it('are new, allowed and, for types and constants, in the case of the old', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const old = pick(seededRandom(seed), ['w', 'row_count', 'Shape', 'MAX', '_private', 'value']) ?? 'w';
      const name = newName(seededRandom(seed), { old, language: 'python', taken: (one) => one === 'index' }, pool);
      if (name === null) continue;
      expect(name).not.toBe('index');
      expect(name).not.toBe(old);
      if (old === 'MAX') expect(name).toMatch(/^[A-Z0-9_]+$/);
      if (old === 'Shape') expect(name).toMatch(/^[A-Z]/);
      if (old.startsWith('_')) expect(name).toMatch(/^_/);
    }
  });

  it('are given up where all are taken', () => {
    expect(newName(seededRandom(1), { old: 'w', language: 'python', taken: () => true }, pool)).toBeNull();
  });

  it('are mistyped by one slip', () => {
    for (let seed = 0; seed < 40; seed += 1)
      expect(Math.abs(mistyped(seededRandom(seed), 'heights').length - 7)).toBeLessThanOrEqual(1);
    expect(mistyped(seededRandom(1), 'abc')).toBe('');
  });
});

describe('randomness', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(3).filter((value) => value < 0 || value >= 1)).toEqual([]);
  });

  it('keeps to its bounds and weights', () => {
    const random = seededRandom(5);
    for (let at = 0; at < 200; at += 1) {
      expect([2, 3, 4]).toContain(integer(random, 2, 4));
      expect(
        weighted(random, [
          ['a', 1],
          ['b', 0],
          ['c', -1],
        ]),
      ).toBe('a');
    }
    expect(weighted(random, [])).toBeUndefined();
    expect(pick<number>(random, [])).toBeUndefined();
    expect(shuffled(random, [1, 2, 3]).sort()).toEqual([1, 2, 3]);
  });
});
