import { describe, expect, it } from 'vitest';
import { integer, seededRandom, type Random } from '../../../lab/synthesis/random';
import { generate, type GenerateFigures, type GenerateRequest, type GenerateResult } from './generate';
import {
  createMemoryModel,
  hashedNext,
  MEMORY_LIMITS,
  ngramNext,
  scriptedNext,
  type MemoryModel,
  type NextToken,
} from './memory-models';
import { createPrefixCache, type PrefixCache } from './prefix-cache';
import { ASSUMED_COSTS, costOf, NO_EXPERIENCE } from './run-length';
import { GREEDY } from './token-model';

const END = 0;
const VOCABULARY = 60;

const request = (
  prompt: readonly number[],
  draft: readonly number[] | null,
  changes: Partial<GenerateRequest> = {},
): GenerateRequest => ({
  prompt,
  draft,
  maxTokens: 80,
  sampling: GREEDY,
  endTokens: new Set([END]),
  costs: ASSUMED_COSTS,
  acceptance: NO_EXPERIENCE,
  ...changes,
});

/** What choosing one token at a time gives, from a model that has read nothing before. */
function plain(next: NextToken, prompt: readonly number[], maxTokens: number): number[] {
  const tokens = [...prompt];
  const out: number[] = [];
  while (out.length < maxTokens) {
    const token = next(tokens);
    if (token === END) break;
    tokens.push(token);
    out.push(token);
  }
  return out;
}

/** Passes that plain decoding makes: one a token, and one that finds the end. */
const plainPasses = (tokens: readonly number[], maxTokens: number): number => Math.min(tokens.length + 1, maxTokens);

interface Run {
  readonly tokens: readonly number[];
  readonly figures: GenerateFigures;
  readonly end: GenerateResult['end'];
}

async function run(
  cache: PrefixCache,
  asked: GenerateRequest,
  signal: { readonly aborted: boolean } = { aborted: false },
): Promise<Run> {
  const stream = generate(cache, asked, signal);
  const tokens: number[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done === true) return { tokens, ...step.value };
    tokens.push(...step.value.choices.map(({ token }) => token));
  }
}

const fresh = (next: NextToken): { model: MemoryModel; cache: PrefixCache } => {
  const model = createMemoryModel(next);
  return { model, cache: createPrefixCache(model) };
};

const list = (random: Random, length: number): number[] =>
  Array.from({ length }, () => 1 + integer(random, 0, VOCABULARY - 1 - 1));

/** Drafts from right to malicious, made from what the model is going to say. */
const drafts: readonly (readonly [
  name: string,
  make: (truth: readonly number[], random: Random) => readonly number[],
])[] = [
  ['right', (truth) => truth],
  ['empty', () => []],
  [
    'with tokens replaced',
    (truth, random) =>
      truth.map((token) => (integer(random, 0, 8 - 1) === 0 ? 1 + integer(random, 0, VOCABULARY - 1 - 1) : token)),
  ],
  ['with tokens left out', (truth, random) => truth.filter(() => integer(random, 0, 8 - 1) !== 0)],
  [
    'with tokens put in',
    (truth, random) =>
      truth.flatMap((token) =>
        integer(random, 0, 8 - 1) === 0 ? list(random, 1 + integer(random, 0, 4 - 1)).concat(token) : [token],
      ),
  ],
  ['random', (truth, random) => list(random, truth.length + 5)],
  ['that breaks off', (truth) => truth.slice(0, truth.length / 2)],
  ['shifted by one', (truth) => truth.slice(1)],
  ['backwards', (truth) => [...truth].reverse()],
  ['of one token again and again', (truth) => truth.map(() => truth[0] ?? 1)],
  [
    'right at every second token',
    (truth) => truth.map((token, index) => (index % 2 === 0 ? token : 1 + (token % (VOCABULARY - 1)))),
  ],
  [
    'wrong exactly where trust is highest',
    (truth) => truth.map((token, index) => (index % 17 === 16 ? 1 + (token % (VOCABULARY - 1)) : token)),
  ],
  ['that goes on past the end', (truth, random) => [...truth, END, ...list(random, 30)]],
];

const models: readonly (readonly [name: string, make: (seed: number) => NextToken])[] = [
  ['depends on all that it holds', (seed) => hashedNext(VOCABULARY, seed)],
  ['repeats itself', (seed) => ngramNext(VOCABULARY, 2, seed)],
];

