/** Makes GGUF files for tests. */

const u32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];
const u64 = (value: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
const text = (value: string): number[] => [
  ...u64(new TextEncoder().encode(value).length),
  ...new TextEncoder().encode(value),
];

type Value = string | number | readonly string[];

function entry(key: string, value: Value): number[] {
  if (typeof value === 'string') return [...text(key), ...u32(8), ...text(value)];
  if (typeof value === 'number') return [...text(key), ...u32(4), ...u32(value)];
  return [...text(key), ...u32(9), ...u32(8), ...u64(value.length), ...value.flatMap(text)];
}

const usual: Readonly<Record<string, Value>> = {
  'general.architecture': 'qwen2',
  'general.name': 'Tiny',
  'qwen2.context_length': 512,
  'tokenizer.ggml.tokens': ['a', 'b', '<|end|>'],
};

interface Tensor {
  readonly shape: readonly number[];
  readonly type: number;
  readonly bytes: number;
}

/** A GGUF file as small as can be; entries of null are left out. For tests. */
export function tinyGguf(
  changes: Readonly<Record<string, Value | null>> = {},
  tensors: readonly Tensor[] = [
    { shape: [256, 2], type: 12, bytes: 288 },
    { shape: [8], type: 0, bytes: 32 },
  ],
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries({ ...usual, ...changes }).flatMap(([key, value]) =>
    value === null ? [] : [entry(key, value)],
  );
  let at = 0;
  const table = tensors.flatMap(({ shape, type, bytes }, index) => {
    const row = [...text(`t${index}`), ...u32(shape.length), ...shape.flatMap(u64), ...u32(type), ...u64(at)];
    at = Math.ceil((at + bytes) / 32) * 32;
    return row;
  });
  const head = [
    ...u32(0x46554747),
    ...u32(3),
    ...u64(tensors.length),
    ...u64(entries.length),
    ...entries.flat(),
    ...table,
  ];
  while (head.length % 32 !== 0) head.push(0);
  const file = new Uint8Array(head.length + at);
  file.set(head);
  return file;
}
