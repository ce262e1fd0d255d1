/**
 * `npm run moments:rows`: rows for training the adapter out of natural moments, and out of rows of
 * `npm run generate:edits -- --dialect inkling-wf` that are mixed in. The same input and seed give the same file.
 */
import { createReadStream, renameSync, writeFileSync, appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { checksumText } from '../../src/core/history';
import { integer, seededRandom, shuffled } from '../synthesis/random';
import type { WindowRow } from '../synthesis/window-row';
import { readMoments } from './moment';
import { rowsOf } from './rows';

const HELP = `npm run moments:rows -- <moments.jsonl> --out <rows.jsonl> [options]

  --quiet <0..1> (0.35)   share of rows in which nothing is due
  --due <n>               most rows with something due (all)
  --generated <file>      rows of "npm run generate:edits -- --dialect inkling-wf" to mix in
  --seed <n> (1)
`;

/** Of the quiet rows, as far as there are so many. */
const QUIET_MIX: Readonly<Record<string, number>> = {
  'quiet-done': 0.25,
  'quiet-typing': 0.2,
  'quiet-unforeseen': 0.2,
  'quiet-elsewhere': 0.25,
  'quiet-undo': 0.1,
};
/** Most quiet rows of a kind that are kept at hand. */
const AT_HAND = 30_000;
const WRITTEN_AT_ONCE = 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    quiet: { type: 'string', default: '0.35' },
    due: { type: 'string' },
    generated: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

async function run(file: string, out: string): Promise<void> {
  const seed = Number(values.seed);
  const random = seededRandom(seed);
  const due: WindowRow[] = [];
  const quiet = new Map<string, { rows: WindowRow[]; seen: number }>();
  const prompts = new Set<number>();
  for await (const moment of readMoments(file)) {
    for (const row of rowsOf(seededRandom(checksumText(moment.id) ^ seed), moment)) {
      const mark = checksumText(row.prompt);
      if (prompts.has(mark)) continue;
      prompts.add(mark);
      if (row.quiet) keep(quiet, row);
      else due.push(row);
    }
  }
  /** Every row of a kind is as likely to be kept as any other. */
  function keep(kept: typeof quiet, row: WindowRow): void {
    const bucket = kept.get(row.kind) ?? { rows: [], seen: 0 };
    kept.set(row.kind, bucket);
    bucket.seen += 1;
    if (bucket.rows.length < AT_HAND) bucket.rows.push(row);
    else {
      const at = integer(random, 0, bucket.seen - 1);
      if (at < AT_HAND) bucket.rows[at] = row;
    }
  }
  const generated = values.generated === undefined ? [] : await readRows(values.generated);
  const natural = shuffled(random, due).slice(0, values.due === undefined ? due.length : Number(values.due));
  const busy = natural.length + generated.filter((row) => !row.quiet).length;
  const share = Number(values.quiet);
  const wanted = Math.max(0, Math.round((busy * share) / (1 - share)) - (generated.length - (busy - natural.length)));
  const calm = Object.entries(QUIET_MIX).flatMap(([kind, part]) =>
    shuffled(random, quiet.get(kind)?.rows ?? []).slice(0, Math.round(wanted * part)),
  );
  const rows = shuffled(random, [...natural, ...generated, ...calm]);
  const partial = `${out}.partial`;
  writeFileSync(partial, '');
  for (let at = 0; at < rows.length; at += WRITTEN_AT_ONCE)
    appendFileSync(
      partial,
      rows
        .slice(at, at + WRITTEN_AT_ONCE)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
  renameSync(partial, out);
  console.log(statisticsOf(rows));
}

async function readRows(file: string): Promise<WindowRow[]> {
  const out: WindowRow[] = [];
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const row = JSON.parse(line) as WindowRow;
    if (!Array.isArray(row.completion))
      throw new Error(`${file} holds rows of another form: generate them with --dialect inkling-wf`);
    out.push({ ...row, kind: `generated-${row.kind}` });
  }
  return out;
}

function statisticsOf(rows: readonly WindowRow[]): string {
  const counted = (key: (row: WindowRow) => string): string => {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
    return [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', ');
  };
  const mean = (of: (row: WindowRow) => number): string =>
    (rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length)).toFixed(0);
  return [
    `${String(rows.length)} rows, ${String(rows.filter(({ quiet }) => !quiet).length)} with something due; ${mean(({ prompt }) => prompt.length)} characters of prompt, ${mean(({ completion }) => completion.join('').length)} of answer`,
    counted(({ kind }) => (kind.startsWith('generated') ? 'generated' : kind)),
    counted(({ language }) => language),
  ].join('\n  ');
}

const [file] = positionals;
const { out } = values;
if (values.help) console.log(HELP);
else if (file === undefined || out === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else await run(file, out);
