/**
 * What real model libraries of MLC say of their parameters: the `params` of `_metadata`, read with `readLibrary` from the
 * files named in `from` (https://github.com/mlc-ai/binary-mlc-llm-libs, folder web-llm-models). All layers of a library are alike,
 * so one stands for all, with `*` for its number; null is a dimension that the library leaves open (the vocabulary).
 */
export interface LibraryFixture {
  readonly from: string;
  /** The catalog's name for a library of this shape. */
  readonly name: string;
  readonly format: string;
  readonly layers: number;
  /** Parameters in all. */
  readonly count: number;
  readonly parameters: readonly (readonly [name: string, shape: readonly (number | null)[], dtype: string])[];
}

export const libraryFixtures: readonly LibraryFixture[] = [
  {
    from: 'v0_2_48/Qwen2-0.5B-Instruct-q4f16_1-ctx4k_cs1k-webgpu.wasm', name: 'Qwen2-0.5B-Instruct', format: 'q4f16_1', layers: 24, count: 267,
    parameters: [
      ['model.embed_tokens.q_weight', [151936, 112], 'uint32'],
      ['model.embed_tokens.q_scale', [151936, 28], 'float16'],
      ['model.layers.*.self_attn.c_attn.q_weight', [1152, 112], 'uint32'],
      ['model.layers.*.self_attn.c_attn.q_scale', [1152, 28], 'float16'],
      ['model.layers.*.self_attn.c_attn.bias', [1152], 'float16'],
      ['model.layers.*.self_attn.o_proj.q_weight', [896, 112], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [896, 28], 'float16'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [9728, 112], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [9728, 28], 'float16'],
      ['model.layers.*.mlp.down_proj.q_weight', [896, 608], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [896, 152], 'float16'],
      ['model.layers.*.input_layernorm.weight', [896], 'float16'],
      ['model.layers.*.post_attention_layernorm.weight', [896], 'float16'],
      ['model.norm.weight', [896], 'float16'],
    ],
  },
  {
    from: 'v0_2_48/Qwen2-0.5B-Instruct-q4f32_1-ctx4k_cs1k-webgpu.wasm', name: 'Qwen2-0.5B-Instruct', format: 'q4f32_1', layers: 24, count: 267,
    parameters: [
      ['model.embed_tokens.q_weight', [151936, 112], 'uint32'],
      ['model.embed_tokens.q_scale', [151936, 28], 'float32'],
      ['model.layers.*.self_attn.c_attn.q_weight', [1152, 112], 'uint32'],
      ['model.layers.*.self_attn.c_attn.q_scale', [1152, 28], 'float32'],
      ['model.layers.*.self_attn.c_attn.bias', [1152], 'float32'],
      ['model.layers.*.self_attn.o_proj.q_weight', [896, 112], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [896, 28], 'float32'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [9728, 112], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [9728, 28], 'float32'],
      ['model.layers.*.mlp.down_proj.q_weight', [896, 608], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [896, 152], 'float32'],
      ['model.layers.*.input_layernorm.weight', [896], 'float32'],
      ['model.layers.*.post_attention_layernorm.weight', [896], 'float32'],
      ['model.norm.weight', [896], 'float32'],
    ],
  },
  {
    from: 'v0_2_48/Qwen2-1.5B-Instruct-q4f16_1-ctx4k_cs1k-webgpu.wasm', name: 'Qwen2-1.5B-Instruct', format: 'q4f16_1', layers: 28, count: 311,
    parameters: [
      ['model.embed_tokens.q_weight', [151936, 192], 'uint32'],
      ['model.embed_tokens.q_scale', [151936, 48], 'float16'],
      ['model.layers.*.self_attn.c_attn.q_weight', [2048, 192], 'uint32'],
      ['model.layers.*.self_attn.c_attn.q_scale', [2048, 48], 'float16'],
      ['model.layers.*.self_attn.c_attn.bias', [2048], 'float16'],
      ['model.layers.*.self_attn.o_proj.q_weight', [1536, 192], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [1536, 48], 'float16'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [17920, 192], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [17920, 48], 'float16'],
      ['model.layers.*.mlp.down_proj.q_weight', [1536, 1120], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [1536, 280], 'float16'],
      ['model.layers.*.input_layernorm.weight', [1536], 'float16'],
      ['model.layers.*.post_attention_layernorm.weight', [1536], 'float16'],
      ['model.norm.weight', [1536], 'float16'],
    ],
  },
  {
    from: 'v0_2_48/Qwen2-7B-Instruct-q4f32_1-ctx4k_cs1k-webgpu.wasm', name: 'Qwen2-7B-Instruct', format: 'q4f32_1', layers: 28, count: 313,
    parameters: [
      ['model.embed_tokens.q_weight', [152064, 448], 'uint32'],
      ['model.embed_tokens.q_scale', [152064, 112], 'float32'],
      ['model.layers.*.self_attn.c_attn.q_weight', [4608, 448], 'uint32'],
      ['model.layers.*.self_attn.c_attn.q_scale', [4608, 112], 'float32'],
      ['model.layers.*.self_attn.c_attn.bias', [4608], 'float32'],
      ['model.layers.*.self_attn.o_proj.q_weight', [3584, 448], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [3584, 112], 'float32'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [37888, 448], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [37888, 112], 'float32'],
      ['model.layers.*.mlp.down_proj.q_weight', [3584, 2368], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [3584, 592], 'float32'],
      ['model.layers.*.input_layernorm.weight', [3584], 'float32'],
      ['model.layers.*.post_attention_layernorm.weight', [3584], 'float32'],
      ['model.norm.weight', [3584], 'float32'],
      ['lm_head.q_weight', [152064, 448], 'uint32'],
      ['lm_head.q_scale', [152064, 112], 'float32'],
    ],
  },
  {
    from: 'v0_2_48/Llama-3.2-1B-Instruct-q0f16-ctx4k_cs1k-webgpu.wasm', name: 'Llama-3.2-1B-Instruct', format: 'q0f16', layers: 16, count: 98,
    parameters: [
      ['model.embed_tokens.weight', [null, 2048], 'float16'],
      ['model.layers.*.self_attn.qkv_proj.weight', [3072, 2048], 'float16'],
      ['model.layers.*.self_attn.o_proj.weight', [2048, 2048], 'float16'],
      ['model.layers.*.mlp.gate_up_proj.weight', [16384, 2048], 'float16'],
      ['model.layers.*.mlp.down_proj.weight', [2048, 8192], 'float16'],
      ['model.layers.*.input_layernorm.weight', [2048], 'float16'],
      ['model.layers.*.post_attention_layernorm.weight', [2048], 'float16'],
      ['model.norm.weight', [2048], 'float16'],
    ],
  },
  {
    from: 'v0_2_34/TinyLlama-1.1B-Chat-v0.4-q4f32_1-ctx1k-webgpu.wasm', name: 'TinyLlama-1.1B-Chat-v1.0', format: 'q4f32_1', layers: 22, count: 225,
    parameters: [
      ['model.embed_tokens.q_weight', [null, 256], 'uint32'],
      ['model.embed_tokens.q_scale', [null, 64], 'float32'],
      ['model.layers.*.self_attn.qkv_proj.q_weight', [2560, 256], 'uint32'],
      ['model.layers.*.self_attn.qkv_proj.q_scale', [2560, 64], 'float32'],
      ['model.layers.*.self_attn.o_proj.q_weight', [2048, 256], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [2048, 64], 'float32'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [11264, 256], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [11264, 64], 'float32'],
      ['model.layers.*.mlp.down_proj.q_weight', [2048, 704], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [2048, 176], 'float32'],
      ['model.layers.*.input_layernorm.weight', [2048], 'float32'],
      ['model.layers.*.post_attention_layernorm.weight', [2048], 'float32'],
      ['model.norm.weight', [2048], 'float32'],
      ['lm_head.q_weight', [null, 256], 'uint32'],
      ['lm_head.q_scale', [null, 64], 'float32'],
    ],
  },
  {
    from: 'v0_2_30/TinyLlama-1.1B-Chat-v0.4-q4f16_1-ctx1k-webgpu.wasm', name: 'TinyLlama-1.1B-Chat-v1.0', format: 'q4f16_1', layers: 22, count: 225,
    parameters: [
      ['model.embed_tokens.q_weight', [null, 256], 'uint32'],
      ['model.embed_tokens.q_scale', [null, 64], 'float16'],
      ['model.layers.*.self_attn.qkv_proj.q_weight', [2560, 256], 'uint32'],
      ['model.layers.*.self_attn.qkv_proj.q_scale', [2560, 64], 'float16'],
      ['model.layers.*.self_attn.o_proj.q_weight', [2048, 256], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [2048, 64], 'float16'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [11264, 256], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [11264, 64], 'float16'],
      ['model.layers.*.mlp.down_proj.q_weight', [2048, 704], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [2048, 176], 'float16'],
      ['model.layers.*.input_layernorm.weight', [2048], 'float16'],
      ['model.layers.*.post_attention_layernorm.weight', [2048], 'float16'],
      ['model.norm.weight', [2048], 'float16'],
      ['lm_head.q_weight', [null, 256], 'uint32'],
      ['lm_head.q_scale', [null, 64], 'float16'],
    ],
  },
  {
    from: 'v0_2_30/Llama-2-7b-chat-hf-q4f32_1-ctx4k_cs1k-webgpu.wasm', name: 'Llama-2-7b', format: 'q4f32_1', layers: 32, count: 325,
    parameters: [
      ['model.embed_tokens.q_weight', [null, 512], 'uint32'],
      ['model.embed_tokens.q_scale', [null, 128], 'float32'],
      ['model.layers.*.self_attn.qkv_proj.q_weight', [12288, 512], 'uint32'],
      ['model.layers.*.self_attn.qkv_proj.q_scale', [12288, 128], 'float32'],
      ['model.layers.*.self_attn.o_proj.q_weight', [4096, 512], 'uint32'],
      ['model.layers.*.self_attn.o_proj.q_scale', [4096, 128], 'float32'],
      ['model.layers.*.mlp.gate_up_proj.q_weight', [22016, 512], 'uint32'],
      ['model.layers.*.mlp.gate_up_proj.q_scale', [22016, 128], 'float32'],
      ['model.layers.*.mlp.down_proj.q_weight', [4096, 1376], 'uint32'],
      ['model.layers.*.mlp.down_proj.q_scale', [4096, 344], 'float32'],
      ['model.layers.*.input_layernorm.weight', [4096], 'float32'],
      ['model.layers.*.post_attention_layernorm.weight', [4096], 'float32'],
      ['model.norm.weight', [4096], 'float32'],
      ['lm_head.q_weight', [null, 512], 'uint32'],
      ['lm_head.q_scale', [null, 128], 'float32'],
    ],
  },
];
