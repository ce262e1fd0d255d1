import { describe, expect, it } from 'vitest';
import type { Choice, TokenModel } from '../../../src/core/speculation';
import { createMemoryModel, hashedNext } from '../../../src/core/speculation/memory-models';
import { checkNames, createChecks, type CheckName, type CheckResult, type Subject } from './checks';

const sizes = { prompts: 2, promptTokens: 18, outputTokens: 9, checkTokens: 8 };
const next = hashedNext(256);

/** A fault put between the checks and a sound model. */
type Fault = (model: TokenModel, held: () => number) => Partial<TokenModel>;

function subjectWith(fault: Fault): Subject {
  const memory = createMemoryModel(next);
  const model: TokenModel = { ...memory, ...fault(memory, () => memory.tokens().length) };
  return {
    model,
    plain: { ...model, limits: { ...memory.limits, choices: 1, rollback: false } },
    logits: () => Promise.resolve(Float32Array.from({ length: 8 }, (_, index) => next([...memory.tokens(), index]))),
    barrier: { present: 1, patched: 1 },
    tolerance: 0.01,
  };
}

async function resultsOf(subject: Subject): Promise<ReadonlyMap<CheckName, CheckResult>> {
  const checks = createChecks(subject, sizes);
  const results = new Map<CheckName, CheckResult>();
  for (const name of checkNames) results.set(name, await checks.run(name));
  return results;
}

const failing = (results: ReadonlyMap<CheckName, CheckResult>): readonly CheckName[] =>
  checkNames.filter((name) => results.get(name)?.passed !== true);

const otherToken = (choice: Choice, margin: number): Choice => ({ ...choice, token: choice.token ^ 1, margin });

const faults: readonly (readonly [string, Fault, readonly CheckName[]])[] = [
  [
    'forgets one token less than told',
    (model) => ({ pop: (count) => model.pop(Math.max(0, count - 1)) }),
    ['prefix reuse', 'right draft', 'wrong draft', 'random draft', 'rollback', 'cancellation', 'self-check'],
  ],
  [
    'is wrong when a pass of several tokens appends to a cache that is not empty',
    (model, held) => ({
      forward: async (tokens, from, sampling) => {
        const appended = held() > 0 && tokens.length > 1;
        const choices = await model.forward(tokens, from, sampling);
        return appended ? choices.map((choice) => otherToken(choice, 1)) : choices;
      },
    }),
    ['prefix reuse', 'right draft', 'wrong draft', 'random draft', 'cancellation', 'self-check'],
  ],
  [
    'chooses rightly at the last position of a pass only',
    (model) => ({
      forward: async (tokens, from, sampling) =>
        (await model.forward(tokens, from, sampling)).map((choice, index, all) =>
          index < all.length - 1 ? otherToken(choice, 1) : choice,
        ),
    }),
    ['right draft', 'wrong draft', 'random draft', 'cancellation', 'self-check'],
  ],
];

describe('the checks of a model library', () => {
  it('all pass on a sound model, with fewer passes than tokens when the draft is right', async () => {
    const results = await resultsOf(subjectWith(() => ({})));
    expect(failing(results)).toEqual([]);
    expect(results.get('right draft')?.detail).toContain('18 tokens in 2 passes');
    expect(results.get('prefix reuse')?.detail).toContain('24 of 36 tokens reused');
  });

  it.each(faults)('find a model that %s', async (_, fault, expected) => {
    expect(failing(await resultsOf(subjectWith(fault)))).toEqual(expected);
  });

  it('allow and count a divergence where the two best logits are as good as equal', async () => {
    const tie: Fault = (model) => ({
      forward: async (tokens, from, sampling) =>
        (await model.forward(tokens, from, sampling)).map((choice, index, all) =>
          all.length > 1 && index === 0 ? otherToken(choice, 5e-4) : { ...choice, margin: 5e-4 },
        ),
    });
    const results = await resultsOf(subjectWith(tie));
    expect(results.get('right draft')).toMatchObject({ passed: true, nearTies: 2 });
  });

  it('fail when a racing kernel was left as it is', async () => {
    const results = await resultsOf({ ...subjectWith(() => ({})), barrier: { present: 2, patched: 1 } });
    expect(failing(results)).toEqual(['repair']);
  });
});
