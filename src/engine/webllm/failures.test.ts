import { describe, expect, it } from 'vitest';
import { EngineError, failureOf } from '../errors';
import { completionFailure, loadFailure } from './failures';

const here = { lost: null };

/** As web-llm names its errors. */
const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

describe('why a GPU model could not be loaded', () => {
  it.each<[string, unknown, { readonly lost: string | null }, string]>([
    [
      'the GPU went while loading',
      named('DeviceLostError', 'The WebGPU device was lost'),
      { lost: 'x' },
      'out-of-memory',
    ],
    ['a buffer could not be made', new Error('Failed to allocate memory'), here, 'out-of-memory'],
    ['the GPU went later', new Error('mapAsync failed'), { lost: 'the driver was reset' }, 'device-lost'],
    ['the GPU lacks 16 bits', named('ShaderF16SupportError', 'requires shader-f16'), here, 'model-unsupported'],
    ['there is no GPU', named('WebGPUNotAvailableError', 'WebGPU is not supported'), here, 'model-unsupported'],
    [
      "the library is another version's",
      named('LinkError', 'WebAssembly.instantiate(): Import #3'),
      here,
      'model-corrupt',
    ],
    ['a file is not there', new TypeError('Failed to fetch'), here, 'model-not-found'],
    ['something else', 'a string', here, 'unknown'],
  ])('%s', (_name, error, device, code) => {
    expect(failureOf(loadFailure(error, device))).toMatchObject({ code });
  });

  it('is handed on where it is known already, or was an abort', () => {
    const known = new EngineError('model-corrupt', 'a shard differs');
    const abort = new DOMException('aborted', 'AbortError');
    expect(loadFailure(known, { lost: 'x' })).toBe(known);
    expect(loadFailure(abort, here)).toBe(abort);
  });
});

describe('why an answer broke off', () => {
  it.each<[string, unknown, { readonly lost: string | null }, string]>([
    [
      'the runtime ended at a limit',
      { name: 'ExitStatus', message: 'Program terminated with exit(1)' },
      here,
      'unknown',
    ],
    ['the GPU went', new Error('mapAsync failed'), { lost: '' }, 'device-lost'],
    ['the GPU went for lack of memory', new Error('mapAsync failed'), { lost: 'Out of memory' }, 'out-of-memory'],
    ['the memory is full', new Error('out of memory'), here, 'out-of-memory'],
    ['the GPU computed nonsense', new Error('the GPU computed logits that are not numbers'), here, 'model-unsupported'],
    ['the prompt was too long', new EngineError('prompt-too-long', 'x'), here, 'prompt-too-long'],
  ])('%s', (_name, error, device, code) => {
    expect(completionFailure(error, device).failure.code).toBe(code);
  });
});
