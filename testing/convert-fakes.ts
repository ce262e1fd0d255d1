/** Stand-ins for tests: small models, sources that count what is read, sinks in memory. */
import { halfBits } from '../src/models/halves';
import { ConversionError } from '../src/models/convert/errors';
import type { ConversionSink } from '../src/models/convert/sink';
import { blobSource, type ByteSource, type SourceFolder } from '../src/models/convert/source';
import type { SourceDtype } from '../src/models/convert/safetensors';

export interface FakeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The nearest bfloat16, ties away from zero: good enough for making data. */
export function bfloatBits(value: number): number {
  floats[0] = value;
  return Number.isFinite(value) ? ((bits[0] ?? 0) + 0x8000) >>> 16 : (bits[0] ?? 0) >>> 16;
}

function encode(values: Float32Array, dtype: SourceDtype): Uint8Array {
  switch (dtype) {
    case 'F32':
      return new Uint8Array(values.slice().buffer);
    case 'F16':
      return new Uint8Array(Uint16Array.from(values, halfBits).buffer);
    case 'BF16':
      return new Uint8Array(Uint16Array.from(values, bfloatBits).buffer);
    default:
      return dtype satisfies never;
  }
}

/** A file from any header text and data, sound or not. */
export function safetensorsFile(header: string, data: Uint8Array, declared?: bigint): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, declared ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

/** A sound safetensors file. */
export function safetensors(tensors: ReadonlyMap<string, FakeTensor>, dtype: SourceDtype): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, { shape, values }] of tensors) {
    const part = encode(values, dtype);
    header[name] = { dtype, shape, data_offsets: [at, at + part.length] };
    parts.push(part);
    at += part.length;
  }
  const data = new Uint8Array(at);
  at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return safetensorsFile(JSON.stringify(header), data);
}

