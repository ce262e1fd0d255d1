/**
 * Which compiled library fits a model. A library fixes every size, the epsilon of its norms and the rotary base; models
 * that agree in all of them share it (Qwen2.5-Coder runs on the Qwen2 library of its size).
 */
import { ConversionError } from './errors';
import type { NetworkShape } from './shape';
import type { QuantFormat } from './quantize';

export interface Library {
  /** Name of the model it was compiled for, as in the library's file name. */
  readonly name: string;
  readonly network: NetworkShape;
  /** Rows of the embedding it was compiled for; null where any number will do. */
  readonly vocabulary: number | null;
  /** Context it was compiled for, in tokens. */
  readonly context: number;
}

const qwen2 = (
  name: string,
  hiddenSize: number,
  intermediateSize: number,
  layers: number,
  heads: number,
  kvHeads: number,
  tied: boolean,
  vocabulary: number,
): Library => ({
  name,
  network: {
    architecture: 'qwen2',
    hiddenSize,
    intermediateSize,
    layers,
    heads,
    kvHeads,
    headSize: hiddenSize / heads,
    tied,
    normEpsilon: 1e-6,
    ropeBase: 1_000_000,
    ropeScaling: null,
  },
  vocabulary,
  context: 4096,
});

interface LlamaSizes {
  readonly sizes: readonly [
    hiddenSize: number,
    intermediateSize: number,
    layers: number,
    heads: number,
    kvHeads: number,
  ];
  readonly tied: boolean;
  readonly ropeBase: number;
  /** Factor of Llama 3's rope scaling; 0 for none. */
  readonly stretch?: number;
  readonly context?: number;
}

const llama = (
  name: string,
  {
    sizes: [hiddenSize, intermediateSize, layers, heads, kvHeads],
    tied,
    ropeBase,
    stretch = 0,
    context = 4096,
  }: LlamaSizes,
): Library => ({
  name,
  network: {
    architecture: 'llama',
    hiddenSize,
    intermediateSize,
    layers,
    heads,
    kvHeads,
    headSize: hiddenSize / heads,
    tied,
    normEpsilon: 1e-5,
    ropeBase,
    ropeScaling:
      stretch === 0 ? null : { factor: stretch, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContext: 8192 },
  },
  vocabulary: null,
  context,
});

/** MLC's libraries for web-llm that exist in both formats. */
export const libraries: readonly Library[] = [
  qwen2('Qwen2-0.5B-Instruct', 896, 4864, 24, 14, 2, true, 151_936),
  qwen2('Qwen2-1.5B-Instruct', 1536, 8960, 28, 12, 2, true, 151_936),
  qwen2('Qwen2.5-3B-Instruct', 2048, 11_008, 36, 16, 2, true, 151_936),
  qwen2('Qwen2-7B-Instruct', 3584, 18_944, 28, 28, 4, false, 152_064),
  llama('Llama-3.2-1B-Instruct', { sizes: [2048, 8192, 16, 32, 8], tied: true, ropeBase: 500_000, stretch: 32 }),
  llama('Llama-3.2-3B-Instruct', { sizes: [3072, 8192, 28, 24, 8], tied: true, ropeBase: 500_000, stretch: 32 }),
  llama('Llama-3_1-8B-Instruct', { sizes: [4096, 14_336, 32, 32, 8], tied: false, ropeBase: 500_000, stretch: 8 }),
  llama('Llama-3-8B-Instruct', { sizes: [4096, 14_336, 32, 32, 8], tied: false, ropeBase: 500_000 }),
  llama('SmolLM2-360M-Instruct', { sizes: [960, 2560, 32, 15, 5], tied: true, ropeBase: 100_000 }),
  llama('SmolLM2-1.7B-Instruct', { sizes: [2048, 8192, 24, 32, 32], tied: true, ropeBase: 130_000 }),
  llama('TinyLlama-1.1B-Chat-v1.0', { sizes: [2048, 5632, 22, 32, 4], tied: false, ropeBase: 10_000, context: 2048 }),
];

/** The library's file name, as in MLC's repository of libraries. */
export const libraryFile = (library: Library, format: QuantFormat): string =>
  `${library.name}-${format}-ctx${library.context / 1024}k_cs1k-webgpu.wasm`;

export type LibraryMatch =
  { readonly kind: 'fits'; readonly library: Library } | { readonly kind: 'none'; readonly message: string };

const words: Readonly<Record<keyof NetworkShape, string>> = {
  architecture: 'architecture',
  hiddenSize: 'hidden size',
  intermediateSize: 'intermediate size',
  layers: 'layers',
  heads: 'attention heads',
  kvHeads: 'key-value heads',
  headSize: 'head size',
  tied: 'tied embeddings',
  normEpsilon: 'norm epsilon',
  ropeBase: 'rotary base',
  ropeScaling: 'rotary scaling',
};
const fields = Object.keys(words) as readonly (keyof NetworkShape)[];

const show = (value: NetworkShape[keyof NetworkShape]): string =>
  value === null ? 'none' : typeof value === 'object' ? `x${value.factor}` : String(value);

/** The fields in which a library does not fit. A tied model can be written out for an untied library, never the other way. */
function differences(model: NetworkShape, library: Library): readonly (keyof NetworkShape)[] {
  return fields.filter((field) => {
    if (field === 'tied') return library.network.tied && !model.tied;
    return JSON.stringify(model[field]) !== JSON.stringify(library.network[field]);
  });
}

/** Finds the library of the catalog that a model of this shape runs on; of two that fit, one tied as the model is. */
export function libraryFor(model: NetworkShape, all: readonly Library[] = libraries): LibraryMatch {
  const ranked = all
    .map((library) => ({
      library,
      differs: differences(model, library),
      otherTie: library.network.tied === model.tied ? 0 : 1,
    }))
    .sort((one, other) => one.differs.length - other.differs.length || one.otherTie - other.otherTie);
  const best = ranked[0];
  if (best?.differs.length === 0) return { kind: 'fits', library: best.library };
  const shape = `${model.architecture}, hidden size ${model.hiddenSize}, ${model.layers} layers, ${model.heads} heads (${model.kvHeads} for keys and values), intermediate size ${model.intermediateSize}`;
  const nearest =
    best === undefined
      ? ''
      : ` The nearest is ${best.library.name}, which differs in ${best.differs.map((field) => `${words[field]} (${show(model[field])} here, ${show(best.library.network[field])} there)`).join(', ')}.`;
  return { kind: 'none', message: `This shape needs a library of its own: ${shape}.${nearest}` };
}

/** As `libraryFor`. @throws ConversionError `no-library` */
export function requireLibrary(model: NetworkShape): Library {
  const match = libraryFor(model);
  if (match.kind === 'fits') return match.library;
  throw new ConversionError(
    'no-library',
    match.message,
    'Choose a model of a listed size, compile a library for it with MLC, or use a GGUF of the model, which runs without one.',
  );
}
