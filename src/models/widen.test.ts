import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from './errors';
import { headOf, widen } from './widen';

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

const padded = (bytes: number[], to: number): number[] => [
  ...bytes,
  ...Array.from({ length: (to - (bytes.length % to)) % to }, () => 0),
];
const u32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];
const u64 = (value: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
const text = (value: string): number[] => [
  ...u64(new TextEncoder().encode(value).length),
  ...new TextEncoder().encode(value),
];

/** A GGUF file with a few entries of every shape and the tensors given. */
function gguf(tensors: readonly Tensor[], alignment = 32): Blob {
  const entries = [
    [...text('general.architecture'), ...u32(8), ...text('llama')],
    [...text('general.file_type'), ...u32(4), ...u32(1)],
    [...text('general.alignment'), ...u32(4), ...u32(alignment)],
    [...text('tokens'), ...u32(9), ...u32(8), ...u64(2), ...text('a'), ...text('<|é|>')],
    [...text('types'), ...u32(9), ...u32(5), ...u64(2), ...u32(1), ...u32(3)],
    [...text('flag'), ...u32(7), 1],
  ];
  let data: number[] = [];
  const table = tensors.flatMap(({ name, shape, type, data: bytes }) => {
    const at = data.length;
    data = padded([...data, ...bytes], alignment);
    return [...text(name), ...u32(shape.length), ...shape.flatMap(u64), ...u32(type), ...u64(at)];
  });
  const head = [
    ...u32(0x46554747),
    ...u32(3),
    ...u64(tensors.length),
    ...u64(entries.length),
    ...entries.flat(),
    ...table,
  ];
  return new Blob([new Uint8Array([...padded(head, alignment), ...data])]);
}

const bytesOf = (view: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const f32 = (name: string, values: readonly number[]): Tensor => ({
  name,
  shape: [values.length],
  type: 0,
  data: bytesOf(Float32Array.from(values)),
});
const f16 = (name: string, bits: readonly number[], shape: readonly number[] = [bits.length]): Tensor => ({
  name,
  shape,
  type: 1,
  data: bytesOf(Uint16Array.from(bits)),
});

async function tensorValues(file: Blob, name: string): Promise<readonly number[]> {
  const { head } = await headOf(file);
  const tensor = head.tensors.find((one) => one.name === name)!;
  expect(tensor.type).toBe(0);
  expect(tensor.offset % head.alignment).toBe(0);
  const count = tensor.shape.reduce((a, b) => a * b, 1);
  return [
    ...new Float32Array(
      await file.slice(head.dataAt + tensor.offset, head.dataAt + tensor.offset + count * 4).arrayBuffer(),
    ),
  ];
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  return error instanceof ModelError ? error.failure.code : `another outcome: ${String(error)}`;
};

describe('widening', () => {
  it.each([
    ['zero', 0x0000, 0],
    ['one', 0x3c00, 1],
    ['minus two', 0xc000, -2],
    ['the largest number', 0x7bff, 65504],
    ['the smallest normal number', 0x0400, 2 ** -14],
    ['the smallest number', 0x0001, 2 ** -24],
    ['a third', 0x3555, 0.333251953125],
    ['infinity', 0x7c00, Infinity],
    ['not a number', 0x7e00, NaN],
  ])('turns the half-precision bits of %s into the same number', async (_name, bits, value) => {
    const wide = await widen(gguf([f16('w', [bits])]));
    expect(await tensorValues(wide, 'w')).toEqual([value]);
  });

  it('turns blocks of a scale and 32 bytes into their products', async () => {
    const block = new Uint8Array([
      0x00,
      0x38,
      ...new Uint8Array(Int8Array.from({ length: 32 }, (_, index) => index * 8 - 128).buffer),
    ]);
    const wide = await widen(gguf([{ name: 'q', shape: [32], type: 8, data: block }]));
    expect(await tensorValues(wide, 'q')).toEqual(Array.from({ length: 32 }, (_, index) => (index * 8 - 128) / 2));
  });

  it('keeps f32 tensors, names, shapes and metadata, and marks the file as all f32', async () => {
    const file = gguf([f32('norm', [1.5, -2]), f16('w', [0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600], [3, 2])]);
    const wide = await widen(file);
    const { head, bytes } = await headOf(wide);
    expect(head.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['norm', [2]],
      ['w', [3, 2]],
    ]);
    expect(await tensorValues(wide, 'norm')).toEqual([1.5, -2]);
    expect(await tensorValues(wide, 'w')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new DataView(bytes.buffer).getUint32(head.fileTypeAt!, true)).toBe(0);
    expect(new TextDecoder().decode(bytes)).toContain('<|é|>');
  });

  it('gives each of many tensors its own numbers, whatever their sizes and the alignment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            wide: fc.boolean(),
            values: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 }),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom(8, 32, 64),
        async (made, alignment) => {
          // Half-precision bits below 0x400 are that many times 2 ** -24.
          const tensors = made.map(({ wide, values }, index) =>
            wide
              ? f32(
                  `t${index}`,
                  values.map((value) => value * 2 ** -24),
                )
              : f16(`t${index}`, values),
          );
          const widened = await widen(gguf(tensors, alignment));
          for (const [index, { values }] of made.entries()) {
            expect(await tensorValues(widened, `t${index}`)).toEqual(values.map((value) => value * 2 ** -24));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves a file alone that has nothing to widen, a type it does not know, or would grow too large', async () => {
    const unknown = gguf([f16('w', [1]), { name: 'k', shape: [256], type: 12, data: new Uint8Array(144) }]);
    const plain = gguf([f32('norm', [1])]);
    const large = gguf([f16('w', [1, 2, 3])]);
    expect(await widen(unknown)).toBe(unknown);
    expect(await widen(plain)).toBe(plain);
    expect(await widen(large, { maxBytes: 10 })).toBe(large);
  });

  it('calls a file cut anywhere damaged', async () => {
    const whole = gguf([f16('w', [0x3c00, 0x4000]), f32('norm', [1])], 8);
    const used = whole.size - 4;
    for (let size = 0; size < used; size += 1)
      expect([size, await codeOf(widen(whole.slice(0, size)))]).toEqual([size, 'model-corrupt']);
    expect(await codeOf(widen(whole))).toContain('another outcome');
  });

  it('never fails otherwise than by calling it damaged, whatever bytes are changed', async () => {
    const whole = new Uint8Array(await gguf([f16('w', [0x3c00, 0x4000]), f32('norm', [1])]).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const broken = whole.slice();
          for (const [at, byte] of changes) broken[at] = byte;
          const outcome = await widen(new Blob([broken])).then(
            () => 'widened',
            (error: unknown) => (error instanceof ModelError ? error.failure.code : error),
          );
          expect(['widened', 'model-corrupt']).toContain(outcome);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells how far it is, ending at the whole', async () => {
    const steps: number[] = [];
    await widen(gguf([f16('w', [1]), f16('v', [1])]), {
      onProgress: ({ stage, done, total }) => steps.push(stage === 'preparing' ? done / total : NaN),
    });
    expect(steps).toHaveLength(2);
    expect(steps[0]).toBeLessThan(steps[1]!);
    expect(steps[1]).toBeGreaterThan(0.7);
  });

  it('stops when asked to', async () => {
    await expect(widen(gguf([f16('w', [1])]), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
