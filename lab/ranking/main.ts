/** `npm run ranking:rows`: natural moments become the rows that lab/training/ranking/train.py learns from. */
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommandError, main } from '../cli/benchmarks/command';
import { readMoments } from '../moments/moment';
import { loadCases } from '../cli/evaluation/load-cases';
import { rowsOf, rowsOfCase } from './rows';

const HELP = `npm run ranking:rows -- <moments.jsonl> --out <rows.jsonl> [--most <n>] [--every <n>]

Asks every proposer at each natural moment ("npm run moments") and writes its candidates as numbers, with whether each is
what was changed next. lab/training/ranking/train.py learns from these rows.

  --out <file>   where the rows go, a JSON object a line
  --most <n>     so many moments at most
  --every <n>    only every so manieth moment
  --cases <dir>  instead of moments: the candidates at the points of scripts (e2e/sessions/everyday/open)`;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      most: { type: 'string', default: 'Infinity' },
      every: { type: 'string', default: '1' },
      cases: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.cases !== undefined && values.out !== undefined) {
    const rows = loadCases([values.cases]).cases.flatMap(rowsOfCase);
    writeFileSync(values.out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    console.error(`${rows.length} candidates in ${values.out}`);
    return;
  }
  const [file] = positionals;
  if (file === undefined || values.out === undefined)
    throw new CommandError('Say which moments and where the rows go: see --help.');
  const out = createWriteStream(values.out);
  let seen = 0;
  let moments = 0;
  let rows = 0;
  for await (const moment of readMoments(file)) {
    seen += 1;
    if (seen % Number(values.every) !== 0) continue;
    if (moments >= Number(values.most)) break;
    moments += 1;
    for (const row of rowsOf(moment)) {
      rows += 1;
      if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
    }
    if (moments % 500 === 0) console.error(`${moments} moments, ${rows} candidates`);
  }
  out.end();
  await once(out, 'finish');
  console.error(`${moments} moments, ${rows} candidates in ${values.out}`);
});
