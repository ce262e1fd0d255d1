/** Processes from a git repository on disk: each file of each commit that changes it, newest first, as a stream. */
import { spawn } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Process, Rejection, Timeline } from '../../synthesis/instruct';
import { languageOf } from '../../../src/workspace/language';
import { BlobReader, type Blob } from './blobs';
import { inShard, type Shard } from './shard';

export interface GitOptions {
  readonly repository: string;
  /** Languages to read, as fences name them. */
  readonly languages: ReadonlySet<string>;
  /** Commits that change more files than this (of those languages) are left out. */
  readonly mostFiles: number;
  /** At most this many commits, the newest; 0 for all. */
  readonly mostCommits: number;
  readonly shard: Shard;
  /** Where to begin; a branch, a tag or a commit. */
  readonly revision: string;
}

/** What a source gives: a process (with its edits where they are known), why something it holds is none, or that a commit was read. */
export type Read =
  | { readonly kind: 'process'; readonly process: Process; readonly timeline?: Timeline }
  | { readonly kind: 'rejected'; readonly why: Rejection }
  | { readonly kind: 'commit' };

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  python: ['py', 'pyi'],
  typescript: ['ts', 'tsx', 'mts'],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  go: ['go'],
  rust: ['rs'],
  java: ['java'],
  cpp: ['c', 'h', 'cc', 'cpp', 'cxx', 'hpp'],
  shell: ['sh', 'bash'],
  html: ['html', 'htm'],
  css: ['css'],
  markdown: ['md'],
  yaml: ['yaml', 'yml'],
};

export const KNOWN_LANGUAGES = Object.keys(EXTENSIONS);

/** Folders and files that are not written by hand, or not here. */
const SKIPPED =
  /(?:^|\/)(?:node_modules|vendor|vendored|_vendor|third_party|dist|build|umd|generated|locales?|i18n|\.yarn)\/|\.min\.[a-z]+$|\.d\.ts$|(?:^|\/)(?:package-lock|versioneer|_version)\.\w+$/i;

/** Files read ahead. */
const AHEAD = 48;

export interface Commit {
  readonly id: string;
  readonly subject: string;
  readonly files: { readonly before: string; readonly after: string; readonly path: string }[];
}

/** A name for the repository: that of its folder, or of the folder around it where that is only `repo` or `.git`. */
export function repositoryName(path: string): string {
  const full = resolve(path);
  const name = basename(full);
  return (/^(?:\.git|repo|repo\.git|git)$/.test(name) ? basename(dirname(full)) : name).replace(/\.git$/, '');
}

export async function* gitProcesses(options: GitOptions): AsyncGenerator<Read> {
  const blobs = new BlobReader(options.repository);
  const queue: Promise<Read>[] = [];
  try {
    for await (const commit of commitsOf(options)) {
      if (commit.kind === 'failed') {
        yield { kind: 'rejected', why: { name: 'git-failed', detail: `${options.repository}: ${commit.detail}` } };
        break;
      }
      yield { kind: 'commit' };
      if (commit.commit.files.length > options.mostFiles) {
        yield { kind: 'rejected', why: { name: 'too-many-files' } };
        continue;
      }
      for (const file of commit.commit.files) queue.push(loadProcess(blobs, options, commit.commit, file));
      while (queue.length >= AHEAD) {
        const next = await queue.shift();
        if (next !== undefined) yield next;
      }
    }
    for (const read of queue) yield await read;
  } finally {
    blobs.close();
  }
}

/** A file of a commit, before and after. */
export async function loadProcess(
  blobs: BlobReader,
  options: Pick<GitOptions, 'repository'>,
  commit: Commit,
  file: Commit['files'][number],
): Promise<Read> {
  const [before, after] = await Promise.all([blobs.read(file.before), blobs.read(file.after)]);
  const id = `${repositoryName(options.repository)}/${file.path}@${commit.id.slice(0, 12)}`;
  const texts = [textOf(before), textOf(after)];
  const versions: string[] = [];
  for (const text of texts) {
    if (typeof text === 'string') versions.push(text);
    else return { kind: 'rejected', why: { name: text.name, detail: id } };
  }
  return {
    kind: 'process',
    process: {
      source: 'git',
      id,
      path: file.path,
      language: languageOf(file.path).id,
      versions,
      message: commit.subject,
    },
  };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(blob: Blob): string | Rejection {
  switch (blob.kind) {
    case 'missing':
      return { name: 'object-missing' };
    case 'failed':
      return { name: 'git-failed', detail: blob.detail };
    case 'blob':
      try {
        return UTF8.decode(blob.bytes);
      } catch {
        return { name: 'not-utf8' };
      }
  }
}

export type CommitRead =
  { readonly kind: 'commit'; readonly commit: Commit } | { readonly kind: 'failed'; readonly detail: string };

/** The commits that change files of those languages, newest first. */
export async function* commitsOf({
  repository,
  languages,
  mostCommits,
  shard,
  revision,
}: GitOptions): AsyncGenerator<CommitRead> {
  const patterns = [...languages]
    .flatMap((language) => EXTENSIONS[language] ?? [])
    .map((extension) => `*.${extension}`);
  const git = spawn(
    'git',
    [
      '-C',
      repository,
      '-c',
      'core.quotePath=false',
      'log',
      '--no-merges',
      '--raw',
      '--no-renames',
      '--no-abbrev',
      '--diff-filter=M',
      '--format=%x01%H %s',
      ...(mostCommits > 0 ? ['-n', String(mostCommits)] : []),
      revision,
      '--',
      ...patterns,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  git.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-500);
  });
  const closed = new Promise<number | null>((done) => {
    git.on('error', (error) => {
      errors += error.message;
      done(-1);
    });
    git.on('close', done);
  });
  let open: Commit | null = null;
  for await (const line of createInterface({ input: git.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith('\x01')) {
      if (open !== null && open.files.length > 0) yield { kind: 'commit', commit: open };
      const id = line.slice(1, 41);
      open = inShard(id, shard) ? { id, subject: line.slice(42), files: [] } : null;
      continue;
    }
    // Only ordinary files; names that git has to quote are left out.
    const found =
      open === null
        ? null
        : /^:100(?:644|755) 100(?:644|755) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) M\t([^"].*)$/.exec(line);
    const [, before, after, path] = found ?? [];
    if (before !== undefined && after !== undefined && path !== undefined && !SKIPPED.test(path))
      open?.files.push({ before, after, path });
  }
  if (open !== null && open.files.length > 0) yield { kind: 'commit', commit: open };
  const code = await closed;
  if (code !== 0)
    yield { kind: 'failed', detail: errors.trim() === '' ? `git log ended with ${String(code)}` : errors.trim() };
}
