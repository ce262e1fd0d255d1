import { expect, test } from 'vitest';
import { bracketsBalanced, unmatchedBrackets } from './brackets';

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
  ["it's (fine", 'plaintext', true],
  ["fn f<'a>(x: &'a str) {}", 'rust', true],
  ['a { b: "}" }', 'css', true],
  ['x = "open (\nf()', 'python', true],
  ["let c = '(';", 'rust', true],
  ["let c = '\\'';f(", 'rust', false],
  ['a.replace(/\\(/g, "")', 'javascript', true],
  ['const s = /[(/]/.test(x)', 'typescript', true],
  ['a = b / (c / d)', 'javascript', true],
  ["<!-- ( --> <p>it's", 'html', true],
  ['<a href="http://x.y/(">)', 'html', false],
  ['case x) ;; esac', 'shell', true],
])('%j in %s: %s', (text, language, balanced) => {
  expect(bracketsBalanced(text, language)).toBe(balanced);
});

test.each([
  ['f(a', 1],
  ['f((a', 2],
  ['f(a))', 1],
  ['{ f(a }', 1],
  ['(]', 2],
  ['f(a)', 0],
])('%j has %i brackets without a counterpart', (text, unmatched) => {
  expect(unmatchedBrackets(text, 'python')).toBe(unmatched);
});
