/** Programs that a scorer has to stop, each with what the verdict says then. */
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Runaway {
  readonly name: string;
  readonly language: 'python' | 'javascript';
  readonly code: string;
  readonly why: RegExp;
  /** Enough for a hog to reach the bound on memory; little where it is time that ends it. */
  readonly seconds: number;
}

const runaway =
  (language: Runaway['language']) =>
  (name: string, code: string, why: RegExp): Runaway => ({
    name,
    language,
    code,
    why,
    seconds: why.test('too long') ? 1 : 20,
  });
const python = runaway('python');
const javascript = runaway('javascript');

export const RUNAWAYS: readonly Runaway[] = [
  python('an endless loop', 'while True: pass', /too long/),
  python(
    'one that swallows its interruption',
    'while True:\n  try:\n    while True: pass\n  except BaseException: pass',
    /too long/,
  ),
  python('a sleeper', 'import time\ntime.sleep(1000)', /too long/),
  python('a number without end', 'x = 9 ** (9 ** 9)', /too long|memory/),
  python('a memory hog', 'kept = []\nwhile True: kept.append(bytearray(50_000_000))', /memory/),
  python('a runaway recursion', 'def f(): return f() + 1\nf()', /RecursionError|signal/),
  python('a flood of output', 'while True: print("x" * 1000)', /too long/),
  python(
    'a writer of files',
    `open(${JSON.stringify(path.join(tmpdir(), 'inkling-was-here'))}, "w").write("x" * 100)`,
    /Error/,
  ),
  python('a caller of other programs', 'import subprocess\nsubprocess.run(["ls"])', /Error/),
  python(
    'one that leaves a process behind',
    'import posix, time\nif posix.fork() == 0:\n  while True: time.sleep(1)\nwhile True: pass',
    /too long/,
  ),
  javascript('an endless loop in JavaScript', 'for (;;) {}', /too long/),
  javascript('a heap hog in JavaScript', 'const kept = []; for (;;) kept.push(new Array(1e6).fill(1.5));', /memory/),
  javascript(
    'a buffer hog in JavaScript',
    'const kept = []; for (;;) kept.push(new Uint8Array(5e7).fill(1));',
    /memory/,
  ),
  javascript('a flood of output in JavaScript', 'for (;;) process.stdout.write("x".repeat(1000));', /too long|memory/),
];
