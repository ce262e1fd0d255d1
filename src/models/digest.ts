/** Digests of files too large for the browser's own, which want all bytes at once. */
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ModelPart } from '../protocol/models';
import type { PartFile } from './fetch-part';

/** What there is to check a file by; SHA-256 where it is known, else MD5, which is what MLC's index tells. */
export type Expected =
  { readonly kind: 'digest'; readonly algorithm: 'sha256' | 'md5'; readonly hex: string } | { readonly kind: 'size' };

export function expectedOf(part: Pick<ModelPart, 'sha256' | 'md5'>): Expected {
  if (part.sha256 !== null) return { kind: 'digest', algorithm: 'sha256', hex: part.sha256.toLowerCase() };
  if (part.md5 !== null) return { kind: 'digest', algorithm: 'md5', hex: part.md5.toLowerCase() };
  return { kind: 'size' };
}

const chunkBytes = 4 * 2 ** 20;

/**
 * The digest of a file in hex, read back from the disk: what was kept is what is checked. Lets other work run between
 * chunks; `onProgress` is told the bytes read.
 * @throws the signal's reason when it fires
 */
export async function digestOf(
  file: PartFile,
  algorithm: 'sha256' | 'md5',
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<string> {
  const hash = algorithm === 'sha256' ? sha256.create() : md5.create();
  const chunk = new Uint8Array(chunkBytes);
  for (let at = 0; ;) {
    signal.throwIfAborted();
    const count = file.read(chunk, at);
    if (count === 0) break;
    hash.update(chunk.subarray(0, count));
    at += count;
    onProgress(at);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
  return bytesToHex(hash.digest());
}
