/** The rules of scoring, on tasks made up here; what is known of the real benchmarks on a few of theirs where they are present. */
import { describe, expect, it } from 'vitest';
import { APEVAL_FLOOR, type FunctionJob, type OutputJob, type ProgramJob } from '../../../src/core/benchmarks';
import { loadApeval } from './apeval-tasks';
import { hasData, whereToGet } from './data';
import { FIX_FILES, FIX_LANGUAGES, loadFixes } from './fix-tasks';
import { offByOne, rightOnBaseOnly, slipped } from './mutants';
import { RUNAWAYS } from './runaways';
import { createScorer } from './scorer';

const scorer = createScorer(2);

/** A line of HumanEvalPlus, written by hand where JavaScript would lose what matters (1.0). */
const line = (name: string, reference: string, base: string, plus: string, atol = '0'): string =>
  `{"task_id": "x", "prompt": "def ${name}(x):\\n", "canonical_solution": ${JSON.stringify(`    return ${reference}\n`)}, "entry_point": "${name}", "base_input": ${base}, "plus_input": ${plus}, "atol": ${atol}}`;
const solve = (task: string, code: string): FunctionJob => ({ kind: 'function', language: 'python', task, code });
const program = (code: string, seconds = 20): ProgramJob => ({
  kind: 'program',
  language: 'python',
  code,
  tests: '',
  seconds,
});
const prints = (code: string, expected: unknown): OutputJob => ({
  kind: 'output',
  language: 'python',
  code,
  expected,
  seconds: 20,
});

const half = line('f', 'x / 2', '[[1.0], [3.0]]', '[[5.0]]');
const next = line('f', 'x + 1', '[[1], [2]]', '[[12345678901234567890]]');
const root = line('find_zero', '-x[0] / x[1]', '[[[-4, 0, 1]]]', '[]', '0.0001').replace('-x[0] / x[1]', '2.0');

it('scores as EvalPlus does', { timeout: 60_000 }, async () => {
  const table = [
    ['the same', solve(half, 'def f(x): return x * 0.5'), 'plus'],
    ['within 1e-6', solve(half, 'def f(x): return x / 2 + 5e-7'), 'plus'],
    ['beyond it', solve(half, 'def f(x): return x / 2 + 1e-5'), 'none'],
    ['a string that reads like it', solve(half, 'def f(x): return str(x / 2)'), 'none'],
    ['right on base alone', solve(half, 'def f(x): return x / 2 if x < 4 else 0.0'), 'base'],
    ['wrong on base alone', solve(half, 'def f(x): return x / 2 if x > 4 else 0.0'), 'none'],
    ['integers of any size, exactly', solve(next, 'def f(x): return x + 1'), 'plus'],
    ['integers as floats, nearly', solve(next, 'def f(x): return float(x) + 1'), 'base'],
    ['integers beside the mark', solve(next, 'def f(x): return x + 1.0000001'), 'none'],
    [
      'arguments changed in place',
      solve(line('f', 'sorted(x)', '[[[3, 1]]]', '[[[2, 1]]]'), 'def f(x):\n    x.sort()\n    return x'),
      'plus',
    ],
    ['any root of find_zero', solve(root, 'def find_zero(x): return -2.0'), 'plus'],
    ['no root of find_zero', solve(root, 'def find_zero(x): return 1.9'), 'none'],
    ['another name', solve(half, 'def g(x): return x / 2'), 'none'],
    ['no Python', solve(half, 'def f(x) return'), 'none'],
    ['an end by its own hand', solve(half, 'import os\ndef f(x): os._exit(0)'), 'none'],
    ['sys.exit', solve(half, 'import sys\ndef f(x): sys.exit(0)'), 'none'],
    ['a program that ends', program('print("x")'), 'plus'],
    ['a program that asserts in vain', program('assert 1 == 2'), 'none'],
    ['printed text', prints('print("first")\nprint([1, 2])', [1, 2]), 'plus'],
    ['printed number', prints('print(0.1 + 0.2)', 0.3), 'plus'],
    ['another number', prints('print(0.4)', 0.3), 'none'],
    [
      'JavaScript',
      { ...program('const f = (x) => x / 2;'), tests: 'console.assert(f(2) === 1)', language: 'javascript' as const },
      'plus',
    ],
    [
      'JavaScript that asserts in vain',
      { ...program('const f = (x) => x;'), tests: 'console.assert(f(2) === 1)', language: 'javascript' as const },
      'none',
    ],
  ] as const;
  const verdicts = await scorer.score(table.map(([, job]) => job));
  const levels = verdicts.map(({ base, plus }) => (plus ? 'plus' : base ? 'base' : 'none'));
  expect(Object.fromEntries(table.map(([name], index) => [name, levels[index]]))).toEqual(
    Object.fromEntries(table.map(([name, , level]) => [name, level])),
  );
});

