import { describe, expect, it } from 'vitest';
import { applyChange } from '../../src/core/text';
import type { SourceLanguage } from './languages';
import { lex } from './lexer';
import { namePool } from './names';
import { seededRandom } from './random';
import { planRename, renameSites, targetsOf, type RenameKind } from './rename';
import { textAt } from './roles';

/** The text after renaming everything of the kind called `old` to NEW; null where nothing may be renamed for certain. */
function renamed(text: string, language: SourceLanguage, kind: RenameKind, old: string): string | null {
  const lexed = lex(text, language);
  if (lexed === null) throw new Error('the example does not lex');
  const targets = targetsOf(seededRandom(1), lexed, kind).filter(
    (target) => textAt(lexed, target.occurrences[target.definition] ?? -1) === old,
  );
  const [target] = targets;
  return target === undefined ? null : applyChange(text, renameSites(lexed, target, 'NEW'));
}

type Case = readonly [title: string, kind: RenameKind, old: string, before: string, after: string | null];

describe('renaming in Python', () => {
  const cases: readonly Case[] = [
    [
      'carries a parameter to its uses',
      'rename-parameter',
      'w',
      'def area(w, h):\n    return w * h\n',
      'def area(NEW, h):\n    return NEW * h\n',
    ],
    [
      'leaves attributes, strings, comments and longer names',
      'rename-parameter',
      'w',
      'def f(w):\n    # w\n    return o.w + "w" + ww + w\n',
      'def f(NEW):\n    # w\n    return o.w + "w" + ww + NEW\n',
    ],
    [
      'leaves names of arguments in calls',
      'rename-parameter',
      'w',
      'def f(w):\n    return g(w=w)\n',
      'def f(NEW):\n    return g(w=NEW)\n',
    ],
    [
      'carries a parameter to calls that name it',
      'rename-parameter',
      'w',
      'def f(w):\n    return w\nf(w=1)\n',
      'def f(NEW):\n    return NEW\nf(NEW=1)\n',
    ],
    [
      'refuses where another method of that name is called',
      'rename-parameter',
      'w',
      'def f(w):\n    return w\no.f(w=1)\n',
      null,
    ],
    [
      'carries into f-strings',
      'rename-parameter',
      'w',
      'def f(w):\n    return f"{w:>3} w"\n',
      'def f(NEW):\n    return f"{NEW:>3} w"\n',
    ],
    ['refuses f-strings that print the name', 'rename-parameter', 'w', 'def f(w):\n    return f"{w=}"\n', null],
    [
      'carries the parameter of a nested function only there',
      'rename-parameter',
      'w',
      'def f(w):\n    def g(x, w):\n        return w\n    return w\n',
      'def f(w):\n    def g(x, NEW):\n        return NEW\n    return w\n',
    ],
    [
      'refuses a lambda with the same parameter',
      'rename-parameter',
      'w',
      'def f(w):\n    return map(lambda w: w + 1, w)\n',
      null,
    ],
    [
      'refuses a comprehension with the same variable',
      'rename-parameter',
      'w',
      'def f(w):\n    return [w for w in w]\n',
      null,
    ],
    [
      'carries into nested functions that read it',
      'rename-parameter',
      'w',
      'def f(w):\n    def g():\n        return w\n    return g\n',
      'def f(NEW):\n    def g():\n        return NEW\n    return g\n',
    ],
    [
      'refuses a nested function that assigns it',
      'rename-parameter',
      'w',
      'def f(w):\n    def g():\n        w = 1\n    return w\n',
      null,
    ],
    [
      'refuses defaults and annotations of the same name',
      'rename-parameter',
      'w',
      'def f(w, h=w):\n    return w\n',
      null,
    ],
    [
      'refuses functions that look names up as they run',
      'rename-parameter',
      'w',
      'def f(w):\n    return locals()["w"] + w\n',
      null,
    ],
    [
      'leaves other functions alone',
      'rename-parameter',
      'w',
      'def f(w):\n    return w\n\ndef g(w):\n    return w\n',
      'def f(NEW):\n    return NEW\n\ndef g(w):\n    return w\n',
    ],
    [
      'keeps a reassigned parameter one variable',
      'rename-parameter',
      'w',
      'def f(w):\n    w = w + 1\n    return w\n',
      'def f(NEW):\n    NEW = NEW + 1\n    return NEW\n',
    ],
    [
      'carries a local variable',
      'rename-local',
      'total',
      'def f(x):\n    total = 0\n    for i in x:\n        total += i\n    return total\n',
      'def f(x):\n    NEW = 0\n    for i in x:\n        NEW += i\n    return NEW\n',
    ],
    [
      'carries a loop variable',
      'rename-local',
      'i',
      'def f(x):\n    for i in x:\n        print(i, x.i)\n',
      'def f(x):\n    for NEW in x:\n        print(NEW, x.i)\n',
    ],
    [
      'carries a context variable',
      'rename-local',
      'h',
      'def f(x):\n    with open(x) as h:\n        return h.read()\n',
      'def f(x):\n    with open(x) as NEW:\n        return NEW.read()\n',
    ],
    [
      'carries unpacked variables',
      'rename-local',
      'b',
      'def f(x):\n    a, b = x\n    return a - b\n',
      'def f(x):\n    a, NEW = x\n    return a - NEW\n',
    ],
    ['refuses variables of the module', 'rename-local', 'n', 'def f():\n    global n\n    n = 1\n    return n\n', null],
    [
      'carries a function',
      'rename-outer',
      'f',
      'def f():\n    return f\n\nf()\no.f()\n',
      'def NEW():\n    return NEW\n\nNEW()\no.f()\n',
    ],
    [
      'carries a constant',
      'rename-outer',
      'LIMIT',
      'LIMIT = 3\n\ndef f(x):\n    return x < LIMIT\n',
      'NEW = 3\n\ndef f(x):\n    return x < NEW\n',
    ],
    [
      'refuses a function that a parameter hides',
      'rename-outer',
      'f',
      'def f():\n    pass\n\ndef g(f):\n    return f()\n',
      null,
    ],
    [
      'carries a class',
      'rename-type',
      'Point',
      'class Point:\n    pass\n\ndef f(p: Point):\n    return Point()\n',
      'class NEW:\n    pass\n\ndef f(p: NEW):\n    return NEW()\n',
    ],
    [
      'carries the alias of an import',
      'rename-alias',
      'np',
      'import numpy as np\n\nx = np.array([1])\n',
      'import numpy as NEW\n\nx = NEW.array([1])\n',
    ],
    [
      'carries an attribute',
      'rename-member',
      'x',
      'class A:\n    def __init__(self, x):\n        self.x = x\n    def f(self):\n        return self.x\n',
      'class A:\n    def __init__(self, x):\n        self.NEW = x\n    def f(self):\n        return self.NEW\n',
    ],
    [
      'carries a method',
      'rename-member',
      'f',
      'class A:\n    def f(self):\n        return 1\n    def g(self):\n        return self.f()\n',
      'class A:\n    def NEW(self):\n        return 1\n    def g(self):\n        return self.NEW()\n',
    ],
    [
      'refuses an attribute of other objects too',
      'rename-member',
      'x',
      'class A:\n    def f(self, o):\n        return self.x + o.x\n',
      null,
    ],
    [
      'refuses an attribute that the class declares',
      'rename-member',
      'x',
      'class A:\n    x = 1\n    def f(self):\n        return self.x\n',
      null,
    ],
    [
      'refuses decorated methods',
      'rename-member',
      'f',
      'class A:\n    @property\n    def f(self):\n        return 1\n    def g(self):\n        return self.f\n',
      null,
    ],
  ];
  it.each(cases)('%s', (_title, kind, old, before, after) => {
    expect(renamed(before, 'python', kind, old)).toBe(after);
  });
});

