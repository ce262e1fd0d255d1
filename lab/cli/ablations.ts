/**
 * `npm run ablations`: the paper's ablations on APEval for any model: format (figures 11 and 12: accuracy and tokens), target
 * area (figure 13), sliding window over the history (figure 15). See --help.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChangeFormat } from '../../src/core/conversation';
import {
  adjusted,
  barPlot,
  costOf,
  markdownTable,
  rateText,
  spread,
  tallyOf,
  type CostSummary,
  type Tally,
} from '../../src/core/benchmarks';
import { loadApeval } from './benchmarks/apeval-tasks';
import { CommandError, main } from './benchmarks/command';
import { openModel, type BenchmarkModel } from './benchmarks/model';
import { readOptions, type CommonOptions } from './benchmarks/options';
import { answerTask, commandLine, digestOf, folderName, onWorkers, scoreAnswers } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';

const HELP = `npm run ablations -- [options]

APEval once for each variant; writes JSON, a Markdown table and plots.

  --only format|target|window           one of the three (default all)
  --mini                                the small selection of plus inputs`;

interface Variant {
  readonly name: string;
  readonly format?: ChangeFormat;
  readonly targetArea?: boolean;
  readonly window?: number | null;
}

interface Ablation {
  readonly id: 'format' | 'target' | 'window';
  readonly title: string;
  readonly variants: readonly Variant[];
}

const ABLATIONS: readonly Ablation[] = [
  {
    id: 'format',
    title: 'How changes are written',
    variants: (['wf', 'lc', 'sr'] as const).map((format) => ({ name: format.toUpperCase(), format })),
  },
  {
    id: 'target',
    title: 'Whether the cursor or selection is shown',
    variants: [
      { name: 'shown', targetArea: true },
      { name: 'not shown', targetArea: false },
    ],
  },
  {
    id: 'window',
    title: 'How many changes of the history are shown',
    variants: [...[0, 1, 2, 4].map((window) => ({ name: String(window), window })), { name: 'all', window: null }],
  },
];

interface VariantRow {
  readonly variant: string;
  readonly tally: Tally;
  readonly cost: CostSummary;
  /** Digest of the answers. */
  readonly answers: string;
}

function tableOf(title: string, rows: readonly VariantRow[]): string {
  return markdownTable(
    [
      title,
      'tasks',
      'pass@1, base (and plus)',
      'changed the code',
      'unreadable',
      'tokens read, median',
      'tokens written, median',
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
        String(cost.generatedTokensP50 ?? 0),
        String(cost.generatedTokensTotal),
      ],
    })),
  );
}

function plotsOf(title: string, rows: readonly VariantRow[]): { readonly accuracy: string; readonly tokens: string } {
  const groups = rows.map(({ variant }) => variant);
  return {
    accuracy: barPlot({
      title: `${title}: tasks passed, in percent`,
      unit: ' %',
      groups,
      series: [
        { name: 'base', values: rows.map(({ tally }) => 100 * tally.all.base) },
        { name: 'base and plus', values: rows.map(({ tally }) => 100 * tally.all.plus) },
      ],
    }),
    tokens: barPlot({
      title: `${title}: tokens at the median`,
      unit: '',
      groups,
      series: [
        { name: 'read', values: rows.map(({ cost }) => cost.promptTokensP50 ?? 0) },
        { name: 'written', values: rows.map(({ cost }) => cost.generatedTokensP50 ?? 0) },
      ],
    }),
  };
}

main(async () => {
  const { common, extra } = readOptions(HELP, { only: { type: 'string' }, mini: { type: 'boolean', default: false } });
  const chosen = ABLATIONS.filter(({ id }) => extra.only === undefined || id === extra.only);
  if (chosen.length === 0)
    throw new CommandError(`--only takes ${ABLATIONS.map(({ id }) => id).join(', ')}, not ${extra.only ?? ''}.`);
  const { tasks: all, jobOf } = loadApeval(extra.mini ? 'mini' : 'full');
  const scorer = createScorer();
  const opened = await openModel(common);

  const runVariant = async (variant: Variant, options: CommonOptions): Promise<VariantRow> => {
    const model: BenchmarkModel = opened.speaking(
      adjusted(opened.dialect, { format: variant.format, targetArea: variant.targetArea }),
    );
    const window = variant.window === undefined ? options.window : variant.window;
    // A window changes nothing where there is no history.
    const tasks = spread(
      all.filter((task) => variant.window === undefined || task.history.length > 0),
      options.limit,
    );
    const answered = await onWorkers(tasks, model.workers, variant.name, (task, worker) =>
      answerTask(model, worker, task, window),
    );
    const { results } = await scoreAnswers(scorer, answered, jobOf);
    return {
      variant: variant.name,
      tally: tallyOf(results),
      cost: costOf(results),
      answers: digestOf(answered.map(({ task, answer }) => [task.id, answer])),
    };
  };

  try {
    for (const { id, title, variants } of chosen) {
      const folder = path.join(common.out, 'ablations', folderName(opened.name));
      mkdirSync(folder, { recursive: true });
      const rows: VariantRow[] = [];
      for (const variant of variants) rows.push(await runVariant(variant, common));
      const table = tableOf(title, rows);
      const { accuracy, tokens } = plotsOf(title, rows);
      const record = {
        model: opened.name,
        sha256: opened.sha256,
        device: opened.device,
        machine: opened.machine,
        day: new Date().toISOString().slice(0, 10),
        dialect: opened.dialect.id,
        command: commandLine('ablations'),
        isolation: scorer.isolation,
        title,
        rows,
      };
      writeFileSync(path.join(folder, `${id}.json`), `${JSON.stringify(record, null, 1)}\n`);
      writeFileSync(
        path.join(folder, `${id}.md`),
        `# ${title}: ${opened.name}\n\n${table}\n${opened.device}; ${opened.machine}. \`${record.command}\`\n`,
      );
      writeFileSync(path.join(folder, `${id}.svg`), accuracy);
      writeFileSync(path.join(folder, `${id}-tokens.svg`), tokens);
      console.log(`${table}\nWritten to ${folder}: ${id}.json, ${id}.md, ${id}.svg, ${id}-tokens.svg\n`);
    }
  } finally {
    await opened.close();
  }
});
