import { describe, expect, it } from 'vitest';
import { ASSUMED_COSTS, type CostTable } from '../../core/speculation';
import { createMemoryModel, MEMORY_LIMITS } from '../../core/speculation/memory-models';
import { costsFor, measureCosts, readTable, type CostStore } from './costs';

const prompt = [1, 2, 3, 4, 5, 6];

/** Measures a machine on which a pass of n tokens takes `ms(n)`; also tells the passes made. */
async function measured(
  ms: (tokens: number) => number,
  limits = MEMORY_LIMITS,
): Promise<{ table: CostTable; passes: number }> {
  let clock = 0;
  const model = createMemoryModel(() => 0, limits);
  const table = await measureCosts(
    {
      ...model,
      forward: (tokens, from, sampling) => {
        clock += ms(tokens.length);
        return model.forward(tokens, from, sampling);
      },
    },
    prompt,
    () => clock,
  );
  expect(model.tokens()).toEqual([]);
  return { table, passes: model.figures().passes.length };
}

describe('measuring what passes cost', () => {
  it('finds cost relative to one token, kernels that change with the size included', async () => {
    const { table } = await measured((tokens) => (tokens >= 16 ? 20 : 5 * tokens));
    expect(table).toEqual(
      [
        [1, 1],
        [2, 2],
        [4, 4],
        [8, 8],
        [16, 4],
        [32, 4],
        [64, 4],
        [80, 4],
      ].map(([run, cost]) => ({ run, cost })),
    );
  });

  it('keeps to what one pass may choose', async () => {
    const { table } = await measured(() => 10, { ...MEMORY_LIMITS, choices: 10 });
    expect(table.map(({ run }) => run)).toEqual([1, 2, 4, 8]);
  });

  it('ends when it has taken long enough, with the lengths that tell most', async () => {
    const { table } = await measured((tokens) => 100 + 20 * tokens);
    expect(table.map(({ run }) => run)).toEqual([1, 4, 16, 32]);
  });

  it('does not measure a machine on which that would take minutes', async () => {
    const { table, passes } = await measured(() => 10_000);
    expect(table).toBe(ASSUMED_COSTS);
    expect(passes).toBe(3);
  });
});

describe('keeping measurements', () => {
  const store = (entries: Map<string, unknown>): CostStore => ({
    read: (key) => Promise.resolve(entries.get(key) ?? null),
    write: (key, table) => {
      entries.set(key, table);
      return Promise.resolve();
    },
  });
  const table = [
    { run: 1, cost: 1 },
    { run: 8, cost: 2 },
  ];

  it('measures once for each key', async () => {
    const entries = new Map<string, unknown>();
    let times = 0;
    const measure = (): Promise<CostTable> => {
      times += 1;
      return Promise.resolve(table);
    };
    for (const key of ['a', 'a', 'b']) expect(await costsFor(key, store(entries), measure)).toEqual(table);
    expect(times).toBe(2);
  });

  it('measures where nothing can be kept', async () => {
    const broken: CostStore = {
      read: () => Promise.reject(new Error('no storage')),
      write: () => Promise.reject(new Error('no storage')),
    };
    expect(await costsFor('a', broken, () => Promise.resolve(table))).toEqual(table);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['an empty list', []],
    ['something else', { run: 1 }],
    ['a cost of nothing', [{ run: 1, cost: 0 }]],
    [
      'lengths out of order',
      [
        { run: 1, cost: 1 },
        { run: 1, cost: 2 },
      ],
    ],
    ['no single token', [{ run: 2, cost: 1 }]],
  ])('takes %s for no table', (_name, value) => {
    expect(readTable(value)).toBeNull();
  });
});
