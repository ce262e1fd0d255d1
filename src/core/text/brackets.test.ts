import { expect, test } from 'vitest';
import { bracketsBalanced } from './brackets';

test.each([
  ['f(a[0], {b: 1})', 'javascript', true],
  ['f(a', 'python', false],
  ['f)', 'python', false],
  ['(]', 'python', false],
  ['f("(")', 'python', true],
  ['# (\nf()', 'python', true],
  ['// (\nf()', 'typescript', true],
  ['/* ( */ f()', 'go', true],
  ['"""\n(\n"""', 'python', true],
  ['`a ${b} (`', 'javascript', true],
  ['x = "a\\"("', 'python', true],
  ['it\'s (fine', 'plaintext', true],
  ['fn f<\'a>(x: &\'a str) {}', 'rust', true],
  ['a { b: "}" }', 'css', true],
  ['x = "open (\nf()', 'python', true],
])('%j in %s: %s', (text, language, balanced) => { expect(bracketsBalanced(text, language)).toBe(balanced); });
