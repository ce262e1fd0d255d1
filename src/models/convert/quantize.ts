/**
 * MLC's group quantization `q4f16_1` and `q4f32_1` (https://llm.mlc.ai/docs/compilation/configure_quantization.html):
 * a row is cut into groups of 32 values; a group keeps one scale, its largest magnitude over 7, and four bits a value,
 * `round(value / scale) + 7` in 0 to 14. Eight values make one 32-bit word, the first in the lowest bits. A value is read
 * back as `(bits - 7) * scale`, so none is off by more than half its group's scale.
 */
import { halfBits, halfValues, largestHalf } from '../halves';

export type QuantFormat = 'q4f16_1' | 'q4f32_1';

export const quantFormats: readonly QuantFormat[] = ['q4f16_1', 'q4f32_1'];

/** The number type of scales and of whatever is not quantized. */
export const floatOf = (format: QuantFormat): 'float16' | 'float32' => (format === 'q4f16_1' ? 'float16' : 'float32');

export const groupSize = 32;
const valuesPerWord = 8;
const wordsPerGroup = groupSize / valuesPerWord;
const largestStep = 7;
const largestFloat = 3.4028234663852886e38;

/** Groups of a row of `columns` values; the last may be short. */
export const groupsOf = (columns: number): number => Math.ceil(columns / groupSize);

/** 32-bit words of a row of `columns` values. */
export const wordsOf = (columns: number): number => groupsOf(columns) * wordsPerGroup;

export interface QuantizedRows {
  /** [rows, wordsOf(columns)] */
  readonly words: Uint32Array<ArrayBuffer>;
  /** [rows, groupsOf(columns)]; f16 bits in `q4f16_1`. */
  readonly scales: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
}

/** The first value that cannot be represented, by its index. */
export interface Unrepresentable {
  readonly index: number;
}

/** The largest magnitude in [start, end), or minus one minus the index of a value that is above `limit` or not a number. */
function largestOf(values: Float32Array, start: number, end: number, limit: number): number {
  let largest = 0;
  for (let index = start; index < end; index += 1) {
    const magnitude = Math.abs(values[index] ?? 0);
    // Written so that NaN is caught too.
    if (!(magnitude <= limit)) return -1 - index;
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/** A group of zeros has scale 0, and every value is the middle step. */
function packWord(values: Float32Array, start: number, end: number, inverse: number): number {
  let word = 0;
  for (let index = start; index < end; index += 1) {
    // Adding before truncating rounds halves up, as MLC's rounding of the shifted value does.
    const step = (values[index] ?? 0) * inverse + (largestStep + 0.5);
    // Past the ends only where the scale itself was rounded down.
    const bits = step >= 2 * largestStep ? 2 * largestStep : step > 0 ? Math.trunc(step) : 0;
    word |= bits << ((index - start) * 4);
  }
  return word;
}

/**
 * Quantizes whole rows. `values` is [rows, columns], rows first.
 * Returns the index of the first value that is infinite, not a number, or in `q4f16_1` beyond the largest f16.
 */
export function quantizeRows(
  values: Float32Array,
  columns: number,
  format: QuantFormat,
): QuantizedRows | Unrepresentable {
  const rows = values.length / columns;
  const groups = groupsOf(columns);
  const words = new Uint32Array(rows * groups * wordsPerGroup);
  const narrow = format === 'q4f16_1';
  const scales = narrow ? new Uint16Array(rows * groups) : new Float32Array(rows * groups);
  const halves = halfValues();
  const limit = narrow ? largestHalf : largestFloat;
  for (let row = 0; row < rows; row += 1) {
    const rowEnd = (row + 1) * columns;
    for (let group = 0; group < groups; group += 1) {
      const start = row * columns + group * groupSize;
      const end = Math.min(start + groupSize, rowEnd);
      const largest = largestOf(values, start, end, limit);
      if (largest < 0) return { index: -1 - largest };
      const at = row * groups + group;
      const wanted = largest / largestStep;
      scales[at] = narrow ? halfBits(wanted) : wanted;
      const scale = narrow ? (halves[scales[at] ?? 0] ?? 0) : (scales[at] ?? 0);
      const inverse = scale === 0 ? 0 : 1 / scale;
      for (let word = 0; word < wordsPerGroup; word += 1) {
        const from = start + word * valuesPerWord;
        words[at * wordsPerGroup + word] = packWord(values, from, Math.min(from + valuesPerWord, end), inverse);
      }
    }
  }
  return { words, scales };
}

/**
 * The values that a library reads back, [rows, columns].
 * @throws RangeError when the sizes do not agree
 */
export function dequantizeRows(
  words: Uint32Array,
  scales: Float32Array | Uint16Array,
  columns: number,
): Float32Array<ArrayBuffer> {
  const groups = groupsOf(columns);
  const rows = scales.length / groups;
  if (words.length !== rows * wordsOf(columns))
    throw new RangeError(`${words.length} words do not belong to ${scales.length} scales`);
  const halves = halfValues();
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = row * groups + Math.floor(column / groupSize);
      const scale = scales instanceof Uint16Array ? (halves[scales[at] ?? 0] ?? 0) : (scales[at] ?? 0);
      const word = words[row * groups * wordsPerGroup + Math.floor(column / valuesPerWord)] ?? 0;
      values[row * columns + column] = (((word >>> ((column % valuesPerWord) * 4)) & 15) - largestStep) * scale;
    }
  }
  return values;
}

/**
 * Narrows values that are not quantized to the format's float.
 * Returns the index of the first value that cannot be represented.
 */
export function floatRows(
  values: Float32Array<ArrayBuffer>,
  format: QuantFormat,
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Unrepresentable {
  const narrow = format === 'q4f16_1';
  const fault = largestOf(values, 0, values.length, narrow ? largestHalf : largestFloat);
  if (fault < 0) return { index: -1 - fault };
  return narrow ? Uint16Array.from(values, halfBits) : values;
}
