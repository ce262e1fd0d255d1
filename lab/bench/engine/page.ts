/** Runs in the browser for lab/bench/engine.ts: the real adapter, with one option changed at a time. */
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import type { CompletionFigures } from '../../../src/core/prediction/completion';
import type { Engine } from '../../../src/engine/engine';
import { createWllamaEngine } from '../../../src/engine/wllama/adapter';
import { wllamaRuntime } from '../../../src/engine/wllama/runtime';
import { downloadModel } from '../../../src/models/download';
import { widen } from '../../../src/models/widen';
import type { EngineCapabilities, ModelSource } from '../../../src/protocol/engine';

/** What a variant changes in the shipped settings. */
export interface Variant {
  readonly name: string;
  readonly widen: boolean;
  readonly logprobs: boolean;
  readonly load: Readonly<Record<string, number | string | boolean>>;
}

export interface Ask {
  readonly prompt: string;
  readonly stop: readonly string[];
  readonly maxTokens: number;
  /** Cancel this long after asking; null to let it end. Milliseconds. */
  readonly cancelAfterMs: number | null;
}

export interface Told {
  readonly text: string;
  readonly figures: CompletionFigures;
  /** From the cancellation to the end of the stream; null without one. Milliseconds. */
  readonly cancelMs: number | null;
  readonly leastLogprob: number | null;
}

export interface BenchPage {
  load(
    variant: Variant,
    model: ModelSource,
  ): Promise<{ readonly capabilities: EngineCapabilities; readonly loadMs: number }>;
  ask(ask: Ask): Promise<Told>;
}

let engine: Engine | null = null;

const engineFor = (variant: Variant): Engine =>
  createWllamaEngine({
    runtime: (log) => {
      const runtime = wllamaRuntime(wasmUrl)(log);
      return {
        load: (file, params) => runtime.load(file, { ...params, ...variant.load }),
        complete: (request, signal) => runtime.complete({ ...request, n_probs: variant.logprobs ? 1 : 0 }, signal),
        exit: () => runtime.exit(),
      };
    },
    fetchModel: (model, onProgress, signal) => downloadModel(model, { onProgress, signal }),
    widen: (file, onProgress, signal) => (variant.widen ? widen(file, { onProgress, signal }) : Promise.resolve(file)),
  });

const page: BenchPage = {
  async load(variant, model) {
    await engine?.unload();
    engine = engineFor(variant);
    const began = performance.now();
    const capabilities = await engine.load(model, () => undefined, new AbortController().signal);
    return { capabilities, loadMs: performance.now() - began };
  },
  async ask({ prompt, stop, maxTokens, cancelAfterMs }) {
    if (!engine) throw new Error('nothing is loaded');
    const controller = new AbortController();
    let cancelledAt = NaN;
    const timer =
      cancelAfterMs === null
        ? undefined
        : setTimeout(() => {
            cancelledAt = performance.now();
            controller.abort();
          }, cancelAfterMs);
    const stream = engine.complete(
      { parts: [prompt], draft: null, stop, maxTokens, temperature: 0 },
      controller.signal,
    );
    let text = '';
    let leastLogprob: number | null = null;
    for (;;) {
      const step = await stream.next();
      if (step.done) {
        clearTimeout(timer);
        return {
          text,
          figures: step.value,
          cancelMs: Number.isNaN(cancelledAt) ? null : performance.now() - cancelledAt,
          leastLogprob,
        };
      }
      text += step.value.text;
      if (step.value.logprob !== null) leastLogprob = Math.min(leastLogprob ?? 0, step.value.logprob);
    }
  },
};

Object.assign(globalThis, { bench: page });
