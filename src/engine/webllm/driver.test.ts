import { describe, expect, it } from 'vitest';
import { createPrefixCache, generate, GREEDY, ASSUMED_COSTS, NO_EXPERIENCE } from '../../core/speculation';
import { hashedNext } from '../../core/speculation/memory-models';
import { createDriver, type Driver } from './driver';
import { createMemoryPipeline, type MemoryFaults, type MemoryPipeline } from '../../../testing/memory-pipeline';
import { checkModel } from './self-check';
import { missingParts, readPipeline } from './surface';

const next = hashedNext(200, 3);

function driverOf(
  faults: MemoryFaults = {},
  sizes?: { context: number; chunk: number },
): { memory: MemoryPipeline; driver: Driver } {
  const memory = createMemoryPipeline(next, faults, sizes);
  const pipeline = readPipeline(memory.pipeline);
  if (pipeline === null) throw new Error(missingParts(memory.pipeline).join());
  return { memory, driver: createDriver(pipeline, memory.chooser) };
}

const prompt = Array.from({ length: 40 }, (_, index) => (index * 7) % 200);
const chosenAfter = (tokens: readonly number[]): number[] => tokens.map((_, index) => next(tokens.slice(0, index + 1)));
const tokensOf = (choices: readonly { readonly token: number }[]): number[] => choices.map(({ token }) => token);

describe("reading web-llm's pipeline", () => {
  it('tells what is missing by name', () => {
    expect(missingParts({})).toContain('tvm.beginScope');
    expect(missingParts(null)).toContain('kvCache');
    expect(readPipeline({ tvm: {} })).toBeNull();
    expect(missingParts(createMemoryPipeline(next).pipeline)).toEqual([]);
  });
});

describe('one forward pass', () => {
  it.each([
    [40, 39, 1],
    [40, 0, 40],
    [40, 35, 5],
    [40, 40, 0],
    [1, 0, 1],
    [1, 1, 0],
  ])('of %i tokens from %i chooses after %i of them', async (length, from, count) => {
    const { driver, memory } = driverOf();
    await driver.reset();
    const tokens = prompt.slice(0, length);
    expect(tokensOf(await driver.forward(tokens, from, GREEDY))).toEqual(chosenAfter(tokens).slice(from));
    expect(memory.tokens()).toEqual(tokens);
    expect(count).toBe(length - from);
    expect(memory.leaked()).toBe(0);
  });

  it('goes on from what is held, and forgets', async () => {
    const { driver, memory } = driverOf();
    await driver.reset();
    await driver.forward(prompt.slice(0, 20), 20, GREEDY);
    await driver.forward([1, 2, 3], 0, GREEDY);
    await driver.pop(3);
    expect(tokensOf(await driver.forward(prompt.slice(20), 0, GREEDY))).toEqual(chosenAfter(prompt).slice(20));
    expect(memory.leaked()).toBe(0);
  });

  it('is refused natively over a limit, and the next one after a reset is right', async () => {
    const { driver, memory } = driverOf({}, { context: 50, chunk: 50 });
    await driver.reset();
    await driver.forward(prompt, 39, GREEDY);
    await expect(driver.forward(prompt, 39, GREEDY)).rejects.toMatchObject({ name: 'ExitStatus' });
    await expect(driver.pop(1)).rejects.toMatchObject({ name: 'ExitStatus' });
    await driver.reset();
    expect(tokensOf(await driver.forward(prompt, 39, GREEDY))).toEqual(chosenAfter(prompt).slice(-1));
    expect(memory.leaked()).toBe(0);
  });

  it('knows its limits', () => {
    expect(driverOf({}, { context: 4096, chunk: 1024 }).driver.limits).toEqual({
      context: 4096,
      pass: 1024,
      choices: 80,
      rollback: true,
    });
    expect(driverOf({ withoutBatchPrefill: true }).driver.limits.choices).toBe(1);
    expect(driverOf({}, { context: 4096, chunk: 1024 }).driver.plain.limits).toEqual({
      context: 1024,
      pass: 1024,
      choices: 1,
      rollback: false,
    });
  });

  it('says so when the GPU computes what is no number', async () => {
    const { memory } = driverOf();
    const pipeline = readPipeline(memory.pipeline);
    if (pipeline === null) throw new Error('unreadable');
    const driver = createDriver(pipeline, {
      choose: () => Promise.resolve([{ token: 0, logprob: Number.NaN, margin: 0 }]),
      dispose: () => undefined,
    });
    await driver.reset();
    await expect(driver.forward(prompt, 39, GREEDY)).rejects.toThrow('not numbers');
  });
});

describe('the check of a GPU', () => {
  it.each<[string, MemoryFaults, string | null]>([
    ['a right one', {}, null],
    ['a library without batch_prefill', { withoutBatchPrefill: true }, null],
    ['one that is wrong when it reads on', { appending: true }, 'read a text in two parts as it does at once'],
    [
      'one that is wrong about several positions',
      { checking: true },
      'check several tokens in one pass as it does one by one',
    ],
    ['one that forgets too much', { forgetting: true }, 'check several tokens in one pass as it does one by one'],
  ])('finds %s', async (_name, faults, what) => {
    const { driver, memory } = driverOf(faults);
    expect(await checkModel(driver, prompt)).toEqual(
      what === null ? { kind: 'trusted' } : { kind: 'distrusted', what },
    );
    expect(memory.tokens()).toEqual([]);
    expect(memory.passes.length).toBeLessThanOrEqual(8);
  });

  it.each<[string, MemoryFaults]>([
    ['reading on', { appending: true }],
    ['forgetting', { forgetting: true }],
    ['checking', { checking: true }],
  ])('leaves a way that is right on a GPU that is wrong about %s', async (_name, faults) => {
    const { driver } = driverOf(faults);
    const cache = createPrefixCache(driver.plain);
    for (const asked of [prompt, [...prompt.slice(0, 30), 9], prompt]) {
      const tokens: number[] = [];
      for await (const step of generate(
        cache,
        {
          prompt: asked,
          draft: asked,
          maxTokens: 12,
          sampling: GREEDY,
          endTokens: new Set(),
          costs: ASSUMED_COSTS,
          acceptance: NO_EXPERIENCE,
        },
        { aborted: false },
      ))
        tokens.push(...tokensOf(step.choices));
      const truth: number[] = [];
      while (truth.length < 12) truth.push(next([...asked, ...truth]));
      expect(tokens).toEqual(truth);
    }
  });
});
