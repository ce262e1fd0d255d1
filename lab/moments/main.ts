/**
 * `npm run moments`: natural moments out of the histories of clones (docs/evaluation.md). Nothing of them is committed.
 * The same clones, list and seed give the same file.
 */
import { createWriteStream, readFileSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { findClone } from '../cli/synthesize/clone';
import { heldOutCommit, isHeldOut, readList } from './lists';
import { readMoments, writeMoment } from './moment';
import { momentKey, momentsOfRepository } from './repository';

const HELP = `npm run moments -- --clones <dir> --list <file> --out <moments.jsonl> [options]

  --clones <dir>      where clones lie, bare or not, as owner/name, owner+name or name
  --list <file>       a repository a line: owner/name, and the commit to begin with (default HEAD; of held-out ones as listed)
  --per <n> (250)     most moments of a repository        --seed <n> (1)
  --heldout           take only the repositories that lab/training/heldout-repositories.json names; without it none of them
  --without <file>    moments whose like that file must not be repeated (the held-out ones)
`;

const { values } = parseArgs({
  options: {
    clones: { type: 'string' },
    list: { type: 'string' },
    out: { type: 'string' },
    per: { type: 'string', default: '250' },
    seed: { type: 'string', default: '1' },
    heldout: { type: 'boolean', default: false },
    without: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function run({
  clones,
  list,
  out,
}: {
  readonly clones: string;
  readonly list: string;
  readonly out: string;
}): Promise<void> {
  const seen = new Set<string>();
  if (values.without !== undefined) for await (const moment of readMoments(values.without)) seen.add(momentKey(moment));
  const partial = `${out}.partial`;
  const file = createWriteStream(partial);
  const total = new Map<string, number>();
  const count = (key: string): unknown => total.set(key, (total.get(key) ?? 0) + 1);
  const began = performance.now();
  for (const { repository, commit } of readList(readFileSync(list, 'utf8'))) {
    if (isHeldOut(repository) !== values.heldout) continue;
    const folder = findClone(clones, repository);
    if (folder === null) {
      console.error(`${repository}: not in ${clones}`);
      continue;
    }
    let made = 0;
    const revision = commit ?? heldOutCommit(repository) ?? 'HEAD';
    try {
      for await (const moment of momentsOfRepository(
        { source: repository, folder, revision, per: Number(values.per), seed: Number(values.seed) },
        seen,
      )) {
        if (!file.write(writeMoment(moment))) await once(file, 'drain');
        made += 1;
        for (const key of [
          'moments',
          moment.kind,
          moment.language,
          ...(moment.derivable ? [`derivable ${moment.kind}`] : []),
        ])
          count(key);
      }
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
    }
    console.error(`${repository}: ${String(made)}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  await new Promise<void>((resolve, reject) =>
    file.end((error?: Error | null) => {
      if (error) reject(error);
      else resolve();
    }),
  );
  renameSync(partial, out);
  console.log(
    `${out}: ${[...total]
      .sort(([, one], [, other]) => other - one)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ')}`,
  );
}

const { clones, list, out } = values;
if (values.help) console.log(HELP);
else if (clones === undefined || list === undefined || out === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else await run({ clones, list, out });
