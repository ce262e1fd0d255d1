import { describe, expect, it } from 'vitest';
import { placeModel, threadsFor } from './device';

describe('threads', () => {
  it.each([
    [true, 1, 1],
    [true, 2, 1],
    [true, 3, 2],
    [true, 16, 2],
    [false, 16, 1],
  ])('isolated %s with %i cores: %i', (crossOriginIsolated, hardwareConcurrency, threads) => {
    expect(threadsFor({ crossOriginIsolated, hardwareConcurrency })).toBe(threads);
  });
});

describe('the device', () => {
  it.each<[string, 'auto' | 'cpu', () => Promise<ReadonlySet<string> | null>, 'cpu' | 'webgpu']>([
    ['a GPU that computes in halves', 'auto', () => Promise.resolve(new Set(['shader-f16'])), 'webgpu'],
    ['a GPU that does not', 'auto', () => Promise.resolve(new Set(['subgroups'])), 'cpu'],
    ['no GPU', 'auto', () => Promise.resolve(null), 'cpu'],
    ['a browser that fails to say', 'auto', () => Promise.reject(new Error('lost')), 'cpu'],
    ['a GPU that is not wanted', 'cpu', () => Promise.resolve(new Set(['shader-f16'])), 'cpu'],
  ])('%s', async (_name, wanted, gpuFeatures, device) => {
    expect((await placeModel(wanted, { crossOriginIsolated: true, hardwareConcurrency: 4, gpuFeatures })).device).toBe(
      device,
    );
  });
});
