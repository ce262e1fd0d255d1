/** `npm run apeval`: APEval from the prompt to pass@1, with the program's own prompts, engine and decoders. See --help. */
import path from 'node:path';
import { TASK_KINDS } from '../src/core/evaluation/benchmarks';
import { loadApeval } from './benchmarks/apeval-tasks';
import { openModel } from './benchmarks/model';
import { readOptions, spread } from './benchmarks/options';
import { answerTask, commandLine, onWorkers, scoreAnswers, writeRun } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';

const HELP = `npm run apeval -- [options]: 164 editing tasks; prints pass@1 and writes run.json, report.md and report.html.

  --kind C|H+C|C+U|H+C+U                only tasks of that kind
  --mini                                the small selection of plus inputs`;

const { common, extra } = readOptions(HELP, { kind: { type: 'string' }, mini: { type: 'boolean', default: false } });
const kind = TASK_KINDS.find((known) => known === extra.kind) ?? null;
if (extra.kind !== undefined && kind === null) throw new Error(`--kind takes one of ${TASK_KINDS.join(', ')}.`);
const { tasks: all, jobOf } = loadApeval(extra.mini ? 'mini' : 'full');
const tasks = spread(all.filter((task) => kind === null || task.kind === kind), common.limit);
const scorer = createScorer();
const model = await openModel(common);
const answered = await onWorkers(tasks, model.workers, 'asking', (task, worker) => answerTask(model, worker, task, common.window)).finally(() => model.close());
const began = performance.now();
const { results, floor } = await scoreAnswers(scorer, answered, jobOf);
const scoringSeconds = (performance.now() - began) / 1000;

const { dialect } = model;
const options = {
  formats: `history ${dialect.historyFormat}, answer ${dialect.outputFormat}`,
  'target area': dialect.targetArea ? 'shown' : 'not shown',
  history: common.window === null ? 'all of it' : `the newest ${common.window} changes`,
};
const variant = [dialect.id, dialect.outputFormat, dialect.targetArea ? 'target' : 'plain', `window-${common.window ?? 'all'}`, ...(kind === null ? [] : [kind.replaceAll('+', '')]), ...(common.limit === null ? [] : [`limit-${common.limit}`])].join('_');
const folder = path.join(common.out, 'apeval', model.name.replaceAll(/[^\w.-]+/g, '-'), variant);
const record = {
  benchmark: 'APEval' as const, model: model.name, sha256: model.sha256, device: model.device, machine: model.machine, command: commandLine('apeval'),
  dialect: dialect.id, options, isolation: scorer.isolation, results, floor,
};
console.log(writeRun(folder, record, new Map(answered.map(({ task, answer }) => [task.id, { task, answer }]))));
console.log(`Solutions ran in ${scoringSeconds.toFixed(0)} s. Written to ${folder}: report.html shows every task.`);
