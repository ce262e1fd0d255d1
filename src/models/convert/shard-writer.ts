/** Writes the shards one after another, keeping those that an earlier, interrupted conversion has finished. */
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Shard } from './shards';
import type { ConversionSink, SinkFile } from './sink';

export interface ShardWriter {
  /** Whether the next `bytes` are all in files that are kept, so that they need not be made; if so they are passed over. */
  skip(bytes: number): boolean;
  /** The next bytes of the output, across the borders of shards. @throws ConversionError as the sink does */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Gives up the shard that is being written. */
  discard(): Promise<void>;
}

interface Options {
  readonly sink: ConversionSink;
  readonly shards: readonly Shard[];
  /** How many shards, from the first, are there already. */
  readonly kept: number;
  /** After each shard that was finished. */
  readonly onShard: (index: number, md5: string) => Promise<void>;
}

interface Open {
  readonly file: SinkFile;
  readonly hash: ReturnType<typeof md5.create>;
}

/** MD5 of a stored file as lower-case hex, read in pieces. */
export async function md5Of(
  sink: ConversionSink,
  name: string,
): Promise<{ readonly bytes: number; readonly md5: string } | null> {
  const source = await sink.open(name);
  if (source === null) return null;
  const hash = md5.create();
  const step = 2 ** 22;
  for (let at = 0; at < source.size; at += step) hash.update(await source.read(at, Math.min(step, source.size - at)));
  return { bytes: source.size, md5: bytesToHex(hash.digest()) };
}

export function createShardWriter({ sink, shards, kept, onShard }: Options): ShardWriter {
  let shard = 0;
  let offset = 0;
  let open: Open | null = null;
  const keptBytes = shards.slice(0, kept).reduce((sum, { bytes }) => sum + bytes, 0);
  let position = 0;

  const advance = (bytes: number): void => {
    position += bytes;
    offset += bytes;
    while (offset >= (shards[shard]?.bytes ?? Infinity)) {
      offset -= shards[shard]?.bytes ?? 0;
      shard += 1;
    }
  };

  const writePiece = async (piece: Uint8Array<ArrayBuffer>, target: Shard): Promise<void> => {
    open ??= { file: await sink.create(target.name, target.bytes), hash: md5.create() };
    await open.file.write(piece);
    open.hash.update(piece);
    const index = shard;
    const isLast = offset + piece.length === target.bytes;
    advance(piece.length);
    if (!isLast) return;
    const { file, hash } = open;
    await file.close();
    open = null;
    await onShard(index, bytesToHex(hash.digest()));
  };

  return {
    skip(bytes) {
      if (position + bytes > keptBytes) return false;
      advance(bytes);
      return true;
    },
    async write(bytes) {
      let at = 0;
      while (at < bytes.length) {
        const target = shards[shard];
        if (target === undefined) throw new RangeError('more bytes than the shards have room for');
        const length = Math.min(bytes.length - at, target.bytes - offset);
        if (shard < kept) advance(length);
        else await writePiece(bytes.subarray(at, at + length), target);
        at += length;
      }
    },
    async discard() {
      const dropped = open;
      open = null;
      await dropped?.file.discard();
    },
  };
}
