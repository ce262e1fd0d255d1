/** The benchmark's files, which the user brings: they are not part of the program. */
import type { BenchmarkStorage } from '../../storage/benchmarks';
import { readApeval, type EditTask } from '../../core/benchmarks';

export const NEEDED = [
  { name: 'apeval', what: 'apeval.json', from: 'benchmark/apeval.json in github.com/TechxGenus/CursorCore' },
  {
    name: 'tests',
    what: 'HumanEvalPlus-Mini.jsonl.gz',
    from: 'in the releases of github.com/evalplus/humanevalplus_release',
  },
] as const;

export interface ApevalData {
  readonly tasks: readonly EditTask[];
  /** The line of HumanEvalPlus that tests a task. */
  readonly lines: ReadonlyMap<string, string>;
}

async function textOf(file: File): Promise<string> {
  if (!file.name.endsWith('.gz')) return file.text();
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

function linesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const { task_id: id, plus_input: plus } = JSON.parse(line) as Readonly<Record<string, unknown>>;
        if (typeof id !== 'string' || !Array.isArray(plus))
          throw new Error('A line of the tests is not one of HumanEvalPlus.');
        return [id, line];
      }),
  );
}

/** Null while a file is missing. @throws Error when a kept file cannot be read any more */
export async function loadData(storage: BenchmarkStorage): Promise<ApevalData | null> {
  const [apeval, tests] = await Promise.all(NEEDED.map(({ name }) => storage.data(name)));
  if (apeval === null || apeval === undefined || tests === null || tests === undefined) return null;
  const lines = linesOf(tests);
  return { tasks: readApeval(JSON.parse(apeval) as unknown).filter(({ id }) => lines.has(id)), lines };
}

export async function missingData(storage: BenchmarkStorage): Promise<readonly (typeof NEEDED)[number][]> {
  const present = await Promise.all(NEEDED.map(async ({ name }) => (await storage.data(name)) !== null));
  return NEEDED.filter((_, index) => present[index] !== true);
}

/** Keeps what the chosen files are. @throws Error that names a file that is neither */
export async function takeFiles(storage: BenchmarkStorage, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const text = await textOf(file);
    if (text.trimStart().startsWith('[')) {
      readApeval(JSON.parse(text) as unknown);
      await storage.keepData('apeval', text);
    } else {
      try {
        linesOf(text);
      } catch {
        throw new Error(`${file.name} is neither APEval nor HumanEvalPlus.`);
      }
      await storage.keepData('tests', text);
    }
  }
}
