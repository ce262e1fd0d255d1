/**
 * A model with random weights in the form models are published in (sharded bf16 safetensors), shaped for a compiled
 * library. Every group of 32 weights holds a scale, a power of two, times whole numbers from -7 to 7 with a 7 among them:
 * what four bits hold exactly. So the converted model computes what the published one does, but for rounding.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readLibrary, type LibraryMetadata, type ModelShape } from '../../../src/models/convert';
import { byteTokenizer, END_OF_TURN, TOKENS } from './tokenizer';

/** `vocabulary`: a few rows more than the tokenizer makes, fewer than the library's. */
export type RandomModelShape = Omit<ModelShape, 'normEpsilon' | 'ropeBase' | 'ropeScaling'>;

interface Tensor {
  readonly name: string;
  readonly rows: number;
  /** Null for a vector. */
  readonly columns: number | null;
  readonly kind: 'matrix' | 'embedding' | 'bias' | 'norm';
}

const VOCABULARY = Math.ceil((TOKENS + 32) / 64) * 64;
const EPSILON = 1e-6;
const ROPE_BASE: Readonly<Record<RandomModelShape['architecture'], number>> = { qwen2: 1e6, llama: 5e5 };

/** Sizes of the network that a library was compiled for. @throws when the library does not say them */
export function shapeOf(bytes: Uint8Array): { readonly shape: RandomModelShape; readonly library: LibraryMetadata } {
  const library = readLibrary(bytes);
  const described = /"kv_cache": (\{[^{}]*\})/.exec(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  )?.[1];
  if (described === undefined) throw new Error('The library does not describe its KV cache: give --weights.');
  const {
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: headSize,
  } = JSON.parse(described) as Record<string, number>;
  const sizeOf = (name: string, dimension: number): number | undefined =>
    library.parameters.find((parameter) => parameter.name === name)?.shape[dimension] ?? undefined;
  const hiddenSize = sizeOf('model.norm.weight', 0);
  const gates = sizeOf('model.layers.0.mlp.gate_up_proj.q_weight', 0);
  const { architecture } = library;
  if (
    layers === undefined ||
    heads === undefined ||
    kvHeads === undefined ||
    headSize === undefined ||
    hiddenSize === undefined ||
    gates === undefined
  )
    throw new Error('The library does not say the sizes of its network: give --weights.');
  if (architecture !== 'qwen2' && architecture !== 'llama')
    throw new Error(`The library is for ${architecture}: give --weights.`);
  return {
    library,
    shape: {
      architecture,
      hiddenSize,
      intermediateSize: gates / 2,
      layers,
      heads,
      kvHeads,
      headSize,
      tied: library.tied,
      context: library.context,
      vocabulary: VOCABULARY,
    },
  };
}

/** Number of weights. */
export const weightsOf = (shape: RandomModelShape): number =>
  shards(shape)
    .flat()
    .reduce((sum, { rows, columns }) => sum + rows * (columns ?? 1), 0);

/** Tensors as they lie in the files: one file for what stands outside the layers, one for each layer. */
function shards({
  architecture,
  hiddenSize,
  intermediateSize,
  layers,
  heads,
  kvHeads,
  headSize,
  tied,
  vocabulary,
}: RandomModelShape): readonly (readonly Tensor[])[] {
  const outside: Tensor[] = [
    { name: 'model.embed_tokens.weight', rows: vocabulary, columns: hiddenSize, kind: 'embedding' },
    { name: 'model.norm.weight', rows: hiddenSize, columns: null, kind: 'norm' },
    ...(tied ? [] : [{ name: 'lm_head.weight', rows: vocabulary, columns: hiddenSize, kind: 'embedding' } as const]),
  ];
  const attention = { q_proj: heads * headSize, k_proj: kvHeads * headSize, v_proj: kvHeads * headSize };
  const layer = (index: number): readonly Tensor[] => {
    const at = `model.layers.${index}.`;
    return [
      ...Object.entries(attention).flatMap(([name, rows]): readonly Tensor[] => [
        { name: `${at}self_attn.${name}.weight`, rows, columns: hiddenSize, kind: 'matrix' },
        ...(architecture === 'qwen2'
          ? [{ name: `${at}self_attn.${name}.bias`, rows, columns: null, kind: 'bias' } as const]
          : []),
      ]),
      { name: `${at}self_attn.o_proj.weight`, rows: hiddenSize, columns: heads * headSize, kind: 'matrix' },
      { name: `${at}mlp.gate_proj.weight`, rows: intermediateSize, columns: hiddenSize, kind: 'matrix' },
      { name: `${at}mlp.up_proj.weight`, rows: intermediateSize, columns: hiddenSize, kind: 'matrix' },
      { name: `${at}mlp.down_proj.weight`, rows: hiddenSize, columns: intermediateSize, kind: 'matrix' },
      { name: `${at}input_layernorm.weight`, rows: hiddenSize, columns: null, kind: 'norm' },
      { name: `${at}post_attention_layernorm.weight`, rows: hiddenSize, columns: null, kind: 'norm' },
    ];
  };
  return [outside, ...Array.from({ length: layers }, (_, index) => layer(index))];
}

