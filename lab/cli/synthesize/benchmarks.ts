/** The benchmarks that training data must not hold, read from where developers keep them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decontaminator, type BenchmarkText } from '../../synthesis/instruct';

type Item = Readonly<Record<string, unknown>>;

interface Source {
  readonly file: string;
  readonly from: string;
  readonly texts: (item: Item) => readonly string[];
}

const string = (value: unknown): string => (typeof value === 'string' ? value : '');

const codes = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((entry: Item) => string(entry.code)) : [string((value as Item | undefined)?.code)];

const SOURCES: readonly Source[] = [
  {
    file: 'apeval/apeval.json',
    from: 'https://github.com/TechxGenus/CursorCore (benchmark/apeval.json)',
    texts: (item) => [...codes(item.current), ...codes(item.history)],
  },
  {
    file: 'humaneval/HumanEval.jsonl.gz',
    from: 'https://github.com/openai/human-eval',
    texts: (item) => [string(item.prompt) + string(item.canonical_solution)],
  },
  ...['python', 'js'].map((language) => ({
    file: `humanevalfix/humanevalpack-${language}.jsonl`,
    from: 'https://huggingface.co/datasets/bigcode/humanevalpack',
    texts: (item: Item): string[] => [
      string(item.prompt) + string(item.canonical_solution),
      string(item.declaration) + string(item.canonical_solution),
      string(item.declaration) + string(item.buggy_solution),
    ],
  })),
  {
    file: 'mtpb/mtpb.jsonl',
    from: 'https://github.com/salesforce/CodeGen (benchmark/mtpb.jsonl)',
    texts: (item) => [Array.isArray(item.prompts) ? item.prompts.join('\n') : ''],
  },
];

export interface Benchmarks {
  readonly decontaminator: Decontaminator;
  readonly found: readonly string[];
  /** Files that are not there, with where to get them. */
  readonly missing: readonly string[];
}

/** HumanEval+ has the same prompts and solutions as HumanEval (more tests), so it is covered by it. */
export async function readBenchmarks(folder: string): Promise<Benchmarks> {
  const texts: BenchmarkText[] = [];
  const found: string[] = [];
  const missing: string[] = [];
  for (const source of SOURCES) {
    const items = await itemsOf(join(folder, source.file));
    if (items === null) missing.push(`${join(folder, source.file)}: get it from ${source.from}`);
    else found.push(source.file);
    for (const [at, item] of (items ?? []).entries()) {
      const name = string(item.task_id ?? item.name) || `${source.file}#${at}`;
      texts.push(
        ...source
          .texts(item)
          .filter((text) => text !== '')
          .map((text) => ({ name, text })),
      );
    }
  }
  return { decontaminator: new Decontaminator(texts), found, missing };
}

async function itemsOf(path: string): Promise<readonly Item[] | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return null;
  }
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  if (path.endsWith('.json')) return JSON.parse(text) as Item[];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Item);
}
