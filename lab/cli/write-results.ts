/**
 * `npm run benchmarks:write`: puts what the last full runs of the embedded model found into lab/bench/results/benchmarks.json,
 * docs/benchmark-results.md with its plots, and the rows of the README's table. `npm run benchmarks` makes those runs first.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main, CommandError } from './benchmarks/command';
import { findModel } from './evaluation/browser-engine';
import {
  ABLATIONS,
  readmeRows,
  replaceRows,
  resultsPage,
  summaryOf,
  type AblationRecord,
  type Summary,
} from './benchmarks/results';
import type { RunRecord } from '../../src/core/benchmarks';

const root = path.resolve(import.meta.dirname, '../..');
const RUNS = path.join(root, '.tmp/benchmarks');
const FIGURES = path.join(root, 'docs/benchmark-figures');

/** The run of that model in a file. */
function read(file: string, sha256: string, command: string): object {
  const full = path.join(RUNS, file);
  if (!existsSync(full))
    throw new CommandError(
      `There is no full run in ${path.relative(process.cwd(), full)}: ${command} makes it (npm run benchmarks makes all).`,
    );
  const found = JSON.parse(readFileSync(full, 'utf8')) as { readonly sha256: string | null };
  if (found.sha256 !== sha256)
    throw new CommandError(
      `${path.relative(process.cwd(), full)} is of another model file than the embedded one: ${command} makes it anew.`,
    );
  return found;
}

main(() => {
  const {
    file,
    model: { id, dialect },
  } = findModel('embedded');
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  const run = (folder: string, variant: string): RunRecord =>
    read(path.join(folder, id, variant, 'run.json'), sha256, `npm run ${folder}`) as RunRecord;
  const summary: Summary = {
    runs: [
      run('apeval', `${dialect}_lcn_plain_window-all`),
      ...['python_tab', 'python_inline', 'javascript_tab', 'javascript_inline'].map((set) =>
        run('humanevalfix', `${set}_${dialect}_lcn`),
      ),
      run('mtpb', `${dialect}_lcn_inputs-5`),
    ].map(summaryOf),
    ablations: ABLATIONS.map((name) => ({
      name,
      ...(read(path.join('ablations', id, `${name}.json`), sha256, 'npm run ablations') as AblationRecord),
    })),
  };
  const written = [
    path.join(root, 'lab/bench/results/benchmarks.json'),
    path.join(root, 'docs/benchmark-results.md'),
    path.join(root, 'README.md'),
  ] as const;
  writeFileSync(written[0], `${JSON.stringify(summary, null, 1)}\n`);
  mkdirSync(FIGURES, { recursive: true });
  for (const name of ABLATIONS)
    for (const plot of [name, `${name}-tokens`])
      copyFileSync(path.join(RUNS, 'ablations', id, `${plot}.svg`), path.join(FIGURES, `${plot}.svg`));
  writeFileSync(written[1], resultsPage(summary));
  writeFileSync(written[2], replaceRows(readFileSync(written[2], 'utf8'), readmeRows(summary)));
  console.log(`Written: ${[...written, FIGURES].map((one) => path.relative(process.cwd(), one)).join(', ')}`);
  return Promise.resolve();
});
