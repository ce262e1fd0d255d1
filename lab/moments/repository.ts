/** The moments of one repository: a random sample of its history, as many of each kind as wanted. */
import { checksumText } from '../../src/core/history';
import { DEFAULT_FILTERS, rejectProcess } from '../synthesis/instruct';
import { keyOf, wordsAndMarks } from '../synthesis/instruct/tokens';
import { seededRandom, shuffled } from '../synthesis/random';
import { BlobReader } from '../cli/synthesize/blobs';
import { commitsOf, loadProcess, type Commit } from '../cli/synthesize/git';
import { MOMENT_KINDS, type Moment, type MomentKind } from './moment';
import { courseOf, kindsOf, momentIn } from './replay';
import { touchedLines } from './words';

export const MOMENT_LANGUAGES: ReadonlySet<string> = new Set(['python', 'typescript', 'javascript', 'go', 'rust']);

export interface RepositoryOptions {
  /** `owner/name`. */
  readonly source: string;
  readonly folder: string;
  readonly revision: string;
  /** At most this many moments. */
  readonly per: number;
  readonly seed: number;
}

/** Of a repository's moments. */
const SHARES: Readonly<Record<MomentKind, number>> = { next: 0.5, rest: 0.25, quiet: 0.25 };
/** Of one file of one commit. */
const MOMENTS_OF_A_FILE = 2;
/** The newest, of a very long history. */
const MOST_COMMITS = 20_000;
/** A commit that changes more is no work by hand. */
const MOST_FILES = 30;
const AHEAD = 48;
const FILTERS = { ...DEFAULT_FILTERS, longestLine: 300, changedLines: 120 };

/** What identifies a moment to people: the last edit and what is due, by their words and marks. The same twice teaches and measures nothing. */
export function momentKey({ language, text, edits, due }: Pick<Moment, 'language' | 'text' | 'edits' | 'due'>): string {
  const last = edits.at(-1);
  const next = due[0] === undefined ? { before: '', after: '' } : touchedLines(text, due[0]);
  return [
    language,
    ...[last?.before, last?.after, next.before, next.after].map((side) => keyOf(wordsAndMarks(side ?? ''))),
  ].join('\n');
}

/** Moments of the repository that `seen` does not hold; their keys are added to it. @throws Error when git fails. */
export async function* momentsOfRepository(
  { source, folder, revision, per, seed }: RepositoryOptions,
  seen: Set<string>,
): AsyncGenerator<Moment> {
  const files: { readonly commit: Commit; readonly file: Commit['files'][number] }[] = [];
  const options = {
    repository: folder,
    languages: MOMENT_LANGUAGES,
    mostFiles: MOST_FILES,
    mostCommits: MOST_COMMITS,
    shard: { index: 0, count: 1 },
    revision,
  };
  for await (const read of commitsOf(options)) {
    if (read.kind === 'failed') throw new Error(`${source}: ${read.detail}`);
    if (read.commit.files.length <= MOST_FILES)
      files.push(...read.commit.files.map((file) => ({ commit: read.commit, file })));
  }
  const random = seededRandom(checksumText(source) ^ seed);
  const left = new Map(MOMENT_KINDS.map((kind) => [kind, Math.round(per * SHARES[kind])]));
  const sample = shuffled(random, files);
  const blobs = new BlobReader(folder);
  try {
    for (let at = 0; at < sample.length && [...left.values()].some((count) => count > 0); at += AHEAD) {
      const reads = await Promise.all(
        sample
          .slice(at, at + AHEAD)
          .map(async ({ commit, file }) => ({ commit, file, read: await loadProcess(blobs, options, commit, file) })),
      );
      for (const { commit, file, read } of reads) {
        if (read.kind !== 'process') continue;
        const versions = read.process.versions.map((text) => text.replaceAll('\r\n', '\n'));
        if (rejectProcess({ ...read.process, versions }, FILTERS) !== null) continue;
        const chosen = seededRandom(checksumText(read.process.id) ^ seed);
        const course = courseOf(chosen, {
          source,
          commit: commit.id,
          language: read.process.language,
          path: file.path,
          before: versions[0] ?? '',
          after: versions[1] ?? '',
        });
        if (course === null) continue;
        const kinds = kindsOf(course).sort(
          (one, other) => (left.get(other) ?? 0) / SHARES[other] - (left.get(one) ?? 0) / SHARES[one],
        );
        for (const kind of kinds.slice(0, MOMENTS_OF_A_FILE)) {
          const remaining = left.get(kind) ?? 0;
          const moment = remaining > 0 ? momentIn(chosen, course, kind) : null;
          const key = moment === null ? '' : momentKey(moment);
          if (moment === null || seen.has(key)) continue;
          seen.add(key);
          left.set(kind, remaining - 1);
          yield moment;
        }
      }
    }
  } finally {
    blobs.close();
  }
}
