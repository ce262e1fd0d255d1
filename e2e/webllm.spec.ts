/**
 * The GPU engine on a real compiled model library, ours (tools/tinylib), in software WebGPU: random weights are made,
 * converted, loaded through web-llm and driven token by token.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '../testing/browser/test';
import { checkNames } from '../lab/cli/verify-mlc/checks';
import { CannotVerify, verifyLibrary, type VerifyReport } from '../lab/cli/verify-mlc/run';

const fixture = new URL('fixtures/tinylib.wasm.gz', import.meta.url);

test('the GPU engine reuses, drafts, rolls back and cancels rightly on a compiled model library', async () => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'inkling-tinylib-'));
  const library = path.join(folder, 'tinylib.wasm');
  writeFileSync(library, gunzipSync(readFileSync(fixture)));
  let report: VerifyReport;
  try {
    report = await verifyLibrary({
      library,
      weights: null,
      gpu: 'software',
      engine: true,
      sizes: { prompts: 2, promptTokens: 24, outputTokens: 8, checkTokens: 10 },
    });
  } catch (error) {
    if (!(error instanceof CannotVerify)) throw error;
    test.skip(true, error.message);
    return;
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(report.rows.filter(({ passed }) => !passed)).toEqual([]);
  expect(report.rows.map(({ name }) => name)).toEqual(['converted weights', ...checkNames, 'whole engine']);
  expect(report.rows.find(({ name }) => name === 'repair')?.detail).toContain('1 of 1');
});
