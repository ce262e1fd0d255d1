/**
 * llama.cpp keeps the state of earlier prompts in host memory, with no limit that can be set from here: when a
 * prompt shares less than half with the one before, the earlier state is copied aside. This counts those copies.
 */

type Metadata = Readonly<Record<string, string>>;

const numberOf = (metadata: Metadata, key: string): number | null => {
  const value = Number(metadata[key]);
  return Number.isFinite(value) && value > 0 ? value : null;
};

/** Bytes that one token of context costs, from the model's metadata; a safe guess of 64 KiB where it does not say. */
export function bytesPerToken(metadata: Metadata, bytesPerValue: 2 | 4): number {
  const arch = metadata['general.architecture'] ?? '';
  const layers = numberOf(metadata, `${arch}.block_count`);
  const heads = numberOf(metadata, `${arch}.attention.head_count`);
  const width = numberOf(metadata, `${arch}.embedding_length`);
  if (layers === null || heads === null || width === null) return 65_536;
  const cacheHeads = numberOf(metadata, `${arch}.attention.head_count_kv`) ?? heads;
  const keyLength = numberOf(metadata, `${arch}.attention.key_length`) ?? width / heads;
  const valueLength = numberOf(metadata, `${arch}.attention.value_length`) ?? width / heads;
  return layers * cacheHeads * (keyLength + valueLength) * bytesPerValue;
}

export interface CacheGrowth {
  /** Tokens that the instance holds of the prompt and answer before this one. */
  readonly heldTokens: number;
  /** Tokens copied aside so far, an upper bound. */
  readonly storedTokens: number;
}

export const noGrowth: CacheGrowth = { heldTokens: 0, storedTokens: 0 };

/** What became of one completion, complete or cancelled. All in tokens; `readTokens` of the prompt includes the reused ones. */
export interface ReadAndSaid {
  readonly readTokens: number;
  readonly reusedTokens: number;
  readonly generatedTokens: number;
}

/** After a completion. One that was cancelled before it told anything has put nothing aside that is known of. */
export const grow = (before: CacheGrowth, { readTokens, reusedTokens, generatedTokens }: ReadAndSaid): CacheGrowth =>
  readTokens + generatedTokens === 0
    ? before
    : {
        heldTokens: readTokens + generatedTokens,
        storedTokens: before.storedTokens + (reusedTokens * 2 < before.heldTokens ? before.heldTokens : 0),
      };
