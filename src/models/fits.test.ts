import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../protocol/models';
import { catalog } from './entries';
import { fitOf, type Fit, type GpuFacts, type MachineFacts } from './fits';

const GiB = 2 ** 30;
const desktop: GpuFacts = {
  kind: 'gpu',
  name: '',
  software: false,
  f16: true,
  maxBufferBytes: 2 * GiB,
  maxBindingBytes: 2 * GiB,
  maxWorkgroupBytes: 32_768,
  maxStorageBuffers: 10,
};
const machine = (gpu: GpuFacts, rest: Partial<MachineFacts> = {}): MachineFacts => ({
  gpu,
  memoryGiB: 8,
  freeBytes: 50e9,
  storesFiles: true,
  ...rest,
});
const modest = { ...desktop, maxBufferBytes: 256 * 2 ** 20, maxBindingBytes: 128 * 2 ** 20 };
const entry = (id: string): CatalogEntry => catalog.find((one) => one.id === id)!;

const half = 'Qwen2.5-Coder-0.5B-Instruct-q4f16_1-MLC';
const half32 = 'Qwen2.5-Coder-0.5B-Instruct-q4f32_1-MLC';
const three = 'Qwen2.5-Coder-3B-Instruct-q4f16_1-MLC';
const seven = 'Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC';
const gguf = 'CursorCore-QW2.5-1.5B-SR.Q4_K_M';

const verdict = (fit: Fit): string => (fit.kind === 'fits' ? 'fits' : fit.why.kind);

describe('what fits this machine', () => {
  it.each<[string, string, MachineFacts, string]>([
    ['a desktop GPU', half, machine(desktop), 'fits'],
    ['a desktop GPU', seven, machine(desktop), 'fits'],
    ['no WebGPU', half, machine({ kind: 'none', why: 'no-api' }), 'no-webgpu'],
    ['WebGPU without a device', half, machine({ kind: 'none', why: 'no-adapter' }), 'no-adapter'],
    ['a GPU drawn in software', half32, machine({ ...desktop, software: true }), 'software-gpu'],
    ['no shader-f16, a model that needs it', half, machine({ ...desktop, f16: false }), 'no-f16'],
    ['no shader-f16, a model that does not', half32, machine({ ...desktop, f16: false }), 'fits'],
    ['WebGPU’s default limits, a small model', half, machine(modest), 'fits'],
    ['WebGPU’s default limits, a large one', three, machine(modest), 'buffer'],
    [
      'half a gibibyte of buffer, which web-llm does not ask for',
      three,
      machine({ ...modest, maxBufferBytes: GiB / 2, maxBindingBytes: GiB / 2 }),
      'buffer',
    ],
    ['less than WebGPU’s default limits', half, machine({ ...modest, maxBindingBytes: 64 * 2 ** 20 }), 'buffer'],
    ['little workgroup memory', half, machine({ ...desktop, maxWorkgroupBytes: 16_384 }), 'gpu-limits'],
    ['few storage buffers', half, machine({ ...desktop, maxStorageBuffers: 8 }), 'gpu-limits'],
    ['no WebGPU, a model of the CPU', gguf, machine({ kind: 'none', why: 'no-api' }), 'fits'],
    ['2 GiB of memory, a model of the CPU', gguf, machine(desktop, { memoryGiB: 2 }), 'memory'],
    ['unknown memory, a model of the CPU', gguf, machine(desktop, { memoryGiB: null }), 'fits'],
    ['a full disk', half, machine(desktop, { freeBytes: 1e6 }), 'disk'],
    ['an unknown disk', half, machine(desktop, { freeBytes: null }), 'fits'],
    ['no store for files', half, machine(desktop, { storesFiles: false }), 'no-storage'],
    [
      'hardware that does not fit and a full disk: the hardware',
      half,
      machine({ kind: 'none', why: 'no-api' }, { freeBytes: 0 }),
      'no-webgpu',
    ],
  ])('%s, %s', (_name, id, facts, expected) => {
    expect(verdict(fitOf(entry(id), facts, 0))).toBe(expected);
  });

  it('counts what is on the disk already', () => {
    const full = machine(desktop, { freeBytes: 1e6 });
    expect(verdict(fitOf(entry(half), full, entry(half).downloadBytes))).toBe('fits');
  });

  it('always has room for the model that comes with the program', () => {
    const embedded: CatalogEntry = { ...entry(gguf), origin: { kind: 'embedded' } };
    expect(
      verdict(
        fitOf(
          embedded,
          machine({ kind: 'none', why: 'no-api' }, { storesFiles: false, freeBytes: 0, memoryGiB: 0.25 }),
          0,
        ),
      ),
    ).toBe('fits');
  });

  it('takes a file too large for WebAssembly to be too large for the CPU', () => {
    expect(verdict(fitOf({ ...entry(gguf), downloadBytes: 2.5e9 }, machine(desktop), 0))).toBe('too-large-for-cpu');
  });
});
