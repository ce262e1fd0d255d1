/** The benchmark page at work: asks the loaded model task by task, scores in the sandbox, keeps every result at once. */
import { findDialect, renderPrompt, type Dialect } from '../../core/conversation';
import {
  adjusted,
  attemptOf,
  htmlReport,
  inputOf,
  noAnswer,
  PUBLISHED_APEVAL,
  spread,
  type EditTask,
} from '../../core/benchmarks';
import { createSandbox } from '../../execution';
import {
  openBenchmarkStorage,
  type BenchmarkRun,
  type BenchmarkStorage,
  type RunOptions,
  type StoredResult,
} from '../../storage/benchmarks';
import type { BenchmarkView } from './types';
import { SANDBOX_SCRIPTS } from '../../execution/sandbox-scripts';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import { saveFile } from '../../platform/save-file';
import { loadData, missingData, takeFiles, type ApevalData } from './data';
import { reportOf } from './record';
import { createPageScorer } from './scoring';
import { ALL_AS_THE_MODEL_DOES, comparisonOf, detailOf, ratesOf, runName, tasksOf, type Results } from './view';
import { messageOf } from '../../core/message-of';

export interface Benchmarks {
  readonly view: Store<BenchmarkView>;
  readonly load: () => void;
  readonly take: (files: readonly File[]) => void;
  /** Starts a run of the loaded model. */
  readonly start: (options: RunOptions) => void;
  /** Goes on with the run that is shown. */
  readonly resume: () => void;
  readonly pause: () => void;
  readonly show: (run: string) => void;
  readonly compare: (run: string | null) => void;
  readonly remove: (run: string) => void;
  /** Saves the run that is shown as a page of its own. */
  readonly save: () => void;
  readonly open: (task: string | null) => void;
}

const EMPTY: BenchmarkView = {
  phase: { kind: 'resting' },
  problem: null,
  runs: [],
  shown: null,
  compared: null,
  comparison: null,
  done: 0,
  total: 0,
  tasksKnown: 0,
  minutesLeft: null,
  rates: [],
  published: PUBLISHED_APEVAL.map(({ model, base, plus }) => ({
    model,
    rate: `${base.toFixed(1)} (${plus.toFixed(1)})`,
  })),
  tasks: [],
  detail: null,
};
const ANSWER_TOKENS = 512;

