import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Caps, DEFAULT_CAPS } from './caps';
import { Decontaminator, functionsIn, normalForm } from './decontaminate';
import { firstFitDecreasing } from './packing';
import { barChart } from './plots';
import type { Row } from './render';
import { reportPage, reportText, withoutEmptyEnds } from './report';
import { labelled, ranked, Tally } from './statistics';

describe('packing', () => {
  it('puts every item that fits into exactly one pack, and no pack over its capacity', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(130)), fc.integer({ min: 1, max: 100 }), (lengths, capacity) => {
        const { packs, tooLong } = firstFitDecreasing(lengths, capacity);
        for (const { items, length } of packs) {
          expect(length).toBeLessThanOrEqual(capacity);
          expect(items.reduce((sum, item) => sum + lengths[item]!, 0)).toBe(length);
        }
        expect([...packs.flatMap(({ items }) => items), ...tooLong].sort((one, other) => one - other)).toEqual(
          lengths.map((_, at) => at),
        );
        expect(tooLong.every((item) => lengths[item]! > capacity)).toBe(true);
        // First fit: no two packs could be one.
        for (let at = 1; at < packs.length; at += 1)
          expect(packs[at - 1]!.length + packs[at]!.length).toBeGreaterThan(capacity);
      }),
      { numRuns: 100 },
    );
  });

  it('packs the textbook case as the textbook does', () => {
    expect(firstFitDecreasing([4, 8, 1, 4, 2, 1], 10).packs.map(({ items }) => items)).toEqual([
      [1, 4],
      [0, 3, 2, 5],
    ]);
  });
});

