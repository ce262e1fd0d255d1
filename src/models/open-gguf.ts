/** Looks at a GGUF file, whole or while it comes, and says whether the llama.cpp engine can run it here. */
import type { EngineFailure } from '../protocol/engine';
import { ModelError } from './errors';
import { readHead, valuesOf, type GgufHead, type GgufTensor } from './gguf';

export interface GgufInfo {
  /** As the file calls itself; null when it does not. */
  readonly name: string | null;
  /** llama.cpp's name of the architecture. */
  readonly architecture: string;
  readonly parameters: number;
  /** Tokens the model was trained for; null when the file does not say. */
  readonly contextLength: number | null;
  readonly vocabulary: number;
  /** The number type that takes up most of the file, such as Q4_K. */
  readonly quantization: string;
  /** Size of the whole file. */
  readonly bytes: number;
}

export type GgufCheck =
  { readonly kind: 'runs'; readonly info: GgufInfo } | { readonly kind: 'refused'; readonly failure: EngineFailure };

/** Above this the file does not fit into the 4 GB that WebAssembly can address beside what is computed. Bytes. */
export const maxGgufBytes = 2_000_000_000;

/** ggml's number types: name, values a block, bytes a block (https://github.com/ggml-org/ggml/blob/master/src/ggml.c). */
const types: ReadonlyMap<number, readonly [name: string, values: number, bytes: number]> = new Map([
  [0, ['F32', 1, 4]],
  [1, ['F16', 1, 2]],
  [2, ['Q4_0', 32, 18]],
  [3, ['Q4_1', 32, 20]],
  [6, ['Q5_0', 32, 22]],
  [7, ['Q5_1', 32, 24]],
  [8, ['Q8_0', 32, 34]],
  [9, ['Q8_1', 32, 36]],
  [10, ['Q2_K', 256, 84]],
  [11, ['Q3_K', 256, 110]],
  [12, ['Q4_K', 256, 144]],
  [13, ['Q5_K', 256, 176]],
  [14, ['Q6_K', 256, 210]],
  [15, ['Q8_K', 256, 292]],
  [16, ['IQ2_XXS', 256, 66]],
  [17, ['IQ2_XS', 256, 74]],
  [18, ['IQ3_XXS', 256, 98]],
  [19, ['IQ1_S', 256, 50]],
  [20, ['IQ4_NL', 32, 18]],
  [21, ['IQ3_S', 256, 110]],
  [22, ['IQ2_S', 256, 82]],
  [23, ['IQ4_XS', 256, 136]],
  [24, ['I8', 1, 1]],
  [25, ['I16', 1, 2]],
  [26, ['I32', 1, 4]],
  [27, ['I64', 1, 8]],
  [28, ['F64', 1, 8]],
  [29, ['IQ1_M', 256, 56]],
  [30, ['BF16', 1, 2]],
  [34, ['TQ1_0', 256, 54]],
  [35, ['TQ2_0', 256, 66]],
  [39, ['MXFP4', 32, 17]],
]);

/** Networks that llama.cpp knows and that do not write text token by token. */
const otherNetworks = /^(clip|.*bert.*|t5|t5encoder|wavtokenizer-dec|gemma-embedding)$/;

const refused = (code: EngineFailure['code'], message: string, remedy: string): GgufCheck => ({
  kind: 'refused',
  failure: { code, message, remedy },
});

const another = 'Choose a GGUF of a text model, at most 2 GB in size.';
const again = 'Download the file again and compare its size with the one published.';

