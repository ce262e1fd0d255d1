/**
 * Programming-Instruct: makes training data from recorded work.
 *
 *     npm run synthesize -- --git ../repository --out data/rows.jsonl
 *
 * docs/synthesis.md has every option.
 */
import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { DIALECTS } from '../src/core/conversation';
import { DEFAULT_EXCERPT_LIMITS } from '../src/core/prediction';
import { chance, seededRandom } from '../src/core/synthesis';
import { checksumText } from '../src/core/history';
import { followSamples, rejectProcess, renderRow, RULE_NAMES, type RowFormat } from '../src/core/synthesis/instruct';
import { gitProcesses } from './synthesize/git';
import { RecentSet } from './synthesize/recent-set';
import { parseShard } from './synthesize/shard';

const { values: options } = parseArgs({ options: {
  git: { type: 'string', multiple: true, default: [] }, 'git-list': { type: 'string' }, out: { type: 'string', default: 'synthesis.jsonl' },
  seed: { type: 'string', default: '1' }, shard: { type: 'string', default: '1/1' }, languages: { type: 'string', default: 'python,typescript,javascript' },
  'max-files': { type: 'string', default: '12' }, 'max-commits': { type: 'string', default: '0' }, revision: { type: 'string', default: 'HEAD' },
  rows: { type: 'string', default: '3' }, quiet: { type: 'string', default: '0.34' }, raw: { type: 'boolean', default: false }, recipe: { type: 'string', default: 'follow' },
  dialect: { type: 'string', default: 'inkling-sr-lc' },
} });

const shard = parseShard(options.shard);
if (shard === null) throw new Error('--shard is written i/n');
const repositories = [...options.git, ...(options['git-list'] === undefined ? [] : (await readFile(options['git-list'], 'utf8')).split('\n').filter((line) => line.trim() !== ''))];
const format: RowFormat = { dialect: DIALECTS['inkling-sr-lc'], limits: DEFAULT_EXCERPT_LIMITS, budget: { contextTokens: 2048, answerTokens: 256, historyTokens: 600, historyMessages: 4 }, completion: 'edit' };
const follow = { limits: DEFAULT_EXCERPT_LIMITS, samples: Number(options.rows), changedLines: 12, steps: 60, rules: new Set(RULE_NAMES) };
mkdirSync(dirname(options.out), { recursive: true });
const out = createWriteStream(`${options.out}.partial`);
const counts = new Map<string, number>();
const count = (name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);
const seen = new RecentSet();
const quietShare = Number(options.quiet);
let [busy, quiet, commits] = [0, 0, 0];
const began = performance.now();
for (const repository of repositories) {
  for await (const read of gitProcesses({ repository, languages: new Set(options.languages.split(',')), mostFiles: Number(options['max-files']), mostCommits: Number(options['max-commits']), shard, revision: options.revision })) {
    if (read.kind === 'commit') { commits += 1; if (commits % 5000 === 0) console.error(`${String(commits)} commits, ${String(busy + quiet)} rows, ${((performance.now() - began) / 1000).toFixed(0)} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`); continue; }
    if (read.kind === 'rejected') { count(`rejected: ${read.why.name}`); if (read.why.name === 'git-failed') console.error(read.why.detail); continue; }
    count('processes');
    const why = rejectProcess(read.process);
    if (why !== null) { count(`rejected: ${why.name}`); continue; }
    const random = seededRandom(checksumText(read.process.id) ^ Number(options.seed));
    for (const sample of followSamples(random, read.process, follow)) {
      const isQuiet = sample.next.length === 0;
      if (isQuiet && (quiet > (quietShare / (1 - quietShare)) * (busy + 20) || chance(random, 0.5))) { count('left out: quiet share'); continue; }
      const rendered = renderRow(sample, format, options.raw);
      if (rendered.kind === 'refused') { count(`refused: ${rendered.why.name}`); continue; }
      if (seen.seen(rendered.row.prompt)) { count('left out: seen before'); continue; }
      count(`kind: ${sample.kind}`);
      if (isQuiet) quiet += 1; else busy += 1;
      out.write(`${JSON.stringify(rendered.row)}\n`);
    }
    if (out.writableNeedDrain) await new Promise((resolve) => out.once('drain', resolve));
  }
}
await new Promise((resolve) => out.end(resolve));
renameSync(`${options.out}.partial`, options.out);
console.log(`${String(commits)} commits, ${String(busy)} rows with an edit, ${String(quiet)} quiet, ${((performance.now() - began) / 1000).toFixed(1)} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
for (const [name, value] of [...counts].sort()) console.log(`  ${name} ${String(value)}`);
