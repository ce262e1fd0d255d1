import { expect, test } from 'vitest';
import { changeIndentedAs, indentationOf } from './indentation';

test.each([
  ['a\n\tb\n\t\tc\n', { kind: 'tabs' }],
  ['a\n  b\n    c\n  d\n', { kind: 'spaces', width: 2 }],
  ['a:\n    b\n    c\nd:\n    e\n', { kind: 'spaces', width: 4 }],
  ['a\nb\n', null],
])('%j is indented with %j', (text, expected) => {
  expect(indentationOf(text)).toEqual(expected);
});

const TABS = 'func f() {\n\tif a {\n\t\tb()\n\t}\n}\n';
const SPACES = 'def f():\n    if a:\n        b()\n';
test.each<[string, string, number, string, string]>([
  ['spaces in a file of tabs', TABS, 19, '\n        c()\n    d()', '\n\t\tc()\n\td()'],
  ['two columns a level', TABS, 19, '\n  c()\n    d()', '\n\tc()\n\t\td()'],
  ['tabs in a file of spaces', SPACES, 22, '\n\tc()', '\n    c()'],
  ['what is as the file is', TABS, 19, '\n\t\tc()', '\n\t\tc()'],
  ['a line that is put at the beginning of one', TABS, 0, '    c()\n', '\tc()\n'],
  ['words within a line', TABS, 5, 'a  b', 'a  b'],
  [
    'half as wide, behind a line that opens a block',
    SPACES,
    9,
    '  x = 1\n  if x:\n    y()\n',
    '    x = 1\n    if x:\n        y()\n',
  ],
  [
    'half as wide, below a line of the file',
    'def f():\n    a = 1\n    return a\n',
    19,
    '    if a:\n      b()\n',
    '    if a:\n        b()\n',
  ],
  ['twice as wide', 'a {\n  b\n}\n', 4, '    c {\n        d\n    }\n', '  c {\n    d\n  }\n'],
  ['as wide as the file', SPACES, 9, '    x = 1\n', '    x = 1\n'],
  ['aligned with a bracket', SPACES, 9, '    g(a,\n      b)\n', '    g(a,\n      b)\n'],
])('%s', (_name, text, start, put, expected) => {
  expect(changeIndentedAs(text, [{ start, end: start, text: put }])[0]?.text).toBe(expected);
});
