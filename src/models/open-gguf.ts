/** Looks at a GGUF file, or at its first bytes on a server, and says whether the llama.cpp engine can run it here. */
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

export type GgufCheck = { readonly kind: 'runs'; readonly info: GgufInfo } | { readonly kind: 'refused'; readonly failure: EngineFailure };

/** Above this the file does not fit into the 4 GB that WebAssembly can address beside what is computed. Bytes. */
export const maxGgufBytes = 2_000_000_000;

/** ggml's number types: name, values a block, bytes a block (https://github.com/ggml-org/ggml/blob/master/src/ggml.c). */
const types: ReadonlyMap<number, readonly [name: string, values: number, bytes: number]> = new Map([
  [0, ['F32', 1, 4]], [1, ['F16', 1, 2]], [2, ['Q4_0', 32, 18]], [3, ['Q4_1', 32, 20]], [6, ['Q5_0', 32, 22]], [7, ['Q5_1', 32, 24]], [8, ['Q8_0', 32, 34]], [9, ['Q8_1', 32, 36]],
  [10, ['Q2_K', 256, 84]], [11, ['Q3_K', 256, 110]], [12, ['Q4_K', 256, 144]], [13, ['Q5_K', 256, 176]], [14, ['Q6_K', 256, 210]], [15, ['Q8_K', 256, 292]],
  [16, ['IQ2_XXS', 256, 66]], [17, ['IQ2_XS', 256, 74]], [18, ['IQ3_XXS', 256, 98]], [19, ['IQ1_S', 256, 50]], [20, ['IQ4_NL', 32, 18]], [21, ['IQ3_S', 256, 110]], [22, ['IQ2_S', 256, 82]],
  [23, ['IQ4_XS', 256, 136]], [24, ['I8', 1, 1]], [25, ['I16', 1, 2]], [26, ['I32', 1, 4]], [27, ['I64', 1, 8]], [28, ['F64', 1, 8]], [29, ['IQ1_M', 256, 56]], [30, ['BF16', 1, 2]],
  [34, ['TQ1_0', 256, 54]], [35, ['TQ2_0', 256, 66]], [39, ['MXFP4', 32, 17]],
]);

/** Networks that llama.cpp knows and that do not write text token by token. */
const otherNetworks = /^(clip|.*bert.*|t5|t5encoder|wavtokenizer-dec|gemma-embedding)$/;

const refused = (code: EngineFailure['code'], message: string, remedy: string): GgufCheck => ({ kind: 'refused', failure: { code, message, remedy } });

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
  if (kind === 'adapter') return refused('model-unsupported', 'The file is an adapter (LoRA), not a whole model.', 'Choose a GGUF into which the adapter is merged.');
  if (architecture === null) return refused('model-corrupt', 'The file does not say which architecture it is of.', again);
  if (kind !== 'model' || otherNetworks.test(architecture)) return refused('model-unsupported', `The file holds a network that does not write text (${architecture}).`, another);
  if ((numberOf('split.count') ?? 1) > 1) return refused('model-unsupported', `The file is one of ${numberOf('split.count') ?? 0} parts of a model.`, 'Merge the parts with llama-gguf-split --merge, or choose a smaller quantization that comes in one file.');
  if (bytes > maxGgufBytes) return refused('out-of-memory', `The file has ${megabytes(bytes)}; the browser can hold at most ${megabytes(maxGgufBytes)}.`, 'Choose a smaller model or a smaller quantization, such as Q4_K_M.');
  const tokens = head.metadata.get('tokenizer.ggml.tokens');
  if (typeof tokens !== 'object' || tokens.length === 0) return refused('model-unsupported', 'The file has no tokenizer.', another);
  if (head.tensors.length === 0) return refused('model-unsupported', 'The file has a vocabulary, but no weights.', another);
  const measured = measure(head);
  if ('unknown' in measured) {
    const { name, type } = measured.unknown;
    return refused('model-unsupported', `The file is quantized in a way that is not known here: ${JSON.stringify(name.slice(0, 80))} is of type ${types.get(type)?.[0] ?? type}.`, 'Choose a common quantization, such as Q4_K_M or Q8_0.');
  }
  if (measured.end > bytes) return refused('model-corrupt', `The file is cut: it should have ${measured.end.toLocaleString('en')} bytes, but has ${bytes.toLocaleString('en')}.`, again);
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

