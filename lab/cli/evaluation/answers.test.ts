import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { CompletionRequest } from '../../../src/core/prediction';
import { openAnswers, type Answer } from './answers';

const request: CompletionRequest = { parts: ['a', 'b'], draft: null, stop: [], maxTokens: 8, temperature: 0 };
const answer: Answer = {
  pieces: [{ text: 'x', logprob: -1, ms: 3 }],
  figures: {
    promptTokens: 1,
    reusedTokens: 0,
    generatedTokens: 1,
    draftedTokens: 0,
    acceptedTokens: 0,
    forwardPasses: 1,
    msToFirstToken: 1,
    msTotal: 2,
    end: 'stop',
  },
};
const file = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), 'answers.jsonl');

it('asks once, and not again after it was opened anew', async () => {
  const at = file();
  let asked = 0;
  const ask = (): Promise<Answer> => {
    asked += 1;
    return Promise.resolve(answer);
  };
  const first = openAnswers(at).answering(ask);
  expect(await first(request)).toEqual(answer);
  expect(await first({ ...request, parts: ['ab'] })).toEqual(answer);
  expect(await openAnswers(at).answering(ask)(request)).toEqual(answer);
  expect(asked).toBe(1);
});

it.each<[string, CompletionRequest, boolean]>([
  ['another prompt', { ...request, parts: ['c'] }, true],
  ['a draft to be judged', { ...request, draft: 'd', draftSilence: 0.5 }, true],
  ['a draft that only makes it quicker', { ...request, draft: 'd' }, false],
])('%s is another question: %s', async (_, other, isAnother) => {
  let asked = 0;
  const ask = openAnswers(file()).answering(() => {
    asked += 1;
    return Promise.resolve(answer);
  });
  await ask(request);
  await ask(other);
  expect(asked).toBe(isAnother ? 2 : 1);
});

it('goes on after a line that was cut short', async () => {
  const at = file();
  await openAnswers(at).answering(() => Promise.resolve(answer))(request);
  appendFileSync(at, '{"key":"abc","answ');
  expect(openAnswers(at).size()).toBe(1);
});
