/** A tokenizer of bytes, for models with random weights: one token a byte, and the three special tokens of Qwen2. */

const SPECIAL = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];

/** How many tokens it can make. */
export const TOKENS = 256 + SPECIAL.length;
/** Ends an answer. */
export const END_OF_TURN = TOKENS - 1;

/** The letter that stands for a byte in byte-level vocabularies: itself where it is visible, else one from 256 on. */
function letters(): readonly string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    if (visible) return String.fromCodePoint(byte);
    next += 1;
    return String.fromCodePoint(next - 1);
  });
}

/** tokenizer.json */
export function byteTokenizer(): string {
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    normalizer: null,
    post_processor: null,
    pre_tokenizer: bytes,
    decoder: bytes,
    added_tokens: SPECIAL.map((content, index) => ({
      id: 256 + index,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(letters().map((letter, byte) => [letter, byte])),
      merges: [],
    },
  });
}
