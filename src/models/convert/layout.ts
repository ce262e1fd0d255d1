/**
 * Which parameters a compiled library expects of a model, and which tensors of the checkpoint each is made from. Names,
 * order and shapes are those of the `_metadata` of MLC's own libraries (parameters.fixture.json has them for comparison).
 */
import type { ModelShape } from './shape';
import { floatOf, groupsOf, wordsOf, type QuantFormat } from './quantize';

export type ParameterDtype = 'uint32' | 'float16' | 'float32';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ParameterDtype;
}

/** A tensor of the checkpoint, [rows, columns], or [rows] where columns is null. */
export interface Part {
  readonly tensor: string;
  readonly rows: number;
}

/** A step of the conversion: tensors put under one another, then quantized or only narrowed. */
export interface Job {
  readonly kind: 'quantize' | 'narrow';
  readonly parts: readonly Part[];
  /** Null for vectors. */
  readonly columns: number | null;
  /** Rows of zeros below the parts. */
  readonly padding: number;
  /** What comes of it: words and scales, or one tensor. */
  readonly outputs: readonly Parameter[];
}

/** What differs between libraries that one model may be converted for. */
export interface Target {
  readonly format: QuantFormat;
  /** Rows of the library's embedding; at least the model's. */
  readonly vocabulary: number;
  /** Whether the library uses the embedding as its output layer. */
  readonly tied: boolean;
}

const dtypeBytes = { uint32: 4, float16: 2, float32: 4 } as const;

/** Size of a parameter, in bytes. */
export const parameterBytes = ({ shape, dtype }: Parameter): number =>
  shape.reduce((product, length) => product * length, dtypeBytes[dtype]);

const sum = (parts: readonly Part[]): number => parts.reduce((rows, part) => rows + part.rows, 0);

/** A matrix that is quantized: `name`.q_weight and `name`.q_scale. */
function matrix(name: string, parts: readonly Part[], columns: number, format: QuantFormat, rows = sum(parts)): Job {
  return {
    kind: 'quantize',
    parts,
    columns,
    padding: rows - sum(parts),
    outputs: [
      { name: `${name}.q_weight`, shape: [rows, wordsOf(columns)], dtype: 'uint32' },
      { name: `${name}.q_scale`, shape: [rows, groupsOf(columns)], dtype: floatOf(format) },
    ],
  };
}

function vector(name: string, parts: readonly Part[], format: QuantFormat): Job {
  return {
    kind: 'narrow',
    parts,
    columns: null,
    padding: 0,
    outputs: [{ name, shape: [sum(parts)], dtype: floatOf(format) }],
  };
}

function layer(index: number, model: ModelShape, format: QuantFormat): readonly Job[] {
  const { hiddenSize, intermediateSize, headSize } = model;
  const prefix = `model.layers.${index}`;
  const queries = model.heads * headSize;
  const keys = model.kvHeads * headSize;
  const attention = (suffix: string): readonly Part[] =>
    [
      ['q_proj', queries],
      ['k_proj', keys],
      ['v_proj', keys],
    ].map(([name, rows]) => ({ tensor: `${prefix}.self_attn.${name ?? ''}.${suffix}`, rows: Number(rows) }));
  const fused = `${prefix}.self_attn.${model.architecture === 'qwen2' ? 'c_attn' : 'qkv_proj'}`;
  const norm = (name: string): Job =>
    vector(`${prefix}.${name}.weight`, [{ tensor: `${prefix}.${name}.weight`, rows: hiddenSize }], format);
  const single = (name: string, rows: number, columns: number): Job =>
    matrix(`${prefix}.${name}`, [{ tensor: `${prefix}.${name}.weight`, rows }], columns, format);
  return [
    matrix(fused, attention('weight'), hiddenSize, format),
    ...(model.architecture === 'qwen2' ? [vector(`${fused}.bias`, attention('bias'), format)] : []),
    single('self_attn.o_proj', hiddenSize, queries),
    matrix(
      `${prefix}.mlp.gate_up_proj`,
      ['gate_proj', 'up_proj'].map((name) => ({ tensor: `${prefix}.mlp.${name}.weight`, rows: intermediateSize })),
      hiddenSize,
      format,
    ),
    single('mlp.down_proj', hiddenSize, intermediateSize),
    norm('input_layernorm'),
    norm('post_attention_layernorm'),
  ];
}

/** The steps of a conversion, in the order of a library's parameter list. */
export function jobsOf(model: ModelShape, target: Target): readonly Job[] {
  const { format, vocabulary } = target;
  const embedding = { tensor: 'model.embed_tokens.weight', rows: model.vocabulary };
  const head = model.tied ? embedding : { tensor: 'lm_head.weight', rows: model.vocabulary };
  return [
    matrix('model.embed_tokens', [embedding], model.hiddenSize, format, vocabulary),
    ...Array.from({ length: model.layers }, (_, index) => layer(index, model, format)).flat(),
    vector('model.norm.weight', [{ tensor: 'model.norm.weight', rows: model.hiddenSize }], format),
    ...(target.tied ? [] : [matrix('lm_head', [head], model.hiddenSize, format, vocabulary)]),
  ];
}
