/** The benchmark page at work: asks the loaded model task by task, scores in the sandbox, keeps every result at once. */
import { findDialect, renderPrompt } from '../../core/conversation';
import {
  attemptOf, inputOf, noAnswer, PUBLISHED_APEVAL, rateOf, rateText, TASK_KINDS, type EditTask, type TaskResult,
} from '../../core/evaluation/benchmarks';
import { diffRows } from '../../core/text';
import { createSandbox } from '../../execution';
import { openBenchmarkStorage, type BenchmarkRun, type BenchmarkStorage, type StoredResult } from '../../storage/benchmarks';
import type { BenchmarkView, RateView, TaskView } from '../../ui/benchmarks/types';
import { SANDBOX_SCRIPTS } from '../sandbox-scripts';
import type { Services } from '../services';
import type { Store } from '../store';
import { loadData, missingData, takeFiles, type ApevalData } from './data';
import { createPageScorer } from './scoring';

export interface Benchmarks {
  readonly view: Store<BenchmarkView>;
  readonly load: () => void;
  readonly take: (files: readonly File[]) => void;
  /** Starts a run of the loaded model, or goes on with the shown one. */
  readonly start: (resume: boolean) => void;
  readonly pause: () => void;
  readonly show: (run: string) => void;
  readonly compare: (run: string | null) => void;
  readonly remove: (run: string) => void;
  readonly open: (task: string | null) => void;
}

const EMPTY: BenchmarkView = {
  phase: { kind: 'resting' }, problem: null, runs: [], shown: null, compared: null, done: 0, total: 0, minutesLeft: null, rates: [],
  published: PUBLISHED_APEVAL.map(({ model, base, plus }) => ({ model, rate: `${base.toFixed(1)} (${plus.toFixed(1)})` })),
  tasks: [], detail: null,
};
const ANSWER_TOKENS = 512;

type Results = ReadonlyMap<string, StoredResult>;

const wordOf = (result: TaskResult | undefined): TaskView['result'] =>
  (result === undefined ? null : result.verdict.base ? (result.verdict.plus ? 'passes' : 'passes base only') : 'fails');