/** Where the first bytes of a file are read from. */
interface Beginning {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
}

const firstBytes = 2 ** 20;
const mostBytes = 2 ** 27;

/** Reads more and more of the beginning until the head is whole: with the vocabulary it takes a few megabytes. */
async function check(begin: (length: number) => Promise<Beginning>): Promise<GgufCheck> {
  try {
    for (let length = firstBytes; ; length *= 4) {
      const { bytes, size } = await begin(length);
      const result = readHead(bytes);
      if (result.kind === 'head') return judgeGguf(result.head, size);
      if (bytes.length >= size || length >= mostBytes) return refused('model-corrupt', 'The file ends before its weights begin.', again);
    }
  } catch (error) {
    if (error instanceof ModelError) return refused(error.failure.code, error.failure.message, error.failure.code === 'model-corrupt' ? `${again} The name of a GGUF file ends in .gguf.` : error.failure.remedy);
    throw error;
  }
}

/** Looks at a file that a person chose. */
export function openGguf(file: Blob): Promise<GgufCheck> {
  return check(async (length) => ({ bytes: new Uint8Array(await file.slice(0, length).arrayBuffer()), size: file.size }));
}

/** As much of `fetch` as is needed; the network worker's stands in for the page's own, which reaches no other host. */
export type FetchRange = (url: string, options: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal }) => Promise<Response>;

/**
 * The address of the file itself: a page of the Hugging Face hub about a file is turned into the file.
 * Null for what is not an http(s) URL; plain http only on this machine.
 */
export function ggufUrl(text: string): string | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  const local = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) return null;
  if (url.hostname === 'huggingface.co') url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/');
  url.hash = '';
  return url.href;
}

/** The beginning of a body, and no more of it. */
async function beginningOf(response: Response, length: number): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let got = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined && got < length) {
    const step = await reader.read();
    if (step.done) break;
    parts.push(step.value);
    got += step.value.length;
  }
  // A server that knows no ranges sends the whole file.
  await reader?.cancel();
  return new Uint8Array(await new Blob(parts).arrayBuffer()).subarray(0, length);
}

/** "bytes 0-99/1234" */
const totalOf = (range: string | null): number => Number(/\/(\d+)$/.exec(range ?? '')?.[1] ?? NaN);

/**
 * Looks at the first megabytes of a file on a server, before any download of it.
 * @throws whatever `fetch` throws, the signal's reason among it
 */
export async function openGgufUrl(text: string, fetch: FetchRange, signal: AbortSignal): Promise<GgufCheck & { readonly url?: string }> {
  const url = ggufUrl(text);
  if (url === null) return refused('model-not-found', 'That is not the address of a file.', 'Give an address that begins with https:// and ends in .gguf.');
  let status = 0;
  const result = await check(async (length) => {
    const response = await fetch(url, { headers: { Range: `bytes=0-${length - 1}` }, signal });
    status = response.status;
    if (!response.ok) {
      await response.body?.cancel();
      throw new ModelError('model-not-found', `The server answered ${status}.`);
    }
    const told = status === 206 ? totalOf(response.headers.get('content-range')) : Number(response.headers.get('content-length') ?? NaN);
    const bytes = await beginningOf(response, length);
    // A server that does not tell the length has at least what came; the download itself will tell.
    return { bytes, size: Number.isFinite(told) && told > 0 ? told : bytes.length < length ? bytes.length : Infinity };
  });
  if (result.kind === 'refused' && result.failure.code === 'model-not-found') return refused('model-not-found', `The file could not be fetched: the server answered ${status}.`, status === 401 || status === 403 ? 'The file is not public: download it by hand and open it as a file.' : 'Check the address.');
  return { ...result, url };
}
