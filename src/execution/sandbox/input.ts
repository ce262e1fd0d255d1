/**
 * A line of input across threads: the program blocks in the worker while the frame waits for the user. The buffer
 * holds two 32-bit words (state, length in bytes) and then UTF-8.
 */

const EMPTY = 0;
const LINE = 1;
const END = 2;
const HEADER = 8;

/** Room for the longest line, in bytes. */
export const INPUT_BYTES = 64 * 1024;

export function createInputBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER + INPUT_BYTES);
}

/** Hands a line to the program; null is the end of input. A line that is too long is cut. */
export function offerLine(buffer: SharedArrayBuffer, line: string | null): void {
  const words = new Int32Array(buffer, 0, 2);
  if (line !== null) {
    // Views of shared memory cannot be encoded into directly.
    const bytes = new TextEncoder().encode(line).subarray(0, INPUT_BYTES);
    new Uint8Array(buffer, HEADER).set(bytes);
    words[1] = bytes.length;
  }
  Atomics.store(words, 0, line === null ? END : LINE);
  Atomics.notify(words, 0);
}

/** Blocks until there is a line; null at the end of input. For workers only: a page's own thread may not wait. */
export function awaitLine(buffer: SharedArrayBuffer): string | null {
  const words = new Int32Array(buffer, 0, 2);
  Atomics.wait(words, 0, EMPTY);
  const ended = Atomics.load(words, 0) === END;
  const bytes = new Uint8Array(buffer, HEADER).slice(0, words[1]);
  // The end stays the end.
  if (!ended) Atomics.store(words, 0, EMPTY);
  return ended ? null : new TextDecoder().decode(bytes);
}