it('ends what does not end, and keeps to itself what wants more', { timeout: 90_000 }, async () => {
  const verdicts = await scorer.score(
    RUNAWAYS.map(({ language, code, seconds }) => ({ kind: 'program', language, code, tests: '', seconds })),
  );
  for (const [index, { name, why }] of RUNAWAYS.entries()) {
    expect(verdicts[index], name).toMatchObject({ base: false, plus: false });
    expect(verdicts[index]?.why, name).toMatch(why);
  }
});

it('tells programs that are nearly right from right ones', { timeout: 60_000 }, async () => {
  const reference = {
    task_id: 'x',
    prompt: 'def f(x):\n',
    canonical_solution: '    return x + 1\n',
    entry_point: 'f',
    base_input: [[1], [2]],
  };
  const codes = [
    reference.prompt + reference.canonical_solution,
    offByOne(reference),
    rightOnBaseOnly(reference),
    slipped(reference),
  ];
  const verdicts = await scorer.score(codes.map((code) => solve(next, code)));
  expect(verdicts.map(({ base, plus }) => (plus ? 'plus' : base ? 'base' : 'none'))).toEqual([
    'plus',
    'none',
    'base',
    'none',
  ]);
});

const present = hasData('humaneval/HumanEvalPlus-Mini.jsonl.gz') && hasData('apeval/apeval.json');
const missing = present ? '' : ` (skipped: ${whereToGet('apeval/apeval.json')})`;

describe.skipIf(!present)(`on the benchmark's own tasks${missing}`, () => {
  it('passes canonical solutions, and of untouched code only the floor', { timeout: 120_000 }, async () => {
    const { tasks, jobOf } = loadApeval('mini');
    const some = tasks.filter(({ id }, index) => index % 9 === 0 || id === 'HumanEval/32' || APEVAL_FLOOR.includes(id));
    const canonical = some.map((task) => {
      const { task: data } = jobOf(task, '');
      const { prompt, canonical_solution: solution } = JSON.parse(data) as {
        readonly prompt: string;
        readonly canonical_solution: string;
      };
      return jobOf(task, prompt + solution);
    });
    const verdicts = await scorer.score([...canonical, ...some.map((task) => jobOf(task, task.current))]);
    expect(
      verdicts
        .slice(0, some.length)
        .flatMap(({ plus, why }, index) => (plus ? [] : [`${some[index]?.id ?? ''}: ${why ?? ''}`])),
    ).toEqual([]);
    expect(verdicts.slice(some.length).flatMap(({ base }, index) => (base ? (some[index]?.id ?? []) : []))).toEqual(
      APEVAL_FLOOR,
    );
  });
});

describe.each(FIX_LANGUAGES)('on HumanEvalFix, %s', (language) => {
  it.skipIf(!hasData(FIX_FILES[language]))('passes right code and no wrong code', { timeout: 120_000 }, async () => {
    const { tasks, jobOf } = loadFixes(language, 'tab');
    // 162 asks for a package in JavaScript.
    const some = tasks.filter((_, index) => index % 24 === 0 || index === 162);
    const verdicts = await scorer.score(
      some.flatMap((task) => [jobOf(task, task.solution), jobOf(task, task.current)]),
    );
    expect(verdicts.map(({ base }) => base)).toEqual(some.flatMap(() => [true, false]));
  });
});