describe('decoding with a draft', () => {
  const promptsEach = 10;
  for (const [modelName, makeModel] of models) {
    it.each(drafts)(
      `gives what a model that ${modelName} gives without one, when the draft is %s (${promptsEach} prompts)`,
      async (_name, makeDraft) => {
        for (let seed = 0; seed < promptsEach; seed += 1) {
          const random = seededRandom(seed);
          const next = makeModel(seed);
          const prompt = list(random, 1 + integer(random, 0, 200 - 1));
          const truth = plain(next, prompt, 80);
          const { model, cache } = fresh(next);
          const { tokens, figures } = await run(cache, request(prompt, makeDraft(truth, random)));
          expect(tokens).toEqual(truth);
          expect(figures.passes).toBeLessThanOrEqual(plainPasses(truth, 80));
          expect(figures.passes).toBe(model.figures().passes.length);
        }
      },
    );
  }

  it('checks a right draft in few passes', async () => {
    const answer = list(seededRandom(1), 400);
    const prompt = list(seededRandom(2), 100);
    const { cache } = fresh(scriptedNext(prompt.length, answer, END));
    const { tokens, figures, end } = await run(cache, request(prompt, answer, { maxTokens: 1000 }));
    expect(tokens).toEqual(answer);
    expect(end).toBe('end-token');
    expect(answer.length / figures.passes).toBeGreaterThan(20);
  });

  it('spends next to nothing on a useless draft', async () => {
    const answer = list(seededRandom(3), 400);
    const prompt = list(seededRandom(4), 100);
    const { model, cache } = fresh(scriptedNext(prompt.length, answer, END));
    const { figures } = await run(cache, request(prompt, list(seededRandom(5), 400), { maxTokens: 1000 }));
    const costs = model
      .figures()
      .passes.slice(1)
      .map((tokens) => costOf(ASSUMED_COSTS, tokens));
    expect(figures.passes).toBeLessThanOrEqual(401);
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeLessThan(400 * 1.1);
  });

  it('keeps the trust that a draft has lost for the next generation', async () => {
    const prompt = list(seededRandom(4), 100);
    const { cache } = fresh(hashedNext(VOCABULARY, 1));
    const first = await run(cache, request(prompt, list(seededRandom(5), 80)));
    const second = await run(
      cache,
      request([...prompt, 1], list(seededRandom(6), 80), { acceptance: first.figures.acceptance }),
    );
    expect(second.figures.drafted).toBeLessThan(first.figures.drafted);
  });

  it('drafts from what the prompt repeats when there is no expectation', async () => {
    const answer = list(seededRandom(7), 120);
    const prompt = [...answer, ...list(seededRandom(8), 30)];
    const { cache } = fresh(scriptedNext(prompt.length, answer, END));
    const { tokens, figures } = await run(cache, request(prompt, [], { maxTokens: 200 }));
    expect(tokens).toEqual(answer);
    expect(figures.passes).toBeLessThan(answer.length / 4);
  });

  it.each<[string, Partial<GenerateRequest>]>([
    ['speculation is off', { draft: null }],
    ['tokens are sampled at a temperature', { sampling: { kind: 'random', temperature: 0.7, seed: 3 } }],
  ])('makes one pass a token when %s', async (_name, changes) => {
    const answer = list(seededRandom(7), 50);
    const prompt = [5, ...answer];
    const { cache } = fresh(scriptedNext(prompt.length, answer, END));
    const { figures } = await run(cache, request(prompt, answer, changes));
    expect(figures).toMatchObject({ generated: 50, drafted: 0, passes: 51 });
  });
});

describe('the limits of a generation', () => {
  it.each([1, 2, 7, 79])('ends after %i tokens when no more are wanted, draft or not', async (maxTokens) => {
    const next = hashedNext(VOCABULARY, 1);
    const prompt = [3, 1, 4];
    const truth = plain((tokens) => next(tokens) || 1, prompt, maxTokens);
    for (const draft of [null, truth, [...truth, 9, 9, 9, 9]]) {
      const { cache, model } = fresh((tokens) => next(tokens) || 1);
      const { tokens, end } = await run(cache, request(prompt, draft, { maxTokens }));
      expect(tokens).toEqual(truth);
      expect(end).toBe('length');
      expect(model.tokens().length).toBeLessThanOrEqual(prompt.length + maxTokens);
    }
  });

  it('ends when the context is full, without a native abort', async () => {
    const next = (): number => 1;
    const cache = createPrefixCache(createMemoryModel(next, { context: 20, pass: 8, choices: 5, rollback: true }));
    const { end, tokens } = await run(
      cache,
      request(
        list(seededRandom(1), 15),
        Array.from({ length: 40 }, () => 1),
      ),
    );
    expect(end).toBe('full');
    expect(tokens).toHaveLength(6);
  });

  it('refuses a prompt that the context cannot hold', async () => {
    const cache = createPrefixCache(createMemoryModel(() => 1, { context: 20, pass: 8, choices: 5, rollback: true }));
    expect(await run(cache, request(list(seededRandom(1), 21), null))).toMatchObject({ end: 'full', tokens: [] });
  });

  it.each([
    [8, 5],
    [3, 1],
    [1, 1],
    [80, 80],
  ])('keeps to passes of %i tokens and %i choices', async (pass, choices) => {
    const next = hashedNext(VOCABULARY, 9);
    const prompt = list(seededRandom(1), 50);
    const truth = plain(next, prompt, 80);
    const cache = createPrefixCache(createMemoryModel(next, { ...MEMORY_LIMITS, pass, choices }));
    const { tokens } = await run(cache, request(prompt, truth));
    expect(tokens).toEqual(truth);
  });
});

