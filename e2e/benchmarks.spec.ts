/** The benchmark page: files brought by the person, a run that survives a reload, and what is told of each task. */
import { expect, test } from 'playwright/test';
import { openReady } from './support/editor';

const line = (id: string, name: string, body: string): string => JSON.stringify({
  task_id: id, prompt: `def ${name}(x):\n`, canonical_solution: `    return ${body}\n`, entry_point: name, base_input: [[1], [2]], plus_input: [[3]], atol: 0,
});
const task = (id: string, code: string, user: string): unknown => ({ task_id: id, history: [], current: { type: 'code', lang: 'python', code }, user });

test.setTimeout(300_000);

test('a run is scored in the sandbox, goes on after a reload, and shows each task', async ({ page }) => {
  await openReady(page);
  const open = async (): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+Shift+p');
    await page.keyboard.type('Benchmark of this model');
    await page.keyboard.press('Enter');
  };
  await open();
  await page.locator('#panel-benchmarks input[type=file]').setInputFiles([
    { name: 'apeval.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify([task('T/0', 'def same(x):\n    return x\n', ''), task('T/1', 'def wrong(x):\n    return 0\n', ''), task('T/2', 'def twice(x):\n    return 2 * x\n', '')])) },
    { name: 'tests.jsonl', mimeType: 'application/json', buffer: Buffer.from([line('T/0', 'same', 'x'), line('T/1', 'wrong', 'x + 1'), line('T/2', 'twice', 'x + x')].join('\n')) },
  ]);
  const progress = page.getByTestId('benchmark-progress');
  await page.getByRole('button', { name: 'New run' }).click();
  await expect(progress).toHaveText('1 of 3', { timeout: 120_000 });
  await page.reload();
  await expect(page.getByTestId('status')).toContainText('Ready', { timeout: 60_000 });
  await open();
  await expect(progress).toHaveText(/[12] of 3/);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(progress).toHaveText('3 of 3', { timeout: 180_000 });
  await expect(page.getByRole('button', { name: /^passes T\/0/ })).toBeVisible();
  const wrong = page.getByRole('button', { name: /^fails T\/1/ });
  await expect(wrong).toContainText('answers [1] with 0, not 2');
  await wrong.click();
  await expect(page.getByText('The code stays as it is.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to all tasks' }).click();
  await expect(wrong).toBeVisible();
});
