/** Bytes of the record codec: variable-length integers, and the checksum that tells damage from data. */

/** Raised by `ByteReader` when the bytes end early or hold an impossible number. */
export class MalformedBytesError extends Error {
  override readonly name = 'MalformedBytesError';
}

/** Integers as base-128 groups, low first: 1 byte below 128, 8 bytes for any safe integer. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private at = 0;

  byte(value: number): void {
    if (this.at === this.bytes.length) {
      const next = new Uint8Array(this.bytes.length * 2);
      next.set(this.bytes);
      this.bytes = next;
    }
    this.bytes[this.at] = value;
    this.at += 1;
  }

  /** @throws RangeError unless a safe integer of 0 or more. */
  unsigned(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not an integer of 0 or more`);
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** Zigzag: small numbers of either sign are short. */
  signed(value: number): void {
    this.unsigned(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  /** Length, then code units: lossless for any string, unpaired surrogates too; one byte for each ASCII character. */
  text(value: string): void {
    this.unsigned(value.length);
    for (let index = 0; index < value.length; index += 1) this.unsigned(value.charCodeAt(index));
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.at);
  }
}

export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new MalformedBytesError('the bytes end early');
    this.at += 1;
    return value;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (!Number.isSafeInteger(value)) throw new MalformedBytesError('a number is too large');
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.unsigned();
    if (length > this.left) throw new MalformedBytesError('a text is longer than the bytes that are left');
    if (length < 2) return length === 0 ? '' : String.fromCharCode(this.unit());
    const parts: string[] = [];
    for (let done = 0; done < length;) {
      const units: number[] = [];
      for (const end = Math.min(length, done + 4_096); done < end; done += 1) units.push(this.unit());
      parts.push(String.fromCharCode(...units));
    }
    return parts.join('');
  }

  private unit(): number {
    const value = this.unsigned();
    if (value > 0xffff) throw new MalformedBytesError('a character is out of range');
    return value;
  }
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (IEEE) of bytes, seeded with another checksum so that it covers what both describe. */
export function checksumBytes(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}

/**
 * FNV-1a (32 bits) over a text's UTF-16 code units: several times quicker than the CRC, for it runs over whole files
 * while a user types. Any one changed unit changes it.
 */
export function checksumText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
