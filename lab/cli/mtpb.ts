/** `npm run mtpb`: programs asked for step by step, each step an instruction on the code so far (C+U). See --help. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  rateOf,
  spread,
  turnTask,
  type Attempt,
  type Cost,
  type MtpbCase,
  type OutputJob,
  type TaskPage,
  type TaskResult,
} from '../../src/core/benchmarks';
import { CommandError, main } from './benchmarks/command';
import { readData } from './benchmarks/data';
import { openModel, type BenchmarkModel } from './benchmarks/model';
import { readOptions } from './benchmarks/options';
import { aboutRun, answerTask, folderName, onWorkers, scoreAll, writeRun } from './benchmarks/run';
import { createScorer, pythonCommand } from './benchmarks/scorer';
import { formatName } from '../../src/core/conversation';

const HELP = `npm run mtpb -- [options]

115 small programs asked for step by step, each with 5 inputs; prints the share solved and writes a report.

  --inputs <n>                          only the first n inputs of each problem (default 5)`;

const SECONDS = 10;

function loadCases(inputs: number): MtpbCase[] {
  const { status, stdout, stderr } = spawnSync(
    pythonCommand(),
    ['-I', path.join(import.meta.dirname, 'benchmarks/expand-mtpb.py')],
    { input: readData('mtpb/mtpb.jsonl'), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new CommandError(`MTPB could not be read: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MtpbCase)
    .filter(({ id }) => Number(id.split('/')[2]) < inputs);
}

interface Played {
  readonly played: MtpbCase;
  readonly code: string;
  readonly attempt: Attempt;
  readonly cost: Cost | null;
  /** Of all turns, each with its instruction. */
  readonly answer: string;
}

const added = (one: Cost | null, other: Cost | null): Cost | null =>
  one === null || other === null
    ? (one ?? other)
    : {
        promptTokens: one.promptTokens + other.promptTokens,
        reusedTokens: one.reusedTokens + other.reusedTokens,
        generatedTokens: one.generatedTokens + other.generatedTokens,
        msToFirstToken: one.msToFirstToken + other.msToFirstToken,
        msTotal: one.msTotal + other.msTotal,
        forwardPasses: (one.forwardPasses ?? 0) + (other.forwardPasses ?? 0),
      };

/** All turns of one case: what a turn makes of the code is what the next one finds. */
async function play(model: BenchmarkModel, worker: number, played: MtpbCase): Promise<Played> {
  let code = '';
  let cost: Cost | null = null;
  let attempt: Attempt = { code, outcome: 'unchanged', reason: null };
  const answers: string[] = [];
  for (const turn of played.turns.keys()) {
    const answered = await answerTask(model, worker, turnTask(played, turn, code), null);
    const changed: boolean = attempt.outcome === 'changed' || answered.attempt.outcome === 'changed';
    code = answered.attempt.code;
    attempt = {
      code,
      outcome: changed ? 'changed' : answered.attempt.outcome,
      reason: answered.attempt.reason ?? attempt.reason,
    };
    cost = added(cost, answered.cost);
    answers.push(`${turn + 1}. ${played.turns[turn] ?? ''}\n${answered.answer ?? 'no answer'}`);
  }
  return { played, code, attempt, cost, answer: answers.join('\n\n') };
}

/** What the report shows of a case: all its turns at once. */
function pageOf({ played, answer }: Played): TaskPage {
  const asked = turnTask(played, 0, '');
  return { task: { ...asked, user: played.turns.map((turn, index) => `${index + 1}. ${turn}`).join('\n') }, answer };
}

main(async () => {
  const { common, extra } = readOptions(HELP, { inputs: { type: 'string', default: '5' } });
  if (!/^[1-9]\d*$/.test(extra.inputs))
    throw new CommandError(`--inputs takes a whole number from 1, not ${extra.inputs}.`);
  const cases = spread(loadCases(Number(extra.inputs)), common.limit);
  const scorer = createScorer();
  const model = await openModel(common);
  try {
    const played = await onWorkers(cases, model.workers, 'asking', (one, worker) => play(model, worker, one));
    const memoryBytes = await model.memory();
    const jobs = played.map(({ played: { expected }, code }): OutputJob => ({
      kind: 'output',
      language: 'python',
      code,
      expected,
      seconds: SECONDS,
    }));
    const began = performance.now();
    // An empty program is right where nothing is to be printed, which a few inputs ask for.
    const verdicts = await scoreAll(scorer, [...jobs, ...jobs.map((job) => ({ ...job, code: '' }))]);
    const scoringSeconds = (performance.now() - began) / 1000;
    const results = played.flatMap(({ played: { id }, attempt, cost }, index): TaskResult[] => {
      const verdict = verdicts[index];
      return verdict === undefined ? [] : [{ id, kind: 'C+U', attempt, cost, verdict }];
    });
    const pages = new Map(played.map((one) => [one.played.id, pageOf(one)]));
    const { dialect } = model;
    const variant = [
      dialect.id,
      formatName(dialect.outputFormat),
      `inputs-${extra.inputs}`,
      ...(common.limit === null ? [] : [`limit-${common.limit}`]),
    ].join('_');
    writeRun(
      path.join(common.out, 'mtpb', folderName(model.name), variant),
      {
        benchmark: 'MTPB',
        ...aboutRun(model, 'mtpb', pages),
        isolation: scorer.isolation,
        memoryBytes,
        scoringSeconds,
        results,
        options: {
          formats: `answer ${formatName(dialect.outputFormat)}`,
          inputs: `the first ${extra.inputs} of each problem`,
          'counted for cost': 'all turns of a program together',
        },
        floor: rateOf(verdicts.slice(jobs.length).map((verdict) => ({ verdict }))),
      },
      pages,
    );
  } finally {
    await model.close();
  }
});
