/** The llama.cpp adapter: any GGUF, on the CPU everywhere and on the GPU where that really works. */
import {
  CANCELLED_BEFORE_IT_BEGAN,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
} from '../../core/prediction/completion';
import type { Adapter, EngineCapabilities, GgufModel, LoadProgress } from '../../protocol/engine';
import type { Engine } from '../engine';
import { EngineError, isAbort } from '../errors';
import { bytesPerToken, grow, noGrowth, type CacheGrowth } from './cache-growth';
import { figuresOf, noProgress, readChunk, type Progress } from './chunks';
import { JUDGED_TOKENS, silenceIn } from './draft-trial';
import { placeModel, thisMachine, type Machine, type Placement } from './device';
import { completionError, loadError } from './failures';
import { createNativeLog, ranOnGpu, type NativeLog } from './native-log';
import { loadParams } from './options';
import type { LoadedInfo, NativeRequest, Runtime, RuntimeFactory, RuntimeFiles } from './runtime';
import { within } from './timing';

export interface WllamaOptions {
  readonly runtime: RuntimeFactory;
  /** The verified bytes of a model. @throws an error that carries an EngineFailure */
  readonly fetchModel: (
    model: GgufModel,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ) => Promise<Blob>;
  /** The verified bytes of what is added to a model; needed only for models that have an adapter. @throws as `fetchModel` */
  readonly fetchAdapter?: (adapter: Adapter, signal: AbortSignal) => Promise<Blob>;
  /** Widens the weights to f32 for the CPU, where that fits. @throws as `fetchModel` */
  readonly widen: (file: Blob, onProgress: (progress: LoadProgress) => void, signal: AbortSignal) => Promise<Blob>;
  readonly machine?: Machine;
  /** A load that takes longer has failed. Milliseconds for a file of `bytes`. */
  readonly loadTimeoutMs?: (bytes: number) => number;
  /** A completion that is silent for longer has crashed. Milliseconds. */
  readonly silenceMs?: number;
  readonly renewal?: Renewal;
}

/** An instance is replaced to be rid of old prompt states: when nobody waits for it, and at worst when somebody does. */
export interface Renewal {
  /** Bytes of old prompt states after which it is replaced once nothing has been asked for `idleMs`. */
  readonly idleBytes: number;
  readonly idleMs: number;
  /** Bytes after which it is replaced at once. */
  readonly mostBytes: number;
}

const RENEWAL: Renewal = { idleBytes: 96 * 2 ** 20, idleMs: 2_000, mostBytes: 256 * 2 ** 20 };

/** A loaded model in one instance of the runtime. */
interface Instance {
  readonly runtime: Runtime;
  readonly log: NativeLog;
  readonly info: LoadedInfo;
  readonly placement: Placement;
}

interface Loaded {
  readonly model: GgufModel;
  /** What was given to the runtime, kept to start it again. */
  readonly files: RuntimeFiles;
  instance: Promise<Instance>;
  growth: CacheGrowth;
  /** Stops the renewal that waits for a quiet moment, and its reading of the last prompt. */
  busy: () => void;
}

const NOTHING = (): void => undefined;
const defaultLoadTimeoutMs = (bytes: number): number => 30_000 + bytes / 10_000;
const logLines = 400;

