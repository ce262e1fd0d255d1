/**
 * Makes training and evaluation data from the code that lab/training/collect.py gathered.
 *
 *     npm run generate:edits -- [--rows 80000] [--heldout 600] [--seed 1] [--out lab/training/data] [--suffix -v2] [--dialect inkling-wf]
 *
 * Writes train.jsonl and heldout.jsonl; held-out packages never feed the former. Files appear whole or not at all.
 * With --dialect inkling-wf the rows are those of a window that is written anew, for `npm run moments:rows -- --generated`.
 */
import { createWriteStream, readFileSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeAnswer, DIALECTS, encodeAnswer, renderPrompt } from '../../src/core/conversation';
import { WINDOW_LIMITS } from '../../src/core/prediction';
import { applyChange } from '../../src/core/text';
import {
  chance,
  cutDocument,
  cutsFor,
  DEFAULT_MIX,
  integer,
  lex,
  makeExample,
  namePool,
  namesIn,
  outlineOf,
  pick,
  seededRandom,
  shuffled,
  weighted,
  windowRowOf,
  type EditExample,
  type ExampleKind,
  type NamePool,
  type Outline,
  type Random,
  type SourceLanguage,
  type WindowRow,
} from '../synthesis';

interface SourceFile {
  readonly path: string;
  readonly language: SourceLanguage;
  readonly package: string;
  readonly heldout: boolean;
}

interface Row {
  readonly prompt: string;
  readonly completion: string;
  readonly language: SourceLanguage;
  readonly kind: string;
  readonly quiet: boolean;
  readonly source: string;
}

const SHARES: readonly (readonly [SourceLanguage, number])[] = [
  ['python', 45],
  ['typescript', 35],
  ['javascript', 20],
];
const MOST_PROMPT_CHARS = 2700;
/** Above this only some are kept: training time goes with length. */
const LONG_PROMPT_CHARS = 1300;
const POOL_FILES = 1500;
const ROWS_A_VISIT = 5;
/** No package may make up more than this share of the rows. */
const MOST_OF_A_PACKAGE = 0.03;
const END = '<|next_end|>';

const options = parseArgs({
  options: {
    rows: { type: 'string', default: '80000' },
    heldout: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'lab/training/data' },
    sources: { type: 'string', default: 'lab/training/data/sources' },
    suffix: { type: 'string', default: '' },
    only: { type: 'string' },
    dialect: { type: 'string', default: 'inkling-sr-lc' },
  },
}).values;

const rewritesWindows = options.dialect === 'inkling-wf';

/** The row of an example, or null where it would be too long or could not be read back as the change it stands for. */
function rowOf(example: EditExample): Row | WindowRow | null {
  if (rewritesWindows) return windowRowOf(example, DIALECTS['inkling-wf']);
  const dialect = DIALECTS['inkling-sr-lc'];
  const { language, history, current, after } = example;
  const prompt = renderPrompt({ language, history, current, user: null }, dialect, { kind: 'code-first' }).parts.join(
    '',
  );
  const body = encodeAnswer(current.text, after, language, dialect.outputFormat, current);
  if (prompt.length > MOST_PROMPT_CHARS) return null;
  const read = decodeAnswer(current, language, dialect.outputFormat, body + END, { complete: true });
  if (read.kind === 'failed' || applyChange(current.text, read.change) !== after) return null;
  return { prompt, completion: body + END, language, kind: example.kind, quiet: example.quiet, source: example.source };
}

function poolOf(random: Random, files: readonly SourceFile[]): NamePool {
  const names = new Set<string>();
  for (const file of shuffled(random, files).slice(0, POOL_FILES)) {
    const lexed = lex(read(file), file.language);
    if (lexed !== null) for (const name of namesIn(lexed)) names.add(name);
  }
  return namePool(names);
}

const read = (file: SourceFile): string => readFileSync(join(options.sources, file.path), 'utf8');

/** How far a share falls short of what is wanted, so that rare kinds catch up. */
function deficits<K extends string>(
  wanted: readonly (readonly [K, number])[],
  made: ReadonlyMap<string, number>,
  total: number,
): [K, number][] {
  const sum = wanted.reduce((all, [, weight]) => all + weight, 0);
  return wanted.map(([key, weight]) => [
    key,
    weight * Math.min(8, Math.max(0.05, ((weight / sum) * (total + 200)) / ((made.get(key) ?? 0) + 1)) ** 3),
  ]);
}

/** Kinds that few documents lend themselves to: for these more than one is cut. */
const RARE: ReadonlySet<ExampleKind> = new Set([
  'kept-parameter',
  'rename-two',
  'signature',
  'taken-argument',
  'rename-type',
  'rename-alias',
  'repeated-change',
  'rename-member',
  'quiet-repeat-finished',
  'quiet-single',
]);

