/** The benchmark page as data, from tasks and results. Pure. */
import {
  APEVAL_FLOOR,
  APEVAL_FLOOR_PLUS,
  GIVEN,
  rateOf,
  rateText,
  TASK_KINDS,
  type EditTask,
  type Rate,
  type TaskResult,
} from '../../core/benchmarks';
import { diffRows } from '../../core/text';
import type { BenchmarkRun, RunOptions, StoredResult } from '../../storage/benchmarks';
import type { AttemptView, Comparison, RateView, ResultWord, TaskDetail, TaskView } from './types';

export type Results = ReadonlyMap<string, StoredResult>;

export const ALL_AS_THE_MODEL_DOES: RunOptions = { format: null, targetArea: null, window: null, limit: null };

const FORMATS = {
  wf: 'whole file',
  lc: 'locate and change',
  sr: 'search and replace',
  ud: 'unified diff',
  lcn: 'numbered lines',
} as const;

/** What a run does otherwise than usual, in words. */
export function optionWords({ format, targetArea, window, limit }: RunOptions): readonly string[] {
  return [
    ...(format === null ? [] : [FORMATS[format]]),
    ...(targetArea === null ? [] : [targetArea ? 'cursor shown' : 'cursor not shown']),
    ...(window === null ? [] : [window === 0 ? 'no history' : `history of ${window}`]),
    ...(limit === null ? [] : [`${limit} tasks`]),
  ];
}

export function runName({ model, startedAt, options = ALL_AS_THE_MODEL_DOES }: BenchmarkRun): string {
  return [
    model,
    ...optionWords(options),
    new Date(startedAt).toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
  ].join(', ');
}

export const wordOf = (result: TaskResult | undefined): ResultWord | null =>
  result === undefined ? null : result.verdict.base ? (result.verdict.plus ? 'passes' : 'base only') : 'fails';

export const whyOf = (result: TaskResult | undefined): string => result?.attempt.reason ?? result?.verdict.why ?? '';

/** What doing nothing passes, as it is known of APEval; null for other tasks. */
export function floorOf(tasks: readonly EditTask[]): Rate | null {
  if (tasks.length === 0 || tasks.some(({ id }) => !id.startsWith('HumanEval/'))) return null;
  const share = (passing: readonly string[]): number =>
    tasks.filter(({ id }) => passing.includes(id)).length / tasks.length;
  return { tasks: tasks.length, base: share(APEVAL_FLOOR), plus: share(APEVAL_FLOOR_PLUS) };
}

export function ratesOf(tasks: readonly EditTask[], columns: readonly Results[]): RateView[] {
  const row = (letters: string, name: string, of: readonly EditTask[], role: RateView['role']): RateView => ({
    letters,
    name,
    role,
    tasks: of.length,
    rates: columns.map((results) => {
      const found = of.flatMap(({ id }) => results.get(id) ?? []);
      return found.length === 0 ? null : rateText(rateOf(found));
    }),
  });
  const floor = floorOf(tasks);
  return [
    ...TASK_KINDS.flatMap((kind) => {
      const of = tasks.filter((task) => task.kind === kind);
      return of.length === 0 ? [] : [row(kind, GIVEN[kind], of, 'kind')];
    }),
    row('', 'all tasks', tasks, 'all'),
    ...(floor === null
      ? []
      : [
          {
            letters: '',
            name: 'the floor: nothing is changed',
            tasks: floor.tasks,
            rates: columns.map(() => rateText(floor)),
            role: 'floor' as const,
          },
        ]),
  ];
}

export const tasksOf = (tasks: readonly EditTask[], mine: Results, others: Results | null): TaskView[] =>
  tasks.map(({ id, kind }) => {
    const result = mine.get(id);
    return { id, kind, result: wordOf(result), other: wordOf(others?.get(id)), why: whyOf(result) };
  });

/** Passing is passing base; over the tasks that both have done. */
export function comparisonOf(tasks: readonly EditTask[], mine: Results, others: Results): Comparison {
  const pairs = tasks.flatMap(({ id }) => {
    const [here, there] = [mine.get(id), others.get(id)];
    return here === undefined || there === undefined ? [] : [[here.verdict.base, there.verdict.base] as const];
  });
  return {
    both: pairs.length,
    onlyHere: pairs.filter(([here, there]) => here && !there).length,
    onlyThere: pairs.filter(([here, there]) => there && !here).length,
  };
}

function attemptView(name: string, task: EditTask, result: StoredResult | undefined): AttemptView {
  const cost = result?.cost ?? null;
  return {
    name,
    result: wordOf(result),
    why: whyOf(result),
    answer: result?.answer ?? null,
    edit: result === undefined ? [] : diffRows(task.current, result.attempt.code),
    cost:
      cost === null
        ? ''
        : `${cost.promptTokens} tokens read, ${cost.generatedTokens} written, ${(cost.msTotal / 1000).toFixed(1)} s`,
  };
}

export function detailOf(
  task: EditTask,
  runs: readonly { readonly name: string; readonly results: Results }[],
): TaskDetail {
  const states = [...task.history, task.current];
  return {
    id: task.id,
    given: GIVEN[task.kind],
    history: states.slice(1).map((after, index) => diffRows(states[index] ?? '', after)),
    current: task.current,
    user: task.user,
    attempts: runs.map(({ name, results }) => attemptView(name, task, results.get(task.id))),
  };
}
