/**
 * Held-out cases out of other people's code. Nothing of it is committed: the cases are made on the machine that
 * evaluates, always the same ones, from
 *
 * - the packages that lab/training/sources.json holds out, as lab/training/collect.py unpacked them (mechanical edits);
 * - clones of the repositories that lab/training/heldout-repositories.json names, at the commits it names (their history:
 *   commits typed step by step, and the rules of lab/synthesis/instruct say what follows from what).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typeThrough, type Due, type EvaluationCase } from '../../evaluation';
import { checksumText } from '../../../src/core/history';
import { DEFAULT_EXCERPT_LIMITS } from '../../../src/core/prediction';
import {
  cutDocument,
  cutsFor,
  DEFAULT_MIX,
  lex,
  makeExample,
  namePool,
  namesIn,
  outlineOf,
  seededRandom,
  shuffled,
  type ExampleKind,
  type SourceLanguage,
} from '../../synthesis';
import { followSamples, rejectProcess, RULE_NAMES, type Sample } from '../../synthesis/instruct';
import { applyChange, diffText } from '../../../src/core/text';
import { findClone } from '../synthesize/clone';
import { gitProcesses } from '../synthesize/git';

const LANGUAGES: readonly SourceLanguage[] = ['python', 'typescript', 'javascript'];
const EXTENSION: Readonly<Record<SourceLanguage, string>> = { python: 'py', typescript: 'ts', javascript: 'js' };
const SEED = 20_26;
/** Cases with something due and quiet ones, from packages and from histories. */
const PACKAGE_CASES = { due: 132, quiet: 88 } as const;
const GIT_CASES = { due: 72, quiet: 48 } as const;
/** A file with more is not what a user edits by hand; a course with more steps only takes longer. */
const MOST_CHARS = 60_000;
const MOST_EDITS = 6;
const MOST_TYPED = 600;

interface SourceFile {
  readonly path: string;
  readonly language: SourceLanguage;
  readonly package: string;
  readonly heldout: boolean;
}

interface HeldOut {
  readonly repositories: readonly { readonly repository: string; readonly commit: string; readonly language: string }[];
}

/** A case of texts that follow one another by an edit each, typed; null when there is too much to type. */
function typed(
  id: string,
  kind: string,
  origin: EvaluationCase['origin'],
  language: string,
  file: string,
  texts: readonly string[],
  due: Due,
): EvaluationCase | null {
  const [base] = texts;
  if (base === undefined || texts.length < 2 || base.length > MOST_CHARS) return null;
  const { records } = typeThrough(id, texts);
  if (records.length === 0 || records.length > MOST_TYPED) return null;
  return {
    id,
    kind,
    origin,
    document: { id, path: file, language, base: { version: 0, text: base }, records },
    points: [{ after: records.length, due }],
  };
}

const dueOf = (before: string, after: string): Due =>
  before === after ? { kind: 'nothing' } : { kind: 'edits', change: diffText(before, after) };

function packageCases(sources: string): EvaluationCase[] {
  const files = (JSON.parse(readFileSync(path.join(sources, 'index.json'), 'utf8')) as SourceFile[]).filter(
    ({ heldout }) => heldout,
  );
  const read = ({ path: name }: SourceFile): string => readFileSync(path.join(sources, name), 'utf8');
  const random = seededRandom(SEED);
  const names = new Set<string>();
  for (const file of shuffled(random, files).slice(0, 400)) {
    const lexed = lex(read(file), file.language);
    if (lexed !== null) for (const name of namesIn(lexed)) names.add(name);
  }
  const pool = namePool(names);
  const queues = new Map(
    LANGUAGES.map((language) => [
      language,
      shuffled(
        random,
        files.filter((file) => file.language === language),
      ),
    ]),
  );
  const kinds = (quiet: boolean): ExampleKind[] =>
    DEFAULT_MIX.map(([kind]) => kind).filter((kind) => kind.startsWith('quiet') === quiet);
  const out: EvaluationCase[] = [];
  /** As many of each kind as come out evenly; rare ones are looked for longer. */
  const fill = (wanted: readonly ExampleKind[], count: number): void => {
    wanted.forEach((kind, index) => {
      const share = Math.floor(((index + 1) * count) / wanted.length) - Math.floor((index * count) / wanted.length);
      for (let turn = 0, made = 0; made < share && turn < share * 120; turn += 1) {
        const one = attempt(kind, turn);
        if (one === null) continue;
        out.push(one);
        made += 1;
      }
    });
  };
  const attempt = (kind: ExampleKind, turn: number): EvaluationCase | null => {
    const queue = queues.get(LANGUAGES[turn % 5 < 2 ? 0 : turn % 5 < 4 ? 1 : 2] ?? 'python') ?? [];
    const file = queue[Math.floor(random.next() * queue.length)];
    const lexed = file === undefined ? null : lex(read(file), file.language);
    const document = lexed === null ? null : cutDocument(random, outlineOf(lexed), cutsFor(kind));
    if (file === undefined || document === null) return null;
    const example = makeExample(random, document, kind, pool, {
      language: file.language,
      source: file.path,
      limits: { maxLines: 1e6, maxChars: 1e9 },
    });
    if (example === null || example.quiet !== kind.startsWith('quiet')) return null;
    const texts = [example.history[0]?.before ?? '', ...example.history.map(({ after }) => after)];
    if (texts.at(-1) !== example.current.text) return null;
    return typed(
      `package/${out.length}`,
      example.kind,
      'package',
      file.language,
      `case.${EXTENSION[file.language]}`,
      texts,
      dueOf(example.current.text, example.after),
    );
  };
  fill(kinds(false), PACKAGE_CASES.due);
  fill(kinds(true), PACKAGE_CASES.quiet);
  return out;
}

