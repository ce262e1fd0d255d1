/**
 * A zip archive into text files. Inflating is done in small steps and stopped as soon as a file is known not to be
 * wanted (binary, larger than it may be, larger than it claims), and there is an end to the work of a whole archive, so
 * that no archive takes more memory or time than its limits say.
 */
import { Inflate } from 'fflate';
import { checksumBytes } from '../../core/history';
import {
  createIntake,
  INTAKE_LIMITS,
  megabytes,
  NOT_TEXT,
  PACKED_IGNORED,
  type Intake,
  type IntakeLimits,
  type TakenIn,
} from '../intake/intake';
import { packedBytesOf, readDirectory, type ZipEntry } from './directory';

export interface ZipLimits extends IntakeLimits {
  /** Bytes of the archive. */
  readonly archive: number;
  /** Entries of any kind. */
  readonly entries: number;
  /** Bytes inflated in all, wanted or not. */
  readonly work: number;
}

export const ZIP_LIMITS: ZipLimits = { ...INTAKE_LIMITS, archive: 50_000_000, entries: 20_000, work: 100_000_000 };

export type UnzipOutcome =
  | { readonly kind: 'files'; readonly taken: TakenIn }
  /** Nothing was opened; `why` is a sentence or two for the user. */
  | { readonly kind: 'refused'; readonly why: string };

type Unpacked =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `done` is how many bytes were inflated to find out. */
  | { readonly kind: 'left'; readonly why: string; readonly done: number };

const DAMAGED = 'It is damaged in the archive.';
/** Bytes given to the inflater at once; they swell to at most some 4 MB. */
const STEP = 4_096;

/** Opens an archive; never throws for what is in it. */
export function unzip(zip: Uint8Array, limits: ZipLimits = ZIP_LIMITS): UnzipOutcome {
  if (zip.length > limits.archive)
    return { kind: 'refused', why: `The archive is larger than ${megabytes(limits.archive)}; nothing was opened.` };
  const directory = readDirectory(zip, limits.entries);
  if (directory.kind === 'refused') return directory;
  const intake = createIntake({ ignored: PACKED_IGNORED, limits });
  let work = 0;
  for (const entry of directory.entries) {
    if (entry.folder) continue;
    if (work > limits.work)
      intake.leaveOut(entry.name, `What stands before it swells to more than ${megabytes(limits.work)}.`);
    else work += unpackInto(intake, zip, entry, limits);
  }
  return { kind: 'files', taken: intake.result() };
}

/** How many bytes were inflated. */
function unpackInto(intake: Intake, zip: Uint8Array, entry: ZipEntry, limits: ZipLimits): number {
  const why = entry.plain
    ? entry.encrypted
      ? 'It is encrypted.'
      : null
    : 'It is a link to another place, which is not followed.';
  if (why !== null) {
    intake.leaveOut(entry.name, why);
    return 0;
  }
  if (!intake.wants(entry.name, entry.bytes)) return 0;
  const unpacked = unpack(zip, entry, limits.fileBytes);
  if (unpacked.kind === 'left') {
    intake.leaveOut(entry.name, unpacked.why);
    return unpacked.done;
  }
  intake.take(entry.name, unpacked.bytes);
  return unpacked.bytes.length;
}

function unpack(zip: Uint8Array, entry: ZipEntry, most: number): Unpacked {
  const packed = packedBytesOf(zip, entry);
  if (packed === null) return { kind: 'left', why: DAMAGED, done: 0 };
  const unpacked = ((): Unpacked => {
    switch (entry.method) {
      case 0:
        return packed.length > most
          ? { kind: 'left', why: `It is larger than ${megabytes(most)}.`, done: 0 }
          : { kind: 'bytes', bytes: packed };
      case 8:
        return inflate(packed, entry.bytes, most);
      default:
        return { kind: 'left', why: 'It is packed in a way that is not known here.', done: 0 };
    }
  })();
  if (unpacked.kind === 'left') return unpacked;
  const { bytes } = unpacked;
  return bytes.length === entry.bytes && checksumBytes(bytes) === entry.checksum
    ? unpacked
    : { kind: 'left', why: DAMAGED, done: bytes.length };
}

function inflate(packed: Uint8Array, claimed: number, most: number): Unpacked {
  const chunks: Uint8Array[] = [];
  const seen = { bytes: 0, binary: false };
  const stream = new Inflate((chunk) => {
    seen.bytes += chunk.length;
    seen.binary ||= chunk.includes(0);
    if (seen.bytes <= claimed && !seen.binary) chunks.push(chunk.slice());
  });
  try {
    for (let at = 0; at < packed.length && seen.bytes <= claimed && !seen.binary; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    // fflate throws errors with a code for data that is not deflated.
    if (error instanceof Error) return { kind: 'left', why: DAMAGED, done: seen.bytes };
    throw error;
  }
  if (seen.bytes > most) return { kind: 'left', why: `It swells to more than ${megabytes(most)}.`, done: seen.bytes };
  if (seen.bytes > claimed) return { kind: 'left', why: 'It is larger than the archive says.', done: seen.bytes };
  if (seen.binary) return { kind: 'left', why: NOT_TEXT, done: seen.bytes };
  const bytes = new Uint8Array(seen.bytes);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { kind: 'bytes', bytes };
}
