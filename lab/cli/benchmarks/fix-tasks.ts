/** HumanEvalFix's tasks and how each is scored. */
import { readFixTasks, type EditTask, type FixMode, type FixTask, type ProgramJob } from '../../../src/core/benchmarks';
import { readLines, type DataFile } from './data';

export const FIX_LANGUAGES = ['python', 'javascript'] as const;
export type FixLanguage = (typeof FIX_LANGUAGES)[number];

export const FIX_FILES: Readonly<Record<FixLanguage, DataFile>> = {
  python: 'humanevalfix/humanevalpack-python.jsonl',
  javascript: 'humanevalfix/humanevalpack-js.jsonl',
};

/** For all tests of one function. */
const SECONDS = 10;

export interface FixTasks {
  readonly tasks: readonly FixTask[];
  /** The benchmark's tests on a solution. */
  readonly jobOf: (task: EditTask, code: string) => ProgramJob;
}

/** @throws CommandError that says where the file comes from */
export function loadFixes(language: FixLanguage, mode: FixMode): FixTasks {
  const tasks = readFixTasks(readLines(FIX_FILES[language]), language, mode);
  const tests = new Map(tasks.map((task) => [task.id, task.tests]));
  return {
    tasks,
    jobOf: ({ id }, code) => ({ kind: 'program', language, code, tests: tests.get(id) ?? '', seconds: SECONDS }),
  };
}