/** 32 random bits a call, the same for the same seed. */
function randomBits(seed: number): () => number {
  let state = (Math.imul(seed, 2_654_435_761) ^ 0x9e37_79b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);
/** The upper half of a float; exact for what is written here. */
function bfloat(value: number): number {
  single[0] = value;
  return (bits[0] ?? 0) >>> 16;
}

const WHOLE = 15;
const GROUP = 32;
/** Standard deviation of a whole number from -7 to 7. */
const SPREAD = 4.32;

/** The tensor's bfloat16 values, row after row. */
function valuesOf({ rows, columns, kind }: Tensor, random: () => number): Uint16Array<ArrayBuffer> {
  const values = new Uint16Array(rows * (columns ?? 1));
  if (kind === 'norm') return values.fill(bfloat(1));
  if (kind === 'bias') return values.map(() => bfloat(((random() % WHOLE) - 7) / 64));
  const wanted = kind === 'embedding' ? 0.1 : 1.2 / Math.sqrt(columns ?? 1);
  const exponent = Math.round(Math.log2(wanted / SPREAD));
  const tables = [exponent, exponent - 1].map((power) =>
    Uint16Array.from({ length: WHOLE }, (_, whole) => bfloat((whole - 7) * 2 ** power)),
  );
  for (let group = 0; group < values.length; group += GROUP) {
    const draw = random();
    const table = tables[draw & 1] ?? new Uint16Array(WHOLE);
    for (let index = group; index < group + GROUP; index += 4) {
      const word = random();
      for (let part = 0; part < 4; part += 1) values[index + part] = table[((word >>> (part * 8)) & 255) % WHOLE] ?? 0;
    }
    // The largest of the group is what its scale is made from.
    values[group + ((draw >>> 1) % GROUP)] = table[(draw >>> 8) & 1 ? WHOLE - 1 : 0] ?? 0;
  }
  return values;
}

/** config.json, as Hugging Face writes it. */
export const configOf = (shape: RandomModelShape): Readonly<Record<string, unknown>> => ({
  architectures: [shape.architecture === 'qwen2' ? 'Qwen2ForCausalLM' : 'LlamaForCausalLM'],
  model_type: shape.architecture,
  hidden_act: 'silu',
  hidden_size: shape.hiddenSize,
  intermediate_size: shape.intermediateSize,
  num_attention_heads: shape.heads,
  num_key_value_heads: shape.kvHeads,
  num_hidden_layers: shape.layers,
  head_dim: shape.headSize,
  rms_norm_eps: EPSILON,
  rope_theta: ROPE_BASE[shape.architecture],
  vocab_size: shape.vocabulary,
  tie_word_embeddings: shape.tied,
  max_position_embeddings: shape.context,
  eos_token_id: END_OF_TURN,
  torch_dtype: 'bfloat16',
});

/** Writes config.json, tokenizer.json and the shards into `folder`. The same seed gives the same model. */
export async function writeRandomModel(folder: string, shape: RandomModelShape, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(configOf(shape)));
  await writeFile(path.join(folder, 'tokenizer.json'), byteTokenizer());
  const files = shards(shape);
  const nameOf = (index: number): string =>
    `model-${String(index + 1).padStart(5, '0')}-of-${String(files.length).padStart(5, '0')}.safetensors`;
  const places = files.flatMap((tensors, index) => tensors.map(({ name }) => [name, nameOf(index)] as const));
  await writeFile(
    path.join(folder, 'model.safetensors.index.json'),
    JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(places) }),
  );
  const random = randomBits(seed);
  for (const [index, tensors] of files.entries()) await writeShard(path.join(folder, nameOf(index)), tensors, random);
}

async function writeShard(file: string, tensors: readonly Tensor[], random: () => number): Promise<void> {
  let at = 0;
  const header = Object.fromEntries(
    tensors.map(({ name, rows, columns }) => {
      const from = at;
      at += 2 * rows * (columns ?? 1);
      return [name, { dtype: 'BF16', shape: columns === null ? [rows] : [rows, columns], data_offsets: [from, at] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const handle = await open(file, 'w');
  try {
    await handle.write(length);
    await handle.write(text);
    for (const tensor of tensors) await handle.write(new Uint8Array(valuesOf(tensor, random).buffer));
  } finally {
    await handle.close();
  }
}

/** The tensors of a small random model by name, in f32, as `writeRandomModel` writes them. */
export function randomWeights(shape: RandomModelShape, seed: number): (name: string) => Float32Array {
  const random = randomBits(seed);
  const all = new Map(
    shards(shape)
      .flat()
      .map((tensor) => {
        const halves = valuesOf(tensor, random);
        return [tensor.name, new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer)] as const;
      }),
  );
  return (name) => {
    const values = all.get(name);
    if (values === undefined) throw new Error(`no tensor ${name}`);
    return values;
  };
}
