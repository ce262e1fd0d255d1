/** What an evaluation found, as Markdown and as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { summaryRows, summaryTable, type SummaryRow } from '../../evaluation';
import type { ConfidenceThresholds } from '../../../src/core/prediction';
import { quantile, rounded } from '../../bench/support/report';
import { BASELINES } from './replay';
import { labelOf, type PlayedCase } from './run';

/** What answering cost, over the questions asked at the points. Times are milliseconds of the page that asked. */
export interface Cost {
  readonly questions: number;
  readonly firstHunkP50: number | null;
  readonly firstHunkP90: number | null;
  readonly answerP50: number | null;
  readonly answerP90: number | null;
  readonly promptTokensP50: number | null;
  readonly promptTokensMost: number | null;
  /** Of all prompt tokens, those that the prefix cache held, 0 to 1. */
  readonly reused: number | null;
  readonly generatedTokensP50: number | null;
  readonly memoryBytes: number | null;
}

export interface Report {
  readonly model: string;
  readonly sha256: string;
  readonly thresholds: ConfidenceThresholds | null;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly browser: string;
    readonly workers: number;
  };
  readonly cases: number;
  readonly rows: readonly SummaryRow[];
  readonly cost: Cost;
}

export const rowsOf = (played: readonly PlayedCase[]): SummaryRow[] => {
  const points = played.flatMap((one) => one.points.map((point) => ({ point, label: labelOf(one, point) })));
  return summaryRows(
    points.map(({ label }) => label),
    [
      { name: 'model', verdicts: points.map(({ point }) => point.verdict) },
      ...BASELINES.map((name) => ({ name, verdicts: points.map(({ point }) => point.baselines[name]) })),
    ],
  );
};

export function costOf(played: readonly PlayedCase[], memoryBytes: number | null): Cost {
  const points = played.flatMap(({ points: all }) => all);
  const figures = points.flatMap(({ exchange }) => (exchange === null ? [] : [exchange.answer.figures]));
  const hunks = points.flatMap(({ firstHunkMs }) => firstHunkMs ?? []);
  const of = (values: readonly number[], fraction: number): number | null =>
    values.length === 0 ? null : rounded(quantile(values, fraction), 0);
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const prompts = figures.map(({ promptTokens }) => promptTokens);
  return {
    questions: figures.length,
    firstHunkP50: of(hunks, 0.5),
    firstHunkP90: of(hunks, 0.9),
    answerP50: of(
      figures.map(({ msTotal }) => msTotal),
      0.5,
    ),
    answerP90: of(
      figures.map(({ msTotal }) => msTotal),
      0.9,
    ),
    promptTokensP50: of(prompts, 0.5),
    promptTokensMost: of(prompts, 1),
    reused:
      figures.length === 0
        ? null
        : rounded(sum(figures.map(({ reusedTokens }) => reusedTokens)) / Math.max(1, sum(prompts)), 3),
    generatedTokensP50: of(
      figures.map(({ generatedTokens }) => generatedTokens),
      0.5,
    ),
    memoryBytes,
  };
}

export const machineOf = (browser: string, workers: number): Report['machine'] => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  browser,
  workers,
});

/** The whole report as Markdown; kinds only with the model and the first mechanical baseline, to stay readable. */
export function markdownOf(report: Report): string {
  const { rows, cost, machine } = report;
  const short = rows.filter(
    ({ group, contestant }) =>
      !group.startsWith('kind:') || contestant === 'model' || contestant === 'search and replace',
  );
  const ms = (value: number | null): string => (value === null ? 'none' : `${value} ms`);
  return `# Prediction of the next edit

${report.model} (SHA-256 ${report.sha256.slice(0, 12)}…), thresholds ${report.thresholds === null ? 'none' : `min ${report.thresholds.min}, mean ${report.thresholds.mean}, silence ${report.thresholds.silence ?? 'off'}`}; ${report.cases} cases.
${machine.browser}; ${machine.cores} x ${machine.processor}, ${machine.workers} workers at once.

Beside the model: nothing at all; what renames in the block that a renamed line opens (\`propagation.ts\`); search and replace of
what the last edit replaced; and the draft that the model is asked to judge (\`carry-on.ts\`), shown without asking it.
*exact*: the edit offered first is one of those due, on every line it changes. *whole*: all that is offered is all that is
due. *shown*: anything was offered where an edit was due. *kept quiet*: nothing was where none was due. *score*: harmonic mean
of shown and kept quiet, times deltaChrF.

${summaryTable(short)}
| cost | |
| --- | ---: |
| questions at the points | ${cost.questions} |
| last key to first hunk, p50 / p90 (the wait before asking included) | ${ms(cost.firstHunkP50)} / ${ms(cost.firstHunkP90)} |
| whole answer, p50 / p90 | ${ms(cost.answerP50)} / ${ms(cost.answerP90)} |
| prompt tokens, p50 / most | ${cost.promptTokensP50 ?? 0} / ${cost.promptTokensMost ?? 0} |
| prompt tokens reused from the cache | ${cost.reused === null ? 'none' : `${(100 * cost.reused).toFixed(1)} %`} |
| answer tokens, p50 | ${cost.generatedTokensP50 ?? 0} |
| memory of page, worker and model | ${cost.memoryBytes === null ? 'not told' : `${(cost.memoryBytes / 2 ** 20).toFixed(0)} MiB`} |
`;
}

/** Writes `report.md` and `report.json` into a folder; the Markdown. */
export function writeReport(folder: string, report: Report): string {
  const markdown = markdownOf(report);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'report.md'), markdown);
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  return markdown;
}
