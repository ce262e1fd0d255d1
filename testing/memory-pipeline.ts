/**
 * web-llm's pipeline in memory, for tests: the same calls in the same order, as strict about them as the runtime is, and
 * with the faults that real GPUs and libraries have. The model behind it is a function of the tokens in the cache.
 */
import type { Choice } from '../src/core/speculation';
import type { NextToken } from '../src/core/speculation/memory-models';
import type { Chooser } from '../src/engine/webllm/chooser';

/** What goes wrong, for tests of the check and of recovery. */
export interface MemoryFaults {
  /** A pass of several tokens onto a cache that is not empty is wrong, as with the race in the attention kernel. */
  readonly appending?: boolean;
  /** Several positions of one pass are wrong. */
  readonly checking?: boolean;
  /** Forgetting tokens forgets one too many. */
  readonly forgetting?: boolean;
  /** The library does not export `batch_prefill`. */
  readonly withoutBatchPrefill?: boolean;
  /** The pass of this number (from 0) ends the runtime in the middle. */
  readonly failAt?: () => number;
}

export interface MemoryPipeline {
  /** As web-llm holds it: to be given to `readPipeline`. */
  readonly pipeline: unknown;
  readonly chooser: Chooser;
  /** Tokens of each pass so far. */
  readonly passes: readonly number[];
  /** Arrays that were neither disposed of nor left to a scope that ended. */
  readonly leaked: () => number;
  readonly tokens: () => readonly number[];
}

const EMBEDDING_WIDTH = 4;
const VOCABULARY = 320;

class ExitStatus {
  readonly name = 'ExitStatus';
  readonly message = 'Program terminated with exit(1)';
}

const abort = (): never => {
  // What Emscripten throws is not an Error either.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw new ExitStatus();
};

class MemoryTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly dltensor = 0;
  readonly live: Set<object>;
  data: readonly number[] = [];
  choices: readonly Choice[] = [];

  constructor(shape: readonly number[], dtype: string, live: Set<object>) {
    this.shape = shape;
    this.dtype = dtype;
    this.live = live;
    live.add(this);
  }

  view(shape: readonly number[]): MemoryTensor {
    const view = new MemoryTensor(shape, this.dtype, this.live);
    view.data = this.data;
    this.live.delete(view);
    return view;
  }

  copyFrom(data: readonly number[]): this {
    if (data.length !== this.shape.reduce((size, length) => size * length, 1))
      throw new Error('data size and shape mismatch');
    this.data = [...data];
    return this;
  }

  getDataPtr(): number {
    return 0;
  }

  dispose(): void {
    this.live.delete(this);
  }
}

class Scalar {
  readonly value: number;
  readonly dtype: string;

  constructor(value: number, dtype: string) {
    this.value = value;
    this.dtype = dtype;
  }
}

const scalarOf = (value: unknown, dtype: string): number =>
  value instanceof Scalar && value.dtype === dtype ? value.value : abort();
const shapeOf = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as readonly number[]) : abort());
const tensorOf = (value: unknown): MemoryTensor => (value instanceof MemoryTensor ? value : abort());

/** Bytes are tokens; `<|name|>` is one token each, in the order they are met first. */
export function memoryTokenizer(): {
  readonly encode: (text: string) => Int32Array;
  readonly decode: (tokens: Int32Array) => string;
  readonly getVocabSize: () => number;
} {
  const names: string[] = ['<|im_start|>', '<|im_end|>', '<|next_start|>', '<|next_end|>', '<|endoftext|>'];
  const idOf = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return 256 + names.indexOf(name);
  };
  return {
    encode: (text) =>
      Int32Array.from(
        text
          .split(/(<\|\w+\|>)/)
          .flatMap((part) => (/^<\|\w+\|>$/.test(part) ? [idOf(part)] : [...new TextEncoder().encode(part)])),
      ),
    decode: (tokens) => {
      let text = '';
      let bytes: number[] = [];
      const flush = (): void => {
        text += new TextDecoder().decode(Uint8Array.from(bytes));
        bytes = [];
      };
      for (const token of tokens) {
        if (token < 256) bytes.push(token);
        else {
          flush();
          text += names[token - 256] ?? '';
        }
      }
      flush();
      return text;
    },
    getVocabSize: () => VOCABULARY,
  };
}

