import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertFolder } from '../../../lab/cli/convert-folder';
import { cacheSink, deleteLocalModel, listLocalModels, localId, localModelUrl } from './cache-sink';
import {
  convert,
  type ConversionProgress,
  type ConversionRequest,
  type ConvertedModel,
  type LibraryChoice,
} from './convert';
import { ConversionError } from './errors';
import {
  fakeCaches,
  fakeModel,
  memoryFolder,
  memorySink,
  modelFiles,
  type FakeModelOptions,
  type MemorySink,
} from '../../../testing/convert-fakes';
import { convertInBrowser } from '.';
import { jobsOf } from './layout';
import type { SourceDtype } from './safetensors';
import { chunkBytes } from './rows';
import { parseShape } from './shape';
import { maxShardBytes } from './shards';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const rows: LibraryChoice = { kind: 'rows', vocabulary: 128 };

function run(files: Files, sink: MemorySink, changes: Partial<ConversionRequest> = {}): Promise<ConvertedModel> {
  return convert({
    source: memoryFolder(files),
    sink,
    format: 'q4f16_1',
    library: rows,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  });
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  return error instanceof ConversionError
    ? `${error.failure.code}: ${error.failure.message}`
    : `another outcome: ${String(error)}`;
}

const textOf = (sink: MemorySink, name: string): string => new TextDecoder().decode(sink.files.get(name));
const jsonOf = (sink: MemorySink, name: string): Readonly<Record<string, unknown>> =>
  JSON.parse(textOf(sink, name)) as Readonly<Record<string, unknown>>;

