import type { Choice, Sampling } from '../../core/speculation';
import { CHOICE_SHADER, readResults, RESULT_BYTES } from './choice-shader';
import type { GpuContext, Tensor } from './surface';

/** Chooses the token after each of the `rows` of `logits`. */
export interface Chooser {
  readonly choose: (logits: Tensor, rows: number, sampling: Sampling) => Promise<readonly Choice[]>;
  readonly dispose: () => void;
}

export interface GpuChooserOptions {
  readonly gpu: GpuContext;
  /** Of the logits' columns only these are tokens; the rest pads the vocabulary. */
  readonly vocabulary: number;
  /** Most rows of one call. */
  readonly maxRows: number;
  readonly loadInteger: (pointer: number) => number;
}

/** `byte_offset` in the runtime's DLTensor, aligned to 8 on wasm32; web-llm's own reading of it is 4 bytes off. */
const BYTE_OFFSET_FIELD = 32;
const SETTINGS_BYTES = 32;
/** GPUBufferUsage and GPUMapMode, whose values the standard fixes and the typings leave out. */
const usage = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 } as const;
const mapForReading = 1;

/** A chooser on the device that the runtime computes on. */
export async function createGpuChooser({ gpu, vocabulary, maxRows, loadInteger }: GpuChooserOptions): Promise<Chooser> {
  const { device } = gpu;
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: CHOICE_SHADER }), entryPoint: 'choose' },
  });
  const results = device.createBuffer({ size: maxRows * RESULT_BYTES, usage: usage.storage | usage.copySource });
  const readable = device.createBuffer({ size: maxRows * RESULT_BYTES, usage: usage.mapRead | usage.copyTarget });
  const settings = device.createBuffer({ size: SETTINGS_BYTES, usage: usage.uniform | usage.copyTarget });

  /** The part of the logits' buffer to bind, from an offset that may be bound, and the first logit in it. */
  const place = (logits: Tensor, floats: number): { readonly binding: GPUBufferBinding; readonly base: number } => {
    const offset = loadInteger(logits.dltensor + BYTE_OFFSET_FIELD);
    const buffer = gpu.gpuBufferFromPtr(logits.getDataPtr());
    if (!Number.isInteger(offset) || offset < 0 || offset + floats * 4 > buffer.size)
      throw new Error(`the logits lie at ${offset} of ${buffer.size} bytes`);
    const aligned = offset - (offset % device.limits.minStorageBufferOffsetAlignment);
    return { binding: { buffer, offset: aligned, size: offset - aligned + floats * 4 }, base: (offset - aligned) / 4 };
  };

  const writeSettings = (stride: number, base: number, sampling: Sampling): void => {
    const bytes = new DataView(new ArrayBuffer(SETTINGS_BYTES));
    const random = sampling.kind === 'random';
    bytes.setUint32(0, stride, true);
    bytes.setUint32(4, base, true);
    bytes.setUint32(8, Math.min(stride, vocabulary), true);
    bytes.setUint32(12, random ? sampling.seed : 0, true);
    bytes.setFloat32(16, random ? 1 / sampling.temperature : 1, true);
    bytes.setUint32(20, random ? 1 : 0, true);
    device.queue.writeBuffer(settings, 0, bytes.buffer);
  };

  return {
    async choose(logits, rows, sampling) {
      const stride = logits.shape.at(-1) ?? 0;
      if (logits.dtype !== 'float32' || stride === 0) throw new Error(`logits of type ${logits.dtype}`);
      const { binding, base } = place(logits, rows * stride);
      writeSettings(stride, base, sampling);
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: binding },
          { binding: 1, resource: { buffer: results } },
          { binding: 2, resource: { buffer: settings } },
        ],
      });
      gpu.flushCommands?.();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(rows);
      pass.end();
      encoder.copyBufferToBuffer(results, 0, readable, 0, rows * RESULT_BYTES);
      device.queue.submit([encoder.finish()]);
      await readable.mapAsync(mapForReading, 0, rows * RESULT_BYTES);
      const copy = readable.getMappedRange(0, rows * RESULT_BYTES).slice(0);
      readable.unmap();
      return readResults(copy, rows);
    },
    dispose() {
      for (const buffer of [results, readable, settings]) buffer.destroy();
    },
  };
}
