/** Where a model can run on this machine: asked of the browser, never assumed. */
import type { EngineCapabilities } from '../../protocol/engine';

/** The parts of the worker's global scope that decide it. */
export interface Machine {
  readonly crossOriginIsolated: boolean;
  readonly hardwareConcurrency: number;
  /** The features of the GPU adapter the browser would give us, or null for no adapter. */
  readonly gpuFeatures: () => Promise<ReadonlySet<string> | null>;
}

export interface Placement {
  readonly device: Exclude<EngineCapabilities['device'], 'none' | 'server'>;
  readonly threads: number;
}

interface GpuLike {
  requestAdapter(): Promise<{ readonly features: ReadonlySet<string> } | null>;
}

const gpuOf = (navigator: object): GpuLike | null => {
  const gpu: unknown = 'gpu' in navigator ? navigator.gpu : undefined;
  return typeof gpu === 'object' && gpu !== null && 'requestAdapter' in gpu ? (gpu as GpuLike) : null;
};

/** The machine this worker runs on. */
export const thisMachine = (): Machine => ({
  crossOriginIsolated: globalThis.crossOriginIsolated,
  hardwareConcurrency: navigator.hardwareConcurrency,
  async gpuFeatures() {
    const adapter = await gpuOf(navigator)?.requestAdapter();
    return adapter?.features ?? null;
  },
});

/**
 * Two threads at most, and always one core left to the page: a second thread speeds the reading of the prompt by
 * half, and more of them than free cores makes everything slower than one.
 */
export const threadsFor = (machine: Pick<Machine, 'crossOriginIsolated' | 'hardwareConcurrency'>): number =>
  machine.crossOriginIsolated ? Math.max(1, Math.min(2, machine.hardwareConcurrency - 1)) : 1;

/**
 * The GPU where the adapter has `shader-f16` (llama.cpp silently falls back to the CPU without it), else the CPU.
 * A browser that fails to answer counts as having no GPU.
 */
export async function placeModel(wanted: 'auto' | 'cpu', machine: Machine): Promise<Placement> {
  const threads = threadsFor(machine);
  if (wanted === 'cpu') return { device: 'cpu', threads };
  const features = await machine.gpuFeatures().catch(() => null);
  return features?.has('shader-f16') === true ? { device: 'webgpu', threads: 1 } : { device: 'cpu', threads };
}
