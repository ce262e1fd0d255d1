/** Runs solutions: Python in processes of runner.py, JavaScript in a Node process each, all confined. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError } from './command';
import type { ProgramJob, ScoringJob, ScoringVerdict } from '../../../src/core/benchmarks/job';

const root = path.resolve(import.meta.dirname, '../../..');
const RUNNER = path.join(root, 'lab/cli/benchmarks/runner.py');
const SCORING = path.join(root, 'src/execution/scoring');

/** What solutions are kept from by the kernel, as far as the machine allows it; limits on time and memory hold everywhere. */
export type Isolation = 'no network, nothing can be written' | 'no network' | 'none';

const READ_ONLY = 'mount --make-rprivate / && mount -o remount,bind,ro / && exec "$@"';
const CONFINEMENTS: readonly { readonly isolation: Isolation; readonly words: readonly string[] }[] = [
  {
    isolation: 'no network, nothing can be written',
    words: ['unshare', '-n', '-m', '--', 'sh', '-c', READ_ONLY, 'sh'],
  },
  {
    isolation: 'no network, nothing can be written',
    words: ['unshare', '-r', '-n', '-m', '--', 'sh', '-c', READ_ONLY, 'sh'],
  },
  { isolation: 'no network', words: ['unshare', '-r', '-n', '--'] },
];

/** The first confinement that works here. */
function confinement(): (typeof CONFINEMENTS)[number] {
  const works = ({ words: [command = '', ...rest] }: (typeof CONFINEMENTS)[number]): boolean =>
    spawnSync(command, [...rest, 'true'], { stdio: 'ignore' }).status === 0;
  return CONFINEMENTS.find(works) ?? { isolation: 'none', words: [] };
}

/** @throws CommandError when there is no Python 3.9 or newer */
export function pythonCommand(): string {
  for (const name of ['python3', 'python']) {
    const asked = spawnSync(name, ['-c', 'import sys; print(sys.version_info >= (3, 9))'], { encoding: 'utf8' });
    if (asked.status === 0 && asked.stdout.trim() === 'True') return name;
  }
  throw new CommandError('Scoring runs Python solutions: install Python 3.9 or newer as python3.');
}

/** The tests of HumanEvalFix use console.assert, which only prints; they mean it to fail. */
const JAVASCRIPT_PRELUDE = `
{
  const refuse = () => { throw new Error('not available to solutions'); };
  console.assert = (holds, ...words) => { if (!holds) throw new Error(['assertion failed', ...words].join(' ')); };
  console.log = console.info = console.warn = () => undefined;
  process.exit = refuse;
  process.kill = refuse;
}
`;

/** The heap has its own bound; this one holds for buffers too. KiB of data that one process may have. */
const BOUNDED = process.platform === 'win32' ? [] : ['sh', '-c', 'ulimit -d 1048576 2>/dev/null; exec "$@"', 'sh'];

function whyJavaScript(told: string, signal: NodeJS.Signals | null): string {
  if (/heap out of memory|[Aa]llocation failed/.test(told)) return 'uses too much memory';
  if (signal !== null) return signal === 'SIGKILL' ? 'takes too long' : `crashed with signal ${signal}`;
  return (/^\w*Error.*$/m.exec(told)?.[0] ?? 'fails').slice(0, 300);
}

function scoreJavaScript(job: ProgramJob, confined: readonly string[]): Promise<ScoringVerdict> {
  const began = performance.now();
  const [command, ...rest] = [...confined, ...BOUNDED, process.execPath, '--max-old-space-size=512', '-'];
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd: root,
      env: {},
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: job.seconds * 1000,
      killSignal: 'SIGKILL',
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told = (told + text).slice(0, 100_000);
    });
    child.stdin.on('error', () => undefined);
    child.on('close', (code, signal) => {
      const why = code === 0 ? null : whyJavaScript(told, signal);
      resolve({ base: code === 0, plus: code === 0, why, seconds: Math.round(performance.now() - began) / 1000 });
    });
    child.stdin.end(`${JAVASCRIPT_PRELUDE}\n${job.code}\n${job.tests}\n`);
  });
}

export interface Scorer {
  readonly isolation: Isolation;
  readonly workers: number;
  /** Verdicts in the order of the jobs; `onDone` is told of each as it comes. */
  score(
    jobs: readonly ScoringJob[],
    onDone?: (index: number, verdict: ScoringVerdict) => void,
  ): Promise<ScoringVerdict[]>;
}

function readVerdict(line: string): ScoringVerdict {
  return JSON.parse(line) as ScoringVerdict;
}

/** One line out for each line in, in order. */
function converse(process: ChildProcess, failed: (error: Error) => void): (line: string) => Promise<string> {
  const waiting: ((line: string) => void)[] = [];
  if (process.stdout === null || process.stdin === null) throw new Error('The scorer has no streams.');
  const { stdin } = process;
  createInterface({ input: process.stdout }).on('line', (line) => {
    waiting.shift()?.(line);
  });
  process.on('exit', (code) => {
    if (waiting.length > 0) failed(new Error(`The scorer ended with code ${code ?? 'none'}.`));
  });
  stdin.on('error', failed);
  return (line) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      stdin.write(`${line}\n`);
    });
}

/** @param workers processes at once; by default one for each processor */
export function createScorer(workers = availableParallelism()): Scorer {
  const { isolation, words: confined } = confinement();
  const python = pythonCommand();
  const startPython = (): ChildProcess => {
    const [command, ...rest] = [...confined, python, '-I', '-B', RUNNER, SCORING];
    return spawn(command, rest, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', PYTHONHASHSEED: '0' },
    });
  };
  return {
    isolation,
    workers,
    score: (jobs, onDone = () => undefined) =>
      new Promise((resolve, reject) => {
        const verdicts = new Map<number, ScoringVerdict>();
        let next = 0;
        const processes: ChildProcess[] = [];
        const work = async (): Promise<void> => {
          let ask: ((line: string) => Promise<string>) | null = null;
          const scorePython = async (job: ScoringJob): Promise<ScoringVerdict> => {
            if (ask === null) {
              const process = startPython();
              processes.push(process);
              ask = converse(process, reject);
            }
            return readVerdict(await ask(JSON.stringify(job)));
          };
          for (let index = next++; index < jobs.length; index = next++) {
            const job = jobs[index];
            if (job === undefined) break;
            const verdict =
              job.language === 'javascript' && job.kind === 'program'
                ? await scoreJavaScript(job, confined)
                : await scorePython(job);
            verdicts.set(index, verdict);
            onDone(index, verdict);
          }
        };
        Promise.all(Array.from({ length: Math.max(1, Math.min(workers, jobs.length)) }, work)).then(() => {
          for (const process of processes) process.stdin?.end();
          resolve(jobs.flatMap((_, index) => verdicts.get(index) ?? []));
        }, reject);
      }),
  };
}
