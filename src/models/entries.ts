/**
 * The catalog, as data. GPU memory and which library fits which weights are taken from the table inside web-llm 0.2.79
 * (`prebuiltAppConfig`); sizes follow from the shapes (entries.test.ts says how) plus tokenizer, index and library.
 */
import type { CatalogEntry } from '../protocol/models';
import { inklingHalf } from './adapted';
import { addressOf, qwenHalf, qwenOneAndHalf, type Weights } from './weights';

/** The web-llm whose libraries these are; another version needs other libraries. */
export const libraryVersion = 'v0_2_48';
const libraries = `https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/${libraryVersion}/`;

/** Where a library is fetched, by its file name. */
export const libraryAddress = (file: string): string => libraries + file;

/** The page's own; outside of one there is nothing beside it. */
const pageAddress = typeof location === 'undefined' ? '' : location.href;

const MB = 1_000_000;
/** tokenizer.json 7.0 MB, library 3.7 to 4.6 MB, index and configuration 0.2 MB. */
const besideWeights = 11.5 * MB;

type Quantization = 'q4f16_1' | 'q4f32_1';

const libraryUrl = (architecture: string, quantization: Quantization): string =>
  `${libraries}${architecture}-Instruct-${quantization}-ctx4k_cs1k-webgpu.wasm`;

interface Size {
  readonly label: string;
  /** The name of the library's architecture. */
  readonly architecture: string;
  readonly about: string;
  readonly licence: string;
  readonly parameters: number;
  /** Shards of 4-bit weights; the same for both, because q4f32_1 stores its scales as bfloat16. */
  readonly weightBytes: number;
  readonly embeddingBytes: number;
  readonly gpuMB: Readonly<Record<Quantization, number>>;
}

const sizes: readonly Size[] = [
  {
    label: '0.5B',
    architecture: 'Qwen2-0.5B',
    about: 'The smallest that follows instructions; quick, and often wrong.',
    licence: 'Apache-2.0',
    parameters: 494_032_768,
    weightBytes: 277_996_288,
    embeddingBytes: 68_067_328,
    gpuMB: { q4f16_1: 944.62, q4f32_1: 1060.2 },
  },
  {
    label: '1.5B',
    architecture: 'Qwen2-1.5B',
    about: 'A good balance on a laptop with a GPU.',
    licence: 'Apache-2.0',
    parameters: 1_543_714_304,
    weightBytes: 868_547_584,
    embeddingBytes: 116_686_848,
    gpuMB: { q4f16_1: 1629.75, q4f32_1: 1888.97 },
  },
  {
    label: '3B',
    architecture: 'Qwen2.5-3B',
    about: 'Better edits for a GPU with memory to spare; not for commercial use.',
    licence: 'Qwen Research',
    parameters: 3_085_938_688,
    weightBytes: 1_736_187_904,
    embeddingBytes: 155_582_464,
    gpuMB: { q4f16_1: 2504.76, q4f32_1: 2893.64 },
  },
  {
    label: '7B',
    architecture: 'Qwen2-7B',
    about: 'The most able here; a desktop GPU with 8 GB or more.',
    licence: 'Apache-2.0',
    parameters: 7_615_616_512,
    weightBytes: 4_284_263_424,
    embeddingBytes: 272_498_688,
    gpuMB: { q4f16_1: 5106.67, q4f32_1: 5900.09 },
  },
];

const qwen = (size: Size, quantization: Quantization): CatalogEntry => {
  const id = `Qwen2.5-Coder-${size.label}-Instruct-${quantization}-MLC`;
  const source = `https://huggingface.co/mlc-ai/${id}`;
  return {
    id,
    name: `Qwen2.5-Coder ${size.label}${quantization === 'q4f32_1' ? ' (32-bit arithmetic)' : ''}`,
    about: quantization === 'q4f16_1' ? size.about : `The same for a GPU without shader-f16: larger and slower.`,
    origin: { kind: 'mlc', url: `${source}/resolve/main/`, library: libraryUrl(size.architecture, quantization) },
    parameters: size.parameters,
    downloadBytes: size.weightBytes + besideWeights,
    gpuBytes: Math.round(size.gpuMB[quantization] * MB),
    largestBufferBytes: size.embeddingBytes,
    memoryBytes: 0,
    needsF16: quantization === 'q4f16_1',
    dialect: 'instruct-wf',
    contextLength: 4096,
    licence: size.licence,
    source,
  };
};

/** CursorCore's own weights are safetensors; what the GPU then holds is what a Qwen2 of the same shape holds. */
const cursorCore = (
  label: string,
  dialect: string,
  shape: Size,
  safetensorBytes: number,
  about: string,
): CatalogEntry => ({
  id: `CursorCore-QW2.5-${label}`,
  name: `CursorCore ${label.replace('-', ' ')}`,
  about,
  origin: {
    kind: 'convert',
    library: libraryUrl(shape.architecture, 'q4f16_1'),
    libraryF32: libraryUrl(shape.architecture, 'q4f32_1'),
  },
  parameters: shape.parameters,
  downloadBytes: safetensorBytes + 11.4 * MB,
  gpuBytes: Math.round(shape.gpuMB.q4f16_1 * MB),
  largestBufferBytes: shape.embeddingBytes,
  memoryBytes: 0,
  needsF16: false,
  dialect,
  contextLength: 4096,
  licence: 'Apache-2.0',
  source: `https://huggingface.co/TechxGenus/CursorCore-QW2.5-${label}`,
});