describe('converting a model', () => {
  const files = modelFiles(fakeModel({ architecture: 'qwen2', tied: true }), 'BF16', { shards: 3 });

  it('leaves what web-llm loads: shards, index under both names, configuration, tokenizer', async () => {
    const sink = memorySink();
    const made = await run(files, sink);
    expect([...sink.files.keys()].sort()).toEqual([
      'conversion.json',
      'mlc-chat-config.json',
      'ndarray-cache.json',
      'params_shard_0.bin',
      'tensor-cache.json',
      'tokenizer.json',
    ]);
    expect(textOf(sink, 'tensor-cache.json')).toBe(textOf(sink, 'ndarray-cache.json'));
    expect(sink.files.get('tokenizer.json')).toEqual(files.get('tokenizer.json'));
    expect(sink.files.get('params_shard_0.bin')?.length).toBe(made.bytes);
    expect(made).toMatchObject({ format: 'q4f16_1', library: null, vocabulary: 128, shards: 1, resumed: 0 });
  });

  it('writes the configuration last but for its own record, so that half a model is never found', async () => {
    const sink = memorySink();
    await run(files, sink);
    expect(sink.written.slice(-4)).toEqual([
      'ndarray-cache.json',
      'tensor-cache.json',
      'mlc-chat-config.json',
      'conversion.json',
    ]);
    expect(jsonOf(sink, 'conversion.json')).toMatchObject({ complete: true });
  });

  it('describes the model to web-llm', async () => {
    const sink = memorySink();
    await run(files, sink);
    expect(jsonOf(sink, 'mlc-chat-config.json')).toMatchObject({
      model_type: 'qwen2',
      quantization: 'q4f16_1',
      vocab_size: 128,
      active_vocab_size: 90,
      context_window_size: 512,
      prefill_chunk_size: 512,
      sliding_window_size: -1,
      temperature: 0.2,
      tokenizer_files: ['tokenizer.json'],
      eos_token_id: [3, 4],
      conv_template: { stop_token_ids: [3, 4], seps: ['<|im_end|>\n'], roles: { user: '<|im_start|>user' } },
      model_config: { hidden_size: 64, vocab_size: 128, rope_theta: 10_000, tie_word_embeddings: true },
    });
  });

  it('has an index whose entries cover each shard without gaps', async () => {
    const sink = memorySink();
    await run(files, sink);
    const { records, metadata } = jsonOf(sink, 'ndarray-cache.json') as {
      records: {
        nbytes: number;
        format: string;
        md5sum: string;
        records: { byteOffset: number; nbytes: number; format: string }[];
      }[];
      metadata: { ParamSize: number };
    };
    let end = 0;
    for (const entry of records[0]!.records) {
      expect(entry).toMatchObject({ byteOffset: end, format: 'raw' });
      end += entry.nbytes;
    }
    expect(records).toMatchObject([
      { nbytes: end, format: 'raw-shard', md5sum: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    ]);
    expect(metadata.ParamSize).toBe(records[0]!.records.length);
  });

  it.each<readonly [string, FakeModelOptions, SourceDtype]>([
    ['a model in f32', { architecture: 'qwen2', tied: true }, 'F32'],
    ['a model in f16', { architecture: 'llama', tied: false }, 'F16'],
  ])('takes %s', async (_name, options, dtype) => {
    await expect(run(modelFiles(fakeModel(options), dtype), memorySink())).resolves.toMatchObject({ vocabulary: 128 });
  });

  it('takes a model that only says it were untied for a tied one', async () => {
    const model = fakeModel({ architecture: 'llama', tied: true });
    const sink = memorySink();
    await run(modelFiles({ ...model, config: { ...model.config, tie_word_embeddings: false } }, 'F32'), sink);
    expect(textOf(sink, 'ndarray-cache.json')).not.toContain('lm_head');
  });

  it('passes over what exporters leave behind, and an output layer that is the embedding', async () => {
    const model = fakeModel({ architecture: 'llama', tied: true });
    const tensors = new Map([
      ...model.tensors,
      ['model.layers.0.self_attn.rotary_emb.inv_freq', { shape: [8], values: new Float32Array(8) }],
      ['lm_head.weight', { shape: [96, 64], values: new Float32Array(96 * 64) }],
    ] as const);
    await expect(run(modelFiles({ ...model, tensors }, 'F32'), memorySink())).resolves.toBeDefined();
  });

  it('reports progress in bytes of output, without going back', async () => {
    const seen: ConversionProgress[] = [];
    await run(files, memorySink(), { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ stage: 'checking', done: 0, total: 0 });
    expect(seen.at(-1)).toMatchObject({ stage: 'finishing' });
    const converting = seen.filter(({ stage }) => stage === 'converting');
    expect(converting.every(({ done }, index) => index === 0 || done >= converting[index - 1]!.done)).toBe(true);
    expect(converting.at(-1)?.done).toBe(converting[0]?.total);
  });

  it('never asks for more than one chunk of rows at once, whatever the size of tensors and files', async () => {
    const big = modelFiles(fakeModel({ architecture: 'llama', tied: true, vocabulary: 2000 }), 'F32', { shards: 2 });
    const limit = 16_000;
    let most = 0;
    let total = 0;
    const source = memoryFolder(big, (name, length) => {
      if (!name.endsWith('.safetensors')) return;
      most = Math.max(most, length);
      total += length;
    });
    await run(big, memorySink(), {
      source,
      library: { kind: 'rows', vocabulary: null },
      limits: { shardBytes: 100_000, chunkBytes: limit },
    });
    const weights = [...big]
      .filter(([name]) => name.endsWith('.safetensors'))
      .reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(weights).toBeGreaterThan(40 * limit);
    expect(most).toBeLessThanOrEqual(limit);
    // Besides the weights, which are read once, only headers and the samples of the fingerprint.
    expect(total).toBeLessThan(weights + 2 * 64 * 1024 + 20_000);
    expect(chunkBytes).toBeLessThan(maxShardBytes);
  });

  it('does not depend on the size of the readings', async () => {
    const [one, other] = [memorySink(), memorySink()];
    await run(files, one);
    await run(files, other, { limits: { shardBytes: maxShardBytes, chunkBytes: 300 } });
    expect(one.files.get('params_shard_0.bin')).toEqual(other.files.get('params_shard_0.bin'));
  });
});

describe('what cannot be converted', () => {
  const model = fakeModel({ architecture: 'qwen2', tied: false });
  const files = modelFiles(model, 'F32');
  const without = (name: string): Files => new Map([...files].filter(([file]) => file !== name));
  const withConfig = (changes: Readonly<Record<string, unknown>>): Files =>
    modelFiles({ ...model, config: { ...model.config, ...changes } }, 'F32');
  const withTensor = (name: string, index: number, value: number): Files => {
    const tensor = model.tensors.get(name)!;
    const values = tensor.values.slice();
    values[index] = value;
    return modelFiles({ ...model, tensors: new Map([...model.tensors, [name, { ...tensor, values }]]) }, 'F32');
  };
  const onlyTensors = (keep: (name: string) => boolean): Files =>
    modelFiles({ ...model, tensors: new Map([...model.tensors].filter(([name]) => keep(name))) }, 'F32');

  it.each<readonly [string, Files, LibraryChoice, RegExp]>([
    ['no config.json', without('config.json'), rows, /^incomplete: config\.json is missing/],
    ['no tokenizer', without('tokenizer.json'), rows, /^incomplete: tokenizer\.json is missing/],
    ['no weights', without('model.safetensors'), rows, /^incomplete: A \.safetensors file/],
    [
      'a tokenizer that is not one',
      new Map([...files, ['tokenizer.json', new TextEncoder().encode('{}')]]),
      rows,
      /^damaged: tokenizer\.json is damaged: it has no vocabulary/,
    ],
    [
      'a tokenizer of another model',
      modelFiles(model, 'F32', { tokens: 200 }),
      rows,
      /^damaged: The tokenizer makes 200 tokens, but the model only knows 96/,
    ],
    [
      'more tokens than the library',
      files,
      { kind: 'rows', vocabulary: 95 },
      /^vocabulary-too-large: The model has 96 tokens, but its library was compiled for 95/,
    ],
    ['a shape that no library has', files, { kind: 'catalog' }, /^no-library: This shape needs a library of its own/],
    [
      'a missing tensor',
      onlyTensors((name) => name !== 'model.layers.1.mlp.up_proj.weight'),
      rows,
      /^incomplete: The weights have no tensor model\.layers\.1\.mlp\.up_proj\.weight/,
    ],
    [
      'a tensor of another size',
      withConfig({ intermediate_size: 128 }),
      rows,
      /^damaged: .*gate_proj\.weight is \[192, 64\], but by config\.json it should be \[128, 64\]/,
    ],
    [
      'tensors that the network does not use',
      withConfig({ num_hidden_layers: 1 }),
      rows,
      /^unsupported: The weights have tensors that the architecture does not use, such as model\.layers\.1/,
    ],
    [
      'a value that is not a number',
      withTensor('model.layers.1.mlp.down_proj.weight', 70, NaN),
      rows,
      /^bad-value: Value 70 of model\.layers\.1\.mlp\.down_proj\.weight/,
    ],
    [
      'an infinite bias',
      withTensor('model.layers.0.self_attn.k_proj.bias', 3, -Infinity),
      rows,
      /^bad-value: Value 3 of model\.layers\.0\.self_attn\.k_proj\.bias/,
    ],
    [
      'a norm too large for f16',
      withTensor('model.norm.weight', 0, 1e6),
      rows,
      /^bad-value: Value 0 of model\.norm\.weight .* q4f16_1/,
    ],
  ])('is refused, with the reason: %s', async (_name, some, library, message) => {
    const sink = memorySink();
    expect(await failureOf(run(some, sink, { library }))).toMatch(message);
    expect(sink.files.has('mlc-chat-config.json')).toBe(false);
  });

  it('is refused for integer weights', async () => {
    const header = '{"model.embed_tokens.weight":{"dtype":"I32","shape":[96,64],"data_offsets":[0,24576]}}';
    const text = new TextEncoder().encode(header);
    const file = new Uint8Array(8 + text.length + 24_576);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    expect(await failureOf(run(new Map([...files, ['model.safetensors', file]]), memorySink()))).toMatch(
      /^unsupported: The weights of model\.embed_tokens\.weight are of type I32/,
    );
  });

  it('is refused for a library of another model, format or tie', async () => {
    const shape = parseShape(model.config);
    const parameters = (tied: boolean): ReturnType<typeof jobsOf>[number]['outputs'] =>
      jobsOf(shape, { format: 'q4f16_1', vocabulary: 128, tied }).flatMap((job) => job.outputs);
    const metadata = {
      format: 'q4f16_1' as const,
      architecture: 'qwen2',
      vocabulary: 128,
      tied: false,
      context: 4096,
      parameters: parameters(false),
    };
    await expect(run(files, memorySink(), { library: { kind: 'library', metadata } })).resolves.toMatchObject({
      vocabulary: 128,
    });
    expect(
      await failureOf(run(files, memorySink(), { format: 'q4f32_1', library: { kind: 'library', metadata } })),
    ).toMatch(/^no-library: The library is compiled for q4f16_1, not q4f32_1/);
    expect(
      await failureOf(
        run(files, memorySink(), {
          library: { kind: 'library', metadata: { ...metadata, parameters: parameters(false).slice(0, -1) } },
        }),
      ),
    ).toMatch(/^no-library: The library was not compiled for this model: the library does not know lm_head\.q_scale/);
    expect(
      await failureOf(
        run(files, memorySink(), {
          library: { kind: 'library', metadata: { ...metadata, tied: true, parameters: parameters(true) } },
        }),
      ),
    ).toMatch(/^no-library: .*output layer of its own/);
  });
});

describe('an interrupted conversion', () => {
  const files = modelFiles(fakeModel({ architecture: 'llama', tied: false, vocabulary: 1000 }), 'BF16', { shards: 2 });
  const library: LibraryChoice = { kind: 'rows', vocabulary: null };
  const limits = { shardBytes: 20_000, chunkBytes: 4000 };
  const several: Partial<ConversionRequest> = { library, limits };
  let whole: MemorySink;

  beforeAll(async () => {
    whole = memorySink();
    await run(files, whole, several);
  });

  const shardsOf = (sink: MemorySink): readonly string[] =>
    [...sink.files.keys()].filter((name) => name.endsWith('.bin')).sort();
  const sameShards = (sink: MemorySink): boolean =>
    shardsOf(whole).every((name) =>
      Buffer.from(whole.files.get(name)!).equals(sink.files.get(name) ?? new Uint8Array(0)),
    ) && shardsOf(sink).length === shardsOf(whole).length;

  it('keeps shards under the limit unless one parameter is larger', () => {
    expect(shardsOf(whole).length).toBeGreaterThan(6);
    const index = jsonOf(whole, 'ndarray-cache.json') as { records: { nbytes: number; records: unknown[] }[] };
    for (const { nbytes, records } of index.records)
      expect(nbytes <= limits.shardBytes || records.length === 1).toBe(true);
  });

  it('by a full disk says what to do, keeps finished shards, and goes on with the next when there is room', async () => {
    const sink = memorySink();
    sink.capacity = 60_000;
    expect(await failureOf(run(files, sink, several))).toMatch(/^disk-full/);
    const finished = shardsOf(sink);
    expect(finished.length).toBeGreaterThan(1);
    expect(jsonOf(sink, 'conversion.json')).toMatchObject({ complete: false, md5: { length: finished.length } });
    sink.capacity = Infinity;
    sink.written.length = 0;
    await expect(run(files, sink, several)).resolves.toMatchObject({
      resumed: finished.length,
      shards: shardsOf(whole).length,
    });
    expect([...finished, ...sink.written.filter((name) => name.endsWith('.bin'))].sort()).toEqual(shardsOf(whole));
    expect(sameShards(sink)).toBe(true);
  });

  it('by the user ends with the signal’s reason and leaves no half shard', async () => {
    const sink = memorySink();
    const stop = new AbortController();
    const outcome = run(files, sink, {
      ...several,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done > 45_000) stop.abort(new Error('enough'));
      },
    });
    await expect(outcome).rejects.toThrow('enough');
    const finished = shardsOf(sink).length;
    expect(finished).toBeLessThan(shardsOf(whole).length);
    await expect(run(files, sink, several)).resolves.toMatchObject({ resumed: finished });
    expect(sameShards(sink)).toBe(true);
  });

  it('does not trust a shard that has changed since, nor those after it', async () => {
    const sink = memorySink();
    for (const [name, bytes] of whole.files) sink.files.set(name, bytes);
    const damaged = whole.files.get('params_shard_1.bin')!.slice();
    damaged[77] = (damaged[77] ?? 0) ^ 1;
    sink.files.set('params_shard_1.bin', damaged);
    await expect(run(files, sink, several)).resolves.toMatchObject({ resumed: 1 });
    expect(sameShards(sink)).toBe(true);
  });

  it('of another model, format or vocabulary is not gone on with, and none of its shards stay', async () => {
    const small = modelFiles(fakeModel({ architecture: 'llama', tied: false }), 'BF16');
    const sink = memorySink();
    for (const [name, bytes] of whole.files) sink.files.set(name, bytes);
    await expect(run(small, sink)).resolves.toMatchObject({ resumed: 0 });
    expect(shardsOf(sink)).toEqual(['params_shard_0.bin']);
    await expect(run(small, sink)).resolves.toMatchObject({ resumed: 1 });
    await expect(run(small, sink, { format: 'q4f32_1' })).resolves.toMatchObject({ resumed: 0 });
    const other = modelFiles(fakeModel({ architecture: 'llama', tied: false, seed: 2 }), 'BF16');
    await expect(run(other, sink, { format: 'q4f32_1' })).resolves.toMatchObject({ resumed: 0 });
  });

  it('does not begin where there is too little room', async () => {
    const sink = memorySink();
    sink.room = () => Promise.resolve(100);
    expect(await failureOf(run(files, sink, several))).toMatch(
      /^disk-full: The converted model needs 1 MB, but there is room for 0 MB/,
    );
    expect(sink.files.size).toBe(0);
  });
});

