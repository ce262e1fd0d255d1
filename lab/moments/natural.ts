/** `npm run eval:natural`: who predicts what people really did next (docs/evaluation.md). */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DIALECTS } from '../../src/core/conversation';
import { answerForest, type Forest } from '../../src/core/ranking';
import { openModel } from '../answers/model';
import { answering, together } from '../answers/predictor';
import { outcomeOf, reportOf, type Outcome, type Predictor } from './evaluate';
import { readMoments } from './moment';
import { BASELINES, proposals, unranked } from './predictors';

const HELP = `npm run eval:natural -- <moments.jsonl> [--forest <ranker.json>] [--every <k>] [--gguf <base.gguf> --lora <adapter.gguf>]

  <moments.jsonl>     as "npm run moments" writes them
  --forest <file>     the ranking's trees; without it the proposers are shown unranked
  --every <k> (1)     only every k-th moment
  --gguf <file>       a model that rewrites a window (dialect inkling-wf) as well, alone and with the proposers; natively
  --lora <file>       an adapter for it            --threads <n> (1)   that compute it
  --answers <folder>  where its answers are kept (.tmp/eval)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    forest: { type: 'string' },
    every: { type: 'string', default: '1' },
    gguf: { type: 'string' },
    lora: { type: 'string' },
    threads: { type: 'string', default: '1' },
    answers: { type: 'string', default: '.tmp/eval' },
    help: { type: 'boolean', default: false },
  },
});

async function run(file: string): Promise<void> {
  const predictors = new Map<string, Predictor>(Object.entries(BASELINES));
  const proposers =
    values.forest === undefined ? unranked : proposals(JSON.parse(readFileSync(values.forest, 'utf8')) as Forest);
  predictors.set('proposers', proposers);
  const model = values.gguf === undefined ? null : await openModel({ ...values, gguf: values.gguf });
  if (model !== null) {
    const answers = answering(model.ask, DIALECTS['inkling-wf'], answerForest());
    predictors.set('model', answers);
    predictors.set('both', together(proposers, answers));
  }
  const every = Math.max(1, Number(values.every));
  const outcomes = new Map<string, Outcome[]>([...predictors.keys()].map((name) => [name, []]));
  let at = 0;
  for await (const moment of readMoments(file)) {
    at += 1;
    if (at % every !== 0) continue;
    for (const [name, predict] of predictors) outcomes.get(name)?.push(await outcomeOf(moment, predict));
  }
  await model?.close();
  console.log(reportOf(outcomes));
}

const [file] = positionals;
if (values.help) console.log(HELP);
else if (file === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else await run(file);
