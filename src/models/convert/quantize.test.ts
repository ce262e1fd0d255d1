import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfValues, widenBfloats, widenHalves } from '../halves';
import { dequantizeRows, floatRows, groupSize, quantFormats, quantizeRows, type QuantFormat } from './quantize';

const row = (values: readonly number[], length = values.length): Float32Array =>
  Float32Array.from({ length }, (_, index) => values[index] ?? 0);

function quantized(
  values: Float32Array,
  columns: number,
  format: QuantFormat,
): { readonly words: Uint32Array; readonly scales: Float32Array | Uint16Array } {
  const made = quantizeRows(values, columns, format);
  if ('index' in made) throw new Error(`value ${made.index} was refused`);
  return made;
}

/**
 * The format's own bound: half a step. In q4f16_1 the step itself is rounded, which only matters for groups so small that
 * halves are sparse there: seven times half the distance between the smallest halves.
 */
function worstExcess(values: Float32Array, columns: number, format: QuantFormat): number {
  const { words, scales } = quantized(values, columns, format);
  const back = dequantizeRows(words, scales, columns);
  const groups = scales.length / (values.length / columns);
  const halves = halfValues();
  return Math.max(
    ...values.map((value, index) => {
      const at = Math.floor(index / columns) * groups + Math.floor((index % columns) / groupSize);
      const stored = scales[at] ?? 0;
      const scale = format === 'q4f16_1' ? (halves[stored] ?? 0) : stored;
      const slack = format === 'q4f16_1' ? 7 * 2 ** -25 : 7 * 2 ** -149;
      return Math.abs((back[index] ?? 0) - value) - (scale / 2) * (1 + 1e-6) - slack;
    }),
  );
}

const sources = {
  bf16: fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).filter((bits) => (bits & 0x7f80) < 0x4700),
      { minLength: 1, maxLength: 160 },
    )
    .map((bits) => widenBfloats(Uint16Array.from(bits))),
  f16: fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).filter((bits) => (bits & 0x7c00) !== 0x7c00),
      { minLength: 1, maxLength: 160 },
    )
    .map((bits) => widenHalves(Uint16Array.from(bits))),
  f32: fc
    .array(fc.float({ min: -60_000, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 160 })
    .map((values) => Float32Array.from(values)),
  'small f32': fc
    .array(fc.float({ min: Math.fround(-0.05), max: Math.fround(0.05), noNaN: true }), { minLength: 1, maxLength: 160 })
    .map((values) => Float32Array.from(values)),
};

describe('group quantization', () => {
  for (const format of quantFormats) {
    for (const [name, values] of Object.entries(sources)) {
      it(`keeps ${name} values within half a step in ${format}, for rows of any length`, () => {
        fc.assert(
          fc.property(values, (some) => {
            expect(worstExcess(some, some.length, format)).toBeLessThanOrEqual(0);
          }),
          { numRuns: 60 },
        );
      });
    }

    it(`keeps zeros exactly, and the largest of a group almost, in ${format}`, () => {
      const values = row([0, 7, -7, 0, 3.5], 64);
      const { words, scales } = quantized(values, 64, format);
      const back = dequantizeRows(words, scales, 64);
      expect([...back.subarray(0, 4)]).toEqual([0, 7, -7, 0]);
      expect([...back.subarray(32)]).toEqual(new Array(32).fill(0));
      expect(scales[1]).toBe(0);
    });

    it.each([
      ['infinity', Infinity],
      ['minus infinity', -Infinity],
      ['not a number', NaN],
    ])(`refuses %s in ${format} and says where`, (_name, value) => {
      const values = new Float32Array(96);
      values[71] = value;
      expect(quantizeRows(values, 48, format)).toEqual({ index: 71 });
      expect(floatRows(values, format)).toEqual({ index: 71 });
    });
  }

  it('puts the first of eight values into the lowest bits, as steps from 0 to 14', () => {
    const { words, scales } = quantized(row([-7, -6, -5, 0, 1, 5, 6, 7], 32), 32, 'q4f32_1');
    expect(words[0]?.toString(16)).toBe('edc87210');
    expect([...words.subarray(1)]).toEqual([0x7777_7777, 0x7777_7777, 0x7777_7777]);
    expect([...scales]).toEqual([1]);
  });

  it('rounds the middle of two steps up', () => {
    const { words } = quantized(row([7, -0.5, 0.5, -3.5, 3.5], 32), 32, 'q4f32_1');
    expect([0, 1, 2, 3, 4].map((index) => ((words[0] ?? 0) >>> (index * 4)) & 15)).toEqual([14, 7, 8, 4, 11]);
  });

  it('takes the scale of each group of 32 from its own largest magnitude', () => {
    const values = Float32Array.from(
      { length: 2 * 70 },
      (_, index) => (index % 70 < 32 ? 1 : index % 70 < 64 ? -14 : 0.07) * (index < 70 ? 1 : 10),
    );
    const { scales, words } = quantized(values, 70, 'q4f32_1');
    expect([...scales].map((scale) => scale.toPrecision(6))).toEqual(
      [1 / 7, 2, 0.01, 10 / 7, 20, 0.1].map((scale) => scale.toPrecision(6)),
    );
    expect(words).toHaveLength(2 * 3 * 4);
  });

  it('refuses what only f32 can hold in q4f16_1', () => {
    const values = row([1, 70_000], 32);
    expect(quantizeRows(values, 32, 'q4f16_1')).toEqual({ index: 1 });
    expect(worstExcess(values, 32, 'q4f32_1')).toBeLessThanOrEqual(0);
  });

  it('narrows what is not quantized to the format’s float', () => {
    expect(floatRows(Float32Array.of(1, -2, 0.1), 'q4f16_1')).toEqual(Uint16Array.of(0x3c00, 0xc000, 0x2e66));
    expect(floatRows(Float32Array.of(1, -2, 0.5), 'q4f32_1')).toEqual(Float32Array.of(1, -2, 0.5));
  });

  it('does not read back words and scales that do not belong together', () => {
    expect(() => dequantizeRows(new Uint32Array(4), new Float32Array(2), 32)).toThrow(RangeError);
  });
});