describe('renaming in TypeScript', () => {
  const cases: readonly Case[] = [
    [
      'carries a parameter to its uses',
      'rename-parameter',
      'w',
      'function area(w: number, h: number): number {\n  return w * h;\n}\n',
      'function area(NEW: number, h: number): number {\n  return NEW * h;\n}\n',
    ],
    [
      'carries the parameter of an arrow function',
      'rename-parameter',
      'w',
      'const f = (w: number, h = 2) => w * h;\n',
      'const f = (NEW: number, h = 2) => NEW * h;\n',
    ],
    [
      'carries the only parameter of an arrow function',
      'rename-parameter',
      'w',
      'const f = xs.map(w => w * 2);\n',
      'const f = xs.map(NEW => NEW * 2);\n',
    ],
    [
      'leaves members, keys and strings',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  return { w: w, x: o.w, y: "w" };\n}\n',
      'function f(NEW: number) {\n  return { w: NEW, x: o.w, y: "w" };\n}\n',
    ],
    [
      'keeps the field of a shorthand',
      'rename-parameter',
      'w',
      'function f(w: number, h: number) {\n  return g({ w, h });\n}\n',
      'function f(NEW: number, h: number) {\n  return g({ w: NEW, h });\n}\n',
    ],
    [
      'carries into template strings',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  return `w ${w}`;\n}\n',
      'function f(NEW: number) {\n  return `w ${NEW}`;\n}\n',
    ],
    [
      'carries into both branches of a conditional',
      'rename-parameter',
      'w',
      'function f(w: number, c: boolean) {\n  return c ? w : w + 1;\n}\n',
      'function f(NEW: number, c: boolean) {\n  return c ? NEW : NEW + 1;\n}\n',
    ],
    [
      'carries into a body after a predicate on an object type',
      'rename-parameter',
      'w',
      'function f(w: unknown): w is { a: string } {\n  return !!w && ok(w);\n}\n',
      'function f(NEW: unknown): NEW is { a: string } {\n  return !!NEW && ok(NEW);\n}\n',
    ],
    [
      'takes no type before an arrow for a parameter',
      'rename-parameter',
      'A',
      'const f = (w: unknown): w is A => ok(w);\n',
      null,
    ],
    [
      'carries into what the return type says of it',
      'rename-parameter',
      'w',
      'function f(w: unknown): w is string {\n  return typeof w === "string";\n}\n',
      'function f(NEW: unknown): NEW is string {\n  return typeof NEW === "string";\n}\n',
    ],
    [
      'reads past types in braces to the body',
      'rename-parameter',
      'w',
      'function f(w: A): B & { c: C } {\n  return g(w);\n}\n',
      'function f(NEW: A): B & { c: C } {\n  return g(NEW);\n}\n',
    ],
    [
      'refuses a type parameter of the same name',
      'rename-type',
      'T',
      'type T = string;\nfunction f<T extends A>(x: T): T { return x; }\n',
      null,
    ],
    [
      'refuses an inner declaration of the same name',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  { const w = 1; g(w); }\n  return w;\n}\n',
      null,
    ],
    [
      'refuses a pattern that binds the same name',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  const { w } = o;\n  return w;\n}\n',
      null,
    ],
    [
      'carries the parameter of an inner arrow function only there',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  return g(w, (w) => w);\n}\n',
      'function f(w: number) {\n  return g(w, (NEW) => NEW);\n}\n',
    ],
    [
      'carries the parameter of an inner method only there',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  return { g(w) { return w; } };\n}\n',
      'function f(w: number) {\n  return { g(NEW) { return NEW; } };\n}\n',
    ],
    [
      'refuses parameters that are members as well',
      'rename-parameter',
      'w',
      'class A {\n  constructor(private w: number) {\n    g(w);\n  }\n}\n',
      null,
    ],
    ['refuses patterns as parameters', 'rename-parameter', 'w', 'function f({ w }: O) {\n  return w;\n}\n', null],
    [
      'refuses what arguments may read',
      'rename-parameter',
      'w',
      'function f(w: number) {\n  return arguments.length + w;\n}\n',
      null,
    ],
    [
      'leaves type arguments apart from parameters',
      'rename-parameter',
      'B',
      'function f(m: Map<A, B, C>) {\n  return m;\n}\n',
      null,
    ],
    [
      'carries a local variable within its block',
      'rename-local',
      'n',
      'function f(xs: number[]) {\n  let n = 0;\n  for (const x of xs) n += x;\n  return n;\n}\n',
      'function f(xs: number[]) {\n  let NEW = 0;\n  for (const x of xs) NEW += x;\n  return NEW;\n}\n',
    ],
    [
      'refuses a name declared in two blocks',
      'rename-local',
      'n',
      'function f(a: boolean) {\n  if (a) { const n = 1; g(n); }\n  else { const n = 2; g(n); }\n}\n',
      null,
    ],
    [
      'carries a function',
      'rename-outer',
      'f',
      'export function f() {}\nf();\no.f();\n',
      'export function NEW() {}\nNEW();\no.f();\n',
    ],
    ['refuses a function that is exported by name', 'rename-outer', 'f', 'function f() {}\nexport { f };\n', null],
    [
      'carries an interface',
      'rename-type',
      'P',
      'interface P { x: number }\nfunction f(p: P): P[] { return [p]; }\n',
      'interface NEW { x: number }\nfunction f(p: NEW): NEW[] { return [p]; }\n',
    ],
    [
      'carries the alias of an import',
      'rename-alias',
      'd3',
      "import * as d3 from 'd3';\nd3.scan(x);\n",
      "import * as NEW from 'd3';\nNEW.scan(x);\n",
    ],
    [
      'carries a member and its declaration',
      'rename-member',
      'x',
      'class A {\n  x = 0;\n  f() {\n    return this.x;\n  }\n}\n',
      'class A {\n  NEW = 0;\n  f() {\n    return this.NEW;\n  }\n}\n',
    ],
    [
      'carries a private member',
      'rename-member',
      '#x',
      'class A {\n  f() {\n    return this.#x + this.#x;\n  }\n}\n',
      'class A {\n  f() {\n    return this.NEW + this.NEW;\n  }\n}\n',
    ],
    [
      'refuses a member of other objects too',
      'rename-member',
      'x',
      'class A {\n  f(o: A) {\n    return this.x + o.x;\n  }\n}\n',
      null,
    ],
  ];
  it.each(cases)('%s', (_title, kind, old, before, after) => {
    expect(renamed(before, 'typescript', kind, old)).toBe(after);
  });
});

