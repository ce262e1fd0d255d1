/**
 * `npm run eval:quick`: asks pure predictors at the moments of cases and prints what they were worth, by kind: no
 * browser and no model, so that it takes seconds. The sealed half gives figures by kind only; a case of it is printed
 * when `--show` asks for it, and never otherwise.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LineIndex, type TextChange } from '../../../src/core/text';
import { CommandError, main } from '../benchmarks/command';
import { EVERYDAY, loadCases, OWN, SEALED } from './load-cases';
import { askedPoints } from './quick/predictor';
import { PREDICTORS } from './quick/predictors';
import { outcomesOf, rowsOf, tableOf, type Outcome } from './quick/table';

const HELP = `npm run eval:quick -- [options]

  --set open|sealed|own   everyday moments that may be looked at (default), those that are not, or our first sessions
  --cases <file>          cases of one's own instead (may be given several times)
  --by <name>             only this predictor: ${PREDICTORS.map(({ name }) => `"${name}"`).join(', ')}
  --kind <kind>           only cases of this kind
  --show <n>              prints n of the moments that each predictor got wrong
  --total                 prints no rows by kind and language
  --help                  this`;

const scriptsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.scripts.json'))
    .sort()
    .map((name) => path.join(folder, name));

const SETS: Readonly<Record<string, () => string[]>> = {
  open: () => scriptsIn(path.join(OWN, EVERYDAY, 'open')),
  sealed: () => scriptsIn(path.join(OWN, EVERYDAY, SEALED)),
  own: () => scriptsIn(OWN),
};

main(async () => {
  const { values: options } = parseArgs({
    options: {
      set: { type: 'string', default: 'open' },
      cases: { type: 'string', multiple: true },
      by: { type: 'string' },
      kind: { type: 'string' },
      show: { type: 'string', default: '0' },
      total: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return Promise.resolve();
  }
  const set = SETS[options.set];
  if (set === undefined) throw new CommandError(`There is no set "${options.set}": open, sealed or own.`);
  const { cases, faults } = loadCases(options.cases ?? set());
  for (const fault of faults) console.error(fault);
  const points = cases.filter(({ kind }) => options.kind === undefined || kind === options.kind).flatMap(askedPoints);
  const predictors = PREDICTORS.filter(({ name }) => options.by === undefined || name === options.by);
  if (points.length === 0 || predictors.length === 0)
    throw new CommandError('Nothing to measure: no such case, or no such predictor.');
  const measured = predictors.map(({ name, predict }) => ({
    name,
    outcomes: outcomesOf(points, predict, () => performance.now()),
  }));
  const rows = rowsOf(measured);
  console.log(tableOf(options.total ? rows.filter(({ group }) => group === 'all') : rows));
  for (const { name, outcomes } of measured) {
    const wrong = outcomes.filter(({ verdict }) => (verdict.due ? !verdict.next : verdict.shown));
    for (const one of wrong.slice(0, Number(options.show))) console.log(`\n## ${name}, ${describe(one)}`);
  }
  return Promise.resolve();
});

function describe({
  at: {
    played,
    asked,
    judged: { due },
  },
  prediction: { changes },
}: Outcome): string {
  const answers = due.kind === 'nothing' ? [] : [due.change, ...(due.others ?? [])];
  const last = asked.history.at(-1);
  return [
    `${played.kind}: ${played.id}`,
    asked.text.slice(0, asked.cursor) + '<|cursor|>' + asked.text.slice(asked.cursor),
    'last edit:',
    last?.before ?? '',
    '->',
    last?.after ?? '',
    ...(answers.length === 0
      ? ['nothing is due']
      : answers.flatMap((change) => ['due:', ...linesOf(asked.text, change)])),
    ...(changes.length === 0
      ? ['nothing offered']
      : changes.slice(0, 3).flatMap((change) => ['offered:', ...linesOf(asked.text, change)])),
  ].join('\n');
}

function linesOf(text: string, change: TextChange): string[] {
  const lines = new LineIndex(text);
  return change.map(
    ({ start, end, text: fresh }) =>
      `  line ${lines.lineAt(start) + 1}: ${JSON.stringify(text.slice(start, end))} -> ${JSON.stringify(fresh)}`,
  );
}
