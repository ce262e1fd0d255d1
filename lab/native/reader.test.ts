import { describe, expect, it } from 'vitest';
import { AnswerReader, piecesOf } from './reader';

function read(
  tokens: readonly string[],
  stop: readonly string[],
): { readonly texts: readonly string[]; readonly read: number } {
  const reader = new AnswerReader<string>((all) => all.join(''), stop);
  for (const [index, token] of tokens.entries()) if (reader.add(token)) return { texts: reader.texts, read: index + 1 };
  return { texts: reader.texts, read: tokens.length };
}

describe('an answer', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[], number]>([
    ['without a stop text', ['a', 'b'], ['<|x|>'], ['a', 'b'], 2],
    ['with one in a token', ['a', 'b<|x|>c', 'd'], ['<|x|>'], ['a', 'b'], 2],
    ['with one over several tokens', ['a', 'b<', '|x', '|>'], ['<|x|>'], ['a', 'b', '', ''], 4],
    ['with two, the first counts', ['a<|y|><|x|>'], ['<|x|>', '<|y|>'], ['a'], 1],
    ['that is nothing but one', ['<|', 'x|>'], ['<|x|>'], ['', ''], 2],
    ['with what only looks like one', ['a<|', 'z'], ['<|x|>'], ['a<|', 'z'], 2],
  ])('%s', (_name, tokens, stop, texts, count) => {
    expect(read(tokens, stop)).toEqual({ texts, read: count });
  });

  it('waits for the rest of a character', () => {
    const reader = new AnswerReader<number>((bytes) => new TextDecoder().decode(Uint8Array.from(bytes)), []);
    for (const byte of new TextEncoder().encode('aé!')) reader.add(byte);
    expect(reader.texts).toEqual(['a', '', 'é', '!']);
  });
});

describe('pieces', () => {
  it('carry the least probable of the tokens that they are made of', () => {
    const made = [0.5, 0.25, 0.5, 1].map((probability, index) => ({ probability, ms: index }));
    expect(piecesOf(['a', '', 'b', 'c'], made)).toEqual([
      { text: 'a', logprob: Math.log(0.5), ms: 0 },
      { text: 'b', logprob: Math.log(0.25), ms: 2 },
      { text: 'c', logprob: 0, ms: 3 },
    ]);
    expect(piecesOf(['a'], [{ probability: 0, ms: 1 }])[0]?.logprob).toBeGreaterThan(-30);
  });
});
