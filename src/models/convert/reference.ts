/**
 * The network itself in plain f32, for tests: what a converted model must still compute. Follows the published
 * definition of Llama and Qwen2 (pre-norm decoder, rotary positions in two halves, grouped queries, SwiGLU).
 */
import type { ModelShape } from './shape';

/** A tensor by its name in the checkpoint, row after row. */
export type Weights = (name: string) => Float32Array;

const rows = (matrix: Float32Array, input: Float32Array, bias?: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: matrix.length / input.length }, (_, row) => {
    let sum = bias?.[row] ?? 0;
    for (let column = 0; column < input.length; column += 1)
      sum += (matrix[row * input.length + column] ?? 0) * (input[column] ?? 0);
    return sum;
  });

function norm(input: Float32Array, weight: Float32Array, epsilon: number): Float32Array<ArrayBuffer> {
  const scale = 1 / Math.sqrt(input.reduce((sum, value) => sum + value * value, 0) / input.length + epsilon);
  return Float32Array.from(input, (value, index) => value * scale * (weight[index] ?? 0));
}

/** Turns each head's vector by its position. */
function rotate(
  vectors: Float32Array,
  position: number,
  { headSize, ropeBase }: ModelShape,
): Float32Array<ArrayBuffer> {
  const half = headSize / 2;
  return Float32Array.from(vectors, (value, index) => {
    const within = index % headSize;
    const angle = position * ropeBase ** (-(within % half) / half);
    const partner = within < half ? -(vectors[index + half] ?? 0) : (vectors[index - half] ?? 0);
    return value * Math.cos(angle) + partner * Math.sin(angle);
  });
}

interface Cache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
}

function attend(
  query: Float32Array,
  { keys, values }: Cache,
  { headSize, heads, kvHeads }: ModelShape,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(heads * headSize);
  for (let head = 0; head < heads; head += 1) {
    const shared = Math.floor(head / (heads / kvHeads)) * headSize;
    const scores = keys.map((key) => {
      let dot = 0;
      for (let index = 0; index < headSize; index += 1)
        dot += (query[head * headSize + index] ?? 0) * (key[shared + index] ?? 0);
      return dot / Math.sqrt(headSize);
    });
    const most = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - most));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (const [at, power] of powers.entries()) {
      for (let index = 0; index < headSize; index += 1)
        out[head * headSize + index] =
          (out[head * headSize + index] ?? 0) + (power / total) * (values[at]?.[shared + index] ?? 0);
    }
  }
  return out;
}

const plus = (one: Float32Array, other: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(one, (value, index) => value + (other[index] ?? 0));

/** Logits after the last of the tokens. */
export function forward(model: ModelShape, weights: Weights, tokens: readonly number[]): Float32Array<ArrayBuffer> {
  const caches = Array.from({ length: model.layers }, (): Cache => ({ keys: [], values: [] }));
  let hidden = new Float32Array(model.hiddenSize);
  for (const [position, token] of tokens.entries()) {
    hidden = weights('model.embed_tokens.weight').slice(token * model.hiddenSize, (token + 1) * model.hiddenSize);
    for (const [layer, cache] of caches.entries()) {
      const at = (name: string): Float32Array => weights(`model.layers.${layer}.${name}`);
      const projected = (name: string, input: Float32Array): Float32Array<ArrayBuffer> =>
        rows(
          at(`self_attn.${name}.weight`),
          input,
          model.architecture === 'qwen2' ? at(`self_attn.${name}.bias`) : undefined,
        );
      const attentionIn = norm(hidden, at('input_layernorm.weight'), model.normEpsilon);
      cache.keys.push(rotate(projected('k_proj', attentionIn), position, model));
      cache.values.push(projected('v_proj', attentionIn));
      hidden = plus(
        hidden,
        rows(
          at('self_attn.o_proj.weight'),
          attend(rotate(projected('q_proj', attentionIn), position, model), cache, model),
        ),
      );
      const mlpIn = norm(hidden, at('post_attention_layernorm.weight'), model.normEpsilon);
      const up = rows(at('mlp.up_proj.weight'), mlpIn);
      const gated = rows(at('mlp.gate_proj.weight'), mlpIn).map(
        (value, index) => (value / (1 + Math.exp(-value))) * (up[index] ?? 0),
      );
      hidden = plus(hidden, rows(at('mlp.down_proj.weight'), gated));
    }
  }
  return rows(
    weights(model.tied ? 'model.embed_tokens.weight' : 'lm_head.weight'),
    norm(hidden, weights('model.norm.weight'), model.normEpsilon),
  );
}
