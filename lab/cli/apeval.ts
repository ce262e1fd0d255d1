/** `npm run apeval`: APEval from the prompt to pass@1, with the program's own prompts, engine and decoders. See --help. */
import path from 'node:path';
import { spread, TASK_KINDS } from '../../src/core/benchmarks';
import { loadApeval } from './benchmarks/apeval-tasks';
import { CommandError, main } from './benchmarks/command';
import { openModel } from './benchmarks/model';
import { readOptions } from './benchmarks/options';
import { aboutRun, answerTask, folderName, onWorkers, scoreAnswers, writeRun } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';
import { formatName } from '../../src/core/conversation';

const HELP = `npm run apeval -- [options]

164 editing tasks, one answer each; prints the share passed and writes run.json, report.md and report.html.

  --kind C|H+C|C+U|H+C+U                only tasks of that kind: with or without history (H) and instruction (U)
  --mini                                the small selection of plus inputs`;

main(async () => {
  const { common, extra } = readOptions(HELP, { kind: { type: 'string' }, mini: { type: 'boolean', default: false } });
  const kind = TASK_KINDS.find((known) => known === extra.kind) ?? null;
  if (extra.kind !== undefined && kind === null)
    throw new CommandError(`--kind takes one of ${TASK_KINDS.join(', ')}, not ${extra.kind}.`);
  const { tasks: all, jobOf } = loadApeval(extra.mini ? 'mini' : 'full');
  const tasks = spread(
    all.filter((task) => kind === null || task.kind === kind),
    common.limit,
  );
  const scorer = createScorer();
  const model = await openModel(common);
  try {
    const answered = await onWorkers(tasks, model.workers, 'asking', (task, worker) =>
      answerTask(model, worker, task, common.window),
    );
    const memoryBytes = await model.memory();
    const scored = await scoreAnswers(scorer, answered, jobOf);
    const { dialect } = model;
    const pages = new Map(answered.map(({ task, answer }) => [task.id, { task, answer }]));
    const variant = [
      dialect.id,
      formatName(dialect.outputFormat),
      dialect.targetArea ? 'target' : 'plain',
      `window-${common.window ?? 'all'}`,
      ...(kind === null ? [] : [kind.replaceAll('+', '')]),
      ...(extra.mini ? ['mini'] : []),
      ...(common.limit === null ? [] : [`limit-${common.limit}`]),
    ].join('_');
    writeRun(
      path.join(common.out, 'apeval', folderName(model.name), variant),
      {
        benchmark: 'APEval',
        ...aboutRun(model, 'apeval', pages),
        isolation: scorer.isolation,
        memoryBytes,
        ...scored,
        options: {
          formats: `history ${dialect.historyFormat}, answer ${formatName(dialect.outputFormat)}`,
          'target area': dialect.targetArea ? 'shown' : 'not shown',
          history: common.window === null ? 'all of it' : `the newest ${common.window} changes`,
          'plus inputs': extra.mini ? 'the small selection of EvalPlus' : 'all of EvalPlus',
        },
      },
      pages,
    );
  } finally {
    await model.close();
  }
});
