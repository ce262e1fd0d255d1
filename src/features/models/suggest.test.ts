import { expect, it } from 'vitest';
import { catalog } from '../../models/entries';
import type { GpuFacts, MachineFacts } from '../../models/fits';
import { costWords, smallestToAsk } from './suggest';

const card: GpuFacts = {
  kind: 'gpu',
  name: 'a card',
  software: false,
  f16: true,
  maxBufferBytes: 2 ** 31,
  maxBindingBytes: 2 ** 31,
  maxWorkgroupBytes: 32_768,
  maxStorageBuffers: 10,
};
const machine: MachineFacts = { gpu: card, memoryGiB: 8, freeBytes: 50e9, storesFiles: true };

it.each<[string, Partial<MachineFacts>, string | null]>([
  ['with a graphics card', {}, 'Qwen2.5-Coder 0.5B'],
  ['without one', { gpu: { kind: 'none', why: 'no-api' } }, 'Qwen2.5-Coder 0.5B (GGUF)'],
  ['without room', { freeBytes: 1e6 }, null],
])('a machine %s is offered the smallest that runs there', (_name, facts, expected) => {
  expect(smallestToAsk(catalog, { ...machine, ...facts })?.name ?? null).toBe(expected);
});

it.each<[number, number | null, string]>([
  [491_400_064, null, '491 MB'],
  [491_400_064, 5, '491 MB, about 13 minutes'],
  [491_400_064, 10, '491 MB, a few minutes at most'],
  [30e6, 4, '30 MB, about a minute'],
  [3e6, 4, '3.0 MB, less than a minute'],
])('%s bytes at %s Mbit/s cost %s', (bytes, megabits, expected) => {
  expect(costWords(bytes, megabits)).toBe(expected);
});