/** Where the last tensor ends and what most of the file is made of; or what is wrong with a tensor. */
function measure(head: GgufHead): { readonly end: number; readonly main: string } | { readonly unknown: GgufTensor } {
  const sizes = new Map<string, number>();
  let end = head.dataAt;
  for (const tensor of head.tensors) {
    const type = types.get(tensor.type);
    if (type === undefined || (tensor.shape[0] ?? 0) % type[1] !== 0) return { unknown: tensor };
    const bytes = (valuesOf(tensor) / type[1]) * type[2];
    end = Math.max(end, head.dataAt + tensor.offset + bytes);
    sizes.set(type[0], (sizes.get(type[0]) ?? 0) + bytes);
  }
  const [main] = [...sizes].sort(([, one], [, other]) => other - one);
  return { end, main: main?.[0] ?? 'nothing' };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

const tooLarge = (bytes: number): GgufCheck =>
  refused(
    'out-of-memory',
    `The file has ${megabytes(bytes)}; the browser can hold at most ${megabytes(maxGgufBytes)}.`,
    'Choose a smaller model or a smaller quantization, such as Q4_K_M.',
  );

/** Judges a head that was read; `bytes` is the size of the whole file. */
export function judgeGguf(head: GgufHead, bytes: number): GgufCheck {
  const textOf = (key: string): string | null => {
    const value = head.metadata.get(key);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const numberOf = (key: string): number | null => {
    const value = head.metadata.get(key);
    return typeof value === 'number' ? value : null;
  };
  const architecture = textOf('general.architecture');
  const kind = textOf('general.type') ?? 'model';
  if (kind === 'adapter')
    return refused(
      'model-unsupported',
      'The file is an adapter (LoRA), not a whole model.',
      'Choose a GGUF into which the adapter is merged.',
    );
  if (architecture === null)
    return refused('model-corrupt', 'The file does not say which architecture it is of.', again);
  if (kind !== 'model' || otherNetworks.test(architecture))
    return refused(
      'model-unsupported',
      `The file holds a network that does not write text (${architecture}).`,
      another,
    );
  if ((numberOf('split.count') ?? 1) > 1)
    return refused(
      'model-unsupported',
      `The file is one of ${numberOf('split.count') ?? 0} parts of a model.`,
      'Merge the parts with llama-gguf-split --merge, or choose a smaller quantization that comes in one file.',
    );
  if (bytes > maxGgufBytes) return tooLarge(bytes);
  const tokens = head.metadata.get('tokenizer.ggml.tokens');
  if (typeof tokens !== 'object' || tokens.length === 0)
    return refused('model-unsupported', 'The file has no tokenizer.', another);
  if (head.tensors.length === 0)
    return refused('model-unsupported', 'The file has a vocabulary, but no weights.', another);
  const measured = measure(head);
  if ('unknown' in measured) {
    const { name, type } = measured.unknown;
    return refused(
      'model-unsupported',
      `The file is quantized in a way that is not known here: ${JSON.stringify(name.slice(0, 80))} is of type ${types.get(type)?.[0] ?? type}.`,
      'Choose a common quantization, such as Q4_K_M or Q8_0.',
    );
  }
  if (measured.end > maxGgufBytes) return tooLarge(measured.end);
  if (measured.end > bytes)
    return refused(
      'model-corrupt',
      `The file is cut: it should have ${measured.end.toLocaleString('en')} bytes, but has ${bytes.toLocaleString('en')}.`,
      again,
    );
  return {
    kind: 'runs',
    info: {
      name: textOf('general.name'),
      architecture,
      parameters: head.tensors.reduce((sum, tensor) => sum + valuesOf(tensor), 0),
      contextLength: numberOf(`${architecture}.context_length`),
      vocabulary: tokens.length,
      quantization: measured.main,
      bytes,
    },
  };
}

/** As much of a file as looking at its head needs. */
export interface HeadFile {
  size(): number;
  /** Fills `into` from `at`; returns how many bytes there were. */
  read(into: Uint8Array<ArrayBuffer>, at: number): number;
}

/** With the vocabulary a head takes a few megabytes. */
const firstBytes = 2 ** 20;
const mostBytes = 2 ** 27;
const steps: readonly number[] = [firstBytes, firstBytes * 8, mostBytes];

/** Judges what is known when so much of a file is here; null when the head goes on behind it. */
function judgeBytes(bytes: Uint8Array<ArrayBuffer>, size: number): GgufCheck | null {
  try {
    const result = readHead(bytes);
    return result.kind === 'head' ? judgeGguf(result.head, size) : null;
  } catch (error) {
    if (error instanceof ModelError)
      return refused(error.failure.code, error.failure.message, `${again} The name of a GGUF file ends in .gguf.`);
    throw error;
  }
}

const endless = refused('model-corrupt', 'The file ends before its weights begin.', again);

/** Looks at a file that a user chose. @throws DOMException when it cannot be read */
export async function openGguf(file: Blob): Promise<GgufCheck> {
  for (const length of steps) {
    const check = judgeBytes(new Uint8Array(await file.slice(0, length).arrayBuffer()), file.size);
    if (check !== null) return check;
    if (length >= file.size) break;
  }
  return endless;
}

/** Looks at a file that is here as a whole. */
export function checkGguf(file: HeadFile): GgufCheck {
  return lookAt(file, file.size(), steps) ?? endless;
}

function lookAt(file: HeadFile, size: number, lengths: readonly number[]): GgufCheck | null {
  for (const length of lengths) {
    const bytes = new Uint8Array(Math.min(length, file.size()));
    file.read(bytes, 0);
    const check = judgeBytes(bytes, size);
    if (check !== null || length >= file.size()) return check;
  }
  return null;
}

/** Looks at a file while it comes, so that one that is of no use is given up after its first megabytes. */
export type GgufWatch = (file: HeadFile, total: number | null) => GgufCheck | null;

/** The watch is called after each piece; it says null until enough of the file is here, and again when it has told. */
export function watchGguf(): GgufWatch {
  let waiting = steps;
  return (file, total) => {
    const [length] = waiting;
    if (length === undefined || file.size() < length) return null;
    waiting = waiting.slice(1);
    // Where a server does not tell the length, whether the file is whole is seen at its end.
    const check = lookAt(file, total ?? maxGgufBytes, [length]);
    if (check !== null) waiting = [];
    return check;
  };
}
