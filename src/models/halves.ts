/** Narrow floating-point numbers: IEEE half precision (f16) and bfloat16, in little-endian bytes. */

let table: Float32Array | null = null;

/** The value of each of the 65,536 half-precision numbers, by their bits. */
export function halfValues(): Float32Array {
  if (table) return table;
  const values = new Float32Array(65_536);
  for (let bits = 0; bits < values.length; bits += 1) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const mantissa = bits & 1023;
    values[bits] =
      sign *
      (exponent === 0
        ? mantissa * 2 ** -24
        : exponent === 31
          ? mantissa === 0
            ? Infinity
            : NaN
          : (1 + mantissa / 1024) * 2 ** (exponent - 15));
  }
  table = values;
  return values;
}

/** The largest finite half-precision number. */
export const largestHalf = 65_504;

const floats = new Float32Array(1);
const bitsOfFloat = new Uint32Array(floats.buffer);

/** The bits of the half-precision number nearest to a value, ties to even; beyond the largest it is infinity. */
export function halfBits(value: number): number {
  floats[0] = value;
  const bits = bitsOfFloat[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  if (magnitude >= 0x4780_0000) return sign | 0x7c00;
  if (magnitude < 0x3880_0000) {
    // Below the least normal number halves are evenly spaced, 2^-24 apart.
    const steps = Math.abs(floats[0]) * 2 ** 24;
    const below = Math.floor(steps);
    const rest = steps - below;
    return sign | (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below);
  }
  const shifted = (magnitude - 0x3800_0000) >>> 13;
  const rest = magnitude & 0x1fff;
  return sign | (rest > 0x1000 || (rest === 0x1000 && shifted % 2 === 1) ? shifted + 1 : shifted);
}

/** Widens half-precision numbers. */
export function widenHalves(narrow: Uint16Array): Float32Array<ArrayBuffer> {
  const values = halfValues();
  const wide = new Float32Array(narrow.length);
  for (let index = 0; index < narrow.length; index += 1) wide[index] = values[narrow[index] ?? 0] ?? 0;
  return wide;
}

/** Widens bfloat16 numbers: they are the upper halves of f32. */
export function widenBfloats(narrow: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(narrow.length);
  for (let index = 0; index < narrow.length; index += 1) wide[index] = (narrow[index] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}
