/** `npm run eval:natural`: who predicts what people really did next (docs/evaluation.md). */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Forest } from '../../src/core/ranking';
import { outcomeOf, reportOf, type Outcome, type Predictor } from './evaluate';
import { readMoments } from './moment';
import { BASELINES, proposals, unranked } from './predictors';

const HELP = `npm run eval:natural -- <moments.jsonl> [--forest <ranker.json>] [--every <k>]

  <moments.jsonl>     as "npm run moments" writes them
  --forest <file>     the ranking's trees; without it the proposers are shown unranked
  --every <k> (1)     only every k-th moment
`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { forest: { type: 'string' }, every: { type: 'string', default: '1' }, help: { type: 'boolean', default: false } } });

async function run(file: string): Promise<void> {
  const predictors = new Map<string, Predictor>(Object.entries(BASELINES));
  predictors.set('proposers', values.forest === undefined ? unranked : proposals(JSON.parse(readFileSync(values.forest, 'utf8')) as Forest));
  const every = Math.max(1, Number(values.every));
  const outcomes = new Map<string, Outcome[]>([...predictors.keys()].map((name) => [name, []]));
  let at = 0;
  for await (const moment of readMoments(file)) {
    at += 1;
    if (at % every !== 0) continue;
    for (const [name, predict] of predictors) outcomes.get(name)?.push(await outcomeOf(moment, predict));
  }
  console.log(reportOf(outcomes));
}

const [file] = positionals;
if (values.help) console.log(HELP);
else if (file === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else await run(file);
