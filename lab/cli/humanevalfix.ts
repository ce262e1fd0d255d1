/** `npm run humanevalfix`: mends 164 functions with one fault each, as Tab (C) and as Inline (C+U). See --help. */
import path from 'node:path';
import { spread, type FixMode } from '../../src/core/benchmarks';
import { CommandError, main } from './benchmarks/command';
import { FIX_LANGUAGES, loadFixes } from './benchmarks/fix-tasks';
import { openModel } from './benchmarks/model';
import { readOptions } from './benchmarks/options';
import { aboutRun, answerTask, folderName, onWorkers, scoreAnswers, writeRun } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';
import { formatName } from '../../src/core/conversation';

const HELP = `npm run humanevalfix -- [options]

164 functions with one fault each; prints the share mended and writes a report for each language and mode.

  --language python|javascript          only that language (default both)
  --mode tab|inline                     tab: the code alone (C); inline: with "Fix bugs in <name>." (C+U); default both`;

function pick<Value extends string>(
  asked: string | undefined,
  known: readonly Value[],
  name: string,
): readonly Value[] {
  if (asked === undefined) return known;
  const found = known.find((one) => one === asked);
  if (found === undefined) throw new CommandError(`--${name} takes one of ${known.join(', ')}, not ${asked}.`);
  return [found];
}

main(async () => {
  const { common, extra } = readOptions(HELP, { language: { type: 'string' }, mode: { type: 'string' } });
  const languages = pick(extra.language, FIX_LANGUAGES, 'language');
  const modes = pick<FixMode>(extra.mode, ['tab', 'inline'], 'mode');
  // Before the model is loaded: a file that is missing is told at once.
  const sets = languages.flatMap((language) => modes.map((mode) => ({ language, mode, ...loadFixes(language, mode) })));
  const scorer = createScorer();
  const model = await openModel(common);
  try {
    for (const { language, mode, tasks: all, jobOf } of sets) {
      const tasks = spread(all, common.limit);
      const answered = await onWorkers(tasks, model.workers, `asking, ${language}, ${mode}`, (task, worker) =>
        answerTask(model, worker, task, common.window),
      );
      const memoryBytes = await model.memory();
      const scored = await scoreAnswers(scorer, answered, jobOf);
      const { dialect } = model;
      const pages = new Map(answered.map(({ task, answer }) => [task.id, { task, answer }]));
      const variant = [
        language,
        mode,
        dialect.id,
        formatName(dialect.outputFormat),
        ...(common.limit === null ? [] : [`limit-${common.limit}`]),
      ].join('_');
      writeRun(
        path.join(common.out, 'humanevalfix', folderName(model.name), variant),
        {
          benchmark: 'HumanEvalFix',
          ...aboutRun(model, 'humanevalfix', pages),
          isolation: scorer.isolation,
          memoryBytes,
          ...scored,
          options: {
            language: language === 'python' ? 'Python' : 'JavaScript',
            'asked as': mode === 'tab' ? 'Tab: the code alone' : 'Inline: with the instruction to fix it',
            formats: `answer ${formatName(dialect.outputFormat)}`,
          },
        },
        pages,
      );
    }
  } finally {
    await model.close();
  }
});