describe('decontamination', () => {
  const solution =
    'def has_close(numbers, threshold):\n    """Whether two are close."""\n    for i, one in enumerate(numbers):\n        for j, other in enumerate(numbers):\n            if i != j and abs(one - other) < threshold:\n                return True\n    return False\n';
  const decontaminator = new Decontaminator([
    { name: 'HumanEval/0', text: solution },
    { name: 'short', text: 'x = 1' },
  ]);

  it.each([
    ['the text itself', `import os\n\n${solution}`, 'overlap'],
    [
      'its function with other names and no docstring',
      solution
        .replace(/ {4}""".*\n/, '')
        .replaceAll('numbers', 'values')
        .replaceAll('one', 'left')
        .replaceAll('other', 'right')
        .replaceAll('threshold', 'limit')
        .replaceAll('has_close', 'near')
        .replaceAll(' i,', ' p,')
        .replaceAll('i !', 'p !')
        .replaceAll(' j,', ' q,')
        .replaceAll('= j', '= q'),
      'function',
    ],
    ['its beginning only', solution.slice(0, 90), null],
    ['other code', 'def total(prices):\n    return sum(prices)\n', null],
    ['what is too short to be recognised', 'x = 1', null],
  ])('%s', (_name, text, by) => {
    expect(decontaminator.find(text)?.by ?? null).toBe(by);
  });

  it('begins at exactly the share it is given', () => {
    const words = Array.from({ length: 29 }, (_, at) => `w${at}`);
    const strict = new Decontaminator([{ name: 'b', text: words.join(' ') }]);
    // Twenty runs of ten; the first 19 words hold ten of them, the first 18 nine.
    expect(strict.find(words.slice(0, 19).join(' '))).toEqual({ by: 'overlap', benchmark: 'b', share: 0.5 });
    expect(strict.find(words.slice(0, 18).join(' '))).toBeNull();
  });

  it('finds functions by their indentation', () => {
    expect(
      functionsIn('class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        pass\nx = 1\n').map(
        (code) => code.trim().split('\n')[0],
      ),
    ).toEqual(['def f(self):', 'def g(self):']);
    expect(functionsIn('const f = (a) => {\n  return a;\n};\nf();\n')).toEqual(['const f = (a) => {\n  return a;\n};']);
  });

  it('compares functions without names and comments', () => {
    expect(normalForm('def f(a): # note\n    return a')).toBe(normalForm('def g(value):\n    return value'));
    expect(normalForm('def f(a, b):\n    return a')).not.toBe(normalForm('def f(a, b):\n    return b'));
  });
});

describe('caps', () => {
  const row = (more: Partial<{ language: string; kind: string; quiet: boolean; source: string }> = {}) => ({
    language: 'python',
    kind: 'rename',
    quiet: false,
    source: 'repo',
    ...more,
  });

  it('hold a language and a source to their numbers', () => {
    const caps = new Caps({ ...DEFAULT_CAPS, perLanguage: 2, perSource: 3 });
    caps.count(row());
    expect(caps.refuses(row())).toBeNull();
    caps.count(row());
    expect(caps.refuses(row())).toBe('language-cap');
    caps.count(row({ language: 'java' }));
    expect(caps.refuses(row({ language: 'go' }))).toBe('source-cap');
  });

  it('hold quiet rows and kinds to their shares of any long run', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { minLength: 100, maxLength: 300 }),
        (rows) => {
          const caps = new Caps({ ...DEFAULT_CAPS, quietShare: 0.3, kindShare: 0.5 });
          const kept = rows
            .map(([kind, quiet]) => row({ kind, quiet }))
            .filter((one) => {
              const fits = caps.refuses(one) === null;
              if (fits) caps.count(one);
              return fits;
            });
          const busy = kept.filter(({ quiet }) => !quiet);
          expect(kept.length - busy.length).toBeLessThanOrEqual(0.3 * Math.max(50, kept.length));
          for (const kind of ['a', 'b', 'c'])
            expect(busy.filter((one) => one.kind === kind).length).toBeLessThanOrEqual(0.5 * Math.max(50, busy.length));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('statistics', () => {
  const row = (more: Partial<Row>): Row => ({
    prompt: 'p'.repeat(300),
    completion: 'c'.repeat(30),
    language: 'python',
    kind: 'rename',
    quiet: false,
    source: 's',
    input: 'H+C',
    dialect: 'd',
    history: 2,
    ...more,
  });

  it('count rows by language, kind, input, history and length', () => {
    const tally = new Tally();
    tally.process('git');
    for (const one of [row({}), row({ language: 'java', history: 9 }), row({ quiet: true, kind: 'quiet-complete' })])
      tally.row(one);
    tally.leftOut('too-long', 'a.py');
    const now = tally.take();
    expect(now).toMatchObject({ rows: 3, quiet: 1, processes: 1 });
    expect(ranked(now.languages)).toEqual([
      ['python', 2],
      ['java', 1],
    ]);
    expect(labelled(now.history).filter(([, count]) => count > 0)).toEqual([
      ['2', 2],
      ['8+', 1],
    ]);
    expect(labelled(now.promptTokens).filter(([, count]) => count > 0)).toEqual([['64–127', 3]]);
    expect(withoutEmptyEnds(labelled(now.promptTokens))).toEqual([['64–127', 3]]);
    expect([...now.examples]).toEqual([['too-long', ['a.py']]]);
  });

  it('stay of bounded size whatever comes', () => {
    const tally = new Tally();
    for (let at = 0; at < 5000; at += 1) tally.leftOut(`reason ${at}`, 'detail');
    expect(tally.take().leftOut.size).toBeLessThanOrEqual(201);
  });

  it('are plotted with a bar, a label and a figure each, all text escaped', () => {
    const svg = barChart({
      title: 'a < b',
      bars: [
        ['<script>', 3],
        ['y', 1],
      ],
    });
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('3 (75.0 %)');
    expect([...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]))).toEqual([278, 92.7]);
    expect(barChart({ title: 'none', bars: [] })).toContain('</svg>');
  });

  it('make a page and a text that name what was left out', () => {
    const tally = new Tally();
    tally.row(row({}));
    tally.leftOut('endpoint-503', '<b>busy</b>');
    const page = reportPage(tally.take(), [['Seed', '1']]);
    expect(page).toContain('&lt;b&gt;busy&lt;/b&gt;');
    expect(page.match(/<svg /g)?.length).toBe(7);
    expect(reportText(tally.take(), [['Seed', '1']])).toContain('1  endpoint-503');
  });
});