function textsOf({ base, edits }: Sample): string[] {
  const texts = [base];
  for (const edit of edits) texts.push(applyChange(texts.at(-1) ?? '', edit));
  return texts;
}

/** The same number from every repository as far as it has them, by rounds over the kinds of what follows. */
async function gitCases(
  clones: string,
  list: string,
): Promise<{ readonly cases: EvaluationCase[]; readonly missing: string[] }> {
  const { repositories } = JSON.parse(readFileSync(list, 'utf8')) as HeldOut;
  const missing: string[] = [];
  const busy: EvaluationCase[][] = [];
  const quiet: EvaluationCase[][] = [];
  for (const { repository, commit } of repositories) {
    const folder = findClone(clones, repository);
    if (folder === null) {
      missing.push(repository);
      continue;
    }
    const found = await casesOfRepository(folder, repository, commit);
    busy.push(found.filter(({ points }) => points[0]?.due.kind === 'edits'));
    quiet.push(found.filter(({ points }) => points[0]?.due.kind === 'nothing'));
  }
  return { cases: [...inTurns(busy, GIT_CASES.due), ...inTurns(quiet, GIT_CASES.quiet)], missing };
}

const FROM_A_REPOSITORY = 60;
const PROCESSES = 4_000;

async function casesOfRepository(folder: string, repository: string, commit: string): Promise<EvaluationCase[]> {
  const byKind = new Map<string, EvaluationCase[]>();
  let processes = 0;
  const follow = {
    limits: DEFAULT_EXCERPT_LIMITS,
    samples: 2,
    changedLines: 12,
    steps: 60,
    rules: new Set(RULE_NAMES),
  };
  const options = {
    repository: folder,
    languages: new Set<string>(LANGUAGES),
    mostFiles: 12,
    mostCommits: 0,
    shard: { index: 0, count: 1 },
    revision: commit,
  };
  for await (const read of gitProcesses(options)) {
    if (read.kind === 'rejected' && read.why.name === 'git-failed')
      throw new Error(`${repository}: ${read.why.detail ?? 'git failed'}`);
    if (read.kind !== 'process') continue;
    processes += 1;
    if (processes > PROCESSES) break;
    const { process } = read;
    if (rejectProcess(process) !== null) continue;
    const samples = followSamples(seededRandom(checksumText(process.id) ^ SEED), process, follow);
    // One of each sort from a commit's file.
    for (const sample of [samples.find(({ next }) => next.length > 0), samples.find(({ next }) => next.length === 0)]) {
      if (sample === undefined || sample.edits.length > MOST_EDITS) continue;
      const due: Due = sample.next.length === 0 ? { kind: 'nothing' } : { kind: 'edits', change: sample.next };
      const one = typed(
        `git/${repository}/${process.path}@${commitOf(process.id)}`,
        sample.kind,
        'git',
        process.language,
        process.path,
        textsOf(sample),
        due,
      );
      if (one !== null) byKind.set(one.kind, [...(byKind.get(one.kind) ?? []), one]);
    }
  }
  return inTurns([...byKind.values()], FROM_A_REPOSITORY);
}

const commitOf = (id: string): string => id.slice(id.lastIndexOf('@') + 1);

/** One of each list in turn, evenly over the list, up to `count`. */
function inTurns<T>(lists: readonly (readonly T[])[], count: number): T[] {
  const random = seededRandom(SEED);
  const queues = lists.map((list) => shuffled(random, list));
  const out: T[] = [];
  for (let round = 0; out.length < count && queues.some((queue) => queue.length > round); round += 1) {
    for (const queue of queues) {
      const one = queue[round];
      if (one !== undefined && out.length < count) out.push(one);
    }
  }
  return out;
}

export interface BuildOptions {
  readonly sources: string;
  /** Folder of clones, or null to leave histories out. */
  readonly clones: string | null;
  readonly list: string;
  readonly out: string;
}

/** Writes `package.cases.jsonl` and `git.cases.jsonl`; what was made and what is missing, a line each. */
export async function buildCases({ sources, clones, list, out }: BuildOptions): Promise<string[]> {
  mkdirSync(out, { recursive: true });
  const lines: string[] = [];
  const write = (name: string, cases: readonly EvaluationCase[]): void => {
    writeFileSync(path.join(out, name), cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
    lines.push(
      `${path.join(out, name)}: ${cases.length} cases, ${cases.filter(({ points }) => points[0]?.due.kind === 'nothing').length} of them quiet`,
    );
  };
  if (existsSync(path.join(sources, 'index.json'))) write('package.cases.jsonl', packageCases(sources));
  else lines.push(`No ${sources}/index.json: "python lab/training/collect.py" makes it.`);
  if (clones === null) lines.push('No clones: --clones <folder> names where the repositories of the list are.');
  else {
    const { cases, missing } = await gitCases(clones, list);
    write('git.cases.jsonl', cases);
    if (missing.length > 0) lines.push(`Not in ${clones}: ${missing.join(', ')}`);
  }
  return lines;
}
