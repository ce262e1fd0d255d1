/** What a model's config.json says of its shape, as far as a compiled library depends on it. */
import { damaged, unsupported } from './errors';

export type Architecture = 'qwen2' | 'llama';

/** Llama 3's stretching of rotary positions, in config.json's own terms. */
export interface RopeScaling {
  readonly factor: number;
  readonly lowFrequencyFactor: number;
  readonly highFrequencyFactor: number;
  readonly originalContext: number;
}

/** Everything but the vocabulary that is fixed when a library is compiled. */
export interface NetworkShape {
  readonly architecture: Architecture;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** Whether the output layer is the embedding. */
  readonly tied: boolean;
  readonly normEpsilon: number;
  readonly ropeBase: number;
  readonly ropeScaling: RopeScaling | null;
}

export interface ModelShape extends NetworkShape {
  /** Rows of the embedding in the checkpoint. */
  readonly vocabulary: number;
  /** Longest context the model was trained for, in tokens. */
  readonly context: number;
}

type Json = Readonly<Record<string, unknown>>;
const file = 'config.json';

const architectures: Readonly<Record<string, Architecture>> = { Qwen2ForCausalLM: 'qwen2', LlamaForCausalLM: 'llama' };
const modelTypes: Readonly<Record<string, Architecture>> = { qwen2: 'qwen2', llama: 'llama' };

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Larger than any model; keeps products of two sizes exact. */
const mostOfAnything = 2 ** 24;

function sizeIn(config: Json, key: string, absent?: number): number {
  const value = config[key] ?? absent;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > mostOfAnything)
    throw damaged(file, `${key} is ${value === undefined ? 'missing' : JSON.stringify(value)}`);
  return value;
}

function positiveIn(config: Json, key: string, absent: number): number {
  const value = config[key] ?? absent;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw damaged(file, `${key} is ${JSON.stringify(value)}`);
  return value;
}

function architectureOf(config: Json): Architecture {
  const named: unknown = Array.isArray(config['architectures']) ? config['architectures'][0] : undefined;
  const type = config['model_type'];
  const found =
    typeof named === 'string'
      ? Object.hasOwn(architectures, named)
        ? architectures[named]
        : undefined
      : typeof type === 'string' && Object.hasOwn(modelTypes, type)
        ? modelTypes[type]
        : undefined;
  if (found === undefined)
    throw unsupported(
      `The architecture ${JSON.stringify(named ?? type ?? null)} is not one that can be converted here.`,
    );
  return found;
}

function ropeScalingOf(config: Json): RopeScaling | null {
  const scaling = config['rope_scaling'] ?? config['rope_parameters'];
  if (!isJson(scaling)) return null;
  const type = scaling['rope_type'] ?? scaling['type'] ?? 'default';
  if (type === 'default') return null;
  if (type !== 'llama3')
    throw unsupported(
      `Rotary positions scaled by ${JSON.stringify(type)} are not supported.`,
      'Choose a variant of the model without a stretched context.',
    );
  return {
    factor: positiveIn(scaling, 'factor', NaN),
    lowFrequencyFactor: positiveIn(scaling, 'low_freq_factor', NaN),
    highFrequencyFactor: positiveIn(scaling, 'high_freq_factor', NaN),
    originalContext: sizeIn(scaling, 'original_max_position_embeddings'),
  };
}

/** What would make the compiled network compute something else, or not fit the weights. */
function refuseVariants(config: Json, architecture: Architecture): void {
  if (isJson(config['quantization_config']))
    throw unsupported(
      'The weights are already quantized.',
      'Choose the original weights of the model, in bf16, f16 or f32.',
    );
  const activation = config['hidden_act'] ?? 'silu';
  if (activation !== 'silu') throw unsupported(`The activation ${JSON.stringify(activation)} is not supported.`);
  if (architecture === 'llama' && (config['attention_bias'] === true || config['mlp_bias'] === true))
    throw unsupported('A Llama model with biases is not supported.');
}

/**
 * Reads a parsed config.json. Where it leaves a field out, the architecture's own default counts.
 * @throws ConversionError `unsupported` or `damaged`
 */
export function parseShape(config: Json): ModelShape {
  const architecture = architectureOf(config);
  refuseVariants(config, architecture);
  const hiddenSize = sizeIn(config, 'hidden_size');
  const heads = sizeIn(config, 'num_attention_heads');
  const kvHeads = sizeIn(config, 'num_key_value_heads', heads);
  const headSize = sizeIn(config, 'head_dim', hiddenSize / heads);
  if (heads % kvHeads !== 0) throw damaged(file, `${heads} heads cannot share ${kvHeads} key-value heads`);
  const rope = isJson(config['rope_parameters']) ? config['rope_parameters'] : config;
  return {
    architecture,
    hiddenSize,
    intermediateSize: sizeIn(config, 'intermediate_size'),
    layers: sizeIn(config, 'num_hidden_layers'),
    heads,
    kvHeads,
    headSize,
    tied: config['tie_word_embeddings'] === true,
    normEpsilon: positiveIn(config, 'rms_norm_eps', 1e-6),
    ropeBase: positiveIn(rope, 'rope_theta', 10_000),
    ropeScaling: ropeScalingOf(config),
    vocabulary: sizeIn(config, 'vocab_size'),
    context: sizeIn(config, 'max_position_embeddings', 4096),
  };
}