describe('the prefix cache', () => {
  it('reads only what differs, and what follows is what a fresh reading gives (100 prompts in a row)', async () => {
    const next = hashedNext(VOCABULARY, 5);
    const { model, cache } = fresh(next);
    const random = seededRandom(11);
    let prompt = list(random, 150);
    for (let turn = 0; turn < 100; turn += 1) {
      const place = integer(random, 0, prompt.length - 1);
      prompt = [
        ...prompt.slice(0, place),
        ...list(random, integer(random, 0, 4 - 1)),
        ...prompt.slice(place + integer(random, 0, 3 - 1)),
      ];
      if (prompt.length === 0) prompt = [1];
      const before = [...model.tokens()];
      const truth = plain(next, prompt, 20);
      const { tokens, figures } = await run(
        cache,
        request(prompt, turn % 3 === 0 ? truth : list(random, 20), { maxTokens: 20 }),
      );
      expect(tokens).toEqual(truth);
      let common = 0;
      while (common < prompt.length - 1 && before[common] === prompt[common]) common += 1;
      expect(figures.reused).toBe(common);
    }
  });

  it('reads every prompt anew where nothing can be rolled back', async () => {
    const next = hashedNext(VOCABULARY, 5);
    const model = createMemoryModel(next, { context: 200, pass: 200, choices: 1, rollback: false });
    const cache = createPrefixCache(model);
    for (const length of [100, 100, 120]) {
      const prompt = list(seededRandom(1), length);
      const truth = plain(next, prompt, 20);
      const { tokens, figures } = await run(cache, request(prompt, truth, { maxTokens: 20 }));
      expect(tokens).toEqual(truth);
      expect(figures).toMatchObject({ reused: 0, drafted: 0 });
    }
  });

  it('reads only the last token of the same prompt again', async () => {
    const { model, cache } = fresh(hashedNext(VOCABULARY, 5));
    const prompt = list(seededRandom(1), 100);
    await run(cache, request(prompt, null, { maxTokens: 1 }));
    const again = await run(cache, request(prompt, null, { maxTokens: 1 }));
    expect(again.figures.reused).toBe(99);
    expect(model.figures().passes).toEqual([100, 1]);
  });

  it.each([0, 1, 2, 3, 5])('is right after a cancellation before pass %i', async (passesBefore) => {
    const next = hashedNext(VOCABULARY, 6);
    const model = createMemoryModel(next, { ...MEMORY_LIMITS, pass: 40 });
    const cache = createPrefixCache(model);
    const prompt = list(seededRandom(2), 100);
    const signal = {
      get aborted() {
        return model.figures().passes.length >= passesBefore;
      },
    };
    expect((await run(cache, request(prompt, list(seededRandom(3), 80)), signal)).end).toBe('cancelled');
    expect(cache.held()).toEqual(model.tokens());
    const other = [...prompt.slice(0, 60), 7, 7, 7];
    expect((await run(cache, request(other, []))).tokens).toEqual(plain(next, other, 80));
  });

  it('is right after the reader has left in the middle', async () => {
    const next = hashedNext(VOCABULARY, 7);
    const { cache } = fresh(next);
    const prompt = list(seededRandom(2), 30);
    for await (const step of generate(cache, request(prompt, plain(next, prompt, 80)), { aborted: false })) {
      expect(step.choices.length).toBeGreaterThan(0);
      break;
    }
    const other = prompt.slice(0, 20);
    expect((await run(cache, request(other, []))).tokens).toEqual(plain(next, other, 80));
  });

  it.each([0, 1, 2, 4])('starts anew after the model failed in pass %i', async (failing) => {
    const next = hashedNext(VOCABULARY, 8);
    const model = createMemoryModel(next, { ...MEMORY_LIMITS, pass: 40 }, (pass) => pass === failing);
    const cache = createPrefixCache(model);
    const prompt = list(seededRandom(2), 100);
    await expect(run(cache, request(prompt, null))).rejects.toThrow('native abort');
    expect(cache.held()).toEqual([]);
    const { tokens, figures } = await run(cache, request(prompt, null));
    expect(tokens).toEqual(plain(next, prompt, 80));
    expect(figures.reused).toBe(0);
  });
});
