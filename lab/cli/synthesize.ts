/**
 * `npm run synthesize`: Programming-Instruct. Makes training data from git histories, submission logs, exported
 * sessions and a language model's inventions. `--help` lists the options, docs/synthesis.md explains them.
 */
import { performance } from 'node:perf_hooks';
import { reportPage, reportText, type Facts, type Statistics } from '../synthesis/instruct';
import { readBenchmarks } from './synthesize/benchmarks';
import { endpointModel } from './synthesize/endpoint';
import { HELP, parseOptions, type Options } from './synthesize/options';
import { writeWhole } from './synthesize/outputs';
import { synthesize } from './synthesize/run';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

async function run(options: Options): Promise<void> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const model = options.endpoint === null ? null : endpointModel({ ...options.endpoint, patience: 300_000 });
  const benchmarks = options.benchmarks === null ? null : await readBenchmarks(options.benchmarks);
  for (const missing of benchmarks?.missing ?? [])
    console.error(`Not checked against a benchmark that is not there: ${missing}`);
  const progress = (now: Statistics): void =>
    console.error(
      `${String(now.commits)} commits, ${String(now.rows)} rows, ${seconds().toFixed(0)} s, ${megabytes(process.memoryUsage().rss)} resident`,
    );
  const statistics = await synthesize(options, {
    ask: model?.ask ?? null,
    decontaminator: benchmarks?.decontaminator ?? null,
    progress,
  });
  const figures = model?.figures();
  const facts: Facts = [
    ['Recipe', options.recipe],
    ['Formats', options.outputs.map(({ format }) => format.dialect.id).join(', ')],
    ['Seed', String(options.seed)],
    ['Shard', `${String(options.shard.index)}/${String(options.shard.count)}`],
    ['Judge', options.endpoint === null ? `rules: ${[...options.rules].join(', ')}` : options.endpoint.model],
    [
      'Checked against',
      benchmarks === null
        ? 'no benchmark'
        : `${benchmarks.found.join(', ')} (${String(benchmarks.decontaminator.size)} texts)`,
    ],
    ...(figures === undefined
      ? []
      : [
          [
            'Questions',
            `${String(figures.asked)}, ${String(figures.fromCache)} answered before, ${String(figures.failed)} failed`,
          ] as const,
        ]),
  ];
  const cost: Facts = [
    ['Time', `${seconds().toFixed(1)} s`],
    ['Peak memory', megabytes(process.resourceUsage().maxRSS * 1024)],
  ];
  const base = options.out.replace(/\.jsonl$/, '');
  await writeWhole(`${base}.report.html`, reportPage(statistics, facts));
  await writeWhole(
    `${base}.statistics.json`,
    `${JSON.stringify({ facts: Object.fromEntries(facts), ...statistics }, (_key, value: unknown) => (value instanceof Map ? (Object.fromEntries(value) as unknown) : value), 1)}\n`,
  );
  console.log(reportText(statistics, [...facts, ...cost]));
  console.log(`Report: ${base}.report.html`);
  if (statistics.rows === 0) process.exitCode = 1;
}

const parsed = parseOptions(process.argv.slice(2), process.env);
switch (parsed.kind) {
  case 'help':
    console.log(HELP);
    break;
  case 'wrong':
    console.error(`${parsed.message}\n\nnpm run synthesize -- --help lists the options.`);
    process.exitCode = 2;
    break;
  case 'options':
    await run(parsed.options);
}