/** Lone surrogates would be a syntax error in the JSON that llama.cpp parses. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

const nativeRequest = (request: CompletionRequest): NativeRequest => ({
  prompt: wellFormed(request.parts.join('')),
  max_tokens: request.maxTokens,
  temperature: request.temperature,
  stop: [...request.stop],
  preserved_tokens: [...request.stop],
  n_probs: 1,
  return_progress: true,
  verbose: true,
});

const capabilitiesOf = (model: GgufModel, { info, placement }: Instance): EngineCapabilities => ({
  engine: 'wllama',
  device: placement.device,
  threads: info.threads,
  contextLength: info.contextLength,
  dialect: model.dialect,
  speculates: false,
  note: null,
  stopsOnSpecialTokens: true,
});

/** Makes the adapter; nothing is loaded yet. */
export function createWllamaEngine(options: WllamaOptions): Engine {
  const {
    machine = thisMachine(),
    loadTimeoutMs = defaultLoadTimeoutMs,
    silenceMs = 60_000,
    renewal = RENEWAL,
  } = options;
  let loaded: Loaded | null = null;

  const start = async (
    model: GgufModel,
    files: RuntimeFiles,
    placement: Placement,
    signal?: AbortSignal,
  ): Promise<Instance> => {
    const log = createNativeLog(logLines);
    const runtime = options.runtime(log);
    try {
      const late = (): EngineError => new EngineError('load-timeout', 'The model did not start in time.');
      const info = await within(
        runtime.load(files, loadParams(model.contextLength, placement)),
        loadTimeoutMs(files.model.size),
        late,
        signal,
      );
      if (!info.success) throw new Error('the engine refused the file');
      if (placement.device === 'webgpu' && !ranOnGpu(log.lines()))
        throw new EngineError('device-lost', 'The graphics device did not take the model.');
      log.clear();
      return { runtime, log, info, placement };
    } catch (error) {
      await runtime.exit();
      throw isAbort(error) ? error : loadError(error, log.complaints(3));
    }
  };

  const startOnCpu = async (
    model: GgufModel,
    files: RuntimeFiles,
    placement: Placement,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<Loaded> => {
    const widened = { ...files, model: await options.widen(files.model, onProgress, signal) };
    onProgress({ stage: 'starting', done: 0, total: 0 });
    return {
      model,
      files: widened,
      instance: settled(await start(model, widened, placement, signal)),
      growth: noGrowth,
      busy: NOTHING,
    };
  };

  const startAnywhere = async (
    model: GgufModel,
    files: RuntimeFiles,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<Loaded> => {
    const placement = await placeModel(model.device ?? 'auto', machine);
    if (placement.device === 'cpu') return startOnCpu(model, files, placement, onProgress, signal);
    onProgress({ stage: 'starting', done: 0, total: 0 });
    try {
      return {
        model,
        files,
        instance: settled(await start(model, files, placement, signal)),
        growth: noGrowth,
        busy: NOTHING,
      };
    } catch (error) {
      if (isAbort(error)) throw error;
      // Whatever is wrong with the GPU, the CPU can still run it; a bad file fails there too, with its own reason.
      return startOnCpu(model, files, await placeModel('cpu', machine), onProgress, signal);
    }
  };

  const adapterOf = async ({ adapter }: GgufModel, signal: AbortSignal): Promise<Blob | null> => {
    if (adapter === undefined) return null;
    if (options.fetchAdapter === undefined)
      throw new EngineError('model-unsupported', 'This model needs an adapter, which cannot be had here.');
    return options.fetchAdapter(adapter, signal);
  };

  const unload = async (): Promise<void> => {
    const old = loaded;
    loaded = null;
    old?.busy();
    const instance = await old?.instance.catch(() => null);
    await instance?.runtime.exit();
  };

  const renewIfGrown = (held: Loaded, instance: Instance, last: CompletionRequest): void => {
    const bytes =
      held.growth.storedTokens * bytesPerToken(instance.info.metadata, instance.placement.device === 'cpu' ? 4 : 2);
    if (bytes > renewal.mostBytes) renew(held, instance, last);
    else if (bytes > renewal.idleBytes) {
      const timer = setTimeout(() => renew(held, instance, last), renewal.idleMs);
      held.busy = () => clearTimeout(timer);
    }
  };

  /** The new instance reads the last prompt, as the next one will begin like it; a question that comes meanwhile stops that. */
  const renew = (held: Loaded, instance: Instance, last: CompletionRequest): void => {
    const asked = new AbortController();
    held.busy = () => asked.abort();
    held.growth = noGrowth;
    held.instance = instance.runtime
      .exit()
      .then(() => start(held.model, held.files, instance.placement))
      .then(async (fresh) => {
        if (!asked.signal.aborted)
          await listen(fresh, held, { ...nativeRequest(last), max_tokens: 1 }, asked.signal, silenceMs, NOTHING);
        return fresh;
      });
    // Reported by the next completion, which awaits it.
    held.instance.catch(NOTHING);
  };

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    const held = loaded;
    if (!held) throw new EngineError('not-loaded', 'No model is loaded.');
    held.busy();
    held.busy = NOTHING;
    const instance = await held.instance.catch((error: unknown) => {
      throw completionError(error instanceof EngineError ? new Error(error.message) : error, []);
    });
    if (signal.aborted) return CANCELLED_BEFORE_IT_BEGAN;
    try {
      const judged = await judgeDraft(instance, held, request, signal, silenceMs);
      if (judged?.taken === true) yield { text: judged.text, logprob: null };
      return judged?.taken === true
        ? judged.figures
        : withTrial(yield* stream(instance, held, request, signal, silenceMs), judged);
    } finally {
      if (loaded === held) renewIfGrown(held, instance, request);
    }
  }

  return {
    async load(model, onProgress, signal) {
      if (model.engine !== 'wllama') throw new EngineError('model-unsupported', 'llama.cpp runs GGUF files only.');
      await unload();
      const files: RuntimeFiles = {
        model: await options.fetchModel(model, onProgress, signal),
        adapter: await adapterOf(model, signal),
      };
      const next = await startAnywhere(model, files, onProgress, signal);
      loaded = next;
      return capabilitiesOf(model, await next.instance);
    },
    unload,
    complete,
  };
}

/** What judging a draft came to: it is the answer, or its cost is added to that of the answer. */
interface Judged {
  readonly taken: boolean;
  readonly text: string;
  readonly figures: CompletionFigures;
}

/** Null when there is nothing to judge, or it was stopped meanwhile. */
async function judgeDraft(
  instance: Instance,
  held: Loaded,
  request: CompletionRequest,
  signal: AbortSignal,
  silenceMs: number,
): Promise<Judged | null> {
  const { draft, draftSilence, temperature } = request;
  if (draft === null || draft === '' || draftSilence === undefined || temperature > 0) return null;
  const began = performance.now();
  const told: number[] = [];
  // Without stop texts, so that a first token that would stop is told of as any other.
  const first = { ...nativeRequest(request), stop: [], max_tokens: 1, n_probs: JUDGED_TOKENS };
  const progress = await listen(instance, held, first, signal, silenceMs, (chunk) => {
    const silence = silenceIn(chunk, request.stop);
    if (silence !== null) told.push(silence);
  });
  if (signal.aborted) return null;
  const ms = performance.now() - began;
  const [silence = null] = told;
  const taken = silence !== null && silence < draftSilence;
  const figures = figuresOf({ ...progress, end: 'stop' }, ms, ms);
  return {
    taken,
    text: draft,
    figures: { ...figures, draftedTokens: 1, acceptedTokens: taken ? 1 : 0, draftSilence: silence },
  };
}

/** The figures of an answer that came after a draft was refused. */
function withTrial(answer: CompletionFigures, trial: Judged | null): CompletionFigures {
  if (trial === null) return answer;
  const { figures } = trial;
  return {
    ...answer,
    reusedTokens: figures.reusedTokens,
    draftedTokens: figures.draftedTokens,
    draftSilence: figures.draftSilence ?? null,
    forwardPasses: answer.forwardPasses + figures.forwardPasses,
    msToFirstToken: answer.msToFirstToken + figures.msTotal,
    msTotal: answer.msTotal + figures.msTotal,
  };
}

const settled = <T>(value: T): Promise<T> => Promise.resolve(value);

/** Reads a completion to its end. */
async function listen(
  { runtime, log }: Instance,
  held: Loaded,
  request: NativeRequest,
  signal: AbortSignal,
  silenceMs: number,
  hear: (chunk: unknown) => void,
): Promise<Progress> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener('abort', abort);
  const silent = (): EngineError => new EngineError('crashed', 'The model has been silent for too long.');
  let progress = noProgress;
  try {
    const chunks = (await runtime.complete(request, stop.signal))[Symbol.asyncIterator]();
    for (;;) {
      const step = await within(chunks.next(), silenceMs, silent);
      if (step.done === true) return progress;
      progress = readChunk(progress, step.value).progress;
      hear(step.value);
    }
  } catch (error) {
    if (signal.aborted) return progress;
    throw completionError(error, log.complaints(3));
  } finally {
    signal.removeEventListener('abort', abort);
    held.growth = grow(held.growth, progress);
  }
}

