import { describe, expect, it } from 'vitest';
import { widenHalves } from '../halves';
import { convert } from './convert';
import {
  fakeModel,
  memoryFolder,
  memorySink,
  modelFiles,
  type FakeModel,
  type MemorySink,
} from '../../../testing/convert-fakes';
import { dequantizeRows, quantFormats, type QuantFormat } from './quantize';
import { forward, type Weights } from './reference';
import { parseShape, type ModelShape } from './shape';

interface Stored {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads an output as web-llm does: by the index, from the shards. */
function readOutput({ files }: MemorySink): ReadonlyMap<string, Stored> {
  const index = JSON.parse(new TextDecoder().decode(files.get('ndarray-cache.json'))) as {
    records: {
      dataPath: string;
      records: { name: string; shape: number[]; dtype: string; nbytes: number; byteOffset: number }[];
    }[];
  };
  return new Map(
    index.records.flatMap(({ dataPath, records }) =>
      records.map(
        ({ name, shape, dtype, nbytes, byteOffset }) =>
          [name, { shape, dtype, bytes: files.get(dataPath)!.slice(byteOffset, byteOffset + nbytes) }] as const,
      ),
    ),
  );
}

/** The values of a parameter, read back as a library would. */
function values(output: ReadonlyMap<string, Stored>, name: string, columns: number): Float32Array {
  const plain = output.get(name);
  const floats = ({ dtype, bytes }: Stored): Float32Array | Uint16Array =>
    dtype === 'float16' ? new Uint16Array(bytes.buffer) : new Float32Array(bytes.buffer);
  if (plain !== undefined) {
    const raw = floats(plain);
    return raw instanceof Uint16Array ? widenHalves(raw) : raw;
  }
  const base = name.replace(/\.weight$/, '');
  return dequantizeRows(
    new Uint32Array(output.get(`${base}.q_weight`)!.bytes.buffer),
    floats(output.get(`${base}.q_scale`)!),
    columns,
  );
}

/** The checkpoint's tensors out of a converted model: fused ones are cut where the network cuts them. */
function convertedWeights(output: ReadonlyMap<string, Stored>, model: ModelShape, original: FakeModel): Weights {
  const fused = model.architecture === 'qwen2' ? 'c_attn' : 'qkv_proj';
  const queries = model.heads * model.headSize;
  const keys = model.kvHeads * model.headSize;
  const cuts: Readonly<Record<string, readonly [string, number, number]>> = {
    q_proj: [fused, 0, queries],
    k_proj: [fused, queries, queries + keys],
    v_proj: [fused, queries + keys, queries + 2 * keys],
    gate_proj: ['gate_up_proj', 0, model.intermediateSize],
    up_proj: ['gate_up_proj', model.intermediateSize, 2 * model.intermediateSize],
  };
  const cached = new Map<string, Float32Array>();
  const read = (name: string): Float32Array => {
    const shape = original.tensors.get(name)!.shape;
    const columns = shape[1] ?? 1;
    const short = /\.(\w+)\.(?:weight|bias)$/.exec(name)?.[1] ?? '';
    const cut = Object.hasOwn(cuts, short) ? cuts[short] : undefined;
    if (cut === undefined) return values(output, name, columns).subarray(0, shape[0]! * columns);
    const [into, from, to] = cut;
    return values(output, name.replace(short, into), columns).subarray(from * columns, to * columns);
  };
  return (name) => {
    const known = cached.get(name) ?? read(name);
    cached.set(name, known);
    return known;
  };
}

/** Four bits a value done naively, value by value: nothing shared with the code under test but the definition. */
function naively(values: Float32Array, columns: number, format: QuantFormat): Float32Array {
  const out = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += 32) {
    const group = values.subarray(start, Math.min(start + 32, (Math.floor(start / columns) + 1) * columns));
    const largest = group.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = format === 'q4f16_1' ? halfOf(largest / 7) : Math.fround(largest / 7);
    for (const [index, value] of group.entries())
      out[start + index] = Math.min(7, Math.max(-7, Math.floor(value / scale + 0.5))) * scale;
  }
  return out;
}

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const apart = (one: Float32Array, other: Float32Array): number =>
  rootMeanSquare(one.map((value, index) => value - other[index]!)) / rootMeanSquare(one);

