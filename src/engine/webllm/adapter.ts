/** The web-llm adapter: MLC-compiled models on the user's GPU, driven token by token. */
import type { CompletionFigures, CompletionPiece, CompletionRequest } from '../../core/prediction/completion';
import {
  ASSUMED_COSTS,
  createPrefixCache,
  generate,
  GREEDY,
  NO_EXPERIENCE,
  type Acceptance,
  type CostTable,
  type GenerateFigures,
  type GenerateResult,
  type PrefixCache,
} from '../../core/speculation';
import type { EngineCapabilities, LoadProgress, MlcModel } from '../../protocol/engine';
import type { Engine } from '../engine';
import { EngineError } from '../errors';
import { cacheStorageCosts, costsFor, measureCosts, type CostStore } from './costs';
import { createDriver, type Driver } from './driver';
import { completionFailure, loadFailure } from './failures';
import { webLlmRuntime, type OpenModel, type WebLlmRuntime } from './runtime';
import { checkModel, type Verdict } from './self-check';
import { createTextStream } from './text';

export interface WebLlmOptions {
  /**
   * Called before web-llm opens the model: puts the model's files, verified, into web-llm's caches. What it leaves out
   * web-llm fetches itself. @throws an error that carries an EngineFailure
   */
  readonly prepare?: (
    model: MlcModel,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly runtime?: WebLlmRuntime;
  /** Where the cost of passes on this GPU is kept between visits. */
  readonly costs?: CostStore;
  /** 32 random bits for sampling at a temperature. */
  readonly seed?: () => number;
}

interface Loaded {
  readonly open: OpenModel;
  readonly cache: PrefixCache;
  readonly costs: CostTable;
  /** Whether drafts are checked at all. */
  readonly speculates: boolean;
  acceptance: Acceptance;
}

/** Read for the check and for measuring: ordinary code, long enough that two halves mean something. */
const SAMPLE = 'function area(width: number, height: number): number {\n  return width * height;\n}\n';
/** Part of the key under which costs are kept: raise it when passes are run differently. */
const COSTS_VERSION = 1;

const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** Lone surrogates cannot be written in UTF-8, which is what the tokenizer reads. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** What a user should know of how the model runs here. */
export function noteOf(verdict: Verdict, { barrier }: Pick<OpenModel, 'barrier'>): string | null {
  if (verdict.kind === 'distrusted')
    return `Plain decoding: this GPU does not ${verdict.what}, so nothing is reused between predictions and nothing is drafted.`;
  if (barrier.present > barrier.patched)
    return "A known fault in the model's library could not be repaired; this GPU passed the check all the same.";
  return null;
}

/** Makes the adapter; nothing is loaded yet, and web-llm itself is fetched with the first model. */
export function createWebLlmEngine(options: WebLlmOptions = {}): Engine {
  const { runtime = webLlmRuntime(), seed = randomSeed } = options;
  let loaded: Loaded | null = null;

  const unload = async (): Promise<void> => {
    const old = loaded;
    loaded = null;
    if (old === null) return;
    old.open.chooser.dispose();
    await old.open.close();
  };

  const start = async (
    model: MlcModel,
    open: OpenModel,
  ): Promise<{ readonly loaded: Loaded; readonly note: string | null }> => {
    const driver: Driver = createDriver(open.pipeline, open.chooser);
    const sample = [...open.pipeline.tokenizer.encode(SAMPLE)];
    const verdict = await checkModel(driver, sample);
    const trusted = verdict.kind === 'trusted';
    const speculates = trusted && driver.limits.choices > 1;
    const measure = (): Promise<CostTable> => measureCosts(driver, sample, () => performance.now());
    const key = [COSTS_VERSION, model.id, model.library, open.gpuName].join(' ');
    const costs = speculates ? await costsFor(key, options.costs ?? cacheStorageCosts(caches), measure) : ASSUMED_COSTS;
    const cache = createPrefixCache(trusted ? driver : driver.plain);
    return { loaded: { open, cache, costs, speculates, acceptance: NO_EXPERIENCE }, note: noteOf(verdict, open) };
  };

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
    const held = loaded;
    if (!held) throw new EngineError('not-loaded', 'No model is loaded.');
    try {
      return yield* stream(held, request, signal, seed);
    } catch (error) {
      throw completionFailure(error, held.open.device);
    }
  }

