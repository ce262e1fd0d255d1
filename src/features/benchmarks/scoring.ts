/** Scores a solution in the page's own sandbox, one fresh Python a task, by the rules that the command line uses. */
import scoringSource from '../../execution/scoring/scoring.py?raw';
import type { FunctionJob, ScoringVerdict } from '../../core/benchmarks';
import { describeOutcome, RUN_LIMITS } from '../../core/execution';
import type { Sandbox } from '../../execution';

const MAIN =
  'import sys, scoring\nprint("\\nverdict " + scoring.score_json(open("job.json", encoding="utf-8").read()))\n';
/** For the whole task: an input cannot be interrupted by itself here. */
const TASK_MS = 60_000;

export interface PageScorer {
  score(job: FunctionJob): Promise<ScoringVerdict>;
  stop(): void;
}

function readVerdict(text: string): Omit<ScoringVerdict, 'seconds'> | null {
  const line = /^verdict (\{.*\})$/m.exec(text)?.[1];
  if (line === undefined) return null;
  try {
    const { base, plus, why } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return { base: base === true, plus: plus === true, why: typeof why === 'string' ? why : null };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @throws Error when Python itself cannot be started */
export function createPageScorer(sandbox: Sandbox, now: () => number): PageScorer {
  let stop = (): void => undefined;
  return {
    stop: () => {
      stop();
    },
    async score(job) {
      const began = now();
      let printed = '';
      const run = sandbox.run(
        {
          language: 'python',
          main: 'main.py',
          limits: { ...RUN_LIMITS, ms: TASK_MS },
          files: [
            { path: 'main.py', text: MAIN },
            { path: 'scoring.py', text: scoringSource },
            { path: 'job.json', text: JSON.stringify(job) },
          ],
        },
        {
          began: () => undefined,
          picture: () => undefined,
          waiting: () => {
            run.input(null);
          },
          output: (stream, text) => {
            if (stream === 'out') printed += text;
          },
        },
      );
      stop = () => {
        run.stop();
      };
      const outcome = await run.outcome;
      if (outcome.kind === 'unavailable') throw new Error(`${outcome.reason} ${outcome.remedy}`);
      const verdict = readVerdict(printed) ?? { base: false, plus: false, why: describeOutcome(outcome) };
      return { ...verdict, seconds: Math.round(now() - began) / 1000 };
    },
  };
}
