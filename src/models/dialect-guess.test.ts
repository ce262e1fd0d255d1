import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findDialect } from '../core/conversation';
import { guessDialect, type ModelFacts } from '../core/conversation';
import { contextFor } from './context-length';
import { tinyGguf } from '../../testing/tiny-gguf';
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

  const qwen = ['<|file_sep|>', '<|fim_prefix|>', '<|fim_suffix|>'];
  const seed = ['<[fim-prefix]>', '<[fim-suffix]>'];
  it.each<[string, Omit<Partial<ModelFacts>, 'name'>, string, boolean]>([
    ['sweep-next-edit-1.5b.q8_0.v2', { tokens: qwen }, 'sweep-1', false],
    ['sweep-next-edit-0.5b.q8_0', {}, 'sweep-1', false],
    ['sweep-next-edit-v2-7B.Q4_K_M', { tokens: qwen }, 'sweep-2', false],
    ['sweep-next-edit of another make', { tokens: seed }, 'instruct-wf', false],
    ['zed-industries_zeta-Q4_K_M', { tokens: qwen }, 'zeta-1', false],
    ['zed-industries_zeta-2-Q4_K_M', { tokens: seed }, 'zeta-2', false],
    ['zeta-2.1', { tokens: seed }, 'zeta-2.1', false],
    ['zeta', { tokens: seed }, 'zeta-2', false],
    ['zeta-2', { tokens: qwen, hasChatTemplate: true }, 'instruct-wf', false],
    ['betazeta', {}, 'instruct-wf', false],
    ['instinct.Q4_K_M', { tokens: qwen }, 'instinct', false],
    ['Qwen2.5-Coder-1.5B', { tokens: qwen, hasChatTemplate: true }, 'fim-qwen', false],
    ['qwen2.5-coder-7b-instruct', { tokens: qwen, hasChatTemplate: true }, 'instruct-wf', false],
    ['starcoder2-3b', { tokens: ['<fim_prefix>', '<fim_suffix>'] }, 'fim-starcoder2', false],
    ['starcoder2-15b-instruct', {}, 'instruct-wf', false],
    ['deepseek-coder-1.3b-base', { tokens: ['<｜fim▁begin｜>', '<｜fim▁hole｜>'] }, 'fim-deepseek', false],
    ['codegemma-2b', { tokens: qwen }, 'fim-codegemma', false],
    ['codegemma-7b-it', { tokens: qwen, hasChatTemplate: true }, 'instruct-wf', false],
    ['Codestral-22B-v0.1', { tokens: ['[PREFIX]', '[SUFFIX]'] }, 'fim-codestral', false],
    ['Mellum-4b-base', { tokens: ['<fim_prefix>', '<fim_suffix>'] }, 'fim-mellum', false],
    ['granite-4.0-h-1b-base', { tokens: qwen }, 'fim-granite', false],
    ['Seed-Coder-8B-Base', { tokens: seed }, 'fim-seed-coder', false],
    ['Seed-Coder-8B-Instruct', { tokens: seed, hasChatTemplate: true }, 'instruct-wf', false],
    ['my-model', { tokens: qwen, hasChatTemplate: false }, 'fim-qwen', false],
    ['my-model', { tokens: seed, hasChatTemplate: false }, 'fim-seed-coder', false],
    ['my-model', { tokens: qwen, hasChatTemplate: true }, 'instruct-wf', false],
    ['my-model', { tokens: [], hasChatTemplate: false }, 'instruct-wf', true],
    ['Llama-3.2-1B-Base', { tokens: [] }, 'instruct-wf', true],
    ['Llama-3.2-1B-Instruct', { tokens: [], hasChatTemplate: false }, 'instruct-wf', false],
    ['my-model', {}, 'instruct-wf', false],
  ])('%s with %j: %s (warning: %s)', (name, facts, dialect, warns) => {
    const guess = guessDialect({ name, knowsEdits: facts.tokens === undefined ? null : false, ...facts });
    expect([guess.dialect, guess.warning !== undefined]).toEqual([dialect, warns]);
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
        tokens: [],
        hasChatTemplate: false,
      },
    });
  });

  it('with those of the tokens that are asked for', () => {
    const tokens = ['a', '<|fim_suffix|>', '<｜fim▁begin｜>', 'aa', '<|next_start|>'];
    const model = tinyGguf({ 'tokenizer.ggml.tokens': tokens });
    expect(readAbout(model, ['<｜fim▁begin｜>', '<|fim_prefix|>', '<|fim_suffix|>'])).toMatchObject({
      about: { tokens: ['<｜fim▁begin｜>', '<|fim_suffix|>'], knowsEdits: true },
    });
  });

  it('needs more bytes where the given ones end too early, and refuses what is none', () => {
    expect(readAbout(file.subarray(0, 300))).toEqual({ kind: 'more' });
    expect(() => readAbout(new Uint8Array(64))).toThrow('not a GGUF file');
  });
});