function ratesOf(tasks: readonly EditTask[], columns: readonly Results[]): RateView[] {
  const row = (name: string, of: readonly EditTask[]): RateView => ({
    name, tasks: of.length,
    rates: columns.map((results) => {
      const found = of.flatMap(({ id }) => results.get(id) ?? []);
      return found.length === 0 ? null : rateText(rateOf(found));
    }),
  });
  return [...TASK_KINDS.map((kind) => row(kind, tasks.filter((task) => task.kind === kind))), row('all', tasks)];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createBenchmarks({ page, store, engine, announce }: Services): Benchmarks {
  const view = store<BenchmarkView>(EMPTY);
  const scorer = createPageScorer(createSandbox({ page, scripts: SANDBOX_SCRIPTS, baseUrl: new URL('./', page.document.baseURI).href }), () => page.performance.now());
  let storage: Promise<BenchmarkStorage> | null = null;
  let data: ApevalData | null = null;
  let runs: readonly BenchmarkRun[] = [];
  const results = new Map<string, Map<string, StoredResult>>();
  let running: AbortController | null = null;

  const opened = (): Promise<BenchmarkStorage> => (storage ??= openBenchmarkStorage());
  const resultsOf = (run: string | null): Results => (run === null ? new Map() : results.get(run) ?? new Map());

  /** Brings the view up to date with what is known. */
  const tell = (): void => {
    const tasks = data?.tasks ?? [];
    view.update((shown) => {
      const mine = resultsOf(shown.shown);
      const others = shown.compared === null ? null : resultsOf(shown.compared);
      return {
        ...shown,
        runs: runs.map(({ id, model, startedAt }) => ({ id, name: `${model}, ${new Date(startedAt).toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}`, done: resultsOf(id).size })),
        done: mine.size,
        total: tasks.length,
        rates: ratesOf(tasks, others === null ? [mine] : [mine, others]),
        tasks: tasks.map(({ id, kind }) => {
          const result = mine.get(id);
          return { id, kind, result: wordOf(result), other: wordOf(others?.get(id)), why: result?.attempt.reason ?? result?.verdict.why ?? '' };
        }),
      };
    });
  };

  const problem = (error: unknown): void => { view.update((shown) => ({ ...shown, problem: messageOf(error) })); };

  const read = async (run: string): Promise<void> => {
    if (results.has(run)) return;
    results.set(run, new Map((await (await opened()).results(run)).map((result) => [result.id, result])));
  };

  const load = async (): Promise<void> => {
    const kept = await opened();
    data = await loadData(kept);
    runs = await kept.runs();
    await Promise.all(runs.map(({ id }) => read(id)));
    const missing = await missingData(kept);
    view.update((shown) => ({
      ...shown,
      shown: shown.shown ?? runs[0]?.id ?? null,
      phase: running !== null ? shown.phase : missing.length > 0 ? { kind: 'needs-data', missing } : { kind: 'resting' },
    }));
    tell();
  };

  const ask = async (task: EditTask, signal: AbortSignal): Promise<Pick<StoredResult, 'answer' | 'attempt' | 'cost'>> => {
    const state = engine.state();
    const dialect = state.kind === 'ready' || state.kind === 'busy' ? findDialect(state.capabilities.dialect) : null;
    if (dialect === null) throw new Error('No model is ready: choose one, then go on.');
    const { parts, stop } = renderPrompt(inputOf(task, { window: null }), dialect, { kind: 'code-first' });
    const stream = engine.complete({ parts, stop, draft: null, maxTokens: ANSWER_TOKENS, temperature: 0 }, signal);
    let text = '';
    try {
      for (;;) {
        const step = await stream.next();
        if (step.done === true) {
          const { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal, end } = step.value;
          return { answer: text, attempt: attemptOf(task, dialect, text, end), cost: { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal } };
        }
        text += step.value.text;
      }
    } catch (error) {
      const after = engine.state();
      // A prompt that is too long is the task's misfortune; an engine that is gone is not.
      if (after.kind !== 'ready' && after.kind !== 'busy') throw error;
      return { answer: null, attempt: noAnswer(task, messageOf(error)), cost: null };
    }
  };

  const start = async (resume: boolean): Promise<void> => {
    if (running !== null || data === null) return;
    const state = engine.state();
    if (state.kind !== 'ready' && state.kind !== 'busy') throw new Error('No model is ready: wait until one is loaded, or choose one.');
    const control = new AbortController();
    const paused = (): boolean => control.signal.aborted;
    running = control;
    const kept = await opened();
    const before = runs.find(({ id }) => id === view.get().shown) ?? null;
    let run = resume ? before : null;
    if (run !== null && run.model !== state.model.id) {
      running = null;
      throw new Error(`That run is of ${run.model}; choose that model to go on, or start a new run.`);
    }
    if (run === null) {
      const { capabilities } = state;
      run = { id: `${Date.now()}`, model: state.model.id, device: capabilities.device, dialect: capabilities.dialect, startedAt: Date.now() };
      await kept.keepRun(run);
      runs = [run, ...runs];
      results.set(run.id, new Map());
    }
    const { id } = run;
    const mine = results.get(id) ?? new Map<string, StoredResult>();
    view.update((shown) => ({ ...shown, shown: id, compared: shown.compared === id ? null : shown.compared, problem: null, detail: null }));
    const left = data.tasks.filter((task) => !mine.has(task.id));
    const began = page.performance.now();
    try {
      for (const [index, task] of left.entries()) {
        view.update((shown) => ({
          ...shown,
          phase: { kind: 'running', words: `${task.id}, ${task.kind}` },
          minutesLeft: index === 0 ? null : Math.ceil(((page.performance.now() - began) / index) * (left.length - index) / 60_000),
        }));
        const answered = await ask(task, control.signal);
        if (paused()) break;
        const verdict = await scorer.score({ kind: 'function', language: 'python', task: data.lines.get(task.id) ?? '', code: answered.attempt.code });
        if (paused()) break;
        const result: StoredResult = { id: task.id, kind: task.kind, verdict, ...answered };
        await kept.keepResult(id, result);
        mine.set(task.id, result);
        tell();
      }
      if (!paused()) announce('The benchmark is done.');
    } finally {
      running = null;
      view.update((shown) => ({ ...shown, phase: { kind: 'resting' }, minutesLeft: null }));
      tell();
    }
  };

  return {
    view,
    load: () => { load().catch(problem); },
    take: (files) => {
      view.update((shown) => ({ ...shown, problem: null }));
      opened().then((kept) => takeFiles(kept, files)).then(load).catch(problem);
    },
    start: (resume) => { start(resume).catch(problem); },
    pause: () => {
      running?.abort();
      scorer.stop();
    },
    show: (run) => {
      view.update((shown) => ({ ...shown, shown: run, compared: shown.compared === run ? null : shown.compared, detail: null }));
      tell();
    },
    compare: (run) => {
      view.update((shown) => ({ ...shown, compared: run }));
      tell();
    },
    remove: (run) => {
      if (running !== null) return;
      runs = runs.filter(({ id }) => id !== run);
      results.delete(run);
      view.update((shown) => ({ ...shown, shown: runs[0]?.id ?? null, compared: null, detail: null }));
      tell();
      opened().then((kept) => kept.removeRun(run)).catch(problem);
    },
    open: (id) => {
      const task = data?.tasks.find((one) => one.id === id);
      view.update((shown) => {
        if (task === undefined) return { ...shown, detail: null };
        const result = resultsOf(shown.shown).get(task.id);
        const states = [...task.history, task.current];
        return {
          ...shown,
          detail: {
            id: task.id,
            history: states.slice(1).map((after, index) => diffRows(states[index] ?? '', after)),
            current: task.current,
            user: task.user,
            answer: result?.answer ?? null,
            edit: result === undefined ? [] : diffRows(task.current, result.attempt.code),
            result: result === undefined ? 'Not asked yet' : [wordOf(result), result.attempt.reason, result.verdict.why].filter((words) => words !== null).join(': '),
          },
        };
      });
    },
  };
}
