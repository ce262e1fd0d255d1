import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompletionFigures, CompletionRequest } from '../../core/prediction/completion';
import type { LoadProgress, ModelSource } from '../../protocol/engine';
import type { Engine } from '../engine';
import { createWllamaEngine, type Renewal, type WllamaOptions } from './adapter';
import type { Machine } from './device';
import type { NativeLog } from './native-log';
import type { LoadedInfo, NativeRequest, Runtime } from './runtime';

const model: ModelSource = { id: 'm', engine: 'wllama', url: 'u', sha256: null, contextLength: 512, dialect: 'd' };
const request: CompletionRequest = {
  parts: ['a', 'b'],
  draft: null,
  stop: ['<|next_end|>'],
  maxTokens: 8,
  temperature: 0,
};
const metadata = {
  'general.architecture': 'llama',
  'llama.block_count': '1',
  'llama.embedding_length': '16',
  'llama.attention.head_count': '2',
  'llama.attention.head_count_kv': '1',
};

const machine = (features: readonly string[] | null): Machine => ({
  crossOriginIsolated: true,
  hardwareConcurrency: 8,
  gpuFeatures: () => Promise.resolve(features && new Set(features)),
});

/** Chunks as llama.cpp b11364 streams them, without the fields that are not read. */
const progressChunk = (total: number, cache: number): unknown => ({
  choices: [{ text: '', logprobs: null, finish_reason: null }],
  prompt_progress: { total, cache, processed: total },
});
const tokenChunk = (text: string, logprob: number): unknown => ({
  choices: [{ text, logprobs: { content: [{ logprob }] }, finish_reason: null }],
});
const lastChunk = (reason: string, stopType: string, tokens: number, prompt: number, cache: number): unknown => ({
  choices: [{ text: '', logprobs: null, finish_reason: reason }],
  usage: { completion_tokens: tokens, prompt_tokens: prompt },
  timings: { cache_n: cache },
  __verbose: { stop_type: stopType },
});
const answer = [
  progressChunk(10, 4),
  tokenChunk('wid', -0.1),
  tokenChunk('', -2),
  tokenChunk('th', -0.3),
  lastChunk('stop', 'word', 4, 10, 4),
];

interface Fake {
  readonly engine: Engine;
  readonly loads: {
    readonly size: number;
    readonly adapter: number | null;
    readonly params: Readonly<Record<string, unknown>>;
  }[];
  readonly asked: NativeRequest[];
  exits: number;
}

interface Behaviour {
  readonly load?: (log: NativeLog, params: Readonly<Record<string, unknown>>) => Promise<LoadedInfo>;
  readonly chunks?: (signal: AbortSignal, log: NativeLog, native: NativeRequest) => AsyncIterable<unknown>;
}

const loadedInfo: LoadedInfo = { success: true, contextLength: 512, threads: 2, metadata };

// eslint-disable-next-line @typescript-eslint/require-await -- a generator of promises is what the runtime gives
async function* inOrder(chunks: readonly unknown[]): AsyncGenerator {
  yield* chunks;
}

function fake(
  { load = () => Promise.resolve(loadedInfo), chunks = () => inOrder(answer) }: Behaviour = {},
  options: Partial<WllamaOptions> = {},
): Fake {
  const loads: Fake['loads'] = [];
  const asked: NativeRequest[] = [];
  const made: Fake = {
    loads,
    asked,
    exits: 0,
    engine: createWllamaEngine({
      runtime: (log): Runtime => ({
        load(files, params) {
          loads.push({ size: files.model.size, adapter: files.adapter?.size ?? null, params: { ...params } });
          return load(log, { ...params });
        },
        complete(native, signal) {
          asked.push(native);
          return Promise.resolve(chunks(signal, log, native));
        },
        exit() {
          made.exits += 1;
          return Promise.resolve();
        },
      }),
      fetchModel: () => Promise.resolve(new Blob(['1234'])),
      widen: () => Promise.resolve(new Blob(['12345678'])),
      machine: machine(null),
      ...options,
    }),
  };
  return made;
}

