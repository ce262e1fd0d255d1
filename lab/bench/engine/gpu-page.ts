/** Runs in the browser: the web-llm adapter and web-llm's own completions on the same model, in the same page. */
import type { CompletionFigures, CompletionRequest } from '../../../src/core/prediction/completion';
import { createWebLlmEngine } from '../../../src/engine/webllm/adapter';
import { webLlmRuntime, type OpenWebLlm } from '../../../src/engine/webllm/runtime';
import type { EngineCapabilities, MlcModel } from '../../../src/protocol/engine';

export interface Answer {
  readonly text: string;
  /** Milliseconds to the first text, and in all. */
  readonly msToFirstText: number;
  readonly msTotal: number;
}

export interface GpuPage {
  /** The GPU as the browser names it and whether it is software; null when there is none. */
  adapter(): Promise<{ readonly name: string; readonly software: boolean } | null>;
  load(model: MlcModel): Promise<{
    readonly capabilities: EngineCapabilities;
    readonly gpuName: string;
    readonly barrier: { readonly present: number; readonly patched: number };
    readonly loadMs: number;
  }>;
  /** With the adapter. */
  ours(request: CompletionRequest): Promise<Answer & { readonly figures: CompletionFigures }>;
  /** With web-llm's completions, as its users call it. */
  stock(request: CompletionRequest): Promise<Answer & { readonly tokens: number }>;
  /** Makes the adapter forget what it knows of the cache: web-llm's own completions have written over it. */
  forget(): Promise<void>;
}

const never = new AbortController().signal;
const runtime = webLlmRuntime();
let opened: OpenWebLlm | null = null;
let forgetting = false;

const engine = createWebLlmEngine({
  runtime: {
    async open(model, onProgress, signal) {
      const open = await runtime.open(model, onProgress, signal);
      opened = open;
      return {
        ...open,
        device: open.device,
        chooser: {
          ...open.chooser,
          choose: (logits, rows, sampling) =>
            forgetting ? Promise.reject(new Error('told to forget')) : open.chooser.choose(logits, rows, sampling),
        },
      };
    },
  },
});

const page: GpuPage = {
  async adapter() {
    // Absent where WebGPU is off, whatever the typings say.
    const gpu = navigator.gpu as GPU | undefined;
    const adapter = (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
    if (adapter === null) return null;
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
    return { name, software: isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(name) };
  },
  async load(model) {
    const began = performance.now();
    const capabilities = await engine.load(
      model,
      ({ stage, done, total }) => {
        console.log(`${stage} ${done} of ${total}`);
      },
      never,
    );
    return {
      capabilities,
      gpuName: opened?.gpuName ?? '',
      barrier: opened?.barrier ?? { present: 0, patched: 0 },
      loadMs: performance.now() - began,
    };
  },
  async ours(request) {
    const began = performance.now();
    const stream = engine.complete(request, never);
    let text = '';
    let msToFirstText = NaN;
    for (;;) {
      const step = await stream.next();
      if (step.done === true) return { text, msToFirstText, msTotal: performance.now() - began, figures: step.value };
      if (text === '') msToFirstText = performance.now() - began;
      text += step.value.text;
    }
  },
  async stock({ parts, stop, maxTokens, temperature }) {
    if (opened === null) throw new Error('nothing is loaded');
    const began = performance.now();
    const stream = await opened.engine.completions.create({
      prompt: parts.join(''),
      stop: [...stop],
      max_tokens: maxTokens,
      temperature,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let tokens = 0;
    let msToFirstText = NaN;
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.text ?? '';
      if (text === '' && piece !== '') msToFirstText = performance.now() - began;
      text += piece;
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    return { text, msToFirstText, msTotal: performance.now() - began, tokens };
  },
  async forget() {
    forgetting = true;
    await page.ours({ parts: ['.'], draft: null, stop: [], maxTokens: 1, temperature: 0 }).catch(() => undefined);
    forgetting = false;
  },
};

Object.assign(globalThis, { gpuBench: page });
