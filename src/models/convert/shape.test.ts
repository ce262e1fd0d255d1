import { describe, expect, it } from 'vitest';
import { ConversionError } from './errors';
import { parseShape } from './shape';

const coder = {
  architectures: ['Qwen2ForCausalLM'],
  model_type: 'qwen2',
  hidden_act: 'silu',
  hidden_size: 896,
  intermediate_size: 4864,
  num_attention_heads: 14,
  num_hidden_layers: 24,
  num_key_value_heads: 2,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  vocab_size: 151_680,
  tie_word_embeddings: true,
  max_position_embeddings: 32_768,
};
const llama = {
  architectures: ['LlamaForCausalLM'],
  hidden_size: 2048,
  intermediate_size: 8192,
  num_attention_heads: 32,
  num_hidden_layers: 16,
  num_key_value_heads: 8,
  head_dim: 64,
  rms_norm_eps: 1e-5,
  rope_theta: 500_000,
  vocab_size: 128_256,
  tie_word_embeddings: true,
  rope_scaling: {
    rope_type: 'llama3',
    factor: 32,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  },
};

const codeOf = (config: Readonly<Record<string, unknown>>): string => {
  try {
    parseShape(config);
    return 'no error';
  } catch (error) {
    return error instanceof ConversionError ? `${error.failure.code}: ${error.failure.message}` : String(error);
  }
};

describe('config.json', () => {
  it('gives the shape of a Qwen2 model', () => {
    expect(parseShape(coder)).toEqual({
      architecture: 'qwen2',
      hiddenSize: 896,
      intermediateSize: 4864,
      layers: 24,
      heads: 14,
      kvHeads: 2,
      headSize: 64,
      tied: true,
      normEpsilon: 1e-6,
      ropeBase: 1_000_000,
      ropeScaling: null,
      vocabulary: 151_680,
      context: 32_768,
    });
  });

  it('gives the shape of a Llama model, with its rope scaling', () => {
    expect(parseShape(llama)).toMatchObject({
      architecture: 'llama',
      headSize: 64,
      ropeBase: 500_000,
      ropeScaling: { factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContext: 8192 },
    });
  });

  it('fills in what old and new files leave out or call otherwise', () => {
    const old = {
      ...llama,
      rope_theta: undefined,
      rope_scaling: undefined,
      num_key_value_heads: undefined,
      tie_word_embeddings: undefined,
    };
    expect(parseShape({ ...old, head_dim: null })).toMatchObject({
      kvHeads: 32,
      tied: false,
      ropeBase: 10_000,
      ropeScaling: null,
      context: 4096,
    });
    expect(parseShape({ ...old, rope_parameters: { rope_type: 'default', rope_theta: 130_000 } })).toMatchObject({
      ropeBase: 130_000,
      ropeScaling: null,
    });
    expect(parseShape({ ...coder, architectures: undefined })).toMatchObject({ architecture: 'qwen2' });
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'another architecture',
      { ...coder, architectures: ['MistralForCausalLM'] },
      /^unsupported: The architecture "MistralForCausalLM"/,
    ],
    [
      'an architecture named like a property of every object',
      { ...coder, architectures: ['constructor'] },
      /^unsupported: The architecture/,
    ],
    ['no architecture', {}, /^unsupported: The architecture null/],
    [
      'quantized weights',
      { ...coder, quantization_config: { quant_method: 'gptq' } },
      /^unsupported: .*already quantized/,
    ],
    ['another activation', { ...coder, hidden_act: 'gelu' }, /^unsupported: The activation/],
    ['a Llama model with biases', { ...llama, attention_bias: true }, /^unsupported: A Llama model with biases/],
    [
      'a stretched context',
      { ...coder, rope_scaling: { type: 'yarn', factor: 4 } },
      /^unsupported: Rotary positions scaled by "yarn"/,
    ],
    ['a missing size', { ...coder, hidden_size: undefined }, /^damaged: .*hidden_size is missing/],
    ['a size in words', { ...coder, hidden_size: '896' }, /^damaged: .*hidden_size is "896"/],
    ['a negative size', { ...coder, num_hidden_layers: -1 }, /^damaged: .*num_hidden_layers/],
    ['an enormous size', { ...coder, vocab_size: 2 ** 40 }, /^damaged: .*vocab_size/],
    ['heads that do not divide the hidden size', { ...coder, num_attention_heads: 13 }, /^damaged: .*head_dim/],
    ['heads that cannot share', { ...coder, num_key_value_heads: 4 }, /^damaged: .*14 heads cannot share 4/],
    ['an epsilon of zero', { ...coder, rms_norm_eps: 0 }, /^damaged: .*rms_norm_eps/],
  ])('is refused for %s', (_name, config, message) => {
    expect(codeOf(config)).toMatch(message);
  });
});
