/**
 * The table of contents of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16), which stands at its end.
 * It alone tells links from files, so it is read here and not by a library. Every number in it is hostile.
 */

export interface ZipEntry {
  /** As it is written, before any check. */
  readonly name: string;
  readonly folder: boolean;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  readonly checksum: number;
  /** Bytes in the archive. */
  readonly packedBytes: number;
  /** Bytes of the file, as the archive claims. */
  readonly bytes: number;
  /** Whether it is a plain file: no symbolic link, no device. */
  readonly plain: boolean;
  /** Where its own header begins. */
  readonly at: number;
}

export type ZipDirectory =
  | { readonly kind: 'directory'; readonly entries: readonly ZipEntry[] }
  /** `why` is a sentence or two for the user. */
  | { readonly kind: 'refused'; readonly why: string };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
/** Systems whose entries carry a Unix mode: Unix, macOS. */
const UNIX = new Set([3, 19]);
const TYPE_OF_FILE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;

const DAMAGED = 'The archive is damaged or incomplete; nothing was opened.';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Names are UTF-8 where the archive says so, and mostly where it does not. */
function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('latin1').decode(bytes);
    throw error;
  }
}

function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) <= view.byteLength)
      return at;
  }
  return null;
}

/** Reads the table; `most` is how many entries an archive may have. Never throws. */
export function readDirectory(zip: Uint8Array, most: number): ZipDirectory {
  const refused = (why: string): ZipDirectory => ({ kind: 'refused', why });
  const view = viewOf(zip);
  const end = endOf(view);
  if (end === null) return refused('This is not a zip archive, or only part of one; nothing was opened.');
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const claimed = view.getUint32(end + 16, true);
  if (count === 0xffff || length === 0xffffffff || claimed === 0xffffffff)
    return refused('The archive is of the kind made for more than 4 GB (zip64), which is not opened here.');
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0)
    return refused('The archive is one part of several; join them first.');
  if (count > most) return refused(`The archive has more than ${most} entries; nothing was opened.`);
  // Some archives have a program before them: offsets count from where the archive begins.
  const begin = end - length - claimed;
  if (begin < 0) return refused(DAMAGED);
  const entries: ZipEntry[] = [];
  let at = begin + claimed;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY) return refused(DAMAGED);
    const [nameBytes, extraBytes, commentBytes] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > end) return refused(DAMAGED);
    const name = nameOf(zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
    const type = UNIX.has(view.getUint8(at + 5)) ? view.getUint16(at + 40, true) & TYPE_OF_FILE : 0;
    entries.push({
      name,
      folder: name.endsWith('/') || type === DIRECTORY,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      plain: type === 0 || type === REGULAR || type === DIRECTORY,
      at: begin + view.getUint32(at + 42, true),
    });
    at = next;
  }
  return { kind: 'directory', entries };
}

/** The packed bytes of an entry; null when they are not where the archive says. */
export function packedBytesOf(zip: Uint8Array, { at, packedBytes }: ZipEntry): Uint8Array | null {
  const view = viewOf(zip);
  if (at + LOCAL_BYTES > zip.length || view.getUint32(at, true) !== LOCAL) return null;
  const from = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return from + packedBytes > zip.length ? null : zip.subarray(from, from + packedBytes);
}
