/** The output's files: parameters packed one after another, and the index that web-llm reads to find them. */
import { parameterBytes, type Parameter } from './layout';

/** Where one parameter lies. */
export interface Placed {
  readonly parameter: Parameter;
  readonly shard: number;
  /** In bytes of the shard. */
  readonly offset: number;
  readonly bytes: number;
}

export interface Shard {
  readonly name: string;
  readonly bytes: number;
  readonly contents: readonly Placed[];
}

/** Shards are at most this large unless a single parameter is larger. Bytes. */
export const maxShardBytes = 32 * 2 ** 20;

/** Packs parameters in their order: a new shard begins where the next would overflow. */
export function packShards(parameters: readonly Parameter[], limit = maxShardBytes): readonly Shard[] {
  const shards: { name: string; bytes: number; contents: Placed[] }[] = [];
  for (const parameter of parameters) {
    const bytes = parameterBytes(parameter);
    let last = shards.at(-1);
    if (last === undefined || last.bytes + bytes > limit) {
      last = { name: `params_shard_${shards.length}.bin`, bytes: 0, contents: [] };
      shards.push(last);
    }
    last.contents.push({ parameter, shard: shards.length - 1, offset: last.bytes, bytes });
    last.bytes += bytes;
  }
  return shards;
}

/** The index file's text. `md5` has one digest a shard; `values` is the number of weights before conversion. */
export function indexText(shards: readonly Shard[], md5: readonly string[], values: number): string {
  const total = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  return JSON.stringify({
    metadata: {
      ParamSize: shards.reduce((sum, { contents }) => sum + contents.length, 0),
      ParamBytes: total,
      BitsPerParam: (total * 8) / values,
    },
    records: shards.map((shard, index) => ({
      dataPath: shard.name,
      format: 'raw-shard',
      nbytes: shard.bytes,
      records: shard.contents.map(({ parameter, offset, bytes }) => ({
        name: parameter.name,
        shape: parameter.shape,
        dtype: parameter.dtype,
        format: 'raw',
        nbytes: bytes,
        byteOffset: offset,
      })),
      md5sum: md5[index],
    })),
  });
}