/** @param next the token that follows those in the cache */
export function createMemoryPipeline(
  next: NextToken,
  faults: MemoryFaults = {},
  sizes = { context: 4096, chunk: 1024 },
): MemoryPipeline {
  const live = new Set<object>();
  const scopes: Set<object>[] = [];
  const passes: number[] = [];
  let tokens: number[] = [];
  let sequence = false;
  let open: number | null = null;
  let broken = false;

  const track = <T extends object>(value: T): T => {
    const scope = scopes.at(-1);
    if (scope === undefined) throw new Error('Must call beginScope to use functions that returns TVM objects');
    scope.add(value);
    return value;
  };

  const follow = (wrong: boolean): Choice => {
    const token = next(tokens);
    return { token: wrong ? (token + 1) % VOCABULARY : token, logprob: wrong ? -5 : -0.1, margin: wrong ? 0.5 : 1 };
  };

  const pass = (
    name: 'prefill' | 'decode' | 'batch_prefill',
    input: unknown,
    positions: readonly number[] | null,
    ...rest: readonly unknown[]
  ): unknown => {
    const tensor = tensorOf(input);
    const count = tensor.shape[1] ?? 0;
    if (
      broken ||
      rest[0] !== kvCache ||
      rest[1] !== params ||
      tensor.shape[0] !== 1 ||
      tensor.shape[2] !== EMBEDDING_WIDTH
    )
      abort();
    if (open !== count || count > sizes.chunk || (name === 'decode') !== (count === 1)) abort();
    if (positions !== null && (positions.length > 80 || positions.some((at) => at < 0 || at >= count))) abort();
    if (tokens.length + count > sizes.context) {
      broken = true;
      abort();
    }
    const appended = tokens.length > 0 && count > 1;
    const failing = faults.failAt?.() === passes.length;
    passes.push(count);
    const chosen: Choice[] = [];
    for (const [index, token] of tensor.data.entries()) {
      if (failing && index * 2 >= count) {
        broken = true;
        abort();
      }
      tokens.push(token);
      const wrong = (faults.appending === true && appended) || (faults.checking === true && name === 'batch_prefill');
      if (positions === null ? index === count - 1 : positions.includes(index)) chosen.push(follow(wrong));
    }
    const logits = new MemoryTensor([1, chosen.length, VOCABULARY], 'float32', live);
    logits.choices = chosen;
    track(logits);
    return track({ get: (index: number) => (index === 0 ? logits : kvCache) });
  };

  const kvCache = {};
  const params = {};
  const device = {};

  const library: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    _metadata: () =>
      track({ toString: () => JSON.stringify({ prefill_chunk_size: sizes.chunk, max_batch_size: 80, params: [] }) }),
    embed: (ids, given) => {
      if (given !== params) abort();
      const { data } = tensorOf(ids);
      const out = new MemoryTensor([data.length, EMBEDDING_WIDTH], 'float32', live);
      out.data = data;
      return track(out);
    },
    prefill: (input, ...rest) => pass('prefill', input, null, ...rest),
    decode: (input, ...rest) => pass('decode', input, null, ...rest),
    ...(faults.withoutBatchPrefill === true
      ? {}
      : {
          batch_prefill: (input: unknown, positions: unknown, ...rest: readonly unknown[]) =>
            pass('batch_prefill', input, tensorOf(positions).data, ...rest),
        }),
  };

  const runtime: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    kv_state_clear: (cache) => {
      if (cache !== kvCache) abort();
      tokens = [];
      sequence = false;
      open = null;
      broken = false;
    },
    kv_state_add_sequence: (cache, id) => {
      if (cache !== kvCache || sequence || scalarOf(id, 'int64') !== 0) abort();
      sequence = true;
    },
    kv_state_popn: (cache, id, count) => {
      const popped = scalarOf(count, 'int32');
      if (broken || cache !== kvCache || scalarOf(id, 'int64') !== 0 || popped < 0 || popped > tokens.length) abort();
      tokens.length -= popped + (faults.forgetting === true && popped > 0 && tokens.length > popped ? 1 : 0);
    },
    kv_state_begin_forward: (cache, ids, lengths) => {
      if (broken || cache !== kvCache || !sequence || open !== null || shapeOf(ids)[0] !== 0) abort();
      open = shapeOf(lengths)[0] ?? 0;
    },
    kv_state_end_forward: () => {
      if (open === null) abort();
      open = null;
    },
  };

  const find = (table: typeof library, name: string): unknown => {
    const found = table[name];
    if (found === undefined) throw new Error(`Cannot find function ${name}`);
    return track(found);
  };

  const pipeline = {
    tvm: {
      beginScope: () => scopes.push(new Set()),
      endScope: () => {
        for (const value of scopes.pop() ?? []) live.delete(value);
      },
      detachFromCurrentScope: (value: object) => {
        scopes.at(-1)?.delete(value);
        return value;
      },
      empty: (shape: readonly number[], dtype: string) => track(new MemoryTensor(shape, dtype, live)),
      makeShapeTuple: (shape: readonly number[]) => track([...shape]),
      scalar: (value: number, dtype: string) => new Scalar(value, dtype),
      getGlobalFunc: (name: string) => find(runtime, name.replace('vm.builtin.', '')),
      lib: { memory: { loadI64: () => 0 }, webGPUContext: { device, gpuBufferFromPtr: () => ({}) } },
    },
    vm: { getFunction: (name: string) => find(library, name) },
    kvCache,
    params,
    device,
    tokenizer: memoryTokenizer(),
    prefillChunkSize: sizes.chunk,
    contextWindowSize: sizes.context,
    stopTokens: [260],
  };

  return {
    pipeline,
    passes,
    chooser: {
      choose: (logits, rows) => {
        const { choices } = tensorOf(logits);
        return choices.length === rows ? Promise.resolve(choices) : Promise.reject(new Error('not so many rows'));
      },
      dispose: () => undefined,
    },
    leaked: () => live.size,
    tokens: () => tokens,
  };
}
