/**
 * Repairs a data race in the compiled attention kernels of MLC's model libraries. `merge_state_inplace_kernel` (newer
 * compilers: `tir_attention_merge_state_kernel`) reads a value in several invocations of a workgroup and writes it back
 * with no barrier between: only a GPU that runs all of them in lock step gets it right, and every pass over a cache that
 * is not empty depends on it.
 */

export interface BarrierReport {
  /** Shaders that contain the kernel. */
  readonly present: number;
  /** Of those, how many were given a barrier. */
  readonly patched: number;
}

const KERNEL = /fn\s+\w*merge_state\w*\s*\(/;
const FIRST_STORE = /\n([ \t]*)S(?:_ptr)?\[[^\n]*\]\s*=[^=]/;

/**
 * WGSL with a barrier before the kernel's store to `S`; null when the kernel is in it but looks like nothing we know.
 * The early return above that place depends on the workgroup's number alone, so the barrier is in uniform control flow.
 */
export function withBarrier(code: string): { readonly code: string; readonly present: boolean } | null {
  const kernel = KERNEL.exec(code);
  if (kernel === null) return { code, present: false };
  const body = code.slice(kernel.index);
  const store = FIRST_STORE.exec(body);
  if (store === null) return null;
  const at = kernel.index + store.index;
  return {
    code: `${code.slice(0, at)}\n${store[1] ?? ''}storageBarrier(); workgroupBarrier();${code.slice(at)}`,
    present: true,
  };
}

interface ShaderDevice {
  createShaderModule(descriptor: GPUShaderModuleDescriptor): GPUShaderModule;
}

/**
 * Puts the repair between `device` (or its prototype) and whoever compiles shaders on it. To be called before a model is
 * loaded. `remove` takes it out again.
 */
export function installBarrier(device: ShaderDevice): {
  readonly report: () => BarrierReport;
  readonly remove: () => void;
} {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const original = device.createShaderModule;
  let present = 0;
  let patched = 0;
  device.createShaderModule = function (this: ShaderDevice, descriptor) {
    const repaired = withBarrier(descriptor.code);
    if (repaired === null || repaired.present) present += 1;
    if (repaired?.present === true) patched += 1;
    return original.call(this, repaired?.present === true ? { ...descriptor, code: repaired.code } : descriptor);
  };
  return {
    report: () => ({ present, patched }),
    remove: () => {
      device.createShaderModule = original;
    },
  };
}
