/** A run of the page as the record that reports are made of. */
import type { EditTask, RunRecord, TaskPage } from '../../core/benchmarks';
import { hexOf } from '../../core/text';
import type { BenchmarkRun } from '../../storage/benchmarks';
import { ALL_AS_THE_MODEL_DOES, floorOf, optionWords, type Results } from './view';

export interface PageMachine {
  readonly browser: string;
  readonly cores: number;
}

export interface PageReport {
  readonly record: RunRecord;
  readonly pages: ReadonlyMap<string, TaskPage>;
}

/** The tasks that are done. */
export async function reportOf(
  run: BenchmarkRun,
  tasks: readonly EditTask[],
  results: Results,
  machine: PageMachine,
): Promise<PageReport> {
  const done = tasks.flatMap((task) => {
    const result = results.get(task.id);
    return result === undefined ? [] : [{ task, result }];
  });
  const answers = JSON.stringify(done.map(({ task, result }) => [task.id, result.answer]));
  const words = optionWords(run.options ?? ALL_AS_THE_MODEL_DOES);
  return {
    pages: new Map(done.map(({ task, result }) => [task.id, { task, answer: result.answer }])),
    record: {
      benchmark: 'APEval',
      model: run.model,
      sha256: run.sha256 ?? null,
      device: `${run.device === 'webgpu' ? 'GPU' : 'CPU'}, in ${machine.browser}`,
      machine: `${machine.cores} processor cores`,
      day: new Date(run.startedAt).toISOString().slice(0, 10),
      command: '“Benchmark of this model” in the palette',
      dialect: run.dialect,
      options: {
        'asked otherwise than usual': words.length === 0 ? 'no' : words.join(', '),
        'plus inputs': 'those of the file that was chosen',
      },
      isolation: 'the sandbox of the page: no network, no files; 60 s for a task',
      answers: hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(answers)))),
      memoryBytes: null,
      scoringSeconds: done.reduce((all, { result }) => all + result.verdict.seconds, 0),
      results: done.map(({ result: { id, kind, attempt, verdict, cost } }) => ({ id, kind, attempt, verdict, cost })),
      floor: floorOf(done.map(({ task }) => task)),
    },
  };
}
