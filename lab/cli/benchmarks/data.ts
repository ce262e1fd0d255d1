/** The benchmarks' files, which lie beside the repository and are not part of it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CommandError } from './command';

const DATA = path.resolve(import.meta.dirname, '../../../../shared/data');

/** Where each file is published; some are called otherwise there. */
const SOURCES = {
  'apeval/apeval.json': 'benchmark/apeval.json in github.com/TechxGenus/CursorCore',
  'humaneval/HumanEvalPlus.jsonl.gz':
    'the file of that name in the releases of github.com/evalplus/humanevalplus_release',
  'humaneval/HumanEvalPlus-Mini.jsonl.gz':
    'the file of that name in the releases of github.com/evalplus/humanevalplus_release',
  'humanevalfix/humanevalpack-python.jsonl':
    'data/python/data/humanevalpack.jsonl of huggingface.co/datasets/bigcode/humanevalpack (github.com/bigcode-project/octopack)',
  'humanevalfix/humanevalpack-js.jsonl':
    'data/js/data/humanevalpack.jsonl of huggingface.co/datasets/bigcode/humanevalpack (github.com/bigcode-project/octopack)',
  'mtpb/mtpb.jsonl': 'benchmark/mtpb.jsonl in github.com/salesforce/CodeGen (in newer versions below codegen1)',
} as const;

export type DataFile = keyof typeof SOURCES;

/** The folder may be given in INKLING_DATA. */
const folder = (): string => process.env['INKLING_DATA'] ?? DATA;

export const hasData = (file: DataFile): boolean => existsSync(path.join(folder(), file));

/** Where a missing file comes from and where it goes, for messages. */
export function whereToGet(file: DataFile): string {
  const place = path.relative(process.cwd(), path.join(folder(), file));
  return `The benchmark's data is not part of this repository, and ${place} is missing.\nGet ${SOURCES[file]} and save it there, or name the folder that holds ${file} in INKLING_DATA (docs/benchmarks.md).`;
}

/** @throws CommandError that says where the file comes from */
export function readData(file: DataFile): string {
  const full = path.join(folder(), file);
  if (!existsSync(full)) throw new CommandError(whereToGet(file));
  const bytes = readFileSync(full);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export const readLines = (file: DataFile): unknown[] =>
  readData(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
