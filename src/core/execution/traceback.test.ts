import { expect, it } from 'vitest';
import { knownFiles, locate, parsePythonTraceback, parseScriptError } from './traceback';

const known = knownFiles(['main.py', 'lib/tools.py']);

it.each([
  [
    'an error in a function, told at its innermost line',
    'Traceback (most recent call last):\n  File "/home/user/main.py", line 9, in <module>\n    go()\n  File "/home/user/lib/tools.py", line 2, in go\n    return 1 / 0\nZeroDivisionError: division by zero\n',
    { type: 'ZeroDivisionError', message: 'division by zero', file: 'lib/tools.py', line: 2 },
  ],
  [
    'an error inside a library, told where it was called',
    'Traceback (most recent call last):\n  File "/home/user/main.py", line 3, in <module>\n    json.loads("{")\n  File "/lib/python3.14/json/__init__.py", line 352, in loads\n    return x\njson.decoder.JSONDecodeError: Expecting property name: line 1 column 2 (char 1)\n',
    { type: 'JSONDecodeError', message: 'Expecting property name: line 1 column 2 (char 1)', file: 'main.py', line: 3 },
  ],
  [
    'an assertion without words',
    'Traceback (most recent call last):\n  File "/home/user/main.py", line 4, in <module>\n    assert half(3) == 1.5\n           ^^^^^^^\nAssertionError\n',
    { type: 'AssertionError', message: '', file: 'main.py', line: 4 },
  ],
  [
    'a syntax error',
    '  File "/home/user/main.py", line 2\n    def f(:\n          ^\nSyntaxError: invalid syntax\n',
    { type: 'SyntaxError', message: 'invalid syntax', file: 'main.py', line: 2 },
  ],
  [
    'a message of several lines',
    'Traceback (most recent call last):\n  File "/home/user/main.py", line 1, in <module>\n    raise E\nValueError: one\ntwo: three\n',
    { type: 'ValueError', message: 'one\ntwo: three', file: 'main.py', line: 1 },
  ],
  [
    'a chain, of which the last error counts',
    'Traceback (most recent call last):\n  File "/home/user/main.py", line 2, in <module>\n    a\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/home/user/main.py", line 4, in <module>\n    b\nTypeError: no\n',
    { type: 'TypeError', message: 'no', file: 'main.py', line: 4 },
  ],
])('%s', (_name, trace, { type, message, file, line }) => {
  expect(parsePythonTraceback(trace, known)).toEqual({ type, message, location: { file, line, column: null }, trace });
});

it.each([
  ['', 'Error'],
  ['Killed', 'Killed'],
  ['Traceback (most recent call last):\n  File "<string>", line 1, in x\nRuntimeError: y', 'RuntimeError'],
])('text that names none of the files has no place: %j', (trace, type) => {
  expect(parsePythonTraceback(trace, known)).toMatchObject({ type, location: null });
});

const ranges = [
  { file: 'util.ts', firstLine: 10, lines: 5 },
  { file: 'main.ts', firstLine: 17, lines: 20 },
];

it.each([
  [
    'Chromium',
    'TypeError: x\n    at read (blob:null/ab-1:19:12)\n    at blob:null/ab-1:11:3\n    at inklingModules (blob:null/ab-1:2:9)',
  ],
  ['Firefox', 'read@blob:null/ab-1:19:12\n@blob:null/ab-1:11:3\ninklingModules@blob:null/ab-1:2:9'],
])('a stack of %s is told in the user’s files', (_name, stack) => {
  const failure = parseScriptError({ name: 'TypeError', message: 'x', stack }, ranges);
  expect(failure.location).toEqual({ file: 'main.ts', line: 3, column: 12 });
  expect(failure.trace).toBe('TypeError: x\n    at read (main.ts:3:12)\n    at (util.ts:2:3)');
});

it.each([
  [9, null],
  [10, 1],
  [14, 5],
  [15, null],
  [17, 1],
  [36, 20],
  [37, null],
])('line %i of the script', (line, expected) => {
  expect(locate(ranges, line, 1)?.line ?? null).toBe(expected);
});
