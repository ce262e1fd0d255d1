/** What passes of each length cost on this GPU: measured once, kept for the next time. */
import { ASSUMED_COSTS, GREEDY, type CostTable, type RunCost, type TokenModel } from '../../core/speculation';

/** Keeps measurements between visits; both may fail quietly, they are only measurements. */
export interface CostStore {
  readonly read: (key: string) => Promise<unknown>;
  readonly write: (key: string, table: CostTable) => Promise<void>;
}

/** Lengths in the order in which they tell most: measuring may end early. */
const ORDER: readonly number[] = [1, 16, 4, 32, 8, 64, 2, 80];
const ROUNDS = 2;
/** No new length is begun after so long: a user waits for this, once for each model. */
const BUDGET_MS = 3000;
/** A machine on which one token takes longer is not measured at all. */
const SLOW_MS = 600;

/**
 * The cost of each run length relative to a single token's, the better of two. Leaves the model reset.
 * @param prompt what stands in the cache meanwhile, at least one token
 * @throws what the model throws
 */
export async function measureCosts(
  model: TokenModel,
  prompt: readonly number[],
  now: () => number,
): Promise<CostTable> {
  await model.reset();
  await model.forward(prompt, prompt.length, GREEDY);
  const began = now();
  const most = Math.min(model.limits.choices, model.limits.pass, model.limits.context - prompt.length);
  const once = async (run: number): Promise<number> => {
    const tokens = Array.from({ length: run }, (_, index) => prompt[index % prompt.length] ?? 0);
    const start = now();
    await model.forward(tokens, 0, GREEDY);
    const ms = now() - start;
    await model.pop(run);
    return ms;
  };
  const measured: RunCost[] = [];
  for (const run of ORDER.filter((length) => length <= most)) {
    if (now() - began > BUDGET_MS) break;
    // The first pass of a length compiles or allocates what later ones have.
    await once(run);
    let best = await once(run);
    if (run === 1 && best > SLOW_MS) break;
    for (let round = 1; round < ROUNDS; round += 1) best = Math.min(best, await once(run));
    measured.push({ run, cost: Math.max(best, 0.01) });
  }
  await model.reset();
  const unit = measured[0]?.cost ?? 1;
  // One length alone says nothing about the others.
  if (measured.length < 2) return ASSUMED_COSTS;
  return measured.map(({ run, cost }) => ({ run, cost: cost / unit })).sort((one, other) => one.run - other.run);
}

const isEntry = (value: unknown): value is RunCost =>
  typeof value === 'object' &&
  value !== null &&
  'run' in value &&
  'cost' in value &&
  typeof value.run === 'number' &&
  Number.isInteger(value.run) &&
  value.run >= 1 &&
  typeof value.cost === 'number' &&
  Number.isFinite(value.cost) &&
  value.cost > 0;

/** A table as it was kept; null when it is none. */
export function readTable(value: unknown): CostTable | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isEntry)) return null;
  const table: readonly RunCost[] = value;
  return table.every((entry, index) => entry.run > (table[index - 1]?.run ?? 0)) && table[0]?.run === 1 ? table : null;
}

/** The kept table, or one measured now and kept. */
export async function costsFor(key: string, store: CostStore, measure: () => Promise<CostTable>): Promise<CostTable> {
  const kept = readTable(await store.read(key).catch(() => null));
  if (kept !== null) return kept;
  const measured = await measure();
  await store.write(key, measured).catch(() => undefined);
  return measured;
}

/** A store in CacheStorage, which workers have; entries are small JSON answers under invented addresses. */
export function cacheStorageCosts(storage: CacheStorage, name = 'inkling/costs'): CostStore {
  const address = (key: string): string => `https://costs.invalid/${encodeURIComponent(key)}`;
  return {
    async read(key) {
      const found = await (await storage.open(name)).match(address(key));
      return found === undefined ? null : (found.json() as Promise<unknown>);
    },
    async write(key, table) {
      await (await storage.open(name)).put(address(key), Response.json(table));
    },
  };
}