export function createBenchmarks({ page, store, engine, announce }: Services): Benchmarks {
  const view = store<BenchmarkView>(EMPTY);
  const scorer = createPageScorer(
    createSandbox({ page, scripts: SANDBOX_SCRIPTS, baseUrl: new URL('.', page.document.baseURI).href }),
    () => page.performance.now(),
  );
  let storage: Promise<BenchmarkStorage> | null = null;
  let data: ApevalData | null = null;
  let runs: readonly BenchmarkRun[] = [];
  const results = new Map<string, Map<string, StoredResult>>();
  let running: AbortController | null = null;

  const opened = (): Promise<BenchmarkStorage> => (storage ??= openBenchmarkStorage());
  const resultsOf = (run: string | null): Results => (run === null ? new Map() : (results.get(run) ?? new Map()));

  const runOf = (id: string | null): BenchmarkRun | null => runs.find((run) => run.id === id) ?? null;
  const tasksIn = (run: BenchmarkRun | null): readonly EditTask[] =>
    spread(data?.tasks ?? [], run?.options?.limit ?? null);

  /** Brings the view up to date with what is known. */
  const tell = (): void => {
    view.update((shown) => {
      const tasks = tasksIn(runOf(shown.shown));
      const mine = resultsOf(shown.shown);
      const others = shown.compared === null ? null : resultsOf(shown.compared);
      return {
        ...shown,
        runs: runs.map((run) => ({
          id: run.id,
          name: runName(run),
          done: resultsOf(run.id).size,
          total: tasksIn(run).length,
        })),
        done: mine.size,
        total: tasks.length,
        tasksKnown: data?.tasks.length ?? 0,
        comparison: others === null ? null : comparisonOf(tasks, mine, others),
        rates: ratesOf(tasks, others === null ? [mine] : [mine, others]),
        tasks: tasksOf(tasks, mine, others),
      };
    });
  };

  const problem = (error: unknown): void => {
    view.update((shown) => ({ ...shown, problem: messageOf(error) }));
  };

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
      phase:
        running !== null ? shown.phase : missing.length > 0 ? { kind: 'needs-data', missing } : { kind: 'resting' },
    }));
    tell();
  };

  const ask = async (
    task: EditTask,
    dialect: Dialect,
    window: number | null,
    signal: AbortSignal,
  ): Promise<Pick<StoredResult, 'answer' | 'attempt' | 'cost'>> => {
    const { parts, stop } = renderPrompt(inputOf(task, { window }), dialect, { kind: 'code-first' });
    const stream = engine.complete({ parts, stop, draft: null, maxTokens: ANSWER_TOKENS, temperature: 0 }, signal);
    let text = '';
    try {
      for (;;) {
        const step = await stream.next();
        if (step.done === true) {
          const { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal, forwardPasses, end } =
            step.value;
          return {
            answer: text,
            attempt: attemptOf(task, dialect, text, end),
            cost: { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal, forwardPasses },
          };
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

  /** @throws Error that says why nothing can be asked */
  const readyModel = (): {
    readonly id: string;
    readonly sha256: string | null;
    readonly device: string;
    readonly dialect: Dialect;
  } => {
    const state = engine.state();
    if (state.kind !== 'ready' && state.kind !== 'busy')
      throw new Error('No model is ready: wait until one is loaded, or choose one.');
    const dialect = findDialect(state.capabilities.dialect);
    if (dialect === null)
      throw new Error(`This program does not speak the model's dialect, ${state.capabilities.dialect}.`);
    return {
      id: state.model.id,
      sha256: state.model.engine === 'wllama' ? state.model.sha256 : null,
      device: state.capabilities.device,
      dialect,
    };
  };

  const begin = async (options: RunOptions): Promise<void> => {
    if (running !== null || data === null) return;
    const { id: model, sha256, device, dialect } = readyModel();
    const run: BenchmarkRun = {
      id: `${Date.now()}`,
      model,
      sha256,
      device,
      dialect: dialect.id,
      startedAt: Date.now(),
      options,
    };
    await (await opened()).keepRun(run);
    runs = [run, ...runs];
    results.set(run.id, new Map());
    await goOn(run);
  };

  const goOn = async (run: BenchmarkRun): Promise<void> => {
    if (running !== null || data === null) return;
    const model = readyModel();
    if (run.model !== model.id)
      throw new Error(`That run is of ${run.model}: choose that model to go on with it, or start a new run.`);
    const { format, targetArea, window } = run.options ?? ALL_AS_THE_MODEL_DOES;
    const dialect = adjusted(model.dialect, { format: format ?? undefined, targetArea: targetArea ?? undefined });
    const control = new AbortController();
    const paused = (): boolean => control.signal.aborted;
    running = control;
    const { id } = run;
    const mine = results.get(id) ?? new Map<string, StoredResult>();
    view.update((shown) => ({
      ...shown,
      shown: id,
      compared: shown.compared === id ? null : shown.compared,
      problem: null,
      detail: null,
    }));
    tell();
    const left = tasksIn(run).filter((task) => !mine.has(task.id));
    const began = page.performance.now();
    const say = (words: string, index: number): void => {
      view.update((shown) => ({
        ...shown,
        phase: { kind: 'running', words },
        minutesLeft:
          index === 0 ? null : Math.ceil((((page.performance.now() - began) / index) * (left.length - index)) / 60_000),
      }));
    };
    try {
      const kept = await opened();
      for (const [index, task] of left.entries()) {
        say(`${task.id}: the model is asked`, index);
        const answered = await ask(task, dialect, window, control.signal);
        if (paused()) break;
        say(`${task.id}: the program is run`, index);
        const verdict = await scorer.score({
          kind: 'function',
          language: 'python',
          task: data.lines.get(task.id) ?? '',
          code: answered.attempt.code,
        });
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

  const save = async (): Promise<void> => {
    const run = runOf(view.get().shown);
    if (run === null) return;
    const { record, pages } = await reportOf(run, tasksIn(run), resultsOf(run.id), {
      browser: page.navigator.userAgent,
      cores: page.navigator.hardwareConcurrency,
    });
    saveFile(
      page,
      `apeval-${run.model.replaceAll(/[^\w.-]+/g, '-')}.html`,
      new Blob([htmlReport(record, pages)], { type: 'text/html' }),
    );
  };

  return {
    view,
    load: () => {
      load().catch(problem);
    },
    take: (files) => {
      view.update((shown) => ({ ...shown, problem: null }));
      opened()
        .then((kept) => takeFiles(kept, files))
        .then(load)
        .catch(problem);
    },
    start: (options) => {
      begin(options).catch(problem);
    },
    resume: () => {
      const run = runOf(view.get().shown);
      if (run !== null) goOn(run).catch(problem);
    },
    save: () => {
      save().catch(problem);
    },
    pause: () => {
      running?.abort();
      scorer.stop();
    },
    show: (run) => {
      view.update((shown) => ({
        ...shown,
        shown: run,
        compared: shown.compared === run ? null : shown.compared,
        detail: null,
      }));
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
      opened()
        .then((kept) => kept.removeRun(run))
        .catch(problem);
    },
    open: (id) => {
      const task = data?.tasks.find((one) => one.id === id);
      view.update((shown) => ({
        ...shown,
        detail:
          task === undefined
            ? null
            : detailOf(
                task,
                [shown.shown, shown.compared].flatMap((run) => {
                  const found = runOf(run);
                  return found === null ? [] : [{ name: runName(found), results: resultsOf(found.id) }];
                }),
              ),
      }));
    },
  };
}
