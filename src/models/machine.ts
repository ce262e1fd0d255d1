/** Asks the browser what machine this is. What it does not tell is null, never guessed. */
import type { GpuFacts, MachineFacts } from './fits';
import { canStore } from './store';

interface AdapterLike {
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<
    Record<
      | 'maxBufferSize'
      | 'maxStorageBufferBindingSize'
      | 'maxComputeWorkgroupStorageSize'
      | 'maxStorageBuffersPerShaderStage',
      number
    >
  >;
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
}

interface GpuLike {
  requestAdapter(options: { readonly powerPreference: 'high-performance' }): Promise<AdapterLike | null>;
}

const gpuOf = (from: object): GpuLike | null => {
  const gpu: unknown = 'gpu' in from ? from.gpu : undefined;
  return typeof gpu === 'object' && gpu !== null && 'requestAdapter' in gpu ? (gpu as GpuLike) : null;
};

/** Names under which browsers draw with the processor. */
const softwareNames = /swiftshader|llvmpipe|software|basic render/i;

async function gpuFacts(gpu: GpuLike | null): Promise<GpuFacts> {
  if (gpu === null) return { kind: 'none', why: 'no-api' };
  // A browser that fails to answer has no adapter for us.
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter === null) return { kind: 'none', why: 'no-adapter' };
  const { vendor = '', architecture = '', description = '', isFallbackAdapter } = adapter.info ?? {};
  const name = description === '' ? `${vendor} ${architecture}`.trim() : description;
  return {
    kind: 'gpu',
    name,
    software:
      (isFallbackAdapter ?? adapter.isFallbackAdapter ?? false) ||
      softwareNames.test(`${vendor} ${architecture} ${description}`),
    f16: adapter.features.has('shader-f16'),
    maxBufferBytes: adapter.limits.maxBufferSize,
    maxBindingBytes: adapter.limits.maxStorageBufferBindingSize,
    maxWorkgroupBytes: adapter.limits.maxComputeWorkgroupStorageSize,
    maxStorageBuffers: adapter.limits.maxStorageBuffersPerShaderStage,
  };
}

const memoryOf = (from: object): number | null =>
  'deviceMemory' in from && typeof from.deviceMemory === 'number' ? from.deviceMemory : null;

export interface DiskFacts {
  /** Bytes this origin uses and may use; null where it is not told. */
  readonly used: number | null;
  readonly quota: number | null;
  /** Whether the browser has promised not to clear them by itself; null where it does not say. */
  readonly persisted: boolean | null;
}

/** What of the disk this page uses and may use. */
export async function diskFacts(): Promise<DiskFacts> {
  const manager = 'storage' in navigator ? navigator.storage : null;
  // Each of these may be refused in a private window.
  const estimate = await manager?.estimate().catch(() => null);
  const persisted = await manager?.persisted().catch(() => null);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
}

/** What the rules of `fits.ts` need to know. */
export async function machineFacts(): Promise<MachineFacts> {
  const [gpu, disk] = await Promise.all([gpuFacts(gpuOf(navigator)), diskFacts()]);
  return {
    gpu,
    memoryGiB: memoryOf(navigator),
    freeBytes: disk.quota === null ? null : Math.max(0, disk.quota - (disk.used ?? 0)),
    storesFiles: canStore(),
  };
}
