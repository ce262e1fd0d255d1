/**
 * Fifty edit tasks, the same on every machine: bugs of HumanEvalFix (read from ../shared/data/humanevalfix, see
 * https://huggingface.co/datasets/bigcode/humanevalpack), and edits on this project's own files: renames and repeated
 * changes made by src/core/synthesis, and blocks put in, taken out or replaced.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HistoryChange } from '../../../src/core/conversation/types';
import { chance, integer, lex, makeExample, namePool, namesIn, seededRandom, type Random } from '../../synthesis';
import { diffTextLines } from '../../../src/core/text';

export interface EditTask {
  readonly name: string;
  readonly language: string;
  readonly history: readonly HistoryChange[];
  readonly before: string;
  readonly after: string;
}

const root = path.resolve(import.meta.dirname, '../../..');
export const HUMANEVALFIX = path.resolve(root, '../shared/data/humanevalfix');
const TASKS = 50;
const FROM_BENCHMARK = 20;
const LEAST_LINES = 20;
const MOST_LINES = 400;
const MOST_CHANGED = 30;

export const linesOf = (text: string): number => text.split('\n').length;

/** Lines of the newer text that are new, or of the older that are gone, whichever is more. */
export const changedLines = ({ before, after }: Pick<EditTask, 'before' | 'after'>): number =>
  diffTextLines(before, after).reduce(
    (sum, change) => sum + Math.max(change.oldEnd - change.oldStart, change.newEnd - change.newStart),
    0,
  );

const isUsable = (task: EditTask): boolean => {
  const lines = linesOf(task.before);
  const changed = changedLines(task);
  return lines >= LEAST_LINES && lines <= MOST_LINES && changed >= 1 && changed <= MOST_CHANGED;
};

interface Bug {
  readonly task_id: string;
  readonly declaration: string;
  readonly prompt: string;
  readonly buggy_solution: string;
  readonly canonical_solution: string;
}

function bugs(file: string, language: string): EditTask[] {
  const at = path.join(HUMANEVALFIX, file);
  if (!existsSync(at)) return [];
  return readFileSync(at, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Bug)
    .map((bug) => ({
      name: `${language} bug ${bug.task_id}`,
      language,
      history: [],
      before: bug.prompt + bug.buggy_solution,
      after: bug.prompt + bug.canonical_solution,
    }))
    .filter(isUsable);
}

/** Evenly over a list, so that neither its beginning nor its end decides. */
const spread = <T>(items: readonly T[], count: number): T[] =>
  Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor((index * items.length) / Math.min(count, items.length))],
  ).filter((item) => item !== undefined);

/** Of this project, named so that new modules do not change the tasks. */
const MODULES = [
  'conversation/fence.ts',
  'conversation/formats/lc.ts',
  'conversation/formats/search.ts',
  'conversation/formats/sr.ts',
  'conversation/formats/ud.ts',
  'conversation/target-area.ts',
  'conversation/template.ts',
  'conversation/wire.ts',
  'history/builder.ts',
  'history/bytes.ts',
  'history/codec.ts',
  'history/derived-edit.ts',
  'history/replay.ts',
  'prediction/excerpt.ts',
  'prediction/filters.ts',
  'prediction/hunks.ts',
  'prediction/interpolate.ts',
  '../../lab/synthesis/lexer.ts',
  '../../lab/synthesis/names.ts',
  '../../lab/synthesis/rename.ts',
  'text/diff.ts',
  'text/edit.ts',
  'text/lines.ts',
  'text/sequence.ts',
];

interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** The modules, and some of them with the next one behind, for the longest excerpts. */
function ownFiles(): readonly SourceText[] {
  const files = MODULES.map((name) => ({ name, text: readFileSync(path.join(root, 'src/core', name), 'utf8') }));
  const pairs = files.flatMap((file, index) => {
    const next = files[index + 1];
    return next === undefined ? [] : [{ name: `${file.name} and ${next.name}`, text: `${file.text}\n${next.text}` }];
  });
  return [...files, ...pairs.filter(({ text }) => linesOf(text) >= 250)].filter(
    ({ text }) => linesOf(text) >= LEAST_LINES && linesOf(text) <= MOST_LINES,
  );
}

const KINDS = [
  'rename-parameter',
  'rename-outer',
  'rename-type',
  'rename-local',
  'rename-member',
  'repeated-change',
  'signature',
] as const;

function mechanical(files: readonly SourceText[], count: number): EditTask[] {
  const tasks: EditTask[] = [];
  const limits = { maxLines: MOST_LINES, maxChars: 40_000 };
  for (let seed = 0; tasks.length < count && seed < 4000; seed += 1) {
    const random = seededRandom(seed);
    const file = files[integer(random, 0, files.length - 1)];
    const kind = KINDS[tasks.length % KINDS.length];
    const document = file === undefined ? null : lex(file.text, 'typescript');
    if (file === undefined || kind === undefined || document === null) continue;
    const example = makeExample(random, document, kind, namePool(namesIn(document)), {
      language: 'typescript',
      source: file.name,
      limits,
    });
    if (example === null || example.quiet) continue;
    const task = {
      name: `${kind} in ${file.name}`,
      language: 'typescript',
      history: example.history,
      before: example.current.text,
      after: example.after,
    };
    if (isUsable(task)) tasks.push(task);
  }
  return tasks;
}

/** Lines put in, taken out, or replaced by others: what no mechanical rule foresees. */
function block(random: Random, file: SourceText, donor: string, size: number): EditTask {
  const lines = file.text.split('\n');
  const from = integer(random, 3, Math.max(3, lines.length - size - 3));
  const taken = donor.split('\n');
  const start = integer(random, 0, Math.max(0, taken.length - size));
  const put = taken.slice(start, start + size);
  const kind = chance(random, 0.4) ? 'put in' : chance(random, 0.4) ? 'taken out' : 'replaced';
  const gone = kind === 'put in' ? 0 : size;
  const after = [...lines.slice(0, from), ...(kind === 'taken out' ? [] : put), ...lines.slice(from + gone)].join('\n');
  return {
    name: `${size} lines ${kind} in ${file.name}`,
    language: 'typescript',
    history: [],
    before: file.text,
    after,
  };
}

function blocks(files: readonly SourceText[], count: number): EditTask[] {
  const random = seededRandom(50);
  const tasks: EditTask[] = [];
  const longest = [...files].sort((one, other) => linesOf(other.text) - linesOf(one.text));
  while (tasks.length < count) {
    const file = tasks.length < 3 ? longest[tasks.length] : files[integer(random, 0, files.length - 1)];
    const donor = files[integer(random, 0, files.length - 1)];
    if (file === undefined || donor === undefined) continue;
    const task = block(
      random,
      file,
      donor.text,
      1 + Math.floor((tasks.length * (MOST_CHANGED - 1)) / Math.max(1, count - 1)),
    );
    if (isUsable(task)) tasks.push(task);
  }
  return tasks;
}

/** Fifty, whether the benchmark's data is there or not. */
export function editTasks(): readonly EditTask[] {
  const fixes = [
    ...spread(bugs('humanevalpack-python.jsonl', 'python'), FROM_BENCHMARK / 2),
    ...spread(bugs('humanevalpack-js.jsonl', 'javascript'), FROM_BENCHMARK / 2),
  ];
  const files = ownFiles();
  const rest = TASKS - fixes.length;
  const made = mechanical(files, Math.ceil(rest / 2));
  return [...fixes, ...made, ...blocks(files, rest - made.length)];
}
