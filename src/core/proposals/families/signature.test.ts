import { expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../trial';
import { signature } from './signature';

test.each<[string, string, string, readonly Keys[], readonly string[]]>([
  ['a parameter that callers have by that name', 'a.py', 'def area(w, h):\n    return w * h\n\n\ndef box(w, h, d):\n    return area(w, h) * d\n', [['w, h):\n    return', 'w, h, d):\n    return']], ['6:     return area(w, h, d) * d']],
  ['one that they do not have', 'a.py', 'def area(w):\n    return w\n\n\nprint(area(1))\n', [['w)', 'w, h)']], ['5: print(area(1, h))']],
  ['a parameter with a default changes no call', 'a.py', 'def area(w):\n    return w\n\n\nprint(area(1))\n', [['w)', 'w, h=1)']], []],
  ['a parameter that went', 'a.py', 'def area(w, h, d):\n    return w * h\n\n\nprint(area(1, 2, 3), area(w=1, h=2, d=3))\n', [['w, h, d', 'w, h']], ['5: print(area(1, 2), area(w=1, h=2, d=3))', '5: print(area(1, 2, 3), area(w=1, h=2))']],
  ['parameters that changed places', 'a.ts', 'export function contains(x: number, y: number, box: Box): boolean {\n  return true;\n}\nconst a = contains(1, 2, b);\n', [['x: number, y: number, box: Box', 'box: Box, x: number, y: number']], ['4: const a = contains(b, 1, 2);']],
  ['a constructor', 'a.ts', 'class Box {\n  constructor(w: number) {\n    this.w = w;\n  }\n}\nfunction f(h: number) {\n  return new Box(1);\n}\n', [['w: number', 'w: number, h: number']], ['7:   return new Box(1, h);']],
  ['an interface and what implements it', 'a.ts', 'interface Store {\n  get(key: string): string;\n}\nclass Memory implements Store {\n  get(key: string): string {\n    return key;\n  }\n}\n', [['key: string', 'key: string, fallback: string']], ['5:   get(key: string, fallback: string): string {']],
  ['an override', 'a.py', 'class A:\n    def f(self, x):\n        pass\n\n\nclass B(A):\n    def f(self, x):\n        pass\n', [['self, x', 'self, x, y']], ['7:     def f(self, x, y):']],
  ['a function of Go', 'a.go', 'package a\n\nfunc area(w int) int { return w }\n\nfunc box(w, h int) int { return area(w) }\n', [['w int) int', 'w int, h int) int']], ['5: func box(w, h int) int { return area(w, h) }']],
  ['a function of Rust', 'a.rs', 'fn area(w: u8) -> u8 { w }\n\nfn f(h: u8) -> u8 { area(1) }\n', [['w: u8', 'w: u8, h: u8']], ['3: fn f(h: u8) -> u8 { area(1, h) }']],
  ['an argument that the definition does not take yet', 'a.py', 'def area(w):\n    return w\n\n\ndef f(w, h):\n    return area(w)\n', [['return area(w)', 'return area(w, h)']], ['1: def area(w, h):']],
  ['after its use was written', 'a.py', 'def area(w, h):\n    return w * h\n\n\ndef box(w, h, d):\n    return area(w, h)\n', [['w, h):\n    return w', 'w, h, d):\n    return w'], ['w * h', 'w * h * d']], ['6:     return area(w, h, d)']],
  ['a body says nothing', 'a.py', 'def area(w):\n    return w\n', [['return w', 'return w * 2']], []],
])('%s', (_name, path, text, keys, expected) => { expect(proposed(signature, trialMoment(path, text, keys))).toEqual(expected); });
