import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DIALECTS, encodeAnswer, renderPrompt } from '../conversation';
import { readApeval } from './apeval';
import { readFixTasks } from './humanevalfix';
import { turnTask } from './mtpb';
import { htmlReport } from './page';
import { barPlot } from './plot';
import { markdownReport, verdictOf, type RunRecord } from './report';
import { costOf, rateOf, rateText, tallyOf, type TaskResult } from './tally';
import { adjusted, attemptOf, inputOf, type EditTask } from './task';

const row = (id: string, history: readonly string[], current: string, user: string, area?: unknown): unknown => ({
  task_id: id,
  history: history.map((code) => ({ type: 'code', lang: 'python', code })),
  current: { type: 'code', lang: 'python', code: current },
  user,
  area,
});

const task: EditTask = {
  id: 'T',
  kind: 'H+C',
  language: 'python',
  history: ['a = 1\n', 'a = 2\n'],
  current: 'a = 3\nb = a\n',
  user: null,
  target: { kind: 'cursor', offset: 2 },
};

it('reads the four kinds, and offsets as Python counts them', () => {
  const tasks = readApeval([
    row('1', [], 'x', ''),
    row('2', ['w'], 'x', '', 1),
    row('3', [], '😀x = 1', 'do it', 2),
    row('4', ['w'], '😀x', 'do it', [1, 2]),
  ]);
  expect(tasks.map(({ kind }) => kind)).toEqual(['C', 'H+C', 'C+U', 'H+C+U']);
  expect(tasks.map(({ target }) => target)).toEqual([
    null,
    { kind: 'cursor', offset: 1 },
    { kind: 'cursor', offset: 3 },
    { kind: 'selection', start: 2, end: 3 },
  ]);
  expect(tasks.map(({ user }) => user)).toEqual([null, null, 'do it', 'do it']);
});

it.each([[{}], [[{ task_id: 'x' }]], [[{ task_id: 'x', history: [{}], current: { code: '' }, user: '' }]]])(
  'refuses what is not APEval: %j',
  (data) => {
    expect(() => readApeval(data)).toThrow(/APEval/);
  },
);

it.each([
  [
    null,
    [
      ['a = 1\n', 'a = 2\n'],
      ['a = 2\n', 'a = 3\nb = a\n'],
    ],
  ],
  [1, [['a = 2\n', 'a = 3\nb = a\n']]],
  [0, []],
  [
    9,
    [
      ['a = 1\n', 'a = 2\n'],
      ['a = 2\n', 'a = 3\nb = a\n'],
    ],
  ],
])('a window of %s shows the newest changes', (window, expected) => {
  expect(inputOf(task, { window }).history.map(({ before, after }) => [before, after])).toEqual(expected);
});

it('shows the target area only where it is asked for', () => {
  const shown = (targetArea: boolean): string =>
    renderPrompt(inputOf(task, { window: null }), adjusted(DIALECTS['cursorcore-wf'], { targetArea }), {
      kind: 'code-first',
    }).parts.join('');
  expect(shown(true)).toContain('<|target|>');
  expect(shown(false)).not.toContain('<|target|>');
});

it('takes from an answer in any format the program that was meant', () => {
  const code = fc
    .array(fc.constantFrom('a', 'b = 1', '    return a', ''), { minLength: 1, maxLength: 8 })
    .map((lines) => `${lines.join('\n')}\n`);
  fc.assert(
    fc.property(
      code,
      code,
      fc.constantFrom('wf' as const, 'lc' as const, 'sr' as const, 'lcn' as const),
      (before, after, format) => {
        const attempt = attemptOf(
          { ...task, current: before },
          adjusted(DIALECTS['cursorcore-wf'], { format }),
          `${encodeAnswer(before, after, 'python', format)}<|next_end|>`,
          'stop',
        );
        expect(attempt).toEqual({ code: after, outcome: before === after ? 'unchanged' : 'changed', reason: null });
      },
    ),
    { numRuns: 100 },
  );
});

it('leaves the code where an answer cannot be read, and says why', () => {
  const attempt = attemptOf(task, DIALECTS['cursorcore-lc'], '90,91\n```python\nx\n```<|next_end|>', 'stop');
  expect(attempt).toMatchObject({ code: task.current, outcome: 'unreadable' });
  expect(attempt.reason).toMatch(/location-out-of-range/);
});

it('gives HumanEvalFix as Tab and as Inline', () => {
  const rows = [
    {
      task_id: 'Python/0',
      declaration: 'def f():\n',
      buggy_solution: '    return 1\n',
      canonical_solution: '    return 2\n',
      entry_point: 'f',
      test: 'assert f() == 2',
    },
  ];
  expect(readFixTasks(rows, 'python', 'tab')[0]).toMatchObject({
    kind: 'C',
    user: null,
    current: 'def f():\n    return 1\n',
    solution: 'def f():\n    return 2\n',
  });
  expect(readFixTasks(rows, 'python', 'inline')[0]).toMatchObject({ kind: 'C+U', user: 'Fix bugs in f.' });
  expect(() => readFixTasks([{}], 'python', 'tab')).toThrow(/HumanEvalFix/);
});

it('builds each turn of MTPB on the code of the last', () => {
  expect(turnTask({ id: 'M', turns: ['one', 'two'], expected: 1 }, 1, 'x = 1')).toMatchObject({
    current: 'x = 1',
    user: 'two',
    kind: 'C+U',
  });
});

