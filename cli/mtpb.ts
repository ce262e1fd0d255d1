/** `npm run mtpb`: programs asked for step by step, each step an instruction on the code so far (C+U). See --help. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { rateOf, turnTask, type Attempt, type Cost, type MtpbCase, type OutputJob, type TaskResult } from '../src/core/evaluation/benchmarks';
import { readData } from './benchmarks/data';
import { openModel, type BenchmarkModel } from './benchmarks/model';
import { readOptions, spread } from './benchmarks/options';
import { answerTask, commandLine, onWorkers, scoreAll, writeRun } from './benchmarks/run';
import { createScorer, pythonCommand } from './benchmarks/scorer';

const HELP = `npm run mtpb -- [options]: 115 problems with 5 inputs each; prints the share solved and writes a report.

  --inputs <n>                          only the first n inputs of each problem (default 5)`;

const SECONDS = 10;

function loadCases(inputs: number): MtpbCase[] {
  const { status, stdout, stderr } = spawnSync(pythonCommand(), ['-I', path.join(import.meta.dirname, 'benchmarks/expand-mtpb.py')], { input: readData('mtpb/mtpb.jsonl'), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`MTPB could not be read: ${stderr}`);
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as MtpbCase).filter(({ id }) => Number(id.split('/')[2]) < inputs);
}

interface Played {
  readonly played: MtpbCase;
  readonly code: string;
  readonly attempt: Attempt;
  readonly cost: Cost | null;
  readonly answer: string;
}

const added = (one: Cost | null, other: Cost | null): Cost | null => (one === null || other === null ? one ?? other : {
  promptTokens: one.promptTokens + other.promptTokens,
  reusedTokens: one.reusedTokens + other.reusedTokens,
  generatedTokens: one.generatedTokens + other.generatedTokens,
  msToFirstToken: one.msToFirstToken + other.msToFirstToken,
  msTotal: one.msTotal + other.msTotal,
});

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
    attempt = { code, outcome: changed ? 'changed' : answered.attempt.outcome, reason: answered.attempt.reason ?? attempt.reason };
    cost = added(cost, answered.cost);
    answers.push(`${turn + 1}. ${played.turns[turn] ?? ''}\n${answered.answer ?? 'no answer'}`);
  }
  return { played, code, attempt, cost, answer: answers.join('\n\n') };
}

const { common, extra } = readOptions(HELP, { inputs: { type: 'string', default: '5' } });
const cases = spread(loadCases(Number(extra.inputs)), common.limit);
const scorer = createScorer();
const model = await openModel(common);
const played = await onWorkers(cases, model.workers, 'asking', (one, worker) => play(model, worker, one)).finally(() => model.close());
const jobs = played.map(({ played: { expected }, code }): OutputJob => ({ kind: 'output', language: 'python', code, expected, seconds: SECONDS }));
const verdicts = await scoreAll(scorer, jobs);
const results = played.flatMap(({ played: { id }, attempt, cost }, index): TaskResult[] => {
  const verdict = verdicts[index];
  return verdict === undefined ? [] : [{ id, kind: 'C+U', attempt, cost, verdict }];
});
const { dialect } = model;
const folder = path.join(common.out, 'mtpb', model.name.replaceAll(/[^\w.-]+/g, '-'), [dialect.id, dialect.outputFormat, `inputs-${extra.inputs}`, ...(common.limit === null ? [] : [`limit-${common.limit}`])].join('_'));
console.log(writeRun(folder, {
  benchmark: 'MTPB', model: model.name, sha256: model.sha256, device: model.device, machine: model.machine, command: commandLine('mtpb'),
  dialect: dialect.id, options: { formats: `answer ${dialect.outputFormat}`, inputs: `the first ${extra.inputs} of each problem` }, isolation: scorer.isolation, results,
  // An empty program prints nothing, which is never what is asked for.
  floor: rateOf(results.map(() => ({ verdict: { base: false, plus: false, why: null, seconds: 0 } }))),
}, new Map(played.map(({ played: one, answer }) => [one.id, { task: turnTask(one, one.turns.length - 1, ''), answer }]))));
console.log(`Written to ${folder}`);
