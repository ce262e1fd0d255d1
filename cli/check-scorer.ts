/**
 * `npm run check:scorer`: the scorer against what is known of the benchmarks. All canonical solutions pass, functions that
 * answer nothing fail, doing nothing on APEval passes exactly the six tasks of the floor, HumanEvalFix's right code passes
 * and its wrong code fails. Prints what it found and how long it took; ends with 1 when anything is otherwise.
 */
import { APEVAL_FLOOR, readFixTasks, type ProgramJob, type ScoringJob } from '../src/core/evaluation/benchmarks';
import { loadApeval } from './benchmarks/apeval-tasks';
import { readLines } from './benchmarks/data';
import { scoreAll } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';

interface Reference {
  readonly task_id: string;
  readonly prompt: string;
  readonly canonical_solution: string;
  readonly entry_point: string;
}

const scorer = createScorer();
console.log(`${scorer.workers} at once; ${scorer.isolation}`);
let wrong = 0;

async function expectAll(what: string, jobs: readonly (readonly [string, ScoringJob])[], passes: (id: string) => boolean): Promise<void> {
  const began = performance.now();
  const verdicts = await scoreAll(scorer, jobs.map(([, job]) => job));
  const odd = jobs.flatMap(([id], index) => {
    const verdict = verdicts[index];
    return verdict === undefined || verdict.base !== passes(id) ? [`  ${id}: ${verdict?.why ?? 'passes'}`] : [];
  });
  wrong += odd.length;
  const passed = verdicts.filter(({ base }) => base).length;
  const plus = verdicts.filter(({ base, plus: all }) => base && all).length;
  console.log(`${odd.length === 0 ? 'as expected' : 'WRONG      '}  ${what}: ${passed} of ${jobs.length} pass, ${plus} with plus; ${((performance.now() - began) / 1000).toFixed(0)} s`);
  if (odd.length > 0) console.log(odd.join('\n'));
}

const { tasks, jobOf } = loadApeval();
const references = new Map((readLines('humaneval/HumanEvalPlus.jsonl.gz') as Reference[]).map((reference) => [reference.task_id, reference]));
const withCode = (codeOf: (reference: Reference) => string): (readonly [string, ScoringJob])[] =>
  tasks.flatMap((task) => {
    const reference = references.get(task.id);
    return reference === undefined ? [] : [[task.id, jobOf(task, codeOf(reference))] as const];
  });

await expectAll('canonical solutions of HumanEval+', withCode(({ prompt, canonical_solution: solution }) => prompt + solution), () => true);
await expectAll('functions that answer nothing', withCode(({ entry_point: name }) => `def ${name}(*values):\n    return None\n`), () => false);
await expectAll('doing nothing on APEval', tasks.map((task) => [task.id, jobOf(task, task.current)]), (id) => APEVAL_FLOOR.includes(id));

for (const [language, file] of [['python', 'humanevalfix/humanevalpack-python.jsonl'], ['javascript', 'humanevalfix/humanevalpack-js.jsonl']] as const) {
  const fixes = readFixTasks(readLines(file), language, 'tab');
  const job = (code: string, tests: string): ProgramJob => ({ kind: 'program', language, code, tests, seconds: 10 });
  await expectAll(`right code of HumanEvalFix, ${language}`, fixes.map(({ id, solution, tests }) => [id, job(solution, tests)]), () => true);
  await expectAll(`wrong code of HumanEvalFix, ${language}`, fixes.map(({ id, current, tests }) => [id, job(current, tests)]), () => false);
}
process.exit(wrong === 0 ? 0 : 1);