/** Numbers in [-1, 1), the same for the same seed. */
export function noise(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export interface FakeModel {
  /** config.json */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: ReadonlyMap<string, FakeTensor>;
}

export interface FakeModelOptions {
  readonly architecture: 'qwen2' | 'llama';
  readonly tied: boolean;
  readonly seed?: number;
  readonly vocabulary?: number;
  readonly hiddenSize?: number;
  readonly layers?: number;
}

/** A random model of four heads, two of them for keys and values. */
export function fakeModel({
  architecture,
  tied,
  seed = 1,
  vocabulary = 96,
  hiddenSize = 64,
  layers = 2,
}: FakeModelOptions): FakeModel {
  const random = noise(seed);
  const intermediateSize = hiddenSize * 3;
  const keys = hiddenSize / 2;
  const tensors = new Map<string, FakeTensor>();
  const add = (name: string, shape: readonly number[], scale: number, middle = 0): void => {
    tensors.set(name, {
      shape,
      values: Float32Array.from(
        { length: shape.reduce((product, length) => product * length, 1) },
        () => middle + random() * scale,
      ),
    });
  };
  add('model.embed_tokens.weight', [vocabulary, hiddenSize], 1);
  for (let layer = 0; layer < layers; layer += 1) {
    const at = `model.layers.${layer}.`;
    for (const [name, rows] of [
      ['q_proj', hiddenSize],
      ['k_proj', keys],
      ['v_proj', keys],
    ] as const) {
      add(`${at}self_attn.${name}.weight`, [rows, hiddenSize], 1.7 / Math.sqrt(hiddenSize));
      if (architecture === 'qwen2') add(`${at}self_attn.${name}.bias`, [rows], 0.3);
    }
    add(`${at}self_attn.o_proj.weight`, [hiddenSize, hiddenSize], 1.7 / Math.sqrt(hiddenSize));
    add(`${at}mlp.gate_proj.weight`, [intermediateSize, hiddenSize], 1.7 / Math.sqrt(hiddenSize));
    add(`${at}mlp.up_proj.weight`, [intermediateSize, hiddenSize], 1.7 / Math.sqrt(hiddenSize));
    add(`${at}mlp.down_proj.weight`, [hiddenSize, intermediateSize], 1.7 / Math.sqrt(intermediateSize));
    add(`${at}input_layernorm.weight`, [hiddenSize], 0.2, 1);
    add(`${at}post_attention_layernorm.weight`, [hiddenSize], 0.2, 1);
  }
  add('model.norm.weight', [hiddenSize], 0.2, 1);
  if (!tied) add('lm_head.weight', [vocabulary, hiddenSize], 1);
  const config = {
    architectures: [architecture === 'qwen2' ? 'Qwen2ForCausalLM' : 'LlamaForCausalLM'],
    model_type: architecture,
    hidden_act: 'silu',
    hidden_size: hiddenSize,
    intermediate_size: intermediateSize,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    num_hidden_layers: layers,
    rms_norm_eps: 1e-6,
    rope_theta: 10_000,
    vocab_size: vocabulary,
    tie_word_embeddings: tied,
    max_position_embeddings: 512,
    eos_token_id: 3,
  };
  return { config, tensors };
}

/** A tokenizer.json of so many tokens. */
export const fakeTokenizer = (tokens: number): string =>
  JSON.stringify({
    model: { vocab: Object.fromEntries(Array.from({ length: tokens - 1 }, (_, id) => [`t${id}`, id])) },
    added_tokens: [{ id: tokens - 1, content: '<|end|>' }],
  });

const bytesOf = (content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** The files of a model as published; in `shards` safetensors files. */
export function modelFiles(
  model: FakeModel,
  dtype: SourceDtype,
  { shards = 1, tokens = 90 }: { readonly shards?: number; readonly tokens?: number } = {},
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const names = [...model.tensors.keys()].sort();
  const each = Math.ceil(names.length / shards);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const weightMap: Record<string, string> = {};
  for (let shard = 0; shard < shards; shard += 1) {
    const file = shards === 1 ? 'model.safetensors' : `model-${shard + 1}-of-${shards}.safetensors`;
    const some = names.slice(shard * each, (shard + 1) * each);
    files.set(
      file,
      safetensors(
        new Map(
          some.flatMap((name) => {
            const tensor = model.tensors.get(name);
            return tensor === undefined ? [] : [[name, tensor] as const];
          }),
        ),
        dtype,
      ),
    );
    for (const name of some) weightMap[name] = file;
  }
  if (shards > 1) files.set('model.safetensors.index.json', bytesOf(JSON.stringify({ weight_map: weightMap })));
  files.set('config.json', bytesOf(JSON.stringify(model.config)));
  files.set('generation_config.json', bytesOf(JSON.stringify({ temperature: 0.2, eos_token_id: [3, 4] })));
  files.set('tokenizer.json', bytesOf(fakeTokenizer(tokens)));
  return files;
}

/** Files in memory. `onRead` hears of every range that is read. */
export function memoryFolder(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  onRead: (name: string, length: number) => void = () => undefined,
): SourceFolder {
  return {
    names: [...files.keys()],
    open(name) {
      const bytes = files.get(name);
      if (bytes === undefined) return Promise.reject(new Error(`no file ${name}`));
      const source = blobSource(new Blob([bytes]));
      const counting: ByteSource = {
        ...source,
        read(offset, length) {
          onRead(name, length);
          return source.read(offset, length);
        },
      };
      return Promise.resolve(counting);
    },
  };
}

export interface MemorySink extends ConversionSink {
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Bytes that may still be written; Infinity by default. */
  capacity: number;
  /** Names in the order in which they were written. */
  readonly written: string[];
}

export function memorySink(): MemorySink {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const sink: MemorySink = {
    files,
    capacity: Infinity,
    written: [],
    create(name) {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      return Promise.resolve({
        write(bytes) {
          if (bytes.length > sink.capacity)
            return Promise.reject(new ConversionError('disk-full', 'full', 'make room'));
          sink.capacity -= bytes.length;
          parts.push(bytes.slice());
          return Promise.resolve();
        },
        async close() {
          files.set(name, new Uint8Array(await new Blob(parts).arrayBuffer()));
          sink.written.push(name);
        },
        discard: () => Promise.resolve(),
      });
    },
    open(name) {
      const bytes = files.get(name);
      return Promise.resolve(bytes === undefined ? null : blobSource(new Blob([bytes])));
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
    room: () => Promise.resolve(null),
  };
  return sink;
}

export interface FakeCaches {
  readonly caches: CacheStorage;
  /** "<cache> <url>" of every entry. */
  readonly names: () => string[];
  readonly read: (url: string) => Uint8Array<ArrayBuffer>;
}

/** CacheStorage as far as it is used here. `fail` gives the error that a put ends with after some bytes. */
export function fakeCaches(fail: () => Error | null = () => null): FakeCaches {
  const stored = new Map<string, Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly headers: Headers }>>();
  const open = (name: string): Pick<Cache, 'put' | 'match' | 'delete' | 'keys'> => {
    const entries =
      stored.get(name) ?? new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly headers: Headers }>();
    stored.set(name, entries);
    return {
      async put(url, response) {
        const error = fail();
        if (error !== null) {
          await response.body?.getReader().read();
          throw error;
        }
        entries.set(url as string, { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers });
      },
      match(url) {
        const entry = entries.get(url as string);
        return Promise.resolve(entry === undefined ? undefined : new Response(entry.bytes, { headers: entry.headers }));
      },
      delete: (url) => Promise.resolve(entries.delete(url as string)),
      keys: () => Promise.resolve([...entries.keys()].map((url) => ({ url }) as Request)),
    };
  };
  return {
    caches: { open: (name: string) => Promise.resolve(open(name) as Cache) } as CacheStorage,
    names: () => [...stored].flatMap(([cache, entries]) => [...entries.keys()].map((url) => `${cache} ${url}`)),
    read: (url) =>
      [...stored.values()].map((entries) => entries.get(url)?.bytes).find((bytes) => bytes !== undefined) ??
      new Uint8Array(0),
  };
}
