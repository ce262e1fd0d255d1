import { describe, expect, it } from 'vitest';
import { hearTrial, literalGrammar, NEW_TRIAL, type Trial } from './draft-trial';

type Said = readonly [text: string, logprob: number, likeliest?: readonly [string, number]];

const chunk = ([text, logprob, likeliest]: Said): unknown => ({
  choices: [{ text, logprobs: { content: [{ token: text, logprob, top_logprobs: likeliest === undefined ? [] : [{ token: likeliest[0], logprob: likeliest[1] }] }] } }],
});
const hear = (draftFloor: number, ...said: readonly Said[]): Trial =>
  said.reduce((trial, one) => hearTrial(trial, chunk(one), { stop: ['<end>'], draftFloor }), NEW_TRIAL);

describe('a draft before the model', () => {
  it('stays open while its tokens are likely enough together', () => {
    expect(hear(-5, ['1,2', -1], ['\n', -2], ['x', -1.5])).toEqual({ text: '1,2\nx', logprob: -4.5, tokens: 3, verdict: 'open' });
  });

  it.each<[string, readonly Said[], Trial['verdict']]>([
    ['the sum falls below the floor', [['1,2', -3], ['\n', -3]], 'unlikely'],
    ['the model would rather have said nothing', [['1,2', -1, ['<end>', Math.log(0.6)]]], 'silence'],
  ])('is refused when %s', (_why, said, verdict) => {
    expect(hear(-5, ...said).verdict).toBe(verdict);
  });

  it('is not refused because ending was possible', () => {
    expect(hear(-5, ['1,2', -1, ['<end>', Math.log(0.4)]]).verdict).toBe('open');
  });

  it('is not judged by where the model would have stopped later', () => {
    expect(hear(-5, ['1,2', -1], ['\n', -1, ['<end>', -0.01]]).verdict).toBe('open');
  });

  it('is not judged by the token that ends it', () => {
    expect(hear(-5, ['1,2', -1], ['', -15])).toMatchObject({ logprob: -1, verdict: 'open' });
  });

  it('takes chunks without figures as they come', () => {
    expect(hearTrial(NEW_TRIAL, { prompt_progress: {} }, { stop: [], draftFloor: -1 })).toEqual(NEW_TRIAL);
  });
});

it.each([
  ['a "b"\n', 'root ::= "a \\"b\\"\\n"'],
  ['\\d\b\f', 'root ::= "\\\\d\\u0008\\u000c"'],
  ['ünï', 'root ::= "ünï"'],
])('%j becomes a grammar of one sentence', (text, grammar) => {
  expect(literalGrammar(text)).toBe(grammar);
});