describe('the two ways of running it', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-convert-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['qwen2', 'llama'] as const)(
    'write identical bytes: a folder in Node and files chosen in the browser, %s',
    async (architecture) => {
      const files = modelFiles(fakeModel({ architecture, tied: architecture === 'qwen2' }), 'BF16', { shards: 2 });
      const from = await mkdtemp(join(folder, 'from-'));
      for (const [name, bytes] of files) await writeFile(join(from, name), bytes);
      const to = join(folder, 'to', architecture);
      await convertFolder({ from, to, format: 'q4f16_1', library: rows });

      const storage = fakeCaches();
      const chosen = [...files].map(([name, bytes]) => new File([bytes], name, { lastModified: 7 }));
      const sink = cacheSink('tiny', storage.caches, () => Promise.resolve({ quota: 1e9, usage: 0 }));
      const made = await convertInBrowser(
        chosen,
        { id: 'tiny', format: 'q4f16_1', library: rows },
        () => undefined,
        new AbortController().signal,
        sink,
      );

      expect(made.url).toBe('https://local.invalid/tiny/resolve/main/');
      const names = (await readdir(to)).filter((name) => name !== 'conversion.json').sort();
      expect(names).toContain('params_shard_0.bin');
      expect(
        storage
          .names()
          .filter((name) => !name.endsWith('conversion.json'))
          .sort(),
      ).toEqual(
        names
          .map((name) => `${name === 'mlc-chat-config.json' ? 'webllm/config' : 'webllm/model'} ${made.url}${name}`)
          .sort(),
      );
      for (const name of names)
        expect(Buffer.from(storage.read(made.url + name)).equals(await readFile(join(to, name)))).toBe(true);
      await expect(convertFolder({ from, to, format: 'q4f16_1', library: rows })).resolves.toMatchObject({
        resumed: 1,
      });
    },
  );

  it('says so when the folder is not there, or cannot be written to', async () => {
    expect(
      await failureOf(convertFolder({ from: join(folder, 'nowhere'), to: folder, format: 'q4f16_1', library: rows })),
    ).toMatch(/^incomplete: .*cannot be read \(ENOENT\)/);
    const from = await mkdtemp(join(folder, 'from-'));
    for (const [name, bytes] of modelFiles(fakeModel({ architecture: 'llama', tied: true }), 'BF16'))
      await writeFile(join(from, name), bytes);
    expect(
      await failureOf(convertFolder({ from, to: join(from, 'config.json'), format: 'q4f16_1', library: rows })),
    ).toMatch(/^unwritable: .*cannot be used/);
  });
});

