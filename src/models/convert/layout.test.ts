import { describe, expect, it } from 'vitest';
import { jobsOf, type Parameter } from './layout';
import { libraries, libraryFile, libraryFor, type Library } from './libraries';
import { libraryFixtures, type LibraryFixture } from './libraries.fixture';
import { compareParameters, readLibrary, type LibraryMetadata } from './library-metadata';
import type { QuantFormat } from './quantize';
import type { ModelShape, NetworkShape } from './shape';

const llama2: NetworkShape = {
  architecture: 'llama',
  hiddenSize: 4096,
  intermediateSize: 11_008,
  layers: 32,
  heads: 32,
  kvHeads: 32,
  headSize: 128,
  tied: false,
  normEpsilon: 1e-5,
  ropeBase: 10_000,
  ropeScaling: null,
};

function shapeFor(fixture: LibraryFixture, vocabulary: number): ModelShape {
  const network = libraries.find(({ name }) => name === fixture.name)?.network ?? llama2;
  return { ...network, vocabulary, context: 4096 };
}

/** The fixture with every layer written out and the vocabulary filled in. */
function written(fixture: LibraryFixture, vocabulary: number): readonly Parameter[] {
  const filled = fixture.parameters.map(([name, shape, dtype]) => ({
    name,
    shape: shape.map((length) => length ?? vocabulary),
    dtype: dtype as Parameter['dtype'],
  }));
  const inLayer = filled.filter(({ name }) => name.includes('*'));
  const first = filled.findIndex(({ name }) => name.includes('*'));
  return [
    ...filled.slice(0, first),
    ...Array.from({ length: fixture.layers }, (_, layer) =>
      inLayer.map((parameter) => ({ ...parameter, name: parameter.name.replace('*', String(layer)) })),
    ).flat(),
    ...filled.slice(first + inLayer.length),
  ];
}

describe('the layout of parameters', () => {
  it.each(
    libraryFixtures.filter(({ format }) => format.startsWith('q4')).map((fixture) => [fixture.from, fixture] as const),
  )('is that of %s: names, order, shapes and types', (_from, fixture) => {
    const vocabulary = fixture.parameters[0]?.[1][0] ?? 32_003;
    const model = shapeFor(fixture, Math.min(vocabulary, 32_000));
    const made = jobsOf(model, { format: fixture.format as QuantFormat, vocabulary, tied: model.tied }).flatMap(
      (job) => job.outputs,
    );
    expect(made).toHaveLength(fixture.count);
    expect(made).toEqual(written(fixture, vocabulary));
  });

  it.each(
    libraryFixtures.filter(({ format }) => format.startsWith('q0')).map((fixture) => [fixture.from, fixture] as const),
  )('has the matrices of %s, which is not quantized', (_from, fixture) => {
    const model = shapeFor(fixture, 128_256);
    const made = jobsOf(model, { format: 'q4f16_1', vocabulary: 128_256, tied: model.tied }).map((job) => ({
      name: job.outputs[0]?.name.replace('.q_weight', '.weight'),
      shape: [job.outputs[0]?.shape[0], ...(job.columns === null ? [] : [job.columns])],
    }));
    expect(made).toEqual(written(fixture, 128_256).map(({ name, shape }) => ({ name, shape })));
  });

  it('takes the output layer from the embedding where a tied model goes into an untied library', () => {
    const model = { ...llama2, tied: true, vocabulary: 100, context: 10 };
    const head = jobsOf(model, { format: 'q4f32_1', vocabulary: 128, tied: false }).at(-1);
    expect(head).toMatchObject({ parts: [{ tensor: 'model.embed_tokens.weight', rows: 100 }], padding: 28 });
    expect(head?.outputs.map(({ name }) => name)).toEqual(['lm_head.q_weight', 'lm_head.q_scale']);
  });
});

