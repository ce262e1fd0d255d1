/** Whether a model can run on this machine, and if not, why: rules over what the browser tells. */
import type { CatalogEntry } from '../protocol/models';

/** What the browser tells of the machine; it does not tell how much memory the GPU has. */
export interface MachineFacts {
  readonly gpu: GpuFacts;
  /** `navigator.deviceMemory`: GiB, rounded to a power of two and capped by the browser; null where it is not told. */
  readonly memoryGiB: number | null;
  /** Bytes that this page may still store; null where it is not told. */
  readonly freeBytes: number | null;
  /** Whether files can be kept (the origin private file system and the cache storage are there). */
  readonly storesFiles: boolean;
}

export type GpuFacts =
  /** `no-api`: the browser has no WebGPU here; `no-adapter`: it has, but no graphics device for it. */
  | { readonly kind: 'none'; readonly why: 'no-api' | 'no-adapter' }
  | {
      readonly kind: 'gpu';
      /** For people; may be empty. */
      readonly name: string;
      /** Drawn by the processor: right, and far too slow. */
      readonly software: boolean;
      readonly f16: boolean;
      readonly maxBufferBytes: number;
      readonly maxBindingBytes: number;
      readonly maxWorkgroupBytes: number;
      readonly maxStorageBuffers: number;
    };

export type Misfit =
  | { readonly kind: 'no-webgpu' }
  | { readonly kind: 'no-adapter' }
  | { readonly kind: 'software-gpu' }
  | { readonly kind: 'no-f16' }
  /** `needs` and `has` in bytes. */
  | { readonly kind: 'buffer'; readonly needs: number; readonly has: number }
  /** Another limit of the graphics device that web-llm's libraries are compiled for. */
  | { readonly kind: 'gpu-limits' }
  | { readonly kind: 'memory'; readonly needs: number; readonly has: number }
  /** A WebAssembly program can hold 4 GiB, and needs room beside the weights. */
  | { readonly kind: 'too-large-for-cpu' }
  | { readonly kind: 'disk'; readonly needs: number; readonly has: number }
  | { readonly kind: 'no-storage' };

export type Fit = { readonly kind: 'fits' } | { readonly kind: 'no'; readonly why: Misfit };

const GiB = 2 ** 30;
const MiB = 2 ** 20;

/** web-llm asks for 1 GiB and otherwise contents itself with these (`detectGPUDevice` of 0.2.79). */
const fallbackBufferBytes = 256 * MiB;
const fallbackBindingBytes = 128 * MiB;
const neededWorkgroupBytes = 32 * 1024;
const neededStorageBuffers = 10;
/** Files of 1.7 GB load, of 2.5 GB do not. */
const largestCpuFileBytes = 2_000_000_000;

const usable = (limit: number, fallback: number): number => (limit >= GiB ? GiB : limit >= fallback ? fallback : 0);

function gpuMisfit(entry: CatalogEntry, gpu: GpuFacts): Misfit | null {
  if (gpu.kind === 'none') return { kind: gpu.why === 'no-api' ? 'no-webgpu' : 'no-adapter' };
  if (gpu.software) return { kind: 'software-gpu' };
  if (entry.needsF16 && !gpu.f16) return { kind: 'no-f16' };
  if (gpu.maxWorkgroupBytes < neededWorkgroupBytes || gpu.maxStorageBuffers < neededStorageBuffers)
    return { kind: 'gpu-limits' };
  const has = Math.min(
    usable(gpu.maxBufferBytes, fallbackBufferBytes),
    usable(gpu.maxBindingBytes, fallbackBindingBytes),
  );
  return entry.largestBufferBytes > has
    ? { kind: 'buffer', needs: entry.largestBufferBytes, has: Math.min(gpu.maxBufferBytes, gpu.maxBindingBytes) }
    : null;
}

function cpuMisfit(entry: CatalogEntry, memoryGiB: number | null): Misfit | null {
  if (entry.downloadBytes > largestCpuFileBytes) return { kind: 'too-large-for-cpu' };
  // Half of the memory is taken by everything else that runs.
  return memoryGiB !== null && entry.memoryBytes > (memoryGiB * GiB) / 2
    ? { kind: 'memory', needs: entry.memoryBytes, has: memoryGiB * GiB }
    : null;
}

/**
 * Whether a model fits. `stored` is what of it is on the disk already, in bytes. The first reason is told, hardware
 * before disk: room can be made.
 */
export function fitOf(entry: CatalogEntry, machine: MachineFacts, stored: number): Fit {
  if (entry.origin.kind === 'embedded') return { kind: 'fits' };
  const hardware = entry.gpuBytes === null ? cpuMisfit(entry, machine.memoryGiB) : gpuMisfit(entry, machine.gpu);
  if (hardware !== null) return { kind: 'no', why: hardware };
  if (!machine.storesFiles) return { kind: 'no', why: { kind: 'no-storage' } };
  const missing = Math.max(0, entry.downloadBytes - stored);
  return machine.freeBytes !== null && missing > machine.freeBytes
    ? { kind: 'no', why: { kind: 'disk', needs: missing, has: machine.freeBytes } }
    : { kind: 'fits' };
}
