import { expect, it } from 'vitest';
import { silenceIn } from './draft-trial';

const chunk = (token: string, logprob: number, ...others: readonly (readonly [string, number])[]): unknown => ({
  choices: [
    {
      logprobs: {
        content: [{ token, logprob, top_logprobs: others.map(([name, value]) => ({ token: name, logprob: value })) }],
      },
    },
  ],
});

it.each<[string, unknown, number | null]>([
  ['the token itself', chunk('<end>', Math.log(0.75)), 0.75],
  ['one of the likeliest others', chunk('1', Math.log(0.5), ['1', Math.log(0.5)], ['<end>', Math.log(0.25)]), 0.25],
  ['none of them', chunk('1', -0.1, ['1', -0.1], ['2', -3]), 0],
  ['a chunk of progress', { prompt_progress: { total: 3 } }, null],
  ['a chunk that holds no token', { choices: [{ text: '', logprobs: { content: [] } }] }, null],
])('silence in %s', (_, given, expected) => {
  const silence = silenceIn(given, ['<end>']);
  if (expected === null) expect(silence).toBeNull();
  else expect(silence).toBeCloseTo(expected, 10);
});
