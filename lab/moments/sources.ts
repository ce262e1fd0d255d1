/**
 * `npm run moments:sources`: the plain sources of clones at their newest commit, in the form that `npm run
 * generate:edits -- --sources <dir>` reads. Held-out repositories are left out.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlobReader } from '../cli/synthesize/blobs';
import { findClone } from '../cli/synthesize/clone';
import { checksumText } from '../../src/core/history';
import { seededRandom, shuffled } from '../synthesis/random';
import { languageOf } from '../../src/workspace/language';
import { isHeldOut, readList } from './lists';

const HELP = `npm run moments:sources -- --clones <dir> --list <file> --out <dir> [--per <files of a repository> (60)]`;

const LANGUAGES: ReadonlySet<string> = new Set(['python', 'typescript', 'javascript']);
const SKIPPED =
  /(?:^|\/)(?:node_modules|vendor|dist|build|generated|fixtures?|__snapshots__)\/|\.min\.[a-z]+$|\.d\.ts$/i;
const LEAST_CHARS = 400;
const MOST_CHARS = 60_000;
const LONGEST_LINE = 200;

interface Source {
  readonly path: string;
  readonly language: string;
  readonly package: string;
  readonly heldout: false;
}

async function sourcesOf(repository: string, folder: string, out: string, per: number): Promise<Source[]> {
  const files = execFileSync('git', ['-C', folder, '-c', 'core.quotePath=false', 'ls-tree', '-r', 'HEAD'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
    .split('\n')
    .flatMap((line) => {
      const [, oid, path] = /^100(?:644|755) blob ([0-9a-f]+)\t([^"].*)$/.exec(line) ?? [];
      return oid === undefined || path === undefined || SKIPPED.test(path) || !LANGUAGES.has(languageOf(path).id)
        ? []
        : [{ oid, path }];
    });
  const blobs = new BlobReader(folder);
  const found: Source[] = [];
  try {
    for (const { oid, path } of shuffled(seededRandom(checksumText(repository)), files)) {
      if (found.length >= per) break;
      const blob = await blobs.read(oid);
      const text = blob.kind === 'blob' ? blob.bytes.toString('utf8').replaceAll('\r\n', '\n') : '';
      if (
        text.length < LEAST_CHARS ||
        text.length > MOST_CHARS ||
        text.includes('\uFFFD') ||
        text.split('\n').some((line) => line.length > LONGEST_LINE)
      )
        continue;
      const at = join(repository.replace('/', '+'), path);
      mkdirSync(dirname(join(out, at)), { recursive: true });
      writeFileSync(join(out, at), text);
      found.push({ path: at, language: languageOf(path).id, package: repository, heldout: false });
    }
  } finally {
    blobs.close();
  }
  return found;
}

const { values } = parseArgs({
  options: {
    clones: { type: 'string' },
    list: { type: 'string' },
    out: { type: 'string' },
    per: { type: 'string', default: '60' },
  },
});
const { clones, list, out } = values;
if (clones === undefined || list === undefined || out === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  const index: Source[] = [];
  for (const { repository } of readList(readFileSync(list, 'utf8'))) {
    const folder = isHeldOut(repository) ? null : findClone(clones, repository);
    if (folder !== null) index.push(...(await sourcesOf(repository, folder, out, Number(values.per))));
  }
  writeFileSync(join(out, 'index.json'), JSON.stringify(index));
  console.log(`${out}: ${String(index.length)} files`);
}
