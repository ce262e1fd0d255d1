/** The record that lies beside the shards while a conversion runs, so that an interrupted one goes on where it stopped. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Checkpoint } from './safetensors';
import { md5Of } from './shard-writer';
import type { Shard } from './shards';
import { writeText, type ConversionSink } from './sink';

export const recordName = 'conversion.json';
const version = 1;

export interface ConversionRecord {
  readonly version: typeof version;
  /** Of the source and the target: only an equal conversion is resumed. */
  readonly fingerprint: string;
  readonly format: string;
  /** File name of the compiled library that fits; null when it was not chosen from the catalog. */
  readonly library: string | null;
  readonly complete: boolean;
  /** Size of all shards when complete. */
  readonly bytes: number;
  /** Finished shards, from the first. */
  readonly md5: readonly string[];
}

export const newRecord = (fields: Omit<ConversionRecord, 'version' | 'complete' | 'md5'>): ConversionRecord => ({
  version,
  complete: false,
  md5: [],
  ...fields,
});

const samples = 64;
const sampleBytes = 1024;

/**
 * A digest of what is converted to what: every file's name, size, date and 64 samples of its content (a whole reading
 * would double the time), and `target` for whatever else the output depends on.
 */
export async function fingerprintOf(checkpoint: Checkpoint, target: unknown): Promise<string> {
  const hash = sha256.create();
  hash.update(utf8ToBytes(JSON.stringify([version, target])));
  for (const [name, source] of checkpoint.files) {
    hash.update(utf8ToBytes(JSON.stringify([name, source.size, source.modified])));
    const length = Math.min(sampleBytes, source.size);
    for (let index = 0; index < samples; index += 1)
      hash.update(await source.read(Math.floor(((source.size - length) * index) / (samples - 1)), length));
  }
  return bytesToHex(hash.digest());
}

/** A stored record; null when there is none that can be read. */
export async function readRecord(sink: ConversionSink): Promise<ConversionRecord | null> {
  const source = await sink.open(recordName);
  if (source === null || source.size > 2 ** 20) return null;
  return parseRecord(new TextDecoder().decode(await source.read(0, source.size)));
}

/** Null for anything but a sound record. */
export function parseRecord(text: string): ConversionRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A record cut short by a crash only means that nothing is resumed.
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Partial<Record<keyof ConversionRecord, unknown>>;
  const { fingerprint, format, library, complete, bytes, md5 } = record;
  if (
    record.version !== version ||
    typeof fingerprint !== 'string' ||
    typeof format !== 'string' ||
    typeof complete !== 'boolean' ||
    typeof bytes !== 'number'
  )
    return null;
  if (
    (library !== null && typeof library !== 'string') ||
    !Array.isArray(md5) ||
    !md5.every((digest) => typeof digest === 'string')
  )
    return null;
  return { version, fingerprint, format, library, complete, bytes, md5 };
}

export const writeRecord = (sink: ConversionSink, record: ConversionRecord): Promise<void> =>
  writeText(sink, recordName, JSON.stringify(record));

/** The digests of the shards that are there, whole and unchanged, from the first. */
export async function keptShards(
  sink: ConversionSink,
  shards: readonly Shard[],
  wanted: Pick<ConversionRecord, 'fingerprint'>,
): Promise<readonly string[]> {
  const record = await readRecord(sink);
  if (record?.fingerprint !== wanted.fingerprint) return [];
  const kept: string[] = [];
  for (const [index, shard] of shards.entries()) {
    const digest = record.md5[index];
    const there = digest === undefined ? null : await md5Of(sink, shard.name);
    if (digest === undefined || there?.md5 !== digest || there.bytes !== shard.bytes) break;
    kept.push(digest);
  }
  return kept;
}
