/** The benchmark page: files brought by the user, runs that survive a reload and are compared, what is told of each task; and the report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test, type Page } from '../testing/browser/test';
import { DIALECTS, encodeAnswer } from '../src/core/conversation';
import { attemptOf, htmlReport, type EditTask, type RunRecord } from '../src/core/benchmarks';
import { openApp, waitForModel } from '../testing/browser/editor';
import { chooseScripted } from '../testing/browser/scripted';

const line = (id: string, name: string, body: string): string =>
  JSON.stringify({
    task_id: id,
    prompt: `def ${name}(x):\n`,
    canonical_solution: `    return ${body}\n`,
    entry_point: name,
    base_input: [[1], [2]],
    plus_input: [[3]],
    atol: 0,
  });
const task = (id: string, history: readonly string[], code: string, user: string): unknown => ({
  task_id: id,
  history: history.map((state) => ({ type: 'code', lang: 'python', code: state })),
  current: { type: 'code', lang: 'python', code },
  user,
});

const EARLIER = 'def next_one(x):\n    return x + 7\n';
const NOW = 'def next_one(x):\n    return x + 0\n';
const RIGHT = 'def next_one(x):\n    return x + 1\n';
const tasks = [
  task('T/0', [], 'def same(x):\n    return x\n', ''),
  task('T/1', [EARLIER], NOW, 'Add one instead.'),
  task('T/2', [], 'def twice(x):\n    return 2 * x\n', ''),
];
const tests = [line('T/0', 'same', 'x'), line('T/1', 'next_one', 'x + 1'), line('T/2', 'twice', 'x + x')];

async function openBenchmarks(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+p');
  await page.keyboard.type('Benchmark of this model');
  await page.keyboard.press('Enter');
}

/** A model that mends T/1 only when it is shown the history, and leaves everything else. */
async function openWithTasks(page: Page): Promise<void> {
  await chooseScripted(
    page,
    [
      { when: 'x + 7', answer: encodeAnswer(NOW, RIGHT, 'python', 'wf') },
      { when: '', answer: '<|next_end|>' },
    ],
    'cursorcore-wf',
  );
  await openApp(page);
  await waitForModel(page);
  await openBenchmarks(page);
  await page.locator('#panel-benchmarks input[type=file]').setInputFiles([
    { name: 'apeval.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(tasks)) },
    { name: 'tests.jsonl', mimeType: 'application/json', buffer: Buffer.from(tests.join('\n')) },
  ]);
}

test.setTimeout(300_000);

test('a run goes on after a reload, is compared with another task by task, and is saved as a page', async ({
  page,
}) => {
  await openWithTasks(page);
  const progress = page.getByTestId('benchmark-progress');
  await page.getByRole('button', { name: 'New run' }).click();
  await expect(progress).toHaveText('1 of 3', { timeout: 120_000 });
  await page.reload();
  await waitForModel(page);
  await openBenchmarks(page);
  await expect(progress).toHaveText(/[12] of 3/);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(progress).toHaveText('3 of 3', { timeout: 180_000 });

  await test.step('a second run, without the history, fails where the first passes', async () => {
    await page.getByText('How a new run asks').click();
    await page.getByLabel('Earlier changes').selectOption('none');
    await page.getByRole('button', { name: 'New run' }).click();
    await expect(progress).toHaveText('3 of 3', { timeout: 180_000 });
    await expect(page.getByRole('button', { name: /^passes T\/0/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^fails T\/1/ })).toContainText('answers [1] with 1, not 2');
  });

  await test.step('both beside each other', async () => {
    await page.getByLabel('Compare with').selectOption({ index: 1 });
    await expect(page.getByTestId('benchmark-comparison')).toHaveText(
      'On the 3 tasks that both runs have done: 0 tasks pass only in this run, 1 task passes only in the other.',
    );
    await expect(page.getByRole('row', { name: 'all tasks' })).toContainText('66.7 (66.7)100.0 (100.0)');
    await page
      .locator('#panel-benchmarks')
      .getByRole('combobox', { name: 'Show', exact: true })
      .selectOption({ label: 'tasks that differ between the runs' });
    await expect(page.getByRole('button', { name: /T\// })).toHaveText(/fails.*T\/1.*other run: passes/);
  });

  await test.step('a task with what was given, what each run wrote, what became of it and what the tests say', async () => {
    await page.getByRole('button', { name: /T\/1/ }).click();
    await expect(page.getByRole('region', { name: 'Change 1 of the history' })).toContainText('return x + 7');
    await expect(page.locator('.ink-bench__code').first()).toHaveText(NOW);
    await expect(page.getByText('Add one instead.')).toBeVisible();
    const [without, withHistory] = [
      page.locator('.ink-bench__attempts > section').nth(0),
      page.locator('.ink-bench__attempts > section').nth(1),
    ];
    await expect(without).toContainText('no history');
    await expect(without).toContainText('The code stays as it is.');
    await expect(without).toContainText('fails: answers [1] with 1, not 2');
    await expect(withHistory.locator('.ink-bench__code')).toContainText('return x + 1');
    await expect(withHistory.getByRole('region', { name: /^The edit/ })).toContainText('return x + 1');
    await expect(withHistory).toContainText('passes');
    await page.getByRole('button', { name: 'Back to all tasks' }).click();
  });

  await test.step('saved as a page', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save report' }).click(),
    ]);
    const html = readFileSync(await download.path(), 'utf8');
    expect(html).toContain('2 of 3 tasks pass');
    expect(html).toContain('T/1');
  });
});

test('a run stops when told to, and says what it is doing meanwhile', async ({ page }) => {
  await openWithTasks(page);
  await page.getByRole('button', { name: 'New run' }).click();
  await expect(page.getByText(/T\/0: the (model is asked|program is run)/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
  await expect(page.getByTestId('benchmark-progress')).toHaveText('0 of 3');
});

const HOSTILE =
  '</pre><script>window.broken = true</script><img src="http://127.0.0.1:9/x" onerror="window.broken = true"><style>body { display: none }</style>\u202e';

test('the report shows whatever a model writes as text, asks nothing of the network, and fits a phone', async ({
  page,
}, info) => {
  const given: EditTask = {
    id: HOSTILE,
    kind: 'H+C+U',
    language: 'python',
    history: [HOSTILE],
    current: 'x',
    user: HOSTILE,
    target: null,
  };
  const attempt = attemptOf(given, DIALECTS['cursorcore-wf'], encodeAnswer('x', HOSTILE, 'python', 'wf'), 'stop');
  const record: RunRecord = {
    benchmark: 'APEval',
    model: HOSTILE,
    sha256: null,
    device: HOSTILE,
    machine: 'm',
    day: '2026-11-20',
    command: HOSTILE,
    dialect: 'd',
    options: { [HOSTILE]: HOSTILE },
    isolation: 'i',
    answers: 'ab',
    memoryBytes: null,
    scoringSeconds: 1,
    floor: { tasks: 1, base: 0, plus: 0 },
    results: [
      {
        id: HOSTILE,
        kind: 'H+C+U',
        attempt,
        cost: null,
        verdict: { base: false, plus: false, why: HOSTILE, seconds: 1 },
      },
    ],
  };
  const file = info.outputPath('report.html');
  writeFileSync(file, htmlReport(record, new Map([[HOSTILE, { task: given, answer: HOSTILE }]])));
  const asked: string[] = [];
  page.on('request', (request) => {
    asked.push(request.url());
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`file://${file}`);
  await page.locator('summary').click();
  await expect(page.locator('.task pre').first()).toContainText('<script>window.broken = true</script>');
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  expect(await page.locator('script, img, main style').count()).toBe(0);
  expect(asked).toEqual([`file://${file}`]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