const prompt = [5, 17, 80, 3, 44, 17, 2, 95, 60];
const cases = quantFormats.flatMap((format) =>
  (['qwen2', 'llama'] as const).flatMap((architecture) =>
    [true, false].map((tied) => ({ format, architecture, tied })),
  ),
);

async function converted(original: FakeModel, format: QuantFormat): Promise<MemorySink> {
  const sink = memorySink();
  await convert({
    source: memoryFolder(modelFiles(original, 'F32', { shards: 2 })),
    sink,
    format,
    library: { kind: 'rows', vocabulary: 128 },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return sink;
}

describe('a converted model', () => {
  it.each(cases)(
    'computes what its quantized weights say: $architecture, tied $tied, $format',
    async ({ format, architecture, tied }) => {
      const original = fakeModel({ architecture, tied });
      const model = parseShape(original.config);
      const output = readOutput(await converted(original, format));
      const got = forward(model, convertedWeights(output, model, original), prompt);

      const exact = new Map(
        [...original.tensors].map(([name, { shape, values: all }]) => {
          const narrow = format === 'q4f16_1' ? 'F16' : 'F32';
          return [
            name,
            shape.length === 2
              ? naively(all, shape[1]!, format)
              : narrow === 'F16'
                ? Float32Array.from(all, (value) => halfOf(value))
                : all,
          ];
        }),
      );
      expect(
        apart(
          forward(model, (name) => exact.get(name)!, prompt),
          got,
        ),
      ).toBeLessThan(1e-6);
      // Four bits of uniformly random weights are off by about 7 percent each; parts that are swapped give more than 40.
      expect(
        apart(
          forward(model, (name) => original.tensors.get(name)!.values, prompt),
          got,
        ),
      ).toBeLessThan(0.25);
    },
  );

  it('would be told from one whose gate and up projection are swapped, or keys and values', async () => {
    const original = fakeModel({ architecture: 'qwen2', tied: true });
    const model = parseShape(original.config);
    const right = convertedWeights(readOutput(await converted(original, 'q4f32_1')), model, original);
    const swapped =
      (one: string, other: string): Weights =>
      (name) =>
        right(name.includes(one) ? name.replace(one, other) : name.replace(other, one));
    const reference = forward(model, (name) => original.tensors.get(name)!.values, prompt);
    expect(apart(reference, forward(model, swapped('gate_proj', 'up_proj'), prompt))).toBeGreaterThan(0.4);
    expect(apart(reference, forward(model, swapped('k_proj', 'v_proj'), prompt))).toBeGreaterThan(0.4);
  });

  it('has zeros in the rows that only fill up the vocabulary', async () => {
    const output = readOutput(await converted(fakeModel({ architecture: 'llama', tied: false }), 'q4f16_1'));
    for (const name of ['model.embed_tokens.weight', 'lm_head.weight']) {
      const all = values(output, name, 64);
      expect(all).toHaveLength(128 * 64);
      expect(all.subarray(96 * 64).every((value) => value === 0)).toBe(true);
      expect(all.subarray(95 * 64, 96 * 64).some((value) => value !== 0)).toBe(true);
    }
  });
});

const narrowed = new Float32Array(1);
/** The nearest half, found among its neighbours on a grid: halves between 2^e and 2^(e+1) are 2^(e-10) apart. */
function halfOf(value: number): number {
  narrowed[0] = value;
  const magnitude = Math.abs(narrowed[0]);
  if (magnitude === 0) return 0;
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(magnitude))) - 10);
  const steps = magnitude / step;
  const below = Math.floor(steps);
  const rest = steps - below;
  return Math.sign(value) * step * (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below);
}
