/** The figures of the full runs, as the repository keeps them: data, a page, and rows of the README's table. */
import {
  costOf,
  markdownTable,
  rateText,
  shownRate,
  tallyOf,
  type CostSummary,
  type RunRecord,
  type Tally,
} from '../../../src/core/benchmarks';
import { CommandError } from './command';

export const ABLATIONS = ['format', 'target', 'window'] as const;

/** A run without its tasks. */
export interface RunSummary extends Omit<RunRecord, 'results'> {
  readonly tally: Tally;
  readonly cost: CostSummary;
}

export interface AblationRecord {
  readonly title: string;
  readonly sha256: string | null;
  readonly command: string;
  readonly rows: readonly {
    readonly variant: string;
    readonly tally: Tally;
    readonly cost: CostSummary;
    readonly answers: string;
  }[];
}

export interface Summary {
  readonly runs: readonly RunSummary[];
  readonly ablations: readonly (AblationRecord & { readonly name: (typeof ABLATIONS)[number] })[];
}

export function summaryOf({ results, ...about }: RunRecord): RunSummary {
  return { ...about, tally: tallyOf(results), cost: costOf(results) };
}

const percent = (share: number): string => (100 * share).toFixed(1);
const nameOf = ({ benchmark, options }: RunSummary): string =>
  benchmark === 'HumanEvalFix'
    ? `${benchmark}, ${options['language'] ?? ''}, ${(options['asked as'] ?? '').split(':')[0] ?? ''}`
    : benchmark;

function find(summary: Summary, benchmark: RunSummary['benchmark']): RunSummary {
  const run = summary.runs.find((one) => one.benchmark === benchmark);
  if (run === undefined) throw new Error(`No run of ${benchmark}.`);
  return run;
}

/** docs/benchmark-results.md */
export function resultsPage(summary: Summary): string {
  const apeval = find(summary, 'APEval');
  const runs = markdownTable(
    [
      'run',
      'tasks',
      'passed, percent',
      'the floor',
      'answers that changed the code',
      'prompt tokens, median',
      'answer, p50 / p90',
      'solutions ran',
    ],
    summary.runs.map((run) => ({
      name: nameOf(run),
      cells: [
        String(run.tally.all.tasks),
        shownRate(run, run.tally.all),
        run.floor === null ? '' : shownRate(run, run.floor),
        String(run.tally.changed),
        String(run.cost.promptTokensP50 ?? 0),
        `${Math.round(run.cost.msTotalP50 ?? 0)} / ${Math.round(run.cost.msTotalP90 ?? 0)} ms`,
        `${run.scoringSeconds.toFixed(0)} s`,
      ],
    })),
  );
  const kinds = markdownTable(
    ['APEval by what is given', 'tasks', 'base (base and plus)'],
    apeval.tally.byKind.map(({ kind, rate }) => ({ name: kind, cells: [String(rate.tasks), rateText(rate)] })),
  );
  const ablations = summary.ablations.map(
    ({ name, title, rows }) =>
      `### ${title}\n\n${markdownTable(
        [
          '',
          'tasks',
          'base (base and plus)',
          'changed the code',
          'unreadable',
          'tokens read, median',
          'tokens written, all',
        ],
        rows.map(({ variant, tally, cost }) => ({
          name: variant,
          cells: [
            String(tally.all.tasks),
            rateText(tally.all),
            String(tally.changed),
            String(tally.unreadable),
            String(cost.promptTokensP50 ?? 0),
            String(cost.generatedTokensTotal),
          ],
        })),
      )}\n![${title}: tasks passed](benchmark-figures/${name}.svg)\n![${title}: tokens](benchmark-figures/${name}-tokens.svg)\n`,
  );
  return `# What the embedded model reaches

\`npm run benchmarks\` wrote this page on ${apeval.day} for ${apeval.model} (SHA-256 ${apeval.sha256?.slice(0, 12) ?? 'unknown'}…): all tasks,
${apeval.device}; ${apeval.machine}.
Decoding is greedy. The same as data, with a digest of each run's answers: [benchmarks.json](../lab/bench/results/benchmarks.json).
What the benchmarks ask and what the words mean: [benchmarks.md](benchmarks.md).

The floor is what passes when nothing is changed. The embedded model was made to carry edits on; it does not write programs, and
these benchmarks ask for programs. Its own task is measured by \`npm run eval:edits\` ([evaluation.md](evaluation.md)).

${runs}
${kinds}
## The paper's ablations

APEval once for each variant (figures 11 to 13 and 15 of arXiv 2410.07002). The model was trained on one format alone, so the
others show what it makes of a format it never saw; for a model that knows them, \`npm run ablations -- --model …\`. With windows
only the 82 tasks with a history are asked.

${ablations.join('\n')}`;
}

/** Rows of the README's table by how they begin. */
export function readmeRows(summary: Summary): ReadonlyMap<string, string> {
  const apeval = find(summary, 'APEval');
  const fixes = summary.runs.filter(({ benchmark }) => benchmark === 'HumanEvalFix');
  const mtpb = find(summary, 'MTPB');
  const bases = summary.ablations.flatMap(({ rows }) => rows.map(({ tally }) => tally.all.base));
  const floorOf = (run: RunSummary): string => (run.floor === null ? 'unknown' : shownRate(run, run.floor));
  const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return new Map([
    [
      '| APEval, pass@1',
      row(
        'APEval, pass@1 base (and plus), 164 editing tasks',
        `${rateText(apeval.tally.all)} %; doing nothing passes ${floorOf(apeval)} %. The embedded model carries edits on and cannot write programs; it left ${apeval.tally.unchanged} of ${apeval.tally.all.tasks} as they were. Published: GPT-4o 65.2 (62.2), CursorCore-QW2.5-1.5B 50.0 (46.3)`,
        '',
        '`npm run apeval`',
      ),
    ],
    [
      '| HumanEvalFix',
      row(
        'HumanEvalFix, 164 functions: Python as Tab, as Inline, JavaScript as Tab, as Inline',
        `${fixes.map((run) => percent(run.tally.all.base)).join(', ')} %; doing nothing passes none`,
        '',
        '`npm run humanevalfix`',
      ),
    ],
    [
      '| MTPB',
      row(
        `MTPB, ${mtpb.tally.all.tasks} programs asked for step by step`,
        `${percent(mtpb.tally.all.base)} %; doing nothing passes ${floorOf(mtpb)} %`,
        '',
        '`npm run mtpb`',
      ),
    ],
    [
      "| the paper's ablations",
      row(
        "the paper's ablations on APEval: format, target area, window",
        `base between ${percent(Math.min(...bases))} and ${percent(Math.max(...bases))} %: [tables and plots](docs/benchmark-results.md)`,
        '',
        '`npm run ablations`',
      ),
    ],
  ]);
}

/** @throws CommandError when the text has no line that begins like a row */
export function replaceRows(text: string, rows: ReadonlyMap<string, string>): string {
  const lines = text.split('\n');
  for (const [start, row] of rows) {
    const at = lines.findIndex((line) => line.startsWith(start));
    if (at === -1) throw new CommandError(`README.md has no row that begins with "${start}".`);
    lines[at] = row;
  }
  return lines.join('\n');
}
