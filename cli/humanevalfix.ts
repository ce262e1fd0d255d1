/** `npm run humanevalfix`: mends 164 functions with one fault each, as Tab (C) and as Inline (C+U). See --help. */
import path from 'node:path';
import { readFixTasks, type EditTask, type FixMode, type FixTask, type ProgramJob } from '../src/core/evaluation/benchmarks';
import { readLines } from './benchmarks/data';
import { openModel } from './benchmarks/model';
import { readOptions, spread } from './benchmarks/options';
import { answerTask, commandLine, onWorkers, scoreAnswers, writeRun } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';

const HELP = `npm run humanevalfix -- [options]: prints the share mended and writes a report for each language and mode.

  --language python|javascript          only that language (default both)
  --mode tab|inline                     tab: the code alone (C); inline: with "Fix bugs in <name>." (C+U); default both`;

/** JavaScript/162 asks for a package; the tests need the imports of the prompt. */
const SECONDS = 10;

function pick<Value extends string>(asked: string | undefined, known: readonly Value[], name: string): readonly Value[] {
  if (asked === undefined) return known;
  const found = known.find((one) => one === asked);
  if (found === undefined) throw new Error(`--${name} takes one of ${known.join(', ')}.`);
  return [found];
}

const { common, extra } = readOptions(HELP, { language: { type: 'string' }, mode: { type: 'string' } });
const languages = pick(extra.language, ['python', 'javascript'] as const, 'language');
const modes = pick<FixMode>(extra.mode, ['tab', 'inline'], 'mode');
const scorer = createScorer();
const model = await openModel(common);
try {
  for (const language of languages) {
    const rows = readLines(language === 'python' ? 'humanevalfix/humanevalpack-python.jsonl' : 'humanevalfix/humanevalpack-js.jsonl');
    for (const mode of modes) {
      const tasks = spread(readFixTasks(rows, language, mode), common.limit);
      const tests = new Map<string, FixTask>(tasks.map((task) => [task.id, task]));
      const jobOf = (task: EditTask, code: string): ProgramJob => ({ kind: 'program', language, code, tests: tests.get(task.id)?.tests ?? '', seconds: SECONDS });
      const answered = await onWorkers(tasks, model.workers, `asking, ${language}, ${mode}`, (task, worker) => answerTask(model, worker, task, common.window));
      const { results, floor } = await scoreAnswers(scorer, answered, jobOf);
      const { dialect } = model;
      const folder = path.join(common.out, 'humanevalfix', model.name.replaceAll(/[^\w.-]+/g, '-'), [language, mode, dialect.id, dialect.outputFormat, ...(common.limit === null ? [] : [`limit-${common.limit}`])].join('_'));
      console.log(writeRun(folder, {
        benchmark: 'HumanEvalFix', model: model.name, sha256: model.sha256, device: model.device, machine: model.machine, command: commandLine('humanevalfix'),
        dialect: dialect.id, options: { language, mode, formats: `answer ${dialect.outputFormat}` }, isolation: scorer.isolation, results, floor,
      }, new Map(answered.map(({ task, answer }) => [task.id, { task, answer }]))));
      console.log(`Written to ${folder}\n`);
    }
  }
} finally {
  await model.close();
}
