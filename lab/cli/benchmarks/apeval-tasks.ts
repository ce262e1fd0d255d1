/** APEval's tasks and how each is scored. */
import { readApeval, type EditTask, type FunctionJob } from '../../../src/core/benchmarks';
import { readData } from './data';

export interface ApevalTasks {
  readonly tasks: readonly EditTask[];
  /** HumanEvalPlus's tests on a solution. */
  readonly jobOf: (task: EditTask, code: string) => FunctionJob;
}

/** @param set the inputs of `plus`: all 122,683, or the 1,107 of the small selection */
export function loadApeval(set: 'full' | 'mini' = 'full'): ApevalTasks {
  const lines = readData(set === 'full' ? 'humaneval/HumanEvalPlus.jsonl.gz' : 'humaneval/HumanEvalPlus-Mini.jsonl.gz')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const byId = new Map(lines.map((line) => [(JSON.parse(line) as { readonly task_id: string }).task_id, line]));
  return {
    tasks: readApeval(JSON.parse(readData('apeval/apeval.json')) as unknown),
    jobOf(task, code) {
      const line = byId.get(task.id);
      if (line === undefined) throw new Error(`HumanEvalPlus has no ${task.id}.`);
      return { kind: 'function', language: 'python', task: line, code };
    },
  };
}
