import { LogLevel, type LoadModelParams } from '@wllama/wllama/esm/index.js';
import type { Placement } from './device';

/**
 * Prompt tokens between two chances to cancel (lab/bench/engine.ts): with the embedded model 128 waits twice as long and
 * 256 seven times, for a prompt that is read hardly faster.
 */
const cpuBatch = 64;
const gpuBatch = 512;

/**
 * How a model is loaded. On the CPU an f32 cache without flash attention decodes several times faster than the
 * defaults; one slot, because the caller asks one thing at a time.
 */
export const loadParams = (contextLength: number, placement: Placement): LoadModelParams => {
  const common = { n_ctx: contextLength, n_parallel: 1, n_threads: placement.threads };
  switch (placement.device) {
    case 'cpu':
      return {
        ...common,
        n_batch: cpuBatch,
        n_ubatch: cpuBatch,
        n_gpu_layers: 0,
        cache_type_k: 'f32',
        cache_type_v: 'f32',
        flash_attn: false,
        log_level: LogLevel.WARN,
      };
    case 'webgpu':
      return { ...common, n_batch: gpuBatch, n_ubatch: gpuBatch, n_gpu_layers: 99_999, log_level: LogLevel.INFO };
    default:
      return placement.device satisfies never;
  }
};
