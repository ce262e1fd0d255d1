/** One benchmark run from tasks to report: ask, read the answers, score, write down. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import {
  attemptOf,
  htmlReport,
  inputOf,
  markdownReport,
  noAnswer,
  rateOf,
  type Attempt,
  type Cost,
  type EditTask,
  type Rate,
  type RunRecord,
  type ScoringJob,
  type TaskPage,
  type TaskResult,
} from '../../../src/core/benchmarks';
import type { Answer } from '../evaluation/answers';
import { CommandError } from './command';
import { textOf, type BenchmarkModel } from './model';
import type { Scorer } from './scorer';
import { messageOf } from '../../../src/core/message-of';

export interface Answered {
  readonly task: EditTask;
  readonly attempt: Attempt;
  readonly answer: string | null;
  readonly cost: Cost | null;
}

const say = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r${text}   ` : '');
};

export function costOfAnswer({ figures }: Answer): Cost {
  const { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal, forwardPasses } = figures;
  return { promptTokens, reusedTokens, generatedTokens, msToFirstToken, msTotal, forwardPasses };
}

/**
 * Asks one task; a model that fails on it (a prompt too long for it) has given no answer.
 * @throws CommandError when there is nobody to answer: that says nothing about the model
 */
export async function answerTask(
  model: BenchmarkModel,
  worker: number,
  task: EditTask,
  window: number | null,
): Promise<Answered> {
  try {
    const answer = await model.answer(worker, inputOf(task, { window }));
    const text = textOf(answer);
    return {
      task,
      answer: text,
      cost: costOfAnswer(answer),
      attempt: attemptOf(task, model.dialect, text, answer.figures.end),
    };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    // The first line tells; a page adds its stack.
    const [why = ''] = messageOf(error).split('\n');
    return { task, answer: null, cost: null, attempt: noAnswer(task, why) };
  }
}

/** Item k goes to worker k modulo their number, in order, so that a second run asks the same in the same order. */
export async function onWorkers<Item, Result>(
  items: readonly Item[],
  workers: number,
  what: string,
  act: (item: Item, worker: number) => Promise<Result>,
): Promise<Result[]> {
  const out = new Map<number, Result>();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let index = worker; index < items.length; index += workers) {
        const item = items[index];
        if (item === undefined) break;
        out.set(index, await act(item, worker));
        const perItem = (performance.now() - began) / out.size;
        say(
          `${what}: ${out.size} of ${items.length}, about ${Math.ceil((perItem * (items.length - out.size)) / 1000)} s left`,
        );
      }
    }),
  );
  say(`${what}: ${items.length} of ${items.length}\n`);
  return items.flatMap((_, index) => out.get(index) ?? []);
}

export async function scoreAll(
  scorer: Scorer,
  jobs: readonly ScoringJob[],
): Promise<Awaited<ReturnType<Scorer['score']>>> {
  let done = 0;
  const verdicts = await scorer.score(jobs, () => {
    done += 1;
    say(`running solutions: ${done} of ${jobs.length}`);
  });
  say(`running solutions: ${jobs.length} of ${jobs.length}\n`);
  return verdicts;
}

export interface Scored {
  readonly results: readonly TaskResult[];
  readonly floor: Rate | null;
  /** How long all solutions ran. */
  readonly scoringSeconds: number;
}

/** Scores answers and, with them, what doing nothing would have made of the same tasks. */
export async function scoreAnswers(
  scorer: Scorer,
  answered: readonly Answered[],
  jobOf: (task: EditTask, code: string) => ScoringJob,
): Promise<Scored> {
  // Unchanged code is run once for both.
  const codes = answered.flatMap(({ task, attempt }) => [
    { task, code: task.current },
    ...(attempt.code === task.current ? [] : [{ task, code: attempt.code }]),
  ]);
  const began = performance.now();
  const verdicts = await scoreAll(
    scorer,
    codes.map(({ task, code }) => jobOf(task, code)),
  );
  const scoringSeconds = (performance.now() - began) / 1000;
  let at = 0;
  const floor: TaskResult['verdict'][] = [];
  const results = answered.map(({ task, attempt, cost }): TaskResult => {
    const still = verdicts[at++];
    const verdict = attempt.code === task.current ? still : verdicts[at++];
    if (still === undefined || verdict === undefined) throw new Error('The scorer lost a verdict.');
    floor.push(still);
    return { id: task.id, kind: task.kind, attempt, verdict, cost };
  });
  return { results, floor: rateOf(floor.map((verdict) => ({ verdict }))), scoringSeconds };
}

/** Hex digest of what was answered, in order: the same for two runs that got the same answers. */
export const digestOf = (answers: readonly (readonly [id: string, answer: string | null])[]): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('hex');

/** Times taken beside other work say little; a load far above the processors tells of it. */
function busyness(): string {
  const [load = 0] = loadavg();
  return load > 2 * cpus().length
    ? `, busy with other work too (load ${load.toFixed(0)}): times are longer than need be`
    : '';
}

/** What a run says of itself whatever the benchmark. */
export function aboutRun(
  model: BenchmarkModel,
  script: string,
  pages: ReadonlyMap<string, TaskPage>,
): Pick<RunRecord, 'model' | 'sha256' | 'device' | 'machine' | 'day' | 'command' | 'dialect' | 'answers'> {
  return {
    model: model.name,
    sha256: model.sha256,
    device: model.device,
    machine: `${model.machine}${busyness()}`,
    day: new Date().toISOString().slice(0, 10),
    command: commandLine(script),
    dialect: model.dialect.id,
    answers: digestOf([...pages].map(([id, { answer }]) => [id, answer])),
  };
}

/** A name that is a folder's on any system. */
export const folderName = (text: string): string => text.replaceAll(/[^\w.-]+/g, '-');

/** Writes run.json, report.md and report.html into a folder, and prints what came out and where it is. */
export function writeRun(folder: string, record: RunRecord, pages: ReadonlyMap<string, TaskPage>): void {
  mkdirSync(folder, { recursive: true });
  const markdown = markdownReport(record);
  writeFileSync(path.join(folder, 'run.json'), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(path.join(folder, 'report.md'), markdown);
  writeFileSync(path.join(folder, 'report.html'), htmlReport(record, pages));
  console.log(`${markdown}\nWritten to ${folder}: report.html shows every task, run.json is for programs.\n`);
}

/** The command line that was typed, for reports. */
export const commandLine = (script: string): string =>
  ['npm run', script, ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
