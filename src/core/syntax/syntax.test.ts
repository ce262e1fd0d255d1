import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, normalizeChange } from '../text';
import { faultsAfter, parseSyntax, type Syntax } from '.';

const shapeOf = (syntax: Syntax | null): string => {
  const nodes: string[] = [];
  syntax?.tree.iterate({
    enter: ({ name, from, to }) => {
      nodes.push(`${name} ${from} ${to}`);
    },
  });
  return nodes.join('\n');
};

describe('what is read', () => {
  test.each([
    ['python', 'a.py', 'def f(x):\n    return x\n', 0],
    ['python', 'a.py', 'def f(x:\n    return x\n', 1],
    ['typescript', 'a.ts', 'const a = <T,>(b: T): T => b;\n', 0],
    ['typescript', 'a.tsx', 'const a = <b className="c">{d}</b>;\n', 0],
    ['javascript', 'a.js', 'const a = <b />;\n', 0],
    ['go', 'a.go', 'package a\n\nfunc f(x int) int { return x }\n', 0],
    ['rust', 'a.rs', 'fn f(x: u8) -> u8 { x }\n', 0],
    ['css', 'a.css', 'a { color: red; }\n', 0],
    ['json', 'a.json', '{"a": [1, 2]}\n', 0],
  ])('%s %s %j', (language, path, text, faults) => {
    expect(Math.min(1, parseSyntax(language, path, text)?.faults ?? -1)).toBe(faults);
  });

  test('a language without a grammar is not read', () => {
    expect(parseSyntax('plaintext', 'a.txt', 'a')).toBeNull();
  });
});

test('a syntax that is read again after a change is the one that is read anew', () => {
  const text =
    'class A:\n    def f(self, x):\n        return x + 1\n\n\ndef g(y):\n    if y:\n        return A().f(y)\n    return [1, 2]\n';
  const edit = fc.tuple(
    fc.nat(text.length),
    fc.nat(6),
    fc.constantFrom('', 'x', '\n', '(', ')', '    ', 'def ', ':', '"'),
  );
  fc.assert(
    fc.property(edit, ([start, length, put]) => {
      const change = normalizeChange([{ start, end: Math.min(text.length, start + length), text: put }]);
      const syntax = parseSyntax('python', 'a.py', text);
      const now = applyChange(text, change);
      if (syntax === null) throw new Error('python is read');
      const again = parseSyntax('python', 'a.py', now, { syntax, change });
      expect(shapeOf(again)).toBe(shapeOf(parseSyntax('python', 'a.py', now)));
    }),
    { numRuns: 200 },
  );
});

test.each<[string, string, string, string, number]>([
  ['a bracket more', 'a.py', 'def f():\n    return 1\n\n\ndef g():\n    return 2\n', '2', 1],
  ['a whole one', 'a.py', 'def f():\n    return 1\n\n\ndef g():\n    return 2\n', '[2]', 0],
  ['between definitions', 'a.ts', 'const a = 1;\n\nconst b = 2;\n', 'b = 2;\nconst c = (', 1],
])('faults after a change are told from what it touches: %s', (_name, path, text, put, expected) => {
  const language = path.endsWith('py') ? 'python' : 'typescript';
  const syntax = parseSyntax(language, path, text);
  if (syntax === null) throw new Error('it is read');
  const at = text.indexOf(path.endsWith('py') ? '2' : 'b = 2;');
  const change = normalizeChange([
    { start: at, end: at + (path.endsWith('py') ? 1 : 6), text: put === '2' ? '(2' : put },
  ]);
  expect(Math.min(1, faultsAfter(syntax, applyChange(text, change), change))).toBe(expected);
});
