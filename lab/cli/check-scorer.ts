/**
 * `npm run check:scorer`: the scorer against what is known of the benchmarks. Right programs pass, wrong ones made of them
 * fail, doing nothing on APEval passes exactly the six tasks of the floor, what does not end or wants too much is stopped.
 * Prints what it found and how long it took; ends with 1 when anything is otherwise.
 */
import { APEVAL_FLOOR, type ProgramJob, type ScoringJob, type ScoringVerdict } from '../../src/core/benchmarks';
import { loadApeval } from './benchmarks/apeval-tasks';
import { main } from './benchmarks/command';
import { readLines } from './benchmarks/data';
import { FIX_LANGUAGES, loadFixes } from './benchmarks/fix-tasks';
import { offByOne, rightOnBaseOnly, slipped, type Reference } from './benchmarks/mutants';
import { scoreAll } from './benchmarks/run';
import { createScorer } from './benchmarks/scorer';
import { RUNAWAYS } from './benchmarks/runaways';

type Level = 'plus' | 'base only' | 'nothing';
type Named<Job> = readonly (readonly [id: string, job: Job])[];

const levelOf = ({ base, plus }: ScoringVerdict): Level => (base ? (plus ? 'plus' : 'base only') : 'nothing');

/** Stays right: HumanEval/50 takes 26 away where it added 26, and counts modulo 26. */
const HARMLESS_SLIPS: readonly string[] = ['HumanEval/50'];

main(async () => {
  if (process.argv.includes('--help')) {
    console.log(
      'npm run check:scorer\n\nScores programs whose result is known (right, wrong, endless, greedy) and ends with 1 when a verdict is not as expected.\nTakes no options; about three minutes on two cores. What data it needs is in docs/benchmarks.md.',
    );
    return;
  }
  // Before anything is run: a file that is missing is told at once.
  const { tasks, jobOf } = loadApeval();
  const references = new Map(
    (readLines('humaneval/HumanEvalPlus.jsonl.gz') as Reference[]).map((reference) => [reference.task_id, reference]),
  );
  const fixes = FIX_LANGUAGES.map((language) => ({ language, ...loadFixes(language, 'tab') }));
  const scorer = createScorer();
  console.log(`${scorer.workers} at once; ${scorer.isolation}\n`);
  let wrong = 0;

  const expectAll = async (
    what: string,
    jobs: Named<ScoringJob>,
    expected: (id: string) => Level | null,
  ): Promise<void> => {
    const began = performance.now();
    const verdicts = await scoreAll(
      scorer,
      jobs.map(([, job]) => job),
    );
    const odd = jobs.flatMap(([id], index) => {
      const verdict = verdicts[index];
      const level = expected(id);
      return verdict !== undefined && (level === null || levelOf(verdict) === level)
        ? []
        : [`  ${id}: ${verdict?.why ?? 'passes'}`];
    });
    wrong += odd.length;
    const count = (level: Level): number => verdicts.filter((verdict) => levelOf(verdict) === level).length;
    const onlyBase = count('base only');
    console.log(
      `${odd.length === 0 ? 'as expected' : 'WRONG      '}  ${what}: ${count('plus') + onlyBase} of ${jobs.length} pass${onlyBase === 0 ? '' : `, ${onlyBase} of them base only`}; ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    if (odd.length > 0) console.log(odd.join('\n'));
  };

  const withCode = (codeOf: (reference: Reference) => string): Named<ScoringJob> =>
    tasks.flatMap((task) => {
      const reference = references.get(task.id);
      return reference === undefined ? [] : [[task.id, jobOf(task, codeOf(reference))] as const];
    });

  console.log('HumanEval+, which APEval is scored by');
  await expectAll(
    'canonical solutions, on every input (what scoring all of APEval takes at most)',
    withCode(({ prompt, canonical_solution: solution }) => prompt + solution),
    () => 'plus',
  );
  await expectAll('the same, every answer altered a little', withCode(offByOne), () => 'nothing');
  await expectAll('the same, altered on the plus inputs alone', withCode(rightOnBaseOnly), () => 'base only');
  await expectAll('the same, with one operator or comparison turned round', withCode(slipped), (id) =>
    HARMLESS_SLIPS.includes(id) ? null : 'nothing',
  );
  await expectAll(
    'functions that answer nothing',
    withCode(({ entry_point: name }) => `def ${name}(*values):\n    return None\n`),
    () => 'nothing',
  );
  const still = new Map(tasks.map((task) => [task.id, task.current]));
  await expectAll(
    'APEval as it stands, nothing changed (the floor)',
    tasks.map((task) => [task.id, jobOf(task, still.get(task.id) ?? '')]),
    (id) => (APEVAL_FLOOR.includes(id) ? null : 'nothing'),
  );

  console.log('\nfind_zero, for which any root is right');
  const zero = tasks.filter(({ id }) => id === 'HumanEval/32');
  const bisect =
    'import math\ndef find_zero(xs):\n    f = lambda x: sum(c * math.pow(x, i) for i, c in enumerate(xs))\n    near, far = 0.0, 1e-4\n    while f(near) * f(far) > 0 and f(-near) * f(-far) > 0: near, far = far, far * 1.05\n    low, high = (near, far) if f(near) * f(far) <= 0 else (-far, -near)\n    for _ in range(200):\n        middle = (low + high) / 2\n        if f(low) * f(middle) <= 0: high = middle\n        else: low = middle\n    return high\n';
  await expectAll(
    'another way to find a root, which finds others than the reference',
    zero.map((task) => [task.id, jobOf(task, bisect)]),
    () => 'plus',
  );
  await expectAll(
    'beside the root by a thousandth',
    zero.map((task) => [task.id, jobOf(task, bisect.replace('return high', 'return high + 1e-3'))]),
    () => 'nothing',
  );

  for (const { language, tasks: functions, jobOf: fixJob } of fixes) {
    console.log(`\nHumanEvalFix, ${language === 'python' ? 'Python' : 'JavaScript'}`);
    await expectAll(
      'right code',
      functions.map((task) => [task.id, fixJob(task, task.solution)]),
      () => 'plus',
    );
    await expectAll(
      'wrong code',
      functions.map((task) => [task.id, fixJob(task, task.current)]),
      () => 'nothing',
    );
  }

  console.log('\nWhat does not end, or wants too much');
  await expectAll(
    'is stopped',
    RUNAWAYS.map(({ name, language, code, seconds }): readonly [string, ProgramJob] => [
      name,
      { kind: 'program', language, code, tests: '', seconds },
    ]),
    () => 'nothing',
  );

  console.log(wrong === 0 ? '\nEverything as expected.' : `\n${wrong} not as expected.`);
  process.exitCode = wrong === 0 ? 0 : 1;
});