function tried(
  random: Random,
  outline: Outline,
  kind: ExampleKind,
  pool: NamePool,
  file: SourceFile,
): EditExample | null {
  for (let attempt = 0; attempt < (RARE.has(kind) ? 6 : 1); attempt += 1) {
    const document = cutDocument(random, outline, cutsFor(kind));
    const limits = rewritesWindows
      ? { ...WINDOW_LIMITS, maxLines: integer(random, 12, WINDOW_LIMITS.maxLines) }
      : { maxLines: pick(random, [48, 48, 40, 30, 24, 16]) ?? 48, maxChars: 2100 };
    const frame = { language: file.language, source: file.path, limits };
    const example = document === null ? null : makeExample(random, document, kind, pool, frame);
    if (example !== null) return example;
  }
  return null;
}

async function generate(
  name: string,
  files: readonly SourceFile[],
  rows: number,
  withRaw: boolean,
  seed: number,
  mix: readonly (readonly [ExampleKind, number])[],
): Promise<void> {
  const random = seededRandom(seed);
  const pool = poolOf(random, files);
  const queues = new Map(
    SHARES.map(([language]) => [
      language,
      {
        files: shuffled(
          random,
          files.filter((file) => file.language === language),
        ),
        at: 0,
      },
    ]),
  );
  const byKind = new Map<string, number>();
  const byPackage = new Map<string, number>();
  const packageShare = withRaw ? 1 : MOST_OF_A_PACKAGE;
  const byShown = new Map<string, number>();
  const byLanguage = new Map<string, number>();
  const seen = new Set<string>();
  const path = join(options.out, name);
  const partial = `${path}.partial`;
  const out = createWriteStream(partial);
  const began = performance.now();
  const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
  let written = 0;
  let chars = 0;
  for (let visits = 0; written < rows && visits < rows * 4; visits += 1) {
    const language = weighted(random, deficits(SHARES, byLanguage, written)) ?? 'python';
    const queue = queues.get(language);
    const file = queue?.files[queue.at % Math.max(1, queue.files.length)];
    if (queue === undefined || file === undefined) continue;
    queue.at += 1;
    if ((byPackage.get(file.package) ?? 0) > rows * packageShare) continue;
    const lexed = lex(read(file), language);
    if (lexed === null) continue;
    const outline = outlineOf(lexed);
    let left = ROWS_A_VISIT;
    for (let attempt = 0; attempt < ROWS_A_VISIT * 8 && left > 0 && written < rows; attempt += 1) {
      const kind = weighted(random, deficits(mix, byKind, written)) ?? 'rename-parameter';
      const example = tried(random, outline, kind, pool, file);
      const row = example === null ? null : rowOf(example);
      if (example === null || row === null) continue;
      const key = row.prompt;
      if (seen.has(key) || (key.length > LONG_PROMPT_CHARS && chance(random, 0.45))) continue;
      seen.add(key);
      out.write(
        `${JSON.stringify(withRaw ? { ...row, raw: { current: example.current.text, above: example.current.above, below: example.current.below, after: example.after } } : row)}\n`,
      );
      count(byKind, kind);
      count(byShown, row.kind);
      count(byLanguage, language);
      count(byPackage, file.package);
      chars +=
        row.prompt.length + (typeof row.completion === 'string' ? row.completion : row.completion.join('')).length;
      written += 1;
      left -= 1;
      if (written % 5000 === 0)
        console.error(`${name}: ${String(written)} rows, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
  }
  await new Promise<void>((resolve, reject) =>
    out.end((error?: Error | null) => {
      if (error) reject(error);
      else resolve();
    }),
  );
  renameSync(partial, path);
  const seconds = (performance.now() - began) / 1000;
  const show = (map: Map<string, number>): string =>
    [...map]
      .sort(([, one], [, other]) => other - one)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ');
  console.log(
    `${path}: ${String(written)} rows, ${(chars / Math.max(1, written)).toFixed(0)} characters a row, ${(written / seconds).toFixed(0)} rows a second\n  ${show(byShown)}\n  ${show(byLanguage)}`,
  );
}

/** For evaluation each kind counts alike, a third of them quiet. */
function balanced(): readonly (readonly [ExampleKind, number])[] {
  const quiet = DEFAULT_MIX.filter(([kind]) => kind.startsWith('quiet'));
  const busy = DEFAULT_MIX.filter(([kind]) => !kind.startsWith('quiet'));
  return [
    ...busy.map(([kind]) => [kind, 66 / busy.length] as const),
    ...quiet.map(([kind]) => [kind, 34 / quiet.length] as const),
  ];
}

const index = JSON.parse(readFileSync(join(options.sources, 'index.json'), 'utf8')) as SourceFile[];
await mkdir(options.out, { recursive: true });
const mix = options.only === undefined ? DEFAULT_MIX : DEFAULT_MIX.filter(([kind]) => kind === options.only);
const seed = Number(options.seed);
if (Number(options.heldout) > 0)
  await generate(
    `heldout${options.suffix}.jsonl`,
    index.filter((file) => file.heldout),
    Number(options.heldout),
    true,
    seed + 1,
    options.only === undefined ? balanced() : mix,
  );
if (Number(options.rows) > 0)
  await generate(
    `train${options.suffix}.jsonl`,
    index.filter((file) => !file.heldout),
    Number(options.rows),
    false,
    seed,
    mix,
  );
