/** Opens a model with web-llm, which is fetched only then, and hands out the pipeline inside it. */
import type { MLCEngine } from '@mlc-ai/web-llm';
import type { LoadProgress, MlcModel } from '../../protocol/engine';
import { EngineError } from '../errors';
import { installBarrier, type BarrierReport } from './barrier';
import { createGpuChooser, type Chooser } from './chooser';
import { loadFailure, type DeviceState } from './failures';
import { missingParts, readPipeline, type Pipeline } from './surface';

/** A model in GPU memory. */
export interface OpenModel {
  readonly pipeline: Pipeline;
  readonly chooser: Chooser;
  readonly barrier: BarrierReport;
  /** What the browser tells of the GPU: vendor, architecture, description. */
  readonly gpuName: string;
  readonly device: DeviceState;
  /** Frees the GPU's memory. Never throws. */
  readonly close: () => Promise<void>;
}

export interface WebLlmRuntime<Opened extends OpenModel = OpenModel> {
  /** @throws EngineError; AbortError when `signal` fires */
  readonly open: (
    model: MlcModel,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ) => Promise<Opened>;
}

/** With web-llm's own engine, for comparing with it. What it computes, the pipeline's owner does not know of. */
export interface OpenWebLlm extends OpenModel {
  readonly engine: MLCEngine;
}

/** Most choices that one call of the chooser is asked for. */
const MOST_ROWS = 128;

async function findAdapter(model: MlcModel): Promise<GPUAdapter> {
  // Absent on insecure pages and in older browsers, whatever the typings say.
  const gpu = navigator.gpu as GPU | undefined;
  const adapter = (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  if (adapter === null)
    throw new EngineError(
      'model-unsupported',
      'This browser offers no GPU to programs (WebGPU).',
      'Choose a model that runs on the processor.',
    );
  if (model.needsF16 && !adapter.features.has('shader-f16')) {
    throw new EngineError(
      'model-unsupported',
      'This GPU cannot compute in 16 bits (shader-f16), which this model needs.',
      'Choose the same model in 32 bits (q4f32).',
    );
  }
  return adapter;
}

/** web-llm reports in sentences; what matters is whether it still fetches. */
function progressOf(
  model: MlcModel,
  { progress, text }: { readonly progress: number; readonly text: string },
): LoadProgress {
  if (/fetch/i.test(text))
    return {
      stage: 'downloading',
      done: model.bytes === undefined ? 0 : Math.round(progress * model.bytes),
      total: model.bytes ?? 0,
    };
  return { stage: 'preparing', done: progress, total: 1 };
}

/** `work`, or the signal's reason as soon as it fires; `work` itself goes on. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError'));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** The real one. One model at a time: opening waits until what was opened before is closed. */
export function webLlmRuntime(): WebLlmRuntime<OpenWebLlm> {
  let barrier: ReturnType<typeof installBarrier> | null = null;
  let before: Promise<unknown> = Promise.resolve();

  const open = async (
    model: MlcModel,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<OpenWebLlm> => {
    const adapter = await findAdapter(model);
    signal.throwIfAborted();
    barrier ??= installBarrier(GPUDevice.prototype);
    const repaired = barrier;
    const earlier = repaired.report();
    const webLlm = await import('@mlc-ai/web-llm');
    const engine = new webLlm.MLCEngine({
      logLevel: 'ERROR',
      initProgressCallback: (report) => {
        onProgress(progressOf(model, report));
      },
      appConfig: {
        useIndexedDBCache: false,
        model_list: [
          {
            model: model.url,
            model_id: model.id,
            model_lib: model.library,
            overrides: { context_window_size: model.contextLength, sliding_window_size: -1 },
            ...(model.needsF16 ? { required_features: ['shader-f16'] } : {}),
          },
        ],
      },
    });
    let lost: string | null = null;
    let closing = false;
    const device: DeviceState = {
      get lost() {
        return lost;
      },
    };
    const close = async (): Promise<void> => {
      closing = true;
      await engine.unload().catch(() => undefined);
    };

    const loading = engine.reload(model.id);
    before = loading.catch(() => undefined);
    try {
      await orAborted(loading, signal);
      // Private in the typings; what is in it is checked by `readPipeline`.
      const held = (
        engine as unknown as { readonly loadedModelIdToPipeline: ReadonlyMap<string, unknown> }
      ).loadedModelIdToPipeline.get(model.id);
      const pipeline = readPipeline(held);
      if (pipeline === null)
        throw new EngineError(
          'model-unsupported',
          `The GPU engine is not shaped as expected: ${missingParts(held).join(', ')}.`,
          'Choose another model, and please report this.',
        );
      void pipeline.gpu.device.lost.then(({ message, reason }) => {
        if (!closing) lost = message === '' ? reason : message;
      });
      const chooser = await createGpuChooser({
        gpu: pipeline.gpu,
        vocabulary: Math.max(pipeline.tokenizer.getVocabSize(), 1 + Math.max(0, ...pipeline.stopTokens)),
        maxRows: MOST_ROWS,
        loadInteger: pipeline.loadInteger,
      });
      const now = repaired.report();
      const { vendor, architecture, description } = adapter.info;
      return {
        engine,
        pipeline,
        chooser,
        barrier: { present: now.present - earlier.present, patched: now.patched - earlier.patched },
        gpuName: [vendor, architecture, description].filter((part) => part !== '').join(' '),
        device,
        close,
      };
    } catch (error) {
      // Ends what is still being fetched. What is beyond that goes on loading, and is taken down when it has come to its end.
      if (signal.aborted) void close();
      before = loading.catch(() => undefined).then(close);
      if (!signal.aborted) await before;
      throw signal.aborted ? error : loadFailure(error, device);
    }
  };

  return {
    async open(model, onProgress, signal) {
      await orAborted(before, signal);
      return open(model, onProgress, signal);
    },
  };
}