const result = (
  id: string,
  kind: EditTask['kind'],
  base: boolean,
  plus: boolean,
  outcome: TaskResult['attempt']['outcome'] = 'changed',
): TaskResult => ({
  id,
  kind,
  attempt: { code: 'x', outcome, reason: null },
  verdict: { base, plus, why: base ? null : 'answers <b>1</b>', seconds: 1 },
  cost: { promptTokens: 100, reusedTokens: 50, generatedTokens: 10, msToFirstToken: 5, msTotal: 20 },
});
const results = [
  result('1', 'C', true, true),
  result('2', 'C', true, false),
  result('3', 'C+U', false, true, 'unreadable'),
  result('4', 'C+U', false, false, 'unchanged'),
];

it('counts plus only where base passes too', () => {
  expect(tallyOf(results)).toMatchObject({
    all: { tasks: 4, base: 0.5, plus: 0.25 },
    byKind: [
      { kind: 'C', rate: { tasks: 2, base: 1, plus: 0.5 } },
      { kind: 'C+U', rate: { tasks: 2, base: 0, plus: 0 } },
    ],
    changed: 2,
    unchanged: 1,
    unreadable: 1,
  });
  expect(rateText(rateOf(results))).toBe('50.0 (25.0)');
  expect(rateOf([])).toEqual({ tasks: 0, base: 0, plus: 0 });
  expect(costOf(results)).toMatchObject({ answers: 4, promptTokensP50: 100, reused: 0.5, generatedTokensTotal: 40 });
});

const record: RunRecord = {
  benchmark: 'APEval',
  model: 'my-model',
  sha256: 'ab'.repeat(32),
  device: 'CPU, wllama',
  machine: '2 x CPU',
  day: '2026-11-20',
  command: 'npm run apeval',
  dialect: 'd',
  options: { formats: 'x' },
  isolation: 'no network',
  answers: 'cd'.repeat(32),
  memoryBytes: 50 * 2 ** 20,
  scoringSeconds: 7,
  results,
  floor: { tasks: 4, base: 0.25, plus: 0 },
};

it.each([
  [record, '2 of 4 tasks pass (50.0 %); when nothing is changed at all, 1 do.'],
  [
    { ...record, floor: { tasks: 4, base: 0.5, plus: 0 } },
    '2 of 4 tasks pass (50.0 %), as many as when nothing is changed at all.',
  ],
  [{ ...record, floor: null }, '2 of 4 tasks pass (50.0 %).'],
])('says in a sentence what came out', (one, sentence) => {
  expect(verdictOf(one)).toBe(sentence);
});

it('writes a report that says what a newcomer has to know', () => {
  const html = htmlReport(record, new Map());
  for (const words of [
    '50.0 (25.0)',
    'the floor',
    '25.0 (0.0)',
    'CPU, wllama',
    '2 x CPU',
    'GPT-4o',
    'this run',
    'npm run apeval',
    '1 could not be read',
    '100 tokens at the median',
    '50 % were in the cache',
    '5 ms at the median',
    '20 ms at the median',
    '50 MiB',
    'cdcdcdcdcdcdcdcd',
    '2026-11-20',
  ])
    expect(html, words).toContain(words);
  const markdown = markdownReport(record);
  for (const words of [
    '| all tasks | 4 | 50.0 (25.0) |',
    'the floor',
    'GPT-4o',
    '`npm run apeval`',
    '2 of 4 tasks pass',
  ])
    expect(markdown, words).toContain(words);
});

it('leaves plus out where a benchmark has one set of tests', () => {
  const html = htmlReport({ ...record, benchmark: 'HumanEvalFix' }, new Map());
  expect(html).toContain('50.0');
  expect(html).not.toMatch(/\(25\.0\)|GPT-4o|EvalPlus/);
});

const HOSTILE =
  '</pre></style><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">"\'&\u202e\u0000';

it('shows as text what models and tasks say, whatever it is', () => {
  const attempt = { code: HOSTILE, outcome: 'changed' as const, reason: HOSTILE };
  const hostile = [
    {
      id: HOSTILE,
      kind: 'C' as const,
      attempt,
      verdict: { base: false, plus: false, why: HOSTILE, seconds: 1 },
      cost: null,
    },
  ];
  const shown: EditTask = { ...task, history: [HOSTILE, 'a'], current: HOSTILE.slice(1), user: HOSTILE };
  const html = htmlReport(
    { ...record, model: HOSTILE, device: HOSTILE, command: HOSTILE, options: { [HOSTILE]: HOSTILE }, results: hostile },
    new Map([[HOSTILE, { task: shown, answer: HOSTILE }]]),
  );
  expect(html).not.toMatch(/<script|<img|<a |[\u202e\u0000]/);
  expect(html.match(/<\/style>/g)).toHaveLength(1);
  expect(html).toContain('&lt;script&gt;alert(1)');
  expect(markdownReport({ ...record, model: HOSTILE })).not.toMatch(/[^\\]<script/);
});

it('asks nothing of any network', () => {
  const html = htmlReport(record, new Map());
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/(src|href|url|@import)\s*[=(]/);
});

it('draws bars as high as their values', () => {
  const svg = barPlot({ title: 'A & B', unit: ' %', groups: ['a', 'b'], series: [{ name: 's', values: [50, 100] }] });
  const heights = [...svg.matchAll(/height="([\d.]+)" rx/g)].map(([, height]) => Number(height));
  expect(heights[1]).toBeCloseTo(2 * (heights[0] ?? 0), 0);
  expect(svg).toContain('A &amp; B');
});

it('leaves room for the whole title', () => {
  const title = 'How many changes of the history are shown: tasks passed, in percent';
  const width = Number(
    /viewBox="0 0 (\d+)/.exec(barPlot({ title, unit: '', groups: ['a'], series: [{ name: 's', values: [1] }] }))?.[1],
  );
  expect(width).toBeGreaterThan(8 * title.length);
});
