import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../core/conversation';
import { catalog } from '../../models/entries';
import type { Misfit } from '../../models/fits';
import type { DownloadFailureCode, DownloadState } from '../../protocol/models';
import {
  dialectChoices,
  downloadFraction,
  downloadWords,
  factsOf,
  failureWords,
  machineWords,
  misfitWords,
  parameterWords,
  storageWords,
} from './words';
import { sizeWords } from '../../platform/size-words';

describe('sizes', () => {
  it.each([
    [12, '12 bytes'],
    [2_600, '3 kB'],
    [1_234_567, '1.2 MB'],
    [10_036_256, '10 MB'],
    [880_047_584, '880 MB'],
    [999_999_999, '1.0 GB'],
    [1_629_750_000, '1.6 GB'],
    [15_225_728_000, '15 GB'],
  ])('%i reads %s', (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });

  it.each([
    [4_951_808, '5 million parameters'],
    [494_032_768, '0.5 billion parameters'],
    [7_615_616_512, '7.6 billion parameters'],
  ])('%i reads %s', (count, words) => {
    expect(parameterWords(count)).toBe(words);
  });
});

describe('words', () => {
  const sentence = /^[A-Z].*\.$/s;

  it.each<Misfit>([
    { kind: 'no-webgpu' },
    { kind: 'no-adapter' },
    { kind: 'software-gpu' },
    { kind: 'no-f16' },
    { kind: 'gpu-limits' },
    { kind: 'too-large-for-cpu' },
    { kind: 'no-storage' },
    { kind: 'buffer', needs: 272_498_688, has: 134_217_728 },
    { kind: 'memory', needs: 1.4e9, has: 2 ** 31 },
    { kind: 'disk', needs: 1e9, has: 1e6 },
  ])('say in sentences why a model does not fit ($kind)', (why) => {
    expect(misfitWords(why)).toMatch(sentence);
  });

  it.each<DownloadFailureCode>([
    'not-found',
    'unreachable',
    'corrupt',
    'no-room',
    'no-storage',
    'not-a-model',
    'unknown',
  ])('say what happened, what was kept and what to do (%s)', (code) => {
    const words = failureWords({ code, detail: 'a detail' }, 5_000_000);
    expect(words).toMatch(sentence);
    expect(words).toContain('a detail');
    expect(/kept|deleted|Nothing was kept|Check the address|keeps no files/.test(words)).toBe(true);
  });

  it.each<[DownloadState, string | null, number | null]>([
    [{ kind: 'absent' }, null, null],
    [{ kind: 'looking', attempt: 0 }, 'Asking the server', null],
    [{ kind: 'downloading', done: 5e8, total: 1e9, attempt: 0 }, 'Downloading: 500 MB of 1.0 GB, 50%', 0.5],
    [{ kind: 'downloading', done: 5e8, total: 0, attempt: 0 }, 'Downloading: 500 MB', null],
    [
      { kind: 'waiting', done: 5e6, total: 1e9, attempt: 1, retryInMs: 2000, why: 'cut' },
      'The connection broke (cut). Trying again in 2 s; 5.0 MB are kept.',
      0.005,
    ],
    [{ kind: 'paused', done: 5e8, total: 1e9 }, 'Paused: 500 MB of 1.0 GB, 50% here', 0.5],
    [{ kind: 'verifying', done: 1, total: 4 }, 'Checking what came: 25%', 0.25],
    [{ kind: 'complete', bytes: 1 }, null, null],
    [{ kind: 'elsewhere' }, 'Another tab is downloading it.', null],
  ])('tell how a download stands (%j)', (state, words, fraction) => {
    expect(downloadWords(state)).toBe(words);
    expect(downloadFraction(state)).toBe(fraction);
  });

  it('name every dialect of the program, and offer to work it out', () => {
    expect(dialectChoices.map(({ value }) => value).sort()).toEqual(['auto', ...Object.keys(DIALECTS)].sort());
  });

  it('tell of a model what the user has to decide by', () => {
    const facts = factsOf(catalog.find(({ id }) => id === 'Qwen2.5-Coder-1.5B-Instruct-q4f16_1-MLC')!);
    expect(facts).toEqual([
      '1.5 billion parameters',
      '880 MB to download',
      'needs about 1.6 GB of GPU memory',
      'needs shader-f16',
      '4,096 tokens of context',
      'prompt format: plain instructions',
      'Apache-2.0',
    ]);
  });

  it('tell of the machine what the browser told', () => {
    const gpu = {
      kind: 'gpu',
      name: 'nvidia ada',
      software: false,
      f16: true,
      maxBufferBytes: 1,
      maxBindingBytes: 1,
      maxWorkgroupBytes: 1,
      maxStorageBuffers: 1,
    } as const;
    expect(machineWords({ gpu, memoryGiB: 8, freeBytes: 50e9, storesFiles: true })).toBe(
      'This device: nvidia ada with 16-bit arithmetic, 8 GB of memory or more, room for 50 GB. Browsers do not report the memory of the graphics card.',
    );
    expect(
      machineWords({ gpu: { kind: 'none', why: 'no-api' }, memoryGiB: null, freeBytes: null, storesFiles: true }),
    ).toBe('This device: no WebGPU in this browser.');
    expect(storageWords(10_036_256, { quota: 60e9, used: 10e9, persisted: null })).toBe(
      'Models take 10 MB on this device. The browser allows 50 GB more.',
    );
  });
});
