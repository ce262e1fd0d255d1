/**
 * Rewrites a GGUF file with its F16 and Q8_0 tensors as F32: the CPU runs those several times faster than F16, and
 * shipping the small form keeps the download small.
 */
import type { LoadProgress } from '../protocol/engine';
import { ModelError } from './errors';
import { align, bytesOf, readHead, tensorTypes, valuesOf, type GgufHead, type GgufTensor } from './gguf';
import { halfValues, widenHalves } from './halves';

export interface WidenOptions {
  /** A file that would become larger than this is left as it is. Bytes. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

const defaultMaxBytes = 512 * 2 ** 20;
const firstHeadBytes = 2 ** 20;
const maxHeadBytes = 2 ** 28;
/** Values converted between two chances to do something else. A multiple of the 32 values of a Q8_0 block. */
const chunkValues = 2 ** 20;

const corrupt = (what: string): ModelError => new ModelError('model-corrupt', `The model file is damaged: ${what}.`);

/**
 * The head of a GGUF file and its bytes.
 * @throws ModelError `model-corrupt`
 */
export async function headOf(
  file: Blob,
): Promise<{ readonly head: GgufHead; readonly bytes: Uint8Array<ArrayBuffer> }> {
  for (let size = firstHeadBytes; ; size *= 4) {
    const bytes = new Uint8Array(await file.slice(0, size).arrayBuffer());
    const result = readHead(bytes);
    if (result.kind === 'head') return { head: result.head, bytes };
    if (size >= file.size || size > maxHeadBytes) throw corrupt('it ends before its data');
  }
}

/** Blocks of one half-precision scale and 32 signed bytes. */
function widenQ8(bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  const table = halfValues();
  const view = new DataView(bytes);
  const blocks = bytes.byteLength / 34;
  const wide = new Float32Array(blocks * 32);
  for (let block = 0; block < blocks; block += 1) {
    const scale = table[view.getUint16(block * 34, true)] ?? 0;
    for (let index = 0; index < 32; index += 1) wide[block * 32 + index] = scale * view.getInt8(block * 34 + 2 + index);
  }
  return wide;
}

const isNarrow = ({ type }: GgufTensor): boolean => type === tensorTypes.f16 || type === tensorTypes.q8_0;

interface Plan {
  /** In the order of the data. */
  readonly tensors: readonly (GgufTensor & {
    readonly bytes: number;
    readonly newOffset: number;
    readonly newBytes: number;
  })[];
  readonly totalBytes: number;
}

/** Where each tensor goes; null when the file has a type of unknown size and must be left alone. */
function plan(head: GgufHead, fileBytes: number): Plan | null {
  const inOrder = [...head.tensors].sort((a, b) => a.offset - b.offset);
  const tensors: Plan['tensors'][number][] = [];
  let end = 0;
  for (const tensor of inOrder) {
    const values = valuesOf(tensor);
    const bytes = bytesOf(tensor.type, values);
    if (bytes === null) return null;
    if (head.dataAt + tensor.offset + bytes > fileBytes) throw corrupt(`tensor ${tensor.name} lies outside of it`);
    const newBytes = isNarrow(tensor) ? values * 4 : bytes;
    const newOffset = align(end, head.alignment);
    tensors.push({ ...tensor, bytes, newOffset, newBytes });
    end = newOffset + newBytes;
  }
  return { tensors, totalBytes: head.dataAt + align(end, head.alignment) };
}

function rewrittenHead(bytes: Uint8Array<ArrayBuffer>, head: GgufHead, { tensors }: Plan): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(head.dataAt);
  copy.set(bytes.subarray(0, head.dataAt));
  const view = new DataView(copy.buffer);
  if (head.fileTypeAt !== null) view.setUint32(head.fileTypeAt, 0, true);
  for (const tensor of tensors) {
    if (isNarrow(tensor)) view.setUint32(tensor.typeAt, tensorTypes.f32, true);
    view.setBigUint64(tensor.offsetAt, BigInt(tensor.newOffset), true);
  }
  return copy;
}

async function widenedParts(
  file: Blob,
  head: GgufHead,
  tensor: GgufTensor,
  signal: AbortSignal | undefined,
): Promise<readonly BlobPart[]> {
  const values = valuesOf(tensor);
  const parts: BlobPart[] = [];
  for (let done = 0; done < values; done += chunkValues) {
    signal?.throwIfAborted();
    const start = head.dataAt + tensor.offset + (bytesOf(tensor.type, done) ?? 0);
    const size = bytesOf(tensor.type, Math.min(chunkValues, values - done)) ?? 0;
    const narrow = await file.slice(start, start + size).arrayBuffer();
    if (narrow.byteLength !== size) throw corrupt(`tensor ${tensor.name} is cut`);
    parts.push(tensor.type === tensorTypes.f16 ? widenHalves(new Uint16Array(narrow)) : widenQ8(narrow));
  }
  return parts;
}

/**
 * The file with its narrow tensors widened; the same file when there are none, when it has a type this program does
 * not know, or when it would grow over `maxBytes`.
 * @throws ModelError `model-corrupt`; the signal's reason when it fires
 */
export async function widen(
  file: Blob,
  { maxBytes = defaultMaxBytes, onProgress, signal }: WidenOptions = {},
): Promise<Blob> {
  const { head, bytes } = await headOf(file);
  const planned = plan(head, file.size);
  if (!planned || planned.totalBytes > maxBytes || !head.tensors.some(isNarrow)) return file;

  const parts: BlobPart[] = [rewrittenHead(bytes, head, planned)];
  let end = 0;
  for (const tensor of planned.tensors) {
    signal?.throwIfAborted();
    parts.push(new Uint8Array(tensor.newOffset - end));
    if (isNarrow(tensor)) parts.push(...(await widenedParts(file, head, tensor, signal)));
    else parts.push(file.slice(head.dataAt + tensor.offset, head.dataAt + tensor.offset + tensor.bytes));
    end = tensor.newOffset + tensor.newBytes;
    onProgress?.({ stage: 'preparing', done: (head.dataAt + end) / planned.totalBytes, total: 1 });
  }
  parts.push(new Uint8Array(planned.totalBytes - head.dataAt - end));
  return new Blob(parts);
}