const load = (
  engine: Engine,
  source: ModelSource = model,
  signal = new AbortController().signal,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): ReturnType<Engine['load']> => engine.load(source, onProgress, signal);

async function read(
  engine: Engine,
  asked = request,
  controller = new AbortController(),
  cancelAfter = Infinity,
): Promise<{
  readonly pieces: readonly { readonly text: string; readonly logprob: number | null }[];
  readonly figures: CompletionFigures;
}> {
  const pieces = [];
  const stream = engine.complete(asked, controller.signal);
  for (;;) {
    const step = await stream.next();
    if (step.done) return { pieces, figures: step.value };
    pieces.push(step.value);
    if (pieces.length === cancelAfter) controller.abort();
  }
}

describe('loading', () => {
  it('runs on the CPU with widened weights, an f32 cache and small batches where there is no usable GPU', async () => {
    for (const features of [null, ['subgroups']]) {
      const { engine, loads } = fake({}, { machine: machine(features) });
      expect(await load(engine)).toMatchObject({
        device: 'cpu',
        threads: 2,
        contextLength: 512,
        dialect: 'd',
        speculates: false,
      });
      expect(loads).toMatchObject([
        {
          size: 8,
          params: {
            n_ctx: 512,
            n_gpu_layers: 0,
            n_threads: 2,
            cache_type_k: 'f32',
            cache_type_v: 'f32',
            flash_attn: false,
            n_parallel: 1,
          },
        },
      ]);
    }
  });

  it('takes the GPU as the file is when it can compute in halves, and says so only if the log shows it', async () => {
    const onGpu = fake(
      {
        load: (log) => {
          log.logger.debug('load_tensors: offloaded 7/7 layers to GPU');
          return Promise.resolve(loadedInfo);
        },
      },
      { machine: machine(['shader-f16']) },
    );
    expect((await load(onGpu.engine)).device).toBe('webgpu');
    expect(onGpu.loads.map(({ size }) => size)).toEqual([4]);

    const silently = fake({}, { machine: machine(['shader-f16']) });
    expect((await load(silently.engine)).device).toBe('cpu');
    expect(silently.loads.map(({ size }) => size)).toEqual([4, 8]);
  });

  it('keeps a model off the GPU that asks for the CPU', async () => {
    const { engine, loads } = fake({}, { machine: machine(['shader-f16']) });
    expect((await load(engine, { ...model, device: 'cpu' })).device).toBe('cpu');
    expect(loads).toHaveLength(1);
  });

  it('applies an adapter that it has fetched, on whichever device, and loads nothing where it cannot', async () => {
    const adapter = { url: 'models/a.lora.gguf', sha256: 'a'.repeat(64), bytes: 3 };
    const asked: unknown[] = [];
    const fetchAdapter: WllamaOptions['fetchAdapter'] = (wanted) => {
      asked.push(wanted);
      return Promise.resolve(new Blob(['123']));
    };
    const silently = fake({}, { machine: machine(['shader-f16']), fetchAdapter });
    await load(silently.engine, { ...model, adapter });
    expect(silently.loads.map(({ size, adapter: added }) => [size, added])).toEqual([
      [4, 3],
      [8, 3],
    ]);
    expect(asked).toEqual([adapter]);

    const without = fake({}, { fetchAdapter: () => Promise.reject(new Error('not there')) });
    await expect(load(without.engine, { ...model, adapter })).rejects.toThrow('not there');
    expect(without.loads).toEqual([]);
  });

  it.each<[string, NonNullable<Behaviour['load']>, string]>([
    ['a load that resolves without success', () => Promise.resolve({ ...loadedInfo, success: false }), 'unknown'],
    [
      'an exception whose cause is a file that is cut',
      (log) => {
        log.logger.error(
          'llama_model_load: error loading model: tensor data is not within the file bounds, model is corrupted or incomplete',
        );
        return Promise.reject(new Error('Invalid typed array length: 5'));
      },
      'model-corrupt',
    ],
    [
      'an architecture it does not know',
      (log) => {
        log.logger.error("error loading model: unknown model architecture: 'x'");
        return Promise.resolve({ ...loadedInfo, success: false });
      },
      'model-unsupported',
    ],
    ['too little memory', () => Promise.reject(new RangeError('Array buffer allocation failed')), 'out-of-memory'],
  ])('names the reason of %s, and frees the instance', async (_name, behaviour, code) => {
    const made = fake({ load: behaviour });
    await expect(load(made.engine)).rejects.toMatchObject({ failure: { code } });
    expect(made.exits).toBe(1);
  });

  it('gives up on a load that never answers', async () => {
    const { engine } = fake({ load: () => new Promise(() => undefined) }, { loadTimeoutMs: () => 1 });
    await expect(load(engine)).rejects.toMatchObject({ failure: { code: 'load-timeout' } });
  });

  it('stops a load that is cancelled, and frees the instance', async () => {
    const made = fake({ load: () => new Promise(() => undefined) });
    const controller = new AbortController();
    const loading = load(made.engine, model, controller.signal);
    await vi.waitFor(() => expect(made.loads).toHaveLength(1));
    controller.abort();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(made.exits).toBe(1);
  });
});

