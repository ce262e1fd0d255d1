import { describe, expect, it } from 'vitest';
import { createTextStream, heldBack } from './text';

/** One token a byte, as the worst byte-level vocabulary would have it; 300 and up are special tokens. */
const decode = (tokens: readonly number[]): string => {
  const parts: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    parts.push(new TextDecoder().decode(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (const token of tokens) {
    if (token < 256) bytes.push(token);
    else {
      flush();
      parts.push(`<|${token}|>`);
    }
  }
  flush();
  return parts.join('');
};
const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];
const choice = (token: number, logprob = -0.1): { token: number; logprob: number; margin: number } => ({
  token,
  logprob,
  margin: 1,
});

/** Streams one token a step, as a generation without a draft does. */
function stream(tokens: readonly number[], stops: readonly string[]): { pieces: string[]; stopped: boolean } {
  const text = createTextStream(decode, [], stops);
  const pieces: string[] = [];
  for (const token of tokens) {
    const taken = text.take([choice(token)]);
    pieces.push(...taken.pieces.map((piece) => piece.text));
    if (taken.stopped) return { pieces, stopped: true };
  }
  return { pieces: [...pieces, ...text.finish().map((piece) => piece.text)], stopped: false };
}

describe('streaming text', () => {
  it.each([
    ['plain letters', 'abc', ['a', 'b', 'c']],
    ['characters of several bytes', 'aé漢😀b', ['a', 'é', '漢', '😀', 'b']],
  ])('hands %s on as soon as they are whole', (_name, text, pieces) => {
    expect(stream(bytesOf(text), [])).toEqual({ pieces, stopped: false });
  });

  it('hands broken text on in the end', () => {
    expect(stream([0xc3], []).pieces.join('')).toBe('\uFFFD');
    expect(stream([...Array.from({ length: 40 }, () => 0x80), 0x61], []).pieces.join('')).toBe(
      `${'\uFFFD'.repeat(40)}a`,
    );
  });

  it.each([
    ['in one token', [0x61, 300, 0x62], ['<|300|>'], ['a'], true],
    ['over several tokens', bytesOf('a\n```\nb'), ['\n```\n'], ['a'], true],
    ['that did not come after all', bytesOf('a\n``b'), ['\n```\n'], ['a', '\n``b'], false],
    ['that begins within another that did not come', bytesOf('aabaabaac'), ['aabaac'], ['aab'], true],
    ['of several, the first', bytesOf('x;y.'), ['.', ';'], ['x'], true],
    ['cut short by the end', bytesOf('a<|'), ['<|end|>'], ['a', '<|'], false],
  ])('ends before a stop text %s', (_name, tokens, stops, pieces, stopped) => {
    expect(stream(tokens, stops)).toEqual({ pieces, stopped });
  });

  it('joins what one pass gave, and lets the least sure token speak for it', () => {
    const text = createTextStream(decode, [], ['#']);
    expect(text.take([choice(0x61, -0.5), choice(0x62, -2), choice(0x63, -0.1)]).pieces).toEqual([
      { text: 'abc', logprob: -2 },
    ]);
  });

  it('keeps the log probability of held tokens for the piece that carries their text', () => {
    const text = createTextStream(decode, [], []);
    expect(text.take([choice(0xc3, -3)]).pieces).toEqual([]);
    expect(text.take([choice(0xa9, -1)]).pieces).toEqual([{ text: 'é', logprob: -3 }]);
  });

  it('takes what stands before into account, where a tokenizer drops the first space', () => {
    const trimming = (tokens: readonly number[]): string => decode(tokens).replace(/^ /, '');
    const text = createTextStream(trimming, bytesOf('x'), []);
    expect(
      text
        .take(bytesOf(' y').map((token) => choice(token)))
        .pieces.map((piece) => piece.text)
        .join(''),
    ).toBe(' y');
  });
});

describe('what may begin a stop text', () => {
  it.each([
    ['abc', ['cd'], 1],
    ['abc', ['bcd', 'cx'], 2],
    ['abc', ['abc'], 0],
    ['', ['a'], 0],
    ['abc', [], 0],
  ])('at the end of %j with stops %j is %i long', (text, stops, length) => {
    expect(heldBack(text, stops)).toBe(length);
  });
});
