/**
 * Databases cannot be renamed, so one that cannot be read is set aside by leaving it under its name, untouched, and
 * going on in the next: `inkling`, `inkling~2`, `inkling~3`...
 */
import { Connection } from './connection';
import type { StorageFailure } from './failure';
import type { Migration } from './schema';

const RETRY_MS = 150;
const MOST_NEW_DATABASES = 3;

/** A database left as it is. `failure` is null for one that was set aside on an earlier day. */
export interface SetAsideDatabase {
  readonly name: string;
  readonly failure: StorageFailure | null;
}

export type GenerationOutcome =
  | { readonly kind: 'connected'; readonly connection: Connection; readonly setAside: readonly SetAsideDatabase[] }
  | { readonly kind: 'failed'; readonly failure: StorageFailure };

export async function openNewest(base: string, migrations?: readonly Migration[]): Promise<GenerationOutcome> {
  const newest = await newestGeneration(base);
  const setAside: SetAsideDatabase[] = [];
  for (let earlier = 1; earlier < newest; earlier += 1)
    setAside.push({ name: generationName(base, earlier), failure: null });
  let last: StorageFailure = { code: 'unknown', message: 'no database was tried' };
  for (let generation = newest; generation < newest + MOST_NEW_DATABASES; generation += 1) {
    const name = generationName(base, generation);
    let outcome = await Connection.connect(name, migrations);
    if (outcome.kind === 'failed' && outcome.failure.code === 'unreadable') {
      // Chrome reports a busy disk the same way as a damaged one: ask twice before moving on.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      outcome = await Connection.connect(name, migrations);
    }
    if (outcome.kind === 'connected') return { ...outcome, setAside };
    last = outcome.failure;
    if (last.code !== 'unreadable') break;
    setAside.push({ name, failure: last });
  }
  return { kind: 'failed', failure: last };
}

function generationName(base: string, generation: number): string {
  return generation === 1 ? base : `${base}~${generation}`;
}

async function newestGeneration(base: string): Promise<number> {
  // Not in every browser; without it the first that can be read is used.
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return 1;
  try {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const numbers = names
      .filter((name) => name.startsWith(`${base}~`))
      .map((name) => Number(name.slice(base.length + 1)));
    return Math.max(1, ...numbers.filter((number) => Number.isInteger(number) && number > 1));
  } catch {
    return 1;
  }
}
