import { expect, it } from 'vitest';
import { onlyBlanksDiffer, showBlanks, showHidden } from './hidden';

it.each([
  ['a direction that is turned', 'user\u202egpj.exe', 'user[U+202E]gpj.exe'],
  ['isolates and marks', '\u2066a\u2069\u200f', '[U+2066]a[U+2069][U+200F]'],
  ['nothing of no width', 'pass\u200bword\ufeff', 'pass[U+200B]word[U+FEFF]'],
  ['control characters', 'a\u0000b\u001b[31m', 'a[U+0000]b[U+001B][31m'],
])('%s is written out', (_, text, shown) => {
  expect(showHidden(text)).toBe(shown);
});

it.each([
  ['lines and tabs', 'a\tb\r\nc'],
  ['Hebrew and Arabic', 'שלום = "مرحبا"'],
  ['emoji and Persian with joiners', '👩‍💻 می‌خواهم'],
  ['accents and wide signs', 'é 漢字'],
])('%s stay as they are', (_, text) => {
  expect(showHidden(text)).toBe(text);
});

it.each([
  ['spaces before and behind', '  a b ', { lead: '··', body: 'a b', trail: '·' }],
  ['tabs', '\ta', { lead: '→\t', body: 'a', trail: '' }],
  ['nothing else', '  ', { lead: '··', body: '', trail: '' }],
  ['none', 'a', { lead: '', body: 'a', trail: '' }],
])('white space at the ends of a line is written out: %s', (_, line, expected) => {
  expect(showBlanks(line)).toEqual(expected);
});

it('knows which lines differ only by white space at their ends', () => {
  expect([
    ...onlyBlanksDiffer([
      { kind: 'same', text: 'x' },
      { kind: 'removed', text: '  a' },
      { kind: 'removed', text: 'b' },
      { kind: 'gap' },
      { kind: 'added', text: '\ta' },
      { kind: 'added', text: 'c' },
    ]),
  ]).toEqual(['a']);
});
