import { describe, expect, test } from 'vitest';
import { meaningTheSame, occurrencesOf, parseSyntax } from '.';

/** The code with every place that means the same as the one behind `^` in brackets. */
function same(path: string, marked: string): string {
  const languages: Readonly<Record<string, string>> = {
    py: 'python',
    ts: 'typescript',
    tsx: 'typescript',
    js: 'javascript',
    go: 'go',
    rs: 'rust',
  };
  const at = marked.indexOf('^');
  const text = marked.replace('^', '');
  const name = /^[\w$]+/.exec(text.slice(at))?.[0] ?? '';
  const syntax = parseSyntax(languages[path.split('.')[1] ?? ''] ?? '', path, text);
  if (syntax === null) throw new Error('no grammar');
  const one = occurrencesOf(syntax, name).find(({ from }) => from === at);
  if (one === undefined) throw new Error('no name there');
  return [...meaningTheSame(syntax, name, one)]
    .sort((a, b) => b.from - a.from)
    .reduce((now, { from, to }) => `${now.slice(0, from)}[${now.slice(from, to)}]${now.slice(to)}`, text);
}

describe('places that mean the same', () => {
  test.each<[string, string, string, string]>([
    [
      'a parameter',
      'a.py',
      'def f(^w, h=w):\n    return w * h\nw = 1\n',
      'def f([w], h=w):\n    return [w] * h\nw = 1\n',
    ],
    [
      'another function has its own',
      'a.py',
      'def f(^x):\n    return x\ndef g(x):\n    return x\n',
      'def f([x]):\n    return [x]\ndef g(x):\n    return x\n',
    ],
    [
      'a local that is assigned',
      'a.py',
      'def f():\n    ^total = 0\n    for n in xs:\n        total += n\n    return total\n',
      'def f():\n    [total] = 0\n    for n in xs:\n        [total] += n\n    return [total]\n',
    ],
    ['a variable of a comprehension', 'a.py', 'v = 1\nws = [^v for v in vs]\n', 'v = 1\nws = [[v] for [v] in vs]\n'],
    [
      'what an f-string interpolates',
      'a.py',
      'def f(^name):\n    return f"hi {name}, name"\n',
      'def f([name]):\n    return f"hi {[name]}, name"\n',
    ],
    ['a keyword argument is another thing', 'a.py', '^w = 1\nf(w=w)\n', '[w] = 1\nf(w=[w])\n'],
    [
      'a name of a class body is not seen by its methods',
      'a.py',
      'class A:\n    ^n = 1\n    m = n\n    def f(self):\n        return n\n',
      'class A:\n    [n] = 1\n    m = [n]\n    def f(self):\n        return n\n',
    ],
    ['a function', 'a.py', 'def ^f():\n    return f\nf()\n', 'def [f]():\n    return [f]\n[f]()\n'],
    ['an import', 'a.py', 'from a import ^b\nb()\n', 'from a import [b]\n[b]()\n'],
    [
      'a member of the object',
      'a.py',
      'class A:\n    def f(self, w):\n        self.^w = w\n    def g(self):\n        return self.w\n',
      'class A:\n    def f(self, w):\n        self.[w] = w\n    def g(self):\n        return self.[w]\n',
    ],
    [
      'a const in a block',
      'a.ts',
      'const ^a = 1;\n{ const a = 2; f(a); }\nf(a);\n',
      'const [a] = 1;\n{ const a = 2; f(a); }\nf([a]);\n',
    ],
    ['a parameter of an arrow function', 'a.ts', 'xs.map((^x) => x + 1);\nx;\n', 'xs.map(([x]) => [x] + 1);\nx;\n'],
    [
      'a type',
      'a.ts',
      'interface ^Box { w: number }\nconst b: Box = x as Box;\n',
      'interface [Box] { w: number }\nconst b: [Box] = x as [Box];\n',
    ],
    [
      'what a template interpolates',
      'a.ts',
      'function f(^n: string) { return `n ${n}`; }\n',
      'function f([n]: string) { return `n ${[n]}`; }\n',
    ],
    [
      'a component',
      'a.tsx',
      'function ^Box() { return null; }\nconst a = <Box w={1} />;\n',
      'function [Box]() { return null; }\nconst a = <[Box] w={1} />;\n',
    ],
    ['a shorthand key', 'a.ts', 'const ^w = 1;\nf({ w, h: w });\n', 'const [w] = 1;\nf({ [w], h: [w] });\n'],
    ['a destructured parameter', 'a.js', 'const f = ({ ^w, h }) => w * h;\n', 'const f = ({ [w], h }) => [w] * h;\n'],
    [
      'a local of Go',
      'a.go',
      'package a\nfunc f(^w int) int {\n\tx := w\n\treturn w + x\n}\nvar w = 1\n',
      'package a\nfunc f([w] int) int {\n\tx := [w]\n\treturn [w] + x\n}\nvar w = 1\n',
    ],
    [
      'a field of Go',
      'a.go',
      'package a\ntype S struct { ^W int }\nfunc f(s S) int { return s.W + S{W: 1}.W }\n',
      'package a\ntype S struct { [W] int }\nfunc f(s S) int { return s.[W] + S{[W]: 1}.[W] }\n',
    ],
    [
      'a local of Rust',
      'a.rs',
      'fn f(^w: u8) -> u8 { let x = w; w + x }\nfn g(w: u8) {}\n',
      'fn f([w]: u8) -> u8 { let x = [w]; [w] + x }\nfn g(w: u8) {}\n',
    ],
    [
      'a type of Rust',
      'a.rs',
      'struct ^S { w: u8 }\nimpl S { fn f() -> S { S { w: 1 } } }\n',
      'struct [S] { w: u8 }\nimpl [S] { fn f() -> [S] { [S] { w: 1 } } }\n',
    ],
  ])('%s', (_name, path, marked, expected) => {
    expect(same(path, marked)).toBe(expected);
  });
});
