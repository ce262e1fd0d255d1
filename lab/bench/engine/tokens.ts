/**
 * Text as tokens for benchmarks that count. The pieces are those into which Qwen2's tokenizer splits a text before it
 * merges anything (https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B, tokenizer.json), words longer than six letters cut:
 * about what its vocabulary makes of code, without carrying the vocabulary along.
 */
const PIECES =
  /'(?:s|t|re|ve|m|ll|d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/giu;
const SPECIAL = /(<\|\w+\|>)/;
const LONGEST = 6;

export interface CountingTokenizer {
  readonly encode: (text: string) => number[];
  readonly decode: (tokens: readonly number[]) => string;
}

export function countingTokenizer(): CountingTokenizer {
  const texts: string[] = [];
  const ids = new Map<string, number>();
  const idOf = (piece: string): number => {
    const known = ids.get(piece);
    if (known !== undefined) return known;
    ids.set(piece, texts.length);
    texts.push(piece);
    return texts.length - 1;
  };
  const cut = (piece: string): string[] => piece.match(new RegExp(`[\\s\\S]{1,${LONGEST}}`, 'gu')) ?? [];
  const plain = (text: string): number[] =>
    (text.match(PIECES) ?? []).flatMap((piece) => (/\p{L}/u.test(piece) ? cut(piece) : [piece])).map(idOf);
  return {
    encode: (text) => text.split(SPECIAL).flatMap((part) => (SPECIAL.test(part) ? [idOf(part)] : plain(part))),
    decode: (tokens) => tokens.map((token) => texts[token] ?? '').join(''),
  };
}
