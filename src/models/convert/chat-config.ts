/**
 * Makes `mlc-chat-config.json`, which web-llm 0.2.79 reads before anything else
 * (https://llm.mlc.ai/docs/deploy/mlc_chat_config.html). The program prompts with raw text, so the conversation template
 * only has to be a valid one.
 */
import type { ModelShape } from './shape';
import type { Target } from './layout';

type Json = Readonly<Record<string, unknown>>;

export interface ChatConfigInput {
  readonly model: ModelShape;
  readonly target: Target;
  /** Tokens of context the library was compiled for. */
  readonly context: number;
  /** config.json, as parsed. */
  readonly config: Json;
  /** generation_config.json; empty when there is none. */
  readonly generation: Json;
  readonly tokenizerFiles: readonly string[];
  /** Tokens that the tokenizer can make; ids from here on are padding and must never be chosen. */
  readonly activeVocabulary: number;
}

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

const ids = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter(isId) : isId(value) ? [value] : [];

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** Where a range would make web-llm refuse the whole model, the usual value stands in. */
const within = (value: number, least: number, most: number, otherwise: number): number =>
  value >= least && value <= most ? value : otherwise;

const template = (stop: readonly number[]): Json => ({
  name: 'chatml',
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: '',
  system_prefix_token_ids: null,
  add_role_after_system_message: true,
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant', tool: '<|im_start|>tool' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}', tool: '{tool_message}' },
  messages: [],
  seps: ['<|im_end|>\n'],
  role_content_sep: '\n',
  role_empty_sep: '\n',
  stop_str: ['<|im_end|>'],
  stop_token_ids: stop,
  function_string: '',
  use_function_calling: false,
});

/** The file's content. */
export function chatConfig({
  model,
  target,
  context,
  config,
  generation,
  tokenizerFiles,
  activeVocabulary,
}: ChatConfigInput): Json {
  const stop = ids(generation['eos_token_id'] ?? config['eos_token_id']);
  const [first] = ids(generation['bos_token_id'] ?? config['bos_token_id']);
  const window = Math.min(context, model.context);
  const chunk = Math.min(1024, window);
  return {
    version: '0.1.0',
    model_type: model.architecture,
    quantization: target.format,
    model_config: {
      hidden_act: 'silu',
      hidden_size: model.hiddenSize,
      intermediate_size: model.intermediateSize,
      num_attention_heads: model.heads,
      num_hidden_layers: model.layers,
      num_key_value_heads: model.kvHeads,
      head_dim: model.headSize,
      rms_norm_eps: model.normEpsilon,
      ...(model.architecture === 'qwen2'
        ? { rope_theta: model.ropeBase }
        : { position_embedding_base: model.ropeBase }),
      rope_scaling:
        model.ropeScaling === null
          ? null
          : {
              rope_type: 'llama3',
              factor: model.ropeScaling.factor,
              low_freq_factor: model.ropeScaling.lowFrequencyFactor,
              high_freq_factor: model.ropeScaling.highFrequencyFactor,
              original_max_position_embeddings: model.ropeScaling.originalContext,
            },
      vocab_size: target.vocabulary,
      tie_word_embeddings: target.tied,
      context_window_size: window,
      prefill_chunk_size: chunk,
      tensor_parallel_shards: 1,
      max_batch_size: 80,
    },
    vocab_size: target.vocabulary,
    active_vocab_size: activeVocabulary,
    context_window_size: window,
    sliding_window_size: -1,
    prefill_chunk_size: chunk,
    attention_sink_size: -1,
    tensor_parallel_shards: 1,
    temperature: within(numberOr(generation['temperature'], 0.7), 0, 2, 0.7),
    top_p: within(numberOr(generation['top_p'], 0.95), 0.01, 1, 0.95),
    presence_penalty: 0,
    frequency_penalty: 0,
    repetition_penalty: within(numberOr(generation['repetition_penalty'], 1), 0.1, 10, 1),
    tokenizer_files: tokenizerFiles,
    tokenizer_info: {
      token_postproc_method: 'byte_level',
      prepend_space_in_encode: false,
      strip_space_in_decode: false,
    },
    conv_template: template(stop),
    pad_token_id: ids(generation['pad_token_id'] ?? config['pad_token_id'])[0] ?? 0,
    ...(first === undefined ? {} : { bos_token_id: first }),
    eos_token_id: stop,
  };
}
