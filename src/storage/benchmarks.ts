/** Benchmark runs in this browser: each result is kept as soon as it is there, so that a reload loses none. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { TaskResult } from '../core/benchmarks';
import type { ChangeFormat } from '../core/conversation';

/** How a run asks; null for what the model's own dialect says, or for all. */
export interface RunOptions {
  readonly format: ChangeFormat | null;
  readonly targetArea: boolean | null;
  /** So many of the newest changes of the history. */
  readonly window: number | null;
  /** So many tasks, spread evenly. */
  readonly limit: number | null;
}

export interface BenchmarkRun {
  readonly id: string;
  readonly model: string;
  readonly device: string;
  readonly dialect: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Absent in runs of before there was a choice. */
  readonly options?: RunOptions;
  /** Hex digest of the model file; null or absent where it is not known. */
  readonly sha256?: string | null;
}

export interface StoredResult extends TaskResult {
  /** What the model wrote; null when it gave no answer. */
  readonly answer: string | null;
}

interface Schema extends DBSchema {
  /** The benchmarks' files as text, by what they are. */
  readonly data: { readonly key: string; readonly value: string };
  readonly runs: { readonly key: string; readonly value: BenchmarkRun };
  readonly results: { readonly key: [string, string]; readonly value: StoredResult };
}

export interface BenchmarkStorage {
  data(name: string): Promise<string | null>;
  keepData(name: string, text: string): Promise<void>;
  /** Newest first. */
  runs(): Promise<readonly BenchmarkRun[]>;
  keepRun(run: BenchmarkRun): Promise<void>;
  removeRun(id: string): Promise<void>;
  results(run: string): Promise<readonly StoredResult[]>;
  keepResult(run: string, result: StoredResult): Promise<void>;
}

const NAME = 'inkling-benchmarks';

/** A database of its own, opened when first used; deleting it touches nothing else. @throws what IndexedDB throws */
export async function openBenchmarkStorage(): Promise<BenchmarkStorage> {
  const database: IDBPDatabase<Schema> = await openDB<Schema>(NAME, 1, {
    upgrade(made) {
      for (const store of ['data', 'runs', 'results'] as const) made.createObjectStore(store);
    },
  });
  const of = (run: string): IDBKeyRange => IDBKeyRange.bound([run, ''], [run, '\uffff']);
  return {
    data: async (name) => (await database.get('data', name)) ?? null,
    async keepData(name, text) {
      await database.put('data', text, name);
    },
    runs: async () => (await database.getAll('runs')).sort((a, b) => b.startedAt - a.startedAt),
    async keepRun(run) {
      await database.put('runs', run, run.id);
    },
    async removeRun(id) {
      const transaction = database.transaction(['runs', 'results'], 'readwrite');
      await Promise.all([
        transaction.objectStore('runs').delete(id),
        transaction.objectStore('results').delete(of(id)),
        transaction.done,
      ]);
    },
    results: (run) => database.getAll('results', of(run)),
    async keepResult(run, result) {
      await database.put('results', result, [run, result.id]);
    },
  };
}
