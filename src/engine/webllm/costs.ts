/** What passes of each length cost on this GPU: measured once, kept for the next time. */
import { ASSUMED_COSTS, GREEDY, MEASURED_RUNS, type CostTable, type RunCost, type TokenModel } from '../../core/speculation';

/** Keeps measurements between visits; both may fail quietly, they are only measurements. */
export interface CostStore {
  readonly read: (key: string) => Promise<unknown>;
  readonly write: (key: string, table: CostTable) => Promise<void>;
}

const ROUNDS = 3;
/** A machine on which one token takes longer is not measured: it would take minutes. */
const SLOW_MS = 1500;

/**
 * The cost of each run length relative to a single token's, the best of three. Leaves the model reset.
 * @param prompt what stands in the cache meanwhile, at least one token
 * @throws what the model throws
 */
export async function measureCosts(model: TokenModel, prompt: readonly number[], now: () => number): Promise<CostTable> {
  await model.reset();
  await model.forward(prompt, prompt.length, GREEDY);
  const most = Math.min(model.limits.choices, model.limits.pass, model.limits.context - prompt.length);
  const once = async (run: number): Promise<number> => {
    const tokens = Array.from({ length: run }, (_, index) => prompt[index % prompt.length] ?? 0);
    const began = now();
    await model.forward(tokens, 0, GREEDY);
    const ms = now() - began;
    await model.pop(run);
    return ms;
  };
  await once(1);
  const single = await once(1);
  if (single > SLOW_MS) {
    await model.reset();
    return ASSUMED_COSTS;
  }
  const measured: RunCost[] = [];
  for (const run of MEASURED_RUNS.filter((length) => length <= most)) {
    // The first pass of a length compiles or allocates what later ones have.
    await once(run);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round += 1) best = Math.min(best, await once(run));
    measured.push({ run, cost: Math.max(best, 0.01) });
  }
  await model.reset();
  const unit = measured[0]?.cost ?? 1;
  return measured.map(({ run, cost }) => ({ run, cost: cost / unit }));
}

const isEntry = (value: unknown): value is RunCost =>
  typeof value === 'object' && value !== null && 'run' in value && 'cost' in value
  && typeof value.run === 'number' && Number.isInteger(value.run) && value.run >= 1
  && typeof value.cost === 'number' && Number.isFinite(value.cost) && value.cost > 0;

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
