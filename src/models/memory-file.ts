import type { PartFile } from './fetch-part';

/** A file in memory that can run out of room. For tests of what writes files. */
export class MemoryFile implements PartFile {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  closed = false;
  readonly #room: number;

  constructor(content: Uint8Array<ArrayBuffer> = new Uint8Array(), room = Number.POSITIVE_INFINITY) {
    this.#bytes = content;
    this.#room = room;
  }

  content(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  size(): number {
    return this.#bytes.byteLength;
  }

  read(into: Uint8Array<ArrayBuffer>, at: number): number {
    const found = this.#bytes.subarray(at, at + into.byteLength);
    into.set(found);
    return found.byteLength;
  }

  write(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    if (at + bytes.byteLength > this.#room) throw new DOMException('full', 'QuotaExceededError');
    const next = new Uint8Array(Math.max(this.#bytes.byteLength, at + bytes.byteLength));
    next.set(this.#bytes);
    next.set(bytes, at);
    this.#bytes = next;
  }

  truncate(size: number): void {
    this.#bytes = this.#bytes.slice(0, size);
  }

  close(): void {
    this.closed = true;
  }
}
