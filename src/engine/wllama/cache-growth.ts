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
  /** Tokens of the prompt and answer before this one. */
  readonly previousTokens: number;
  /** Tokens copied aside so far, an upper bound. */
  readonly storedTokens: number;
}

export const noGrowth: CacheGrowth = { previousTokens: 0, storedTokens: 0 };

/** After a completion of `tokens` in all, of which `reused` came from the cache. */
export const grow = (before: CacheGrowth, tokens: number, reused: number): CacheGrowth => ({
  previousTokens: tokens,
  storedTokens: before.storedTokens + (reused * 2 < before.previousTokens ? before.previousTokens : 0),
});