async function* stream(
  { runtime, log }: Instance,
  held: Loaded,
  request: CompletionRequest,
  signal: AbortSignal,
  silenceMs: number,
): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
  const began = performance.now();
  const silent = (): EngineError => new EngineError('crashed', 'The model has been silent for too long.');
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();

  let progress = noProgress;
  let msToFirstToken = 0;
  let chunks: AsyncIterator<unknown> | null = null;
  let ended = false;
  try {
    chunks = (await runtime.complete(nativeRequest(request), stop.signal))[Symbol.asyncIterator]();
    for (;;) {
      const step = await within(chunks.next(), silenceMs, silent);
      if (step.done === true) break;
      const read = readChunk(progress, step.value);
      if (progress.generatedTokens === 0 && read.progress.generatedTokens > 0)
        msToFirstToken = performance.now() - began;
      progress = read.progress;
      if (read.piece) yield read.piece;
    }
    ended = true;
  } catch (error) {
    ended = true;
    if (!signal.aborted) throw completionError(error, log.complaints(3));
  } finally {
    signal.removeEventListener('abort', abort);
    held.growth = grow(held.growth, progress);
    // Reached without an end when the reader left the loop: the slot is free only once the runtime has said so.
    if (!ended && chunks) {
      abort();
      await drain(chunks, silenceMs);
    }
  }
  return figuresOf(progress, msToFirstToken, performance.now() - began);
}

async function drain(chunks: AsyncIterator<unknown>, ms: number): Promise<void> {
  const late = (): EngineError => new EngineError('crashed', 'The model did not stop when asked to.');
  const rest = async (): Promise<void> => {
    let step = await chunks.next();
    while (step.done !== true) step = await chunks.next();
  };
  await within(rest(), ms, late).catch((error: unknown) => {
    if (error instanceof EngineError) throw error;
  });
}