describe('completing', () => {
  it('streams text with the least log probability since the text before, and reports reused tokens', async () => {
    const { engine, asked } = fake();
    await load(engine);
    const { pieces, figures } = await read(engine);
    expect(pieces).toEqual([
      { text: 'wid', logprob: -0.1 },
      { text: 'th', logprob: -2 },
    ]);
    expect(figures).toMatchObject({
      promptTokens: 10,
      reusedTokens: 4,
      generatedTokens: 4,
      forwardPasses: 4,
      end: 'stop',
    });
    expect(asked).toMatchObject([
      { prompt: 'ab', stop: ['<|next_end|>'], preserved_tokens: ['<|next_end|>'], max_tokens: 8 },
    ]);
  });

  it.each([
    ['the limit', lastChunk('length', 'limit', 1, 2, 0), 'length'],
    ['a stop text', lastChunk('stop', 'word', 1, 2, 0), 'stop'],
    ['the end token', lastChunk('stop', 'eos', 1, 2, 0), 'end-of-text'],
  ])('says when it ended at %s', async (_name, chunk, end) => {
    const { engine } = fake({ chunks: () => inOrder([chunk]) });
    await load(engine);
    expect((await read(engine)).figures.end).toBe(end);
  });

  it('sends no half of a character that JSON cannot hold', async () => {
    const { engine, asked } = fake();
    await load(engine);
    await read(engine, { ...request, parts: ['a\ud800b', '😀'] });
    expect(asked[0]?.prompt).toBe('a\ufffdb😀');
  });

  describe('a draft that may be the answer', () => {
    const judged = { ...request, draft: 'width', draftSilence: 0.5 };
    const first = (token: string, probability: number): unknown => ({
      choices: [
        {
          text: token,
          logprobs: { content: [{ token, logprob: Math.log(probability), top_logprobs: [] }] },
          finish_reason: null,
        },
      ],
    });
    const engineThatBegins = (...began: readonly unknown[]): Fake =>
      fake({
        chunks: (_signal, _log, native) =>
          inOrder(
            native.max_tokens === 1 ? [progressChunk(10, 4), ...began, lastChunk('length', 'limit', 1, 10, 4)] : answer,
          ),
      });

    it.each<[string, unknown]>([
      ['would begin an edit', first('1', 0.9)],
      ['is not sure enough of saying nothing', first('<|next_end|>', 0.4)],
    ])('is taken when the model %s', async (_why, began) => {
      const { engine, asked } = engineThatBegins(began);
      await load(engine);
      const { pieces, figures } = await read(engine, judged);
      expect(pieces).toEqual([{ text: 'width', logprob: null }]);
      expect(figures).toMatchObject({ acceptedTokens: 1, promptTokens: 10, reusedTokens: 4, end: 'stop' });
      expect(asked.map(({ max_tokens, stop }) => [max_tokens, stop])).toEqual([[1, []]]);
    });

    it.each<[string, readonly unknown[]]>([
      ['would rather say nothing', [first('<|next_end|>', 0.6)]],
      ['does not tell', []],
    ])('gives way to what the model says freely when it %s', async (_why, began) => {
      const { engine, asked } = engineThatBegins(...began);
      await load(engine);
      const { pieces, figures } = await read(engine, judged);
      expect(pieces.map(({ text }) => text).join('')).toBe('width');
      expect(pieces[0]?.logprob).toBe(-0.1);
      expect(figures).toMatchObject({ acceptedTokens: 0, end: 'stop' });
      expect(asked.map(({ max_tokens }) => max_tokens)).toEqual([1, 8]);
    });

    it.each([
      ['nobody asks for it', request],
      ['there is no draft', { ...judged, draft: null }],
      ['the answer is to be a matter of chance', { ...judged, temperature: 0.5 }],
    ])('is not judged when %s', async (_why, given) => {
      const { engine, asked } = engineThatBegins();
      await load(engine);
      await read(engine, given);
      expect(asked.map(({ max_tokens }) => max_tokens)).toEqual([8]);
    });
  });

  it('ends as cancelled when asked to, with the figures so far', async () => {
    const { engine } = fake({
      chunks: async function* (signal) {
        yield progressChunk(10, 4);
        yield tokenChunk('wid', -0.1);
        if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        throw new Error('aborted');
      },
    });
    await load(engine);
    expect((await read(engine, request, new AbortController(), 1)).figures).toMatchObject({
      end: 'cancelled',
      promptTokens: 10,
      reusedTokens: 4,
      generatedTokens: 1,
    });
  });

  it('cancels and waits for the slot when the reader leaves early', async () => {
    let freed = false;
    const { engine } = fake({
      chunks: async function* (signal) {
        yield tokenChunk('wid', -0.1);
        yield tokenChunk('th', -0.1);
        expect(signal.aborted).toBe(true);
        await Promise.resolve();
        freed = true;
      },
    });
    await load(engine);
    for await (const piece of engine.complete(request, new AbortController().signal)) {
      expect(piece.text).toBe('wid');
      break;
    }
    expect(freed).toBe(true);
  });

  it.each<[string, string, readonly string[], string]>([
    [
      'a prompt over the context',
      'request (2420 tokens) exceeds the available context size (2048 tokens), try increasing it',
      [],
      'prompt-too-long',
    ],
    ['an exception in C++', 'Invalid typed array length: 1163217991', ['json parse error'], 'crashed'],
    [
      'a lack of memory told in the log',
      'Invalid typed array length: 3',
      ['ggml: failed to allocate buffer of size 9'],
      'out-of-memory',
    ],
    ['a lost device', 'RuntimeError', ['ggml_webgpu: device was lost'], 'device-lost'],
  ])('names %s', async (_name, message, complaints, code) => {
    const { engine } = fake({
      // eslint-disable-next-line @typescript-eslint/require-await -- fails before its first chunk
      chunks: async function* (_signal, log) {
        for (const complaint of complaints) log.logger.error(complaint);
        throw new Error(message);
      },
    });
    await load(engine);
    await expect(read(engine)).rejects.toMatchObject({ failure: { code } });
  });

  it('calls a model that stays silent crashed', async () => {
    const { engine } = fake(
      {
        chunks: async function* () {
          await new Promise(() => undefined);
        },
      },
      { silenceMs: 1 },
    );
    await load(engine);
    await expect(read(engine)).rejects.toMatchObject({ failure: { code: 'crashed' } });
  });

  it('refuses without a model', async () => {
    const { engine } = fake();
    await expect(read(engine)).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
    await load(engine);
    await engine.unload();
    await expect(read(engine)).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
  });
});

