/** Runs in the browser for lab/cli/verify-mlc: opens a model as the program does and checks what token-level driving needs. */
import { GREEDY } from '../../../src/core/speculation';
import type { Chooser } from '../../../src/engine/webllm/chooser';
import { createDriver, type Driver } from '../../../src/engine/webllm/driver';
import { webLlmRuntime, type OpenModel } from '../../../src/engine/webllm/runtime';
import type { Pipeline, Tensor } from '../../../src/engine/webllm/surface';
import type { MlcModel } from '../../../src/protocol/engine';
import { createChecks, type CheckName, type CheckResult, type Checks, type Sizes } from './checks';
import { checkEngine } from './engine-check';

export interface AdapterReport {
  readonly name: string;
  readonly software: boolean;
  readonly f16: boolean;
}

export interface OpenReport {
  readonly gpuName: string;
  readonly loadMs: number;
}

export type Timed = CheckResult & { readonly ms: number };

export interface VerifyPage {
  /** Null without WebGPU. */
  adapter(): Promise<AdapterReport | null>;
  open(model: MlcModel, sizes: Sizes, tolerance: number): Promise<OpenReport>;
  check(name: CheckName): Promise<Timed>;
  /** The whole engine, from text to text; the model is closed afterwards. */
  engine(): Promise<Timed>;
  /** Logits after the last of the tokens, read in one pass from an empty cache. */
  logits(tokens: readonly number[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

interface Held {
  readonly model: MlcModel;
  readonly open: OpenModel;
  readonly driver: Driver;
  readonly checks: Checks;
  readonly logits: () => Promise<Float32Array>;
}

const BYTE_OFFSET_FIELD = 32;
const usage = { mapRead: 1, copyTarget: 8 } as const;
const mapForReading = 1;

/** The chooser, and beside it the logits it chose from last: a copy is made on the GPU each time, read only when asked. */
function withLogits(
  chooser: Chooser,
  { gpu, loadInteger }: Pipeline,
): { readonly chooser: Chooser; readonly logits: () => Promise<Float32Array> } {
  let copy: GPUBuffer | null = null;
  const keep = (logits: Tensor, rows: number): void => {
    const bytes = (logits.shape.at(-1) ?? 0) * 4;
    copy?.destroy();
    copy = gpu.device.createBuffer({ size: bytes, usage: usage.mapRead | usage.copyTarget });
    gpu.flushCommands?.();
    const encoder = gpu.device.createCommandEncoder();
    encoder.copyBufferToBuffer(
      gpu.gpuBufferFromPtr(logits.getDataPtr()),
      loadInteger(logits.dltensor + BYTE_OFFSET_FIELD) + (rows - 1) * bytes,
      copy,
      0,
      bytes,
    );
    gpu.device.queue.submit([encoder.finish()]);
  };
  return {
    chooser: {
      choose: (logits, rows, sampling) => {
        keep(logits, rows);
        return chooser.choose(logits, rows, sampling);
      },
      dispose: () => {
        chooser.dispose();
      },
    },
    async logits() {
      if (copy === null) throw new Error('nothing was computed yet');
      await copy.mapAsync(mapForReading);
      const values = new Float32Array(copy.getMappedRange().slice(0));
      copy.unmap();
      return values;
    },
  };
}

let held: Held | null = null;

async function timed(run: (held: Held) => Promise<CheckResult>): Promise<Timed> {
  if (held === null) throw new Error('nothing is open');
  const began = performance.now();
  const result = await run(held);
  return { ...result, ms: performance.now() - began };
}

const verify: VerifyPage = {
  async adapter() {
    const gpu = navigator.gpu as GPU | undefined;
    const adapter = (await gpu?.requestAdapter()) ?? null;
    if (adapter === null) return null;
    const { vendor, architecture, device, description } = adapter.info;
    const name = [vendor, architecture, device, description].filter((part) => part !== '').join(' ');
    return { name, software: /swiftshader|llvmpipe|software/i.test(name), f16: adapter.features.has('shader-f16') };
  },
  async open(model, sizes, tolerance) {
    const began = performance.now();
    const open = await webLlmRuntime().open(model, () => undefined, new AbortController().signal);
    const { chooser, logits } = withLogits(open.chooser, open.pipeline);
    const driver = createDriver(open.pipeline, chooser);
    held = {
      model,
      open,
      driver,
      logits,
      checks: createChecks({ model: driver, plain: driver.plain, logits, barrier: open.barrier, tolerance }, sizes),
    };
    return { gpuName: open.gpuName, loadMs: performance.now() - began };
  },
  check: (name) => timed(({ checks }) => checks.run(name)),
  engine: () => timed(({ open, model }) => checkEngine(open, model)),
  async logits(tokens) {
    if (held === null) throw new Error('nothing is open');
    await held.driver.reset();
    await held.driver.forward(tokens, tokens.length - 1, GREEDY);
    return [...(await held.logits())];
  },
  async close() {
    await held?.open.close();
    held = null;
  },
};

Object.assign(globalThis, { verify });