describe('planning a rename', () => {
  const pool = namePool(['width', 'heightValue', 'row_count', 'Shape', 'MAX_SIZE', 'index']);
  const text = 'def area(w, h):\n    return w * h\n\ndef other(w):\n    return w\n';

  it('gives a name that the text does not hold', () => {
    const lexed = lex(text, 'python');
    for (let seed = 0; seed < 60; seed += 1) {
      const plan =
        lexed === null
          ? null
          : planRename(seededRandom(seed), lexed, 'rename-parameter', pool, {
              least: 2,
              most: 9,
              homonym: seed % 2 === 0,
            });
      if (plan === null) continue;
      const fresh = plan.sites[0]?.text ?? '';
      expect(fresh).toMatch(/^[A-Za-z_]\w*$/);
      expect(plan.text).not.toMatch(new RegExp(`\\b${fresh}\\b`));
      expect(new Set(plan.sites.map((site) => site.text)).size).toBe(1);
      expect(new Set(plan.sites.map((site) => plan.text.slice(site.start, site.end))).size).toBe(1);
    }
  });

  it('finds nothing where nothing fits', () => {
    const lexed = lex('x = 1\n', 'python');
    expect(
      lexed === null
        ? 1
        : planRename(seededRandom(1), lexed, 'rename-parameter', pool, { least: 1, most: 9, homonym: false }),
    ).toBeNull();
  });
});
