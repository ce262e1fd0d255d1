/** `npm run answers:rows`: a model's answers become the rows that lab/training/ranking/train.py learns to weigh them from. */
import { createWriteStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, main } from '../cli/benchmarks/command';
import { EVERYDAY, loadCases, OWN } from '../cli/evaluation/load-cases';
import { askedPoints } from '../cli/evaluation/quick/predictor';
import { DIALECTS } from '../../src/core/conversation';
import { answerFeatures } from '../../src/core/ranking';
import { momentOf } from '../../src/core/proposals';
import { isHeldOut } from '../moments/lists';
import { MOMENT_KINDS, readMoments } from '../moments/moment';
import { askAt } from './ask';
import { openModel } from './model';
import { everydaySituation, naturalSituation, type Situation } from './situation';

const HELP = `npm run answers:rows -- --gguf <base.gguf> --lora <adapter.gguf> --out <rows.jsonl> [options]

Asks a model that rewrites a window (dialect inkling-wf) at moments, and writes what it would show as numbers, with whether
that is what was done next. lab/training/ranking/train.py learns from these rows. Killed at any time, it goes on: answers are
kept in --answers (default .tmp/eval).

  --moments <file>    natural moments ("npm run moments"); held-out repositories are left out unless --heldout is given
  --every <k> (1)     only every k-th of each kind          --most <n>   so many at most
  --everyday <set>    the moments of e2e/sessions/everyday: open or sealed
  --threads <n> (1)   of the native engine`;

const { values } = parseArgs({
  options: {
    gguf: { type: 'string' },
    lora: { type: 'string' },
    out: { type: 'string' },
    answers: { type: 'string', default: '.tmp/eval' },
    moments: { type: 'string' },
    heldout: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    most: { type: 'string', default: 'Infinity' },
    everyday: { type: 'string' },
    threads: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

/** In turn of each kind, so that a run that is stopped has seen all of them. */
async function* situations(): AsyncGenerator<Situation> {
  if (values.everyday !== undefined) {
    const folder = path.join(OWN, EVERYDAY, values.everyday);
    const { cases } = loadCases(
      readdirSync(folder)
        .filter((name) => name.endsWith('.scripts.json'))
        .sort()
        .map((name) => path.join(folder, name)),
    );
    const points = cases.flatMap(askedPoints);
    const [due, quiet] = [
      points.filter(({ point }) => point.due.kind !== 'nothing'),
      points.filter(({ point }) => point.due.kind === 'nothing'),
    ];
    for (const [index, at] of due.entries()) {
      yield everydaySituation(at);
      const until = Math.floor(((index + 1) * quiet.length) / due.length);
      for (let calm = Math.floor((index * quiet.length) / due.length); calm < until; calm += 1)
        yield everydaySituation(quiet[calm] as (typeof quiet)[number]);
    }
  }
  if (values.moments === undefined) return;
  const seen = new Map<string, number>();
  const given = new Map<string, number>();
  for await (const moment of readMoments(values.moments)) {
    if (isHeldOut(moment.source) !== values.heldout) continue;
    const number = (seen.get(moment.kind) ?? 0) + 1;
    seen.set(moment.kind, number);
    const least = Math.min(...MOMENT_KINDS.map((kind) => given.get(kind) ?? 0));
    if (number % Number(values.every) !== 0 || (given.get(moment.kind) ?? 0) > least + 1) continue;
    given.set(moment.kind, (given.get(moment.kind) ?? 0) + 1);
    yield naturalSituation(moment);
  }
}

main(async () => {
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.gguf === undefined || values.out === undefined)
    throw new CommandError('Say which model is asked and where the rows go: see --help.');
  const { ask, close } = await openModel({ ...values, gguf: values.gguf });
  const out = createWriteStream(values.out);
  let [asked, shown, right] = [0, 0, 0];
  try {
    for await (const situation of situations()) {
      if (asked >= Number(values.most)) break;
      asked += 1;
      const said = await askAt(situation, DIALECTS['inkling-wf'], ask);
      const label = said !== null && situation.isRight(said.change) ? 1 : 0;
      shown += said === null ? 0 : 1;
      right += label;
      const { id, source, kind, input } = situation;
      const features =
        said === null
          ? null
          : Object.fromEntries(
              Object.entries(answerFeatures(momentOf(input), said)).filter(([, value]) => value !== 0),
            );
      out.write(`${JSON.stringify({ moment: id, source, kind, language: input.language, label, features })}\n`);
      if (asked % 10 === 0) console.error(`${String(asked)} asked, ${String(shown)} answers, ${String(right)} right`);
    }
  } finally {
    await close();
  }
  await new Promise<void>((resolve) => {
    out.end(resolve);
  });
  console.error(`${String(asked)} asked, ${String(shown)} answers, ${String(right)} right: ${values.out}`);
});