describe('the memory of old prompts', () => {
  // One layer, one head of 8 keys and 8 values of 4 bytes: 64 bytes a token, 14 tokens a completion.
  const COMPLETION = 64 * 14;
  const answering = (reused: number, renewal: Partial<Renewal>): Fake =>
    fake(
      { chunks: () => inOrder([tokenChunk('x', 0), lastChunk('stop', 'word', 4, 10, reused)]) },
      { renewal: { idleBytes: Infinity, idleMs: 1000, mostBytes: Infinity, ...renewal } },
    );

  it.each([
    ['unrelated prompts replace the instance once they fill the bound', 0, 3],
    ['prompts that extend one another never do', 9, 1],
  ])('%s', async (_name, reused, instances) => {
    const made = answering(reused, { mostBytes: COMPLETION * 2 });
    await load(made.engine);
    // Each new instance reads the last prompt: four completions later three prompts have been put aside, over the bound of two.
    for (let index = 0; index < 8; index += 1) expect((await read(made.engine)).figures.end).toBe('stop');
    expect(made.loads).toHaveLength(instances);
    expect(made.exits).toBe(instances - 1);
  });

  describe('before the bound', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('is given back once nothing is asked for a while, and the new instance reads the last prompt', async () => {
      const made = answering(0, { idleBytes: COMPLETION });
      await load(made.engine);
      for (let index = 0; index < 3; index += 1) await read(made.engine);
      await vi.advanceTimersByTimeAsync(999);
      expect(made.loads).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(made.loads).toHaveLength(2);
      expect(made.asked.map(({ max_tokens }) => max_tokens)).toEqual([8, 8, 8, 1]);
      expect(made.asked[3]?.prompt).toBe('ab');
    });

    it('waits while there are questions', async () => {
      const made = answering(0, { idleBytes: COMPLETION });
      await load(made.engine);
      for (let index = 0; index < 9; index += 1) {
        await read(made.engine);
        await vi.advanceTimersByTimeAsync(999);
      }
      expect(made.loads).toHaveLength(1);
    });

    it('is forgotten with the model', async () => {
      const made = answering(0, { idleBytes: COMPLETION });
      await load(made.engine);
      for (let index = 0; index < 3; index += 1) await read(made.engine);
      await made.engine.unload();
      await vi.advanceTimersByTimeAsync(2000);
      expect(made.loads).toHaveLength(1);
    });
  });

  it('a question that comes while the new instance reads along is answered', async () => {
    let readsAlong = 0;
    const made = fake(
      {
        chunks: async function* (signal, _log, native) {
          if (native.max_tokens === 1) {
            readsAlong += 1;
            await new Promise<void>((resolve) => {
              signal.addEventListener('abort', () => {
                resolve();
              });
            });
            throw new Error('aborted');
          }
          yield tokenChunk('x', 0);
          yield lastChunk('stop', 'word', 4, 10, 0);
        },
      },
      { renewal: { idleBytes: Infinity, idleMs: 1000, mostBytes: COMPLETION } },
    );
    await load(made.engine);
    for (let index = 0; index < 3; index += 1) await read(made.engine);
    await vi.waitFor(() => {
      expect(readsAlong).toBe(1);
    });
    expect((await read(made.engine)).figures.end).toBe('stop');
  });

  it('counts only what a cancelled completion had read', async () => {
    const cut = { ...(progressChunk(1000, 0) as object), prompt_progress: { total: 1000, cache: 0, processed: 14 } };
    const made = fake(
      {
        // eslint-disable-next-line @typescript-eslint/require-await -- a generator of promises is what the runtime gives
        chunks: async function* () {
          yield cut;
          throw new Error('aborted');
        },
      },
      { renewal: { idleBytes: Infinity, idleMs: 1000, mostBytes: COMPLETION * 4 } },
    );
    await load(made.engine);
    for (let index = 0; index < 5; index += 1) {
      const controller = new AbortController();
      const stream = made.engine.complete(request, controller.signal);
      const next = stream.next();
      controller.abort();
      await next;
    }
    expect(made.loads).toHaveLength(1);
  });

  it('asks nothing of the model when a draft is no longer wanted', async () => {
    const made = fake();
    await load(made.engine);
    const controller = new AbortController();
    controller.abort();
    expect((await read(made.engine, { ...request, draft: 'width', draftSilence: 0.5 }, controller)).figures.end).toBe(
      'cancelled',
    );
    expect(made.asked.filter(({ max_tokens }) => max_tokens === 1)).toEqual([]);
  });
});
