/** Text files into a zip archive: the same files give the same bytes, whenever and wherever it is made. */
import { Zip, ZipDeflate } from 'fflate';
import type { TextFile } from '../intake/intake';

/** Read, and written by the owner; a plain file. */
const MODE = (0o100644 << 16) >>> 0;
const UNIX = 3;

/** The names must be different paths of a workspace. Some MB take a second on a slow machine: not on the page. */
export function packZip(files: readonly TextFile[]): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const faults: Error[] = [];
  // Not the function that takes an object: `__proto__` is a file's name like any other.
  const zip = new Zip((fault, chunk) => {
    // fflate gives null for no fault, whatever its typings say.
    if (fault as Error | null) faults.push(fault as Error);
    else chunks.push(chunk);
  });
  const encoder = new TextEncoder();
  for (const { name, text } of [...files].sort((one, other) =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
  )) {
    // The archive's times are local ones: this is the first that can be written, in any zone.
    const entry = Object.assign(new ZipDeflate(name, { level: 6 }), {
      mtime: new Date(1980, 0, 1),
      os: UNIX,
      attrs: MODE,
    });
    zip.add(entry);
    entry.push(encoder.encode(text), true);
  }
  zip.end();
  const [fault] = faults;
  if (fault !== undefined) throw fault;
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