describe('models stored in the browser', () => {
  const files = [...modelFiles(fakeModel({ architecture: 'llama', tied: true }), 'BF16')].map(
    ([name, bytes]) => new File([bytes], name),
  );
  const signal = new AbortController().signal;

  it('are listed with their size, finished or not, and deleted whole', async () => {
    const storage = fakeCaches();
    const sinkFor = (id: string): ReturnType<typeof cacheSink> =>
      cacheSink(id, storage.caches, () => Promise.resolve({}));
    for (const id of ['one', 'two'])
      await convertInBrowser(files, { id, format: 'q4f32_1', library: rows }, () => undefined, signal, sinkFor(id));
    await (
      await storage.caches.open('webllm/model')
    ).put('https://huggingface.co/other/resolve/main/params_shard_0.bin', new Response('other'));
    const stored = await listLocalModels(storage.caches);
    expect(stored.map(({ id, url, record }) => ({ id, url, complete: record.complete }))).toEqual([
      { id: 'one', url: localModelUrl('one'), complete: true },
      { id: 'two', url: localModelUrl('two'), complete: true },
    ]);
    expect(stored[0]?.storedBytes).toBe(
      storage
        .names()
        .filter((name) => name.includes('/one/'))
        .reduce((sum, name) => sum + storage.read(name.split(' ')[1]!).length, 0),
    );
    await deleteLocalModel('one', storage.caches);
    expect(storage.names().filter((name) => name.includes('/one/'))).toEqual([]);
    expect((await listLocalModels(storage.caches)).map(({ id }) => id)).toEqual(['two']);
    expect(storage.names()).toContain('webllm/model https://huggingface.co/other/resolve/main/params_shard_0.bin');
  });

  it.each([
    ['QuotaExceededError', /^disk-full: There is no room left for .*What was converted so far is kept/],
    ['UnknownError', /^unwritable: .*could not be stored \(no\)/],
  ])('report a %s of the browser in words', async (name, message) => {
    const storage = fakeCaches(() => new DOMException('no', name));
    const sink = cacheSink('full', storage.caches, () => Promise.resolve({}));
    expect(
      await failureOf(
        convertInBrowser(files, { id: 'full', format: 'q4f32_1', library: rows }, () => undefined, signal, sink),
      ),
    ).toMatch(message);
    expect(await listLocalModels(storage.caches)).toEqual([]);
  });

  it.each([
    ['CursorCore QW2.5 1.5B', 'cursorcore-qw2.5-1.5b'],
    ['../../etc/passwd', 'etc-passwd'],
    ['模型', 'model'],
    ['...', 'model'],
  ])('get an id from the name %s', (name, id) => {
    expect(localId(name)).toBe(id);
  });
});