  return {
    async load(model, onProgress, signal) {
      if (model.engine !== 'web-llm') throw new EngineError('model-unsupported', 'web-llm runs MLC models only.');
      await unload();
      await options.prepare?.(model, onProgress, signal);
      const open = await runtime.open(model, onProgress, signal);
      onProgress({ stage: 'starting', done: 0, total: 0 });
      try {
        const started = await start(model, open);
        signal.throwIfAborted();
        loaded = started.loaded;
        return capabilitiesOf(model, started.loaded, started.note);
      } catch (error) {
        const failure = loadFailure(error, open.device);
        await open.close();
        throw failure;
      }
    },
    unload,
    complete,
  };
}

const capabilitiesOf = (model: MlcModel, { cache, speculates }: Loaded, note: string | null): EngineCapabilities => ({
  engine: 'web-llm',
  device: 'webgpu',
  threads: 1,
  contextLength: cache.limits.context,
  dialect: model.dialect,
  speculates,
  stopsOnSpecialTokens: true,
  note,
});

async function* stream(
  held: Loaded,
  request: CompletionRequest,
  signal: AbortSignal,
  seed: () => number,
): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
  const began = performance.now();
  const { tokenizer, stopTokens } = held.open.pipeline;
  const encode = (text: string): number[] => [...tokenizer.encode(wellFormed(text))];
  const prompt = encode(request.parts.join(''));
  if (prompt.length >= held.cache.limits.context)
    throw new EngineError(
      'prompt-too-long',
      `The prompt has ${prompt.length} tokens, the model holds ${held.cache.limits.context}.`,
    );
  const stopIds = stopTokenIds(request.stop, encode);
  const text = createTextStream((tokens) => tokenizer.decode(Int32Array.from(tokens)), prompt, request.stop);
  const generation = generate(
    held.cache,
    {
      prompt,
      draft: held.speculates ? encode(expectedAnswer(request)) : null,
      maxTokens: request.maxTokens,
      sampling: request.temperature > 0 ? { kind: 'random', temperature: request.temperature, seed: seed() } : GREEDY,
      endTokens: new Set([...stopIds, ...stopTokens]),
      costs: held.costs,
      acceptance: held.acceptance,
    },
    signal,
  );

  let msToFirstToken = 0;
  const figures = (progress: GenerateFigures, end: CompletionFigures['end']): CompletionFigures => ({
    promptTokens: prompt.length,
    reusedTokens: progress.reused,
    generatedTokens: progress.generated,
    draftedTokens: progress.drafted,
    acceptedTokens: progress.accepted,
    forwardPasses: progress.passes,
    msToFirstToken,
    msTotal: performance.now() - began,
    end,
  });
  try {
    for (;;) {
      const step = await generation.next();
      held.acceptance = step.value.figures.acceptance;
      if (step.done === true) {
        yield* text.finish();
        return figures(step.value.figures, endOf(step.value, stopIds));
      }
      if (msToFirstToken === 0) msToFirstToken = performance.now() - began;
      const { pieces, stopped } = text.take(step.value.choices);
      yield* pieces;
      if (stopped) return figures(step.value.figures, 'stop');
    }
  } finally {
    await generation.return({ end: 'cancelled', endToken: null, figures: noFigures });
  }
}

const noFigures: GenerateFigures = {
  reused: 0,
  generated: 0,
  drafted: 0,
  accepted: 0,
  promptPasses: 0,
  passes: 0,
  acceptance: NO_EXPERIENCE,
};

/** The draft goes as far as the text that ends the answer: so the end costs no pass of its own. */
const expectedAnswer = ({ draft, stop }: CompletionRequest): string => (draft === null ? '' : draft + (stop[0] ?? ''));

/** Stop texts that are one token are recognised as tokens: a special token may have no text. */
function stopTokenIds(stops: readonly string[], encode: (text: string) => readonly number[]): ReadonlySet<number> {
  return new Set(
    stops.flatMap((stop) => {
      const [token, ...rest] = encode(stop);
      return token !== undefined && rest.length === 0 ? [token] : [];
    }),
  );
}

function endOf({ end, endToken }: GenerateResult, stopIds: ReadonlySet<number>): CompletionFigures['end'] {
  switch (end) {
    case 'end-token':
      return endToken !== null && stopIds.has(endToken) ? 'stop' : 'end-of-text';
    case 'length':
    case 'full':
      return 'length';
    case 'cancelled':
      return 'cancelled';
  }
}
