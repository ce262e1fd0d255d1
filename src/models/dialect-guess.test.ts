import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findDialect } from '../core/conversation';
import { guessDialect } from '../core/conversation';
import { contextFor } from './context-length';
import { readAbout } from './gguf';

describe('the dialect of a model nobody described', () => {
  it.each<[string, boolean | null, string]>([
    ['CursorCore-QW2.5-1.5B.Q4_K_M', true, 'cursorcore-wf'],
    ['CursorCore-QW2.5-1.5B-SR.Q4_K_M.gguf', true, 'cursorcore-sr'],
    ['cursorcore-yi-1.5b-lc-q8_0', true, 'cursorcore-lc'],
    ['CursorCore-DS-1.3B-LC', null, 'cursorcore-lc'],
    ['my-finetune', true, 'cursorcore-wf'],
    ['Inkling Edit v1', true, 'inkling-sr-lc'],
    ['inkling-edit-v2.gguf', null, 'inkling-sr-lc'],
    ['Qwen2.5-Coder-0.5B-Instruct', false, 'instruct-wf'],
    ['Qwen2.5-Coder-0.5B-Instruct', null, 'instruct-wf'],
    ['CursorCore without its tokens', false, 'instruct-wf'],
    ['SRL-coder', true, 'cursorcore-wf'],
  ])('%s (knows edits: %s): %s', (name, knowsEdits, dialect) => {
    const guess = guessDialect({ name, knowsEdits });
    expect(guess.dialect).toBe(dialect);
    expect(findDialect(guess.dialect)).not.toBeNull();
    expect(guess.why).toMatch(/^\w.*\w$/);
  });

  it.each([
    [null, 2048],
    [0, 2048],
    [1024, 1024],
    [32_768, 4096],
  ])('a model made for %s tokens gets %i', (contextLength, expected) => {
    expect(contextFor({ contextLength })).toBe(expected);
  });
});

describe('what a GGUF file says of its model', () => {
  const file = new Uint8Array(readFileSync(new URL('../../public/models/inkling-edit-v2.gguf', import.meta.url)));

  it('is read from the embedded model as it is', () => {
    expect(readAbout(file.subarray(0, 2 ** 20))).toEqual({
      kind: 'about',
      about: {
        name: 'Inkling Edit v2',
        architecture: 'llama',
        contextLength: 2048,
        knowsEdits: true,
        hasChatTemplate: false,
      },
    });
  });

  it('needs more bytes where the given ones end too early, and refuses what is none', () => {
    expect(readAbout(file.subarray(0, 300))).toEqual({ kind: 'more' });
    expect(() => readAbout(new Uint8Array(64))).toThrow('not a GGUF file');
  });
});
