import { describe, expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import type { SourceLanguage } from './languages';
import { lex, type Lexed } from './lexer';
import { namePool } from './names';
import { seededRandom, type Random } from './random';
import { planRepeat, runsOf } from './repeat';
import { planKeptParameter, planSignature, planTakenArgument } from './signature';
import type { Plan } from './stage';

const pool = namePool(['alpha', 'beta', 'gammaRay', 'delta_wing', 'Epsilon', 'ZETA']);

function lexed(text: string, language: SourceLanguage): Lexed {
  const found = lex(text, language);
  if (found === null) throw new Error('the example does not lex');
  return found;
}

/** Every outcome that some seed leads to, with the line that leads. */
function outcomes(make: (random: Random) => Plan | null, seeds = 120): Map<string, string> {
  const out = new Map<string, string>();
  for (let seed = 0; seed < seeds; seed += 1) {
    const plan = make(seededRandom(seed));
    const leading = plan?.sites[plan.leading];
    if (plan === null || leading === undefined) continue;
    const line =
      applyChange(plan.text, [leading])
        .split('\n')
        .find((one, at) => one !== plan.text.split('\n')[at]) ?? '';
    out.set(applyChange(plan.text, plan.sites), line);
  }
  return out;
}

describe('a repeated change', () => {
  const repeats = (text: string, language: SourceLanguage): string[] => [
    ...outcomes((random) => planRepeat(random, lexed(text, language), pool), 350).keys(),
  ];

  const cases: readonly (readonly [string, SourceLanguage, string, string])[] = [
    [
      'changes a word of every row',
      'javascript',
      'var a = 1;\nvar b = 2;\nvar c = 3;\n',
      'const a = 1;\nconst b = 2;\nconst c = 3;\n',
    ],
    [
      'changes a type of every row',
      'python',
      'class A:\n    a: int = 1\n    b: int = 2\n    c: int = 3\n',
      'class A:\n    a: float = 1\n    b: float = 2\n    c: float = 3\n',
    ],
    ['changes the quotes of every row', 'javascript', "f('a');\nf('b');\nf('c');\n", 'f("a");\nf("b");\nf("c");\n'],
    [
      'wraps the value of every row',
      'python',
      'def f(d):\n    a = d["a"]\n    b = d["b"]\n    c = d["c"]\n',
      'def f(d):\n    a = int(d["a"])\n    b = int(d["b"])\n    c = int(d["c"])\n',
    ],
    [
      'puts every variable into the object',
      'python',
      'def f(self):\n    a = 1\n    b = 2\n    c = 3\n',
      'def f(self):\n    self.a = 1\n    self.b = 2\n    self.c = 3\n',
    ],
    [
      'exports every constant',
      'typescript',
      'const a = 1;\nconst b = 2;\nconst c = 3;\n',
      'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
    ],
    [
      'makes every member read-only',
      'typescript',
      'interface A {\n  a: B;\n  b: B;\n  c: B;\n}\n',
      'interface A {\n  readonly a: B;\n  readonly b: B;\n  readonly c: B;\n}\n',
    ],
    [
      'waits for every call',
      'typescript',
      'function f() {\n  g(1);\n  g(2);\n  g(3);\n}\n',
      'function f() {\n  await g(1);\n  await g(2);\n  await g(3);\n}\n',
    ],
    ['waits for every call of a script', 'python', 'g(1)\ng(2)\ng(3)\n', 'await g(1)\nawait g(2)\nawait g(3)\n'],
    ['drops the last argument of every call', 'python', 'f(1, k)\nf(2, k)\nf(3, k)\n', 'f(1)\nf(2)\nf(3)\n'],
    ['ends every row', 'javascript', 'a = f(1)\nb = f(2)\nc = f(3)\n', 'a = f(1);\nb = f(2);\nc = f(3);\n'],
    ['calls another function in every row', 'python', 'foo(1)\nfoo(2)\nfoo(3)\n', 'alpha(1)\nalpha(2)\nalpha(3)\n'],
  ];
  it.each(cases)('%s', (_title, language, before, after) => {
    expect(repeats(before, language)).toContain(after);
  });

  it('gives every call the same further argument', () => {
    const found = repeats('foo(1)\nfoo(2)\nfoo(3)\n', 'python').filter((text) => /^foo\(1, /.test(text));
    expect(found.length).toBeGreaterThan(0);
    for (const text of found)
      expect(
        new Set(
          text
            .trim()
            .split('\n')
            .map((line) => line.replace(/^foo\(\d/, '')),
        ).size,
      ).toBe(1);
  });

  it('leaves a name alone that is used elsewhere too', () => {
    expect(
      repeats('foo(1)\nfoo(2)\nfoo(3)\n\nx = foo\n', 'python').filter(
        (text) => !text.startsWith('foo') && !text.startsWith('await'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['two rows only', 'a = 1\nb = 2\n'],
    ['rows that go on over several lines', 'f(\n1)\nf(\n2)\nf(\n3)\n'],
    ['rows that begin differently', 'a = 1\nb(2)\nc[3]\n'],
    ['rows with a gap between them', 'f(1)\n\nf(2)\n\nf(3)\n'],
  ])('needs a run: not %s', (_title, text) => {
    expect(runsOf(lexed(text, 'python'))).toEqual([]);
  });
});

describe('a changed signature', () => {
  it('swaps parameters and arguments, or removes them, the definition first', () => {
    const text = 'def f(a, b):\n    return a - b\n\nprint(f(1, g(2)))\n';
    const found = outcomes((random) => planSignature(random, lexed(text, 'python')));
    expect(
      new Map([
        ['def f(b, a):\n    return a - b\n\nprint(f(g(2), 1))\n', 'def f(b, a):'],
        ['def f(b):\n    return a - b\n\nprint(f(g(2)))\n', 'def f(b):'],
        ['def f(a):\n    return a - b\n\nprint(f(1))\n', 'def f(a):'],
      ]),
    ).toEqual(found);
  });

  it('follows calls of a method on the object itself', () => {
    const text =
      'class A {\n  f(a: number, b: string) {\n    return 1;\n  }\n  g() {\n    return this.f(1, "x");\n  }\n}\n';
    const found = [...outcomes((random) => planSignature(random, lexed(text, 'typescript'))).keys()];
    expect(found).toContain(
      'class A {\n  f(b: string, a: number) {\n    return 1;\n  }\n  g() {\n    return this.f("x", 1);\n  }\n}\n',
    );
  });

  it.each([
    ['spreads', 'def f(a, b):\n    pass\n\nf(*x)\n'],
    ['arguments by name', 'def f(a, b):\n    pass\n\nf(1, b=2)\n'],
    ['fewer arguments than parameters', 'def f(a, b):\n    pass\n\nf(1)\n'],
    ['defaults', 'def f(a, b=1):\n    pass\n\nf(1, 2)\n'],
    ['uses that are no calls', 'def f(a, b):\n    pass\n\nf(1, 2)\nx = f\n'],
    ['calls within the arguments of calls', 'def f(a, b):\n    pass\n\nf(f(1, 2), 3)\n'],
    ['functions nobody calls', 'def f(a, b):\n    pass\n'],
  ])('refuses %s', (_title, text) => {
    expect(outcomes((random) => planSignature(random, lexed(text, 'python')), 20)).toEqual(new Map());
  });

  it('takes the argument that a call was given', () => {
    const found = outcomes((random) =>
      planTakenArgument(random, lexed('def f(a):\n    return a\n\nf(1)\n', 'python'), pool),
    );
    expect(found.size).toBeGreaterThan(0);
    for (const [text, line] of found) {
      const name = /f\(1, (\w+)\)/.exec(line)?.[1] ?? '?';
      expect(text).toBe(`def f(a, ${name}):\n    return a\n\nf(1, ${name})\n`);
    }
  });

  it('refuses to take an argument where two calls would differ', () => {
    expect(
      outcomes(
        (random) => planTakenArgument(random, lexed('def f(a):\n    return a\n\nf(1)\nf(2)\n', 'python'), pool),
        20,
      ),
    ).toEqual(new Map());
  });
});

describe('a parameter that is kept', () => {
  it.each<[SourceLanguage, string, string]>([
    [
      'python',
      'class A:\n    def __init__(self, a, b):\n        self.a = a\n        self.b = b\n',
      '    def __init__(self, a, b):',
    ],
    [
      'typescript',
      'class A {\n  constructor(a: number, b: string) {\n    this.a = a;\n    this.b = b;\n  }\n}\n',
      '  constructor(a: number, b: string) {',
    ],
  ])('in %s gets a line like those of the others', (language, text, line) => {
    const found = outcomes((random) => planKeptParameter(random, lexed(text, language)), 5);
    expect([...found]).toEqual([[text, line]]);
  });

  it.each([
    [
      'parameters used for more',
      'class A:\n    def __init__(self, a, b):\n        self.a = a\n        self.b = b\n        print(b)\n',
    ],
    [
      'lines that do not follow one another',
      'class A:\n    def __init__(self, a, b):\n        self.a = a\n        print()\n        self.b = b\n',
    ],
    ['other methods', 'class A:\n    def set(self, a, b):\n        self.a = a\n        self.b = b\n'],
    ['a single parameter', 'class A:\n    def __init__(self, a):\n        self.a = a\n'],
  ])('refuses %s', (_title, text) => {
    expect(outcomes((random) => planKeptParameter(random, lexed(text, 'python')), 5)).toEqual(new Map());
  });
});