describe('finding a library', () => {
  const coder: NetworkShape = {
    architecture: 'qwen2',
    hiddenSize: 1536,
    intermediateSize: 8960,
    layers: 28,
    heads: 12,
    kvHeads: 2,
    headSize: 128,
    tied: true,
    normEpsilon: 1e-6,
    ropeBase: 1_000_000,
    ropeScaling: null,
  };

  it('takes the one of the same shape, and each library fits its own', () => {
    expect(libraryFor(coder)).toMatchObject({
      kind: 'fits',
      library: { name: 'Qwen2-1.5B-Instruct', vocabulary: 151_936 },
    });
    for (const library of libraries) expect(libraryFor(library.network)).toEqual({ kind: 'fits', library });
  });

  it('names files as they are published', () => {
    const file = (name: string, format: QuantFormat): string =>
      libraryFile(libraries.find((library) => library.name === name) as Library, format);
    expect(file('Qwen2-0.5B-Instruct', 'q4f16_1')).toBe('Qwen2-0.5B-Instruct-q4f16_1-ctx4k_cs1k-webgpu.wasm');
    expect(file('TinyLlama-1.1B-Chat-v1.0', 'q4f32_1')).toBe('TinyLlama-1.1B-Chat-v1.0-q4f32_1-ctx2k_cs1k-webgpu.wasm');
  });

  it('lets a tied model use an untied library, never the other way', () => {
    const seven = libraries.filter(({ name }) => name === 'Qwen2-7B-Instruct');
    const network = seven[0]?.network ?? coder;
    expect(libraryFor({ ...network, tied: true }, seven).kind).toBe('fits');
    expect(
      libraryFor(
        { ...coder, tied: false },
        libraries.filter(({ name }) => name === 'Qwen2-1.5B-Instruct'),
      ),
    ).toMatchObject({
      kind: 'none',
      message: expect.stringContaining('tied embeddings (false here, true there)') as string,
    });
  });

  it.each<readonly [string, Partial<NetworkShape>, RegExp]>([
    [
      'another number of layers',
      { layers: 24 },
      /nearest is Qwen2-1\.5B-Instruct, which differs in layers \(24 here, 28 there\)/,
    ],
    ['another rotary base', { ropeBase: 10_000 }, /rotary base \(10000 here, 1000000 there\)/],
    ['another norm epsilon', { normEpsilon: 1e-5 }, /norm epsilon/],
    [
      'stretched positions',
      { ropeScaling: { factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContext: 8192 } },
      /rotary scaling \(x8 here, none there\)/,
    ],
  ])('says that %s needs a library of its own, and how it differs from the nearest', (_name, change, message) => {
    const match = libraryFor({ ...coder, ...change });
    expect(match.kind === 'none' ? match.message : match).toMatch(
      /^This shape needs a library of its own: qwen2, hidden size 1536/,
    );
    expect(match.kind === 'none' ? match.message : match).toMatch(message);
  });

  it('says so without a nearest one when there is none at all', () => {
    expect(libraryFor(coder, [])).toMatchObject({
      kind: 'none',
      message: expect.stringMatching(/intermediate size 8960\.$/) as string,
    });
  });
});

describe('reading a library’s description', () => {
  const parameter = (name: string, shape: readonly unknown[], dtype = 'uint32'): unknown => ({
    name,
    shape,
    dtype,
    preprocs: [],
  });
  const metadata = (changes: Readonly<Record<string, unknown>> = {}): unknown => ({
    model_type: 'llama',
    quantization: 'q4f32_1',
    context_window_size: 4096,
    note: 'a "}" in a text \\',
    params: [
      parameter('model.embed_tokens.q_weight', ['vocab_size', 8]),
      parameter('model.embed_tokens.q_scale', ['vocab_size', 2], 'float32'),
      parameter('model.norm.weight', [64], 'float32'),
    ],
    ...changes,
  });
  /** A module's bytes around a description. */
  const wasm = (text: string): Uint8Array =>
    new Uint8Array([0, 0x61, 0x73, 0x6d, 0x7b, 0x22, 0xff, ...new TextEncoder().encode(text), 0, 0x7d, 0xfe]);
  const read = (value: unknown): LibraryMetadata => readLibrary(wasm(JSON.stringify(value)));

  it('finds it among the bytes', () => {
    expect(read(metadata())).toEqual({
      format: 'q4f32_1',
      architecture: 'llama',
      vocabulary: null,
      tied: true,
      context: 4096,
      parameters: [
        { name: 'model.embed_tokens.q_weight', shape: [null, 8], dtype: 'uint32' },
        { name: 'model.embed_tokens.q_scale', shape: [null, 2], dtype: 'float32' },
        { name: 'model.norm.weight', shape: [64], dtype: 'float32' },
      ],
    });
  });

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['no library', wasm('{"name": "a package"}'), /not a model library/],
    ['an empty file', new Uint8Array(0), /not a model library/],
    ['a cut one', wasm(JSON.stringify(metadata()).slice(0, 200)), /cut|cannot be read/],
    ['another format', wasm(JSON.stringify(metadata({ quantization: 'q3f16_1' }))), /format is "q3f16_1"/],
    ['no parameters', wasm(JSON.stringify(metadata({ params: 7 }))), /lists no parameters/],
    [
      'another network',
      wasm(JSON.stringify(metadata({ params: [parameter('encoder.weight', [4])] }))),
      /not of a network/,
    ],
    [
      'an unknown dimension',
      wasm(JSON.stringify(metadata({ params: [parameter('a', ['batch'])] }))),
      /unknown dimension/,
    ],
    ['an unknown type', wasm(JSON.stringify(metadata({ params: [parameter('a', [4], 'int8')] }))), /type int8/],
    [
      'a parameter without a name',
      wasm(JSON.stringify(metadata({ params: [{ shape: [4], dtype: 'uint32' }] }))),
      /has no description/,
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => readLibrary(bytes)).toThrow(message);
  });

  it('tells what is missing, too much and different', () => {
    const { parameters } = read(metadata());
    const made: readonly Parameter[] = [
      { name: 'model.embed_tokens.q_weight', shape: [100, 8], dtype: 'uint32' },
      { name: 'model.embed_tokens.q_scale', shape: [100, 2], dtype: 'float16' },
      { name: 'lm_head.q_weight', shape: [100, 8], dtype: 'uint32' },
    ];
    expect(compareParameters(made, parameters, 100)).toEqual([
      'model.embed_tokens.q_scale is float16[100, 2], the library expects float32[100, 2]',
      'model.norm.weight is missing, the library expects float32[64]',
      'the library does not know lm_head.q_weight',
    ]);
  });
});
