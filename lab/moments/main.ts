/**
 * `npm run moments`: natural moments out of the histories of clones (docs/evaluation.md). Nothing of them is committed.
 * The same clones, list and seed give the same file.
 */
import { createWriteStream, readFileSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { findClone } from '../../cli/synthesize/clone';
import { readMoments, writeMoment } from './moment';
import { momentKey, momentsOfRepository } from './repository';

const HELP = `npm run moments -- --clones <dir> --list <file> --out <moments.jsonl> [options]

  --clones <dir>      where clones lie, bare or not, as owner/name, owner+name or name
  --list <file>       a repository a line: owner/name, and the commit to begin with (default HEAD; of held-out ones as listed)
  --per <n> (250)     most moments of a repository        --seed <n> (1)
  --heldout           take only the repositories that training/heldout-repositories.json names; without it none of them
  --without <file>    moments whose like that file must not be repeated (the held-out ones)
`;

const { values } = parseArgs({ options: {
  clones: { type: 'string' }, list: { type: 'string' }, out: { type: 'string' }, per: { type: 'string', default: '250' }, seed: { type: 'string', default: '1' },
  heldout: { type: 'boolean', default: false }, without: { type: 'string' }, help: { type: 'boolean', default: false },
} });

interface Listed {
  readonly repository: string;
  readonly commit: string | null;
}

/** The repositories of a list in which the first word of a line names one; a commit may follow. */
function readList(file: string): Listed[] {
  const out = new Map<string, Listed>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [repository = '', second = ''] = line.trim().split(/\s+/);
    const key = repository.toLowerCase();
    if (key !== '' && !key.startsWith('#') && !out.has(key)) out.set(key, { repository, commit: /^[0-9a-f]{40}$/.test(second) ? second : null });
  }
  return [...out.values()];
}

async function run({ clones, list, out }: { readonly clones: string; readonly list: string; readonly out: string }): Promise<void> {
  const heldOut = JSON.parse(readFileSync(new URL('../../training/heldout-repositories.json', import.meta.url), 'utf8')) as { repositories: { repository: string; commit: string }[] };
  const names = new Map(heldOut.repositories.map(({ repository, commit }) => [repository.toLowerCase(), commit]));
  const seen = new Set<string>();
  if (values.without !== undefined) for await (const moment of readMoments(values.without)) seen.add(momentKey(moment));
  const partial = `${out}.partial`;
  const file = createWriteStream(partial);
  const total = new Map<string, number>();
  const count = (key: string): unknown => total.set(key, (total.get(key) ?? 0) + 1);
  const began = performance.now();
  for (const { repository, commit } of readList(list)) {
    if (names.has(repository.toLowerCase()) !== values.heldout) continue;
    const folder = findClone(clones, repository);
    if (folder === null) {
      console.error(`${repository}: not in ${clones}`);
      continue;
    }
    let made = 0;
    const revision = commit ?? names.get(repository.toLowerCase()) ?? 'HEAD';
    try {
      for await (const moment of momentsOfRepository({ source: repository, folder, revision, per: Number(values.per), seed: Number(values.seed) }, seen)) {
        if (!file.write(writeMoment(moment))) await once(file, 'drain');
        made += 1;
        for (const key of ['moments', moment.kind, moment.language, ...(moment.derivable ? [`derivable ${moment.kind}`] : [])]) count(key);
      }
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
    }
    console.error(`${repository}: ${String(made)}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  await new Promise<void>((resolve, reject) => file.end((error?: Error | null) => { if (error) reject(error); else resolve(); }));
  renameSync(partial, out);
  console.log(`${out}: ${[...total].sort(([, one], [, other]) => other - one).map(([key, value]) => `${key} ${String(value)}`).join(', ')}`);
}

const { clones, list, out } = values;
if (values.help) console.log(HELP);
else if (clones === undefined || list === undefined || out === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else await run({ clones, list, out });
