/** Drives a web-llm pipeline one forward pass at a time, on the one sequence of its KV cache. */
import type { Choice, Sampling, TokenLimits, TokenModel } from '../../core/speculation';
import type { Chooser } from './chooser';
import type { NativeFunction, Pipeline, Tensor } from './surface';

/** More positions in one `batch_prefill` end the runtime, whatever the library says. */
const MOST_CHOICES = 80;
const SEQUENCE = 0;

interface LogitsList {
  get(index: number): unknown;
}

const isLogitsList = (value: unknown): value is LogitsList =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' &&
  value !== null &&
  'shape' in value &&
  Array.isArray(value.shape) &&
  'dispose' in value &&
  typeof value.dispose === 'function';

interface Functions {
  readonly embed: NativeFunction;
  readonly prefill: NativeFunction;
  readonly decode: NativeFunction;
  /** Logits at chosen positions; null in libraries that do not export it. */
  readonly batchPrefill: NativeFunction | null;
  readonly clear: NativeFunction;
  readonly addSequence: NativeFunction;
  readonly pop: NativeFunction;
  readonly beginForward: NativeFunction;
  readonly endForward: NativeFunction;
}

function resolve({ tvm, vm }: Pipeline): Functions {
  tvm.beginScope();
  try {
    const library = (name: string): NativeFunction => tvm.detachFromCurrentScope(vm.getFunction(name));
    const runtime = (name: string): NativeFunction =>
      tvm.detachFromCurrentScope(tvm.getGlobalFunc(`vm.builtin.${name}`));
    const optional = (name: string): NativeFunction | null => {
      try {
        return library(name);
      } catch {
        // Asking is the only way to know.
        return null;
      }
    };
    return {
      embed: library('embed'),
      prefill: library('prefill'),
      decode: library('decode'),
      batchPrefill: optional('batch_prefill'),
      clear: runtime('kv_state_clear'),
      addSequence: runtime('kv_state_add_sequence'),
      pop: runtime('kv_state_popn'),
      beginForward: runtime('kv_state_begin_forward'),
      endForward: runtime('kv_state_end_forward'),
    };
  } finally {
    tvm.endScope();
  }
}

/** What a library says of itself that limits a pass. */
function batchLimit({ tvm, vm }: Pipeline): number {
  tvm.beginScope();
  try {
    const metadata: unknown = JSON.parse(String(vm.getFunction('_metadata')()));
    const said =
      typeof metadata === 'object' && metadata !== null && 'max_batch_size' in metadata
        ? metadata.max_batch_size
        : null;
    return typeof said === 'number' && said >= 1 ? Math.min(said, MOST_CHOICES) : MOST_CHOICES;
  } finally {
    tvm.endScope();
  }
}

export interface Driver extends TokenModel {
  /**
   * The same model without rolling back or reading on: each prompt is read in one pass from an empty cache, and
   * continued a token at a time, as web-llm itself does.
   */
  readonly plain: TokenModel;
}

/**
 * @throws when the library or the runtime lacks what has to be called. Every call may throw what the runtime throws; then
 * only `reset` may follow.
 */
export function createDriver(pipeline: Pipeline, chooser: Chooser): Driver {
  const { tvm, params, kvCache, device } = pipeline;
  const call = resolve(pipeline);
  const limits: TokenLimits = {
    context: pipeline.contextWindowSize,
    pass: Math.min(pipeline.prefillChunkSize, pipeline.contextWindowSize),
    choices: call.batchPrefill === null ? 1 : batchLimit(pipeline),
    rollback: true,
  };

  /** The logits of the wanted positions, detached: the caller disposes of them. */
  const pass = (tokens: readonly number[], from: number): Tensor => {
    const count = tokens.length;
    tvm.beginScope();
    try {
      const ids = tvm.empty([count], 'int32', device);
      ids.copyFrom(tokens);
      const embedded = call.embed(ids, params);
      if (!isTensor(embedded)) throw new Error('the embedding is no tensor');
      const input = embedded.view([1, ...embedded.shape]);
      call.beginForward(kvCache, tvm.makeShapeTuple([SEQUENCE]), tvm.makeShapeTuple([count]));
      const output = run(input, count, from);
      call.endForward(kvCache);
      const logits = isLogitsList(output) ? output.get(0) : null;
      if (!isTensor(logits)) throw new Error('the logits are no tensor');
      return tvm.detachFromCurrentScope(logits);
    } finally {
      tvm.endScope();
    }
  };

  const run = (input: Tensor, count: number, from: number): unknown => {
    if (from >= count - 1) return (count === 1 ? call.decode : call.prefill)(input, kvCache, params);
    if (call.batchPrefill === null) throw new Error('the library gives the logits of the last position only');
    const positions = tvm.empty([count - from], 'int32', device);
    positions.copyFrom(Array.from({ length: count - from }, (_, index) => from + index));
    return call.batchPrefill(input, positions, kvCache, params);
  };

  const forward = async (tokens: readonly number[], from: number, sampling: Sampling): Promise<readonly Choice[]> => {
    const rows = tokens.length - from;
    const logits = pass(tokens, from);
    try {
      return rows === 0 ? [] : usable(await chooser.choose(logits, rows, sampling));
    } finally {
      logits.dispose();
    }
  };

  const model: TokenModel = {
    limits,
    forward,
    pop(count) {
      return inScope(() => call.pop(kvCache, tvm.scalar(SEQUENCE, 'int64'), tvm.scalar(count, 'int32')));
    },
    reset() {
      return inScope(() => {
        call.clear(kvCache);
        call.addSequence(kvCache, tvm.scalar(SEQUENCE, 'int64'));
      });
    },
  };

  const inScope = (act: () => void): Promise<void> =>
    new Promise((done) => {
      tvm.beginScope();
      try {
        act();
      } finally {
        tvm.endScope();
      }
      done();
    });

  return {
    ...model,
    plain: { ...model, limits: { context: limits.pass, pass: limits.pass, choices: 1, rollback: false } },
  };
}

/** @throws when the GPU computed something that is not a number */
function usable(choices: readonly Choice[]): readonly Choice[] {
  if (!choices.every(({ logprob, margin }) => Number.isFinite(logprob) && Number.isFinite(margin)))
    throw new Error('the GPU computed logits that are not numbers');
  return choices;
}