/** The same weights as a GGUF file that others have made of them; runs in llama.cpp, on the CPU too. */
const cursorCoreGguf = (label: string, dialect: string, about: string): CatalogEntry => ({
  id: `CursorCore-QW2.5-${label}.Q4_K_M`,
  name: `CursorCore ${label.replace('-', ' ')} (GGUF)`,
  about,
  origin: {
    kind: 'gguf',
    url: `https://huggingface.co/QuantFactory/CursorCore-QW2.5-${label}-GGUF/resolve/main/CursorCore-QW2.5-${label}.Q4_K_M.gguf`,
    // Asked of the server when it is downloaded: the hub knows the digest of each large file.
    sha256: null,
  },
  parameters: 1_543_714_304,
  downloadBytes: 986 * MB,
  gpuBytes: null,
  largestBufferBytes: 0,
  memoryBytes: 1_400 * MB,
  needsF16: false,
  dialect,
  contextLength: 4096,
  licence: 'Apache-2.0',
  source: `https://huggingface.co/QuantFactory/CursorCore-QW2.5-${label}-GGUF`,
});

/** Qwen2.5-Coder as the GGUF files that Qwen publishes; runs in llama.cpp, on the CPU too. */
const qwenGguf = (size: Size, weights: Weights, memoryBytes: number, about: string): CatalogEntry => ({
  id: `qwen2.5-coder-${size.label.toLowerCase()}-gguf`,
  name: `Qwen2.5-Coder ${size.label} (GGUF)`,
  about,
  origin: { kind: 'gguf', url: addressOf(weights, pageAddress), sha256: weights.sha256 },
  parameters: size.parameters,
  downloadBytes: weights.bytes,
  gpuBytes: null,
  largestBufferBytes: 0,
  memoryBytes,
  needsF16: false,
  dialect: 'instruct-wf',
  contextLength: 4096,
  licence: size.licence,
  source: weights.page,
});

const [half, oneAndHalf, three, seven] = sizes as readonly [Size, Size, Size, Size];

/** Our adapter on weights of others. */
const inkling: CatalogEntry = {
  id: inklingHalf.id,
  name: inklingHalf.name,
  about:
    'Qwen2.5-Coder 0.5B with what Inkling has taught it: it writes the lines around the cursor anew. For a GPU, or patience.',
  origin: { kind: 'gguf', url: addressOf(inklingHalf.base, pageAddress), sha256: inklingHalf.base.sha256 },
  parameters: half.parameters,
  downloadBytes: inklingHalf.base.bytes + inklingHalf.adapter.bytes,
  gpuBytes: null,
  largestBufferBytes: 0,
  memoryBytes: 900 * MB,
  needsF16: false,
  dialect: inklingHalf.dialect,
  adapter: inklingHalf.adapter,
  contextLength: inklingHalf.contextLength,
  licence: half.licence,
  source: inklingHalf.base.page,
};

/** Trained by Sweep for next edits, on Qwen2.5-Coder; its own GGUF file, 8 bits a weight. */
const sweep: CatalogEntry = {
  id: 'sweep-next-edit-1.5b.q8_0.v2',
  name: 'Sweep Next-Edit 1.5B',
  about: 'Trained by Sweep for next edits: writes the lines around the cursor anew. For a fast CPU, or patience.',
  origin: {
    kind: 'gguf',
    url: 'https://huggingface.co/sweepai/sweep-next-edit-1.5B/resolve/main/sweep-next-edit-1.5b.q8_0.v2.gguf',
    sha256: null,
  },
  parameters: oneAndHalf.parameters,
  downloadBytes: 1_540 * MB,
  gpuBytes: null,
  largestBufferBytes: 0,
  memoryBytes: 2_000 * MB,
  needsF16: false,
  dialect: 'sweep-1',
  contextLength: 4096,
  licence: 'Apache-2.0',
  source: 'https://huggingface.co/sweepai/sweep-next-edit-1.5B',
};

/** What can be had beside the embedded model, in the order it is offered. */
export const catalog: readonly CatalogEntry[] = [
  inkling,
  qwenGguf(half, qwenHalf, 900 * MB, 'Follows instructions without a graphics card; slow there, and often wrong.'),
  qwenGguf(oneAndHalf, qwenOneAndHalf, 1_700 * MB, 'The same, better and slower: for a fast processor, and patience.'),
  qwen(half, 'q4f16_1'),
  qwen(half, 'q4f32_1'),
  qwen(oneAndHalf, 'q4f16_1'),
  qwen(oneAndHalf, 'q4f32_1'),
  qwen(three, 'q4f16_1'),
  qwen(three, 'q4f32_1'),
  qwen(seven, 'q4f16_1'),
  qwen(seven, 'q4f32_1'),
  cursorCore(
    '1.5B',
    'cursorcore-wf',
    oneAndHalf,
    3_086_642_176,
    'Trained for next edits, rewrites the whole excerpt. Published as safetensors: converted here.',
  ),
  cursorCore(
    '1.5B-LC',
    'cursorcore-lc',
    oneAndHalf,
    3_086_642_176,
    'Trained for next edits, names lines and rewrites only those. Converted here.',
  ),
  cursorCore(
    '1.5B-SR',
    'cursorcore-sr',
    oneAndHalf,
    3_086_642_176,
    'Trained for next edits, answers by search and replace. Converted here.',
  ),
  cursorCore(
    '7B',
    'cursorcore-wf',
    seven,
    15_225_728_000,
    'The large one, rewrites the whole excerpt. Converted here.',
  ),
  cursorCoreGguf('1.5B-SR', 'cursorcore-sr', 'The same as a ready GGUF file, made by others; slow on a CPU.'),
  sweep,
];
