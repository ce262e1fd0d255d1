/** The benchmarks' files, which lie beside the repository and are not part of it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const DATA = path.resolve(import.meta.dirname, '../../../shared/data');

const SOURCES = {
  'apeval/apeval.json': 'benchmark/apeval of github.com/TechxGenus/CursorCore',
  'humaneval/HumanEval.jsonl.gz': 'data of github.com/openai/human-eval',
  'humaneval/HumanEvalPlus.jsonl.gz': 'the releases of github.com/evalplus/humanevalplus_release',
  'humaneval/HumanEvalPlus-Mini.jsonl.gz': 'the releases of github.com/evalplus/humanevalplus_release',
  'humanevalfix/humanevalpack-python.jsonl': 'evaluation/create/humaneval-x of github.com/bigcode-project/octopack',
  'humanevalfix/humanevalpack-js.jsonl': 'evaluation/create/humaneval-x of github.com/bigcode-project/octopack',
  'mtpb/mtpb.jsonl': 'codegen1/benchmark of github.com/salesforce/CodeGen',
} as const;

export type DataFile = keyof typeof SOURCES;

/** The folder may be given in INKLING_DATA. */
const folder = (): string => process.env['INKLING_DATA'] ?? DATA;

export const hasData = (file: DataFile): boolean => existsSync(path.join(folder(), file));

/** Where a missing file comes from and where it goes, for messages. */
export function whereToGet(file: DataFile): string {
  return `${file} is not in ${path.relative(process.cwd(), folder()) || '.'}: take it from ${SOURCES[file]}, or name the folder in INKLING_DATA.`;
}

/** @throws Error that says where the file comes from */
export function readData(file: DataFile): string {
  const full = path.join(folder(), file);
  if (!existsSync(full)) throw new Error(whereToGet(file));
  const bytes = readFileSync(full);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export const readLines = (file: DataFile): unknown[] => readData(file).split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown);
