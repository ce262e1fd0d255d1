/**
 * Reads the head of a GGUF file, version 2 or 3, little endian
 * (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): metadata, then a table of tensors, then their data.
 */
import { ModelError } from './errors';

/** The tensor types this program knows by size. Others are kept as they are. */
export const tensorTypes = { f32: 0, f16: 1, q8_0: 8 } as const;

export interface GgufTensor {
  readonly name: string;
  /** Row length first; at most four. */
  readonly shape: readonly number[];
  /** ggml's number of the type. */
  readonly type: number;
  /** From the start of the data, in bytes. */
  readonly offset: number;
  /** Where the tensor's entry in the table has its type and offset, in bytes of the file. */
  readonly typeAt: number;
  readonly offsetAt: number;
}

/** A value of the metadata; of an array only its length. */
export type GgufValue = string | number | boolean | { readonly length: number };

export interface GgufHead {
  readonly tensors: readonly GgufTensor[];
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** Where the `general.file_type` value is in the file; null when there is none. */
  readonly fileTypeAt: number | null;
  /** Bytes to which tensor data is aligned. */
  readonly alignment: number;
  /** Where the data starts, in bytes of the file. */
  readonly dataAt: number;
}

export type HeadResult =
  | { readonly kind: 'head'; readonly head: GgufHead }
  /** The bytes given end inside the head: give more. */
  | { readonly kind: 'more' };

const magic = 0x46554747;
const maxTensors = 100_000;
const maxEntries = 10_000_000;
const scalarSizes: readonly (number | undefined)[] = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8];
const uint32Type = 4;
const stringType = 8;
const arrayType = 9;

const corrupt = (what: string): ModelError => new ModelError('model-corrupt', `The model file is damaged: ${what}.`);

class EndOfBytes extends Error {}

/** A cursor that never reads past the bytes it has. */
class Reader {
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  skip(size: number): number {
    const start = this.at;
    if (size > this.#view.byteLength - start) throw new EndOfBytes();
    this.at = start + size;
    return start;
  }

  u32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** A 64-bit number that must be at most `most`. */
  u64(most: number, what: string): number {
    const value = this.#view.getBigUint64(this.skip(8), true);
    if (value > BigInt(most)) throw corrupt(`${what} of ${value.toString()} is out of range`);
    return Number(value);
  }

  string(): string {
    const length = this.u64(2 ** 26, 'a text length');
    const start = this.skip(length);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length));
  }

  /** The value at the cursor, and past it. */
  value(type: number): GgufValue {
    switch (type) {
      case stringType:
        return this.string();
      case arrayType:
        return { length: this.skipArray() };
      default: {
        const at = this.skip(sizeOfScalar(type));
        return scalarAt(this.#view, at, type);
      }
    }
  }

  skipValue(type: number): void {
    if (type === stringType) this.skip(this.u64(2 ** 26, 'a text length'));
    else if (type === arrayType) this.skipArray();
    else this.skip(sizeOfScalar(type));
  }

  /** Reads an array of texts to its end and tells which of the wanted are among them, in the order wanted. */
  stringsAmong(wanted: readonly string[]): readonly string[] {
    const type = this.u32();
    const length = this.u64(maxEntries, 'an array length');
    if (type !== stringType) throw corrupt('a vocabulary that is not text');
    const decoder = new TextDecoder();
    const sought = new Set(wanted);
    // The array is long, and those wanted are few: most texts are told by their lengths.
    const lengths = new Set(wanted.map((text) => new TextEncoder().encode(text).length));
    const found = new Set<string>();
    for (let index = 0; index < length; index += 1) {
      const size = this.u64(2 ** 26, 'a text length');
      const start = this.skip(size);
      if (!lengths.has(size)) continue;
      const text = decoder.decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, size));
      if (sought.has(text)) found.add(text);
    }
    return wanted.filter((text) => found.has(text));
  }

  /** Returns the array's length. */
  private skipArray(): number {
    const type = this.u32();
    const length = this.u64(maxEntries, 'an array length');
    if (type === arrayType) throw corrupt('an array of arrays');
    if (type !== stringType) this.skip(length * sizeOfScalar(type));
    else for (let index = 0; index < length; index += 1) this.skipValue(stringType);
    return length;
  }
}

/** A number of one of the format's types; 64-bit ones lose precision above 2^53. */
function scalarAt(view: DataView, at: number, type: number): number | boolean {
  switch (type) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getUint16(at, true);
    case 3:
      return view.getInt16(at, true);
    case 4:
      return view.getUint32(at, true);
    case 5:
      return view.getInt32(at, true);
    case 6:
      return view.getFloat32(at, true);
    case 7:
      return view.getUint8(at) !== 0;
    case 10:
      return Number(view.getBigUint64(at, true));
    case 11:
      return Number(view.getBigInt64(at, true));
    default:
      return view.getFloat64(at, true);
  }
}

function sizeOfScalar(type: number): number {
  const size = scalarSizes[type];
  if (size === undefined) throw corrupt(`a value of unknown type ${type}`);
  return size;
}

/** Bytes of `count` values of a type; null for a type this program does not know. `count` must be whole blocks. */
export function bytesOf(type: number, count: number): number | null {
  switch (type) {
    case tensorTypes.f32:
      return count * 4;
    case tensorTypes.f16:
      return count * 2;
    case tensorTypes.q8_0:
      return (count / 32) * 34;
    default:
      return null;
  }
}

/** The number of values in a tensor. */
export const valuesOf = (tensor: Pick<GgufTensor, 'shape'>): number =>
  tensor.shape.reduce((product, length) => product * length, 1);

/** `at` rounded up to a multiple of `alignment`. */
export const align = (at: number, alignment: number): number => Math.ceil(at / alignment) * alignment;

function readTensor(reader: Reader): GgufTensor {
  const name = reader.string();
  const rank = reader.u32();
  if (rank < 1 || rank > 4) throw corrupt(`tensor ${name} has ${rank} dimensions`);
  const shape = Array.from({ length: rank }, () => reader.u64(2 ** 40, `a dimension of ${name}`));
  if (!Number.isSafeInteger(valuesOf({ shape }) * 4)) throw corrupt(`tensor ${name} is too large`);
  const typeAt = reader.at;
  const type = reader.u32();
  if (type === tensorTypes.q8_0 && (shape[0] ?? 0) % 32 !== 0)
    throw corrupt(`tensor ${name} has a row of broken blocks`);
  const offsetAt = reader.at;
  return { name, shape, type, typeAt, offsetAt, offset: reader.u64(2 ** 50, `the offset of ${name}`) };
}

function read(bytes: Uint8Array): GgufHead {
  const reader = new Reader(bytes);
  if (reader.u32() !== magic) throw corrupt('it is not a GGUF file');
  const version = reader.u32();
  if (version !== 2 && version !== 3) throw corrupt(`version ${version} of the format is not known`);
  const tensorCount = reader.u64(maxTensors, 'the tensor count');
  const entryCount = reader.u64(maxTensors, 'the metadata count');

  let fileTypeAt: number | null = null;
  let alignment = 32;
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < entryCount; index += 1) {
    const key = reader.string();
    const type = reader.u32();
    const valueAt = reader.at;
    const value = reader.value(type);
    metadata.set(key, value);
    if (key === 'general.alignment' && type === uint32Type) alignment = Number(value);
    if (key === 'general.file_type' && type === uint32Type) fileTypeAt = valueAt;
  }
  if (alignment < 1 || alignment > 65_536) throw corrupt(`an alignment of ${alignment}`);

  const tensors: GgufTensor[] = [];
  for (let index = 0; index < tensorCount; index += 1) tensors.push(readTensor(reader));
  return { tensors, metadata, fileTypeAt, alignment, dataAt: align(reader.at, alignment) };
}

/**
 * Reads the head from the first bytes of a file.
 * @throws ModelError `model-corrupt` for anything that is not a sound GGUF head
 */
export function readHead(bytes: Uint8Array): HeadResult {
  try {
    return { kind: 'head', head: read(bytes) };
  } catch (error) {
    if (error instanceof EndOfBytes) return { kind: 'more' };
    throw error;
  }
}

/** What a GGUF file says of its model. */
export interface GgufAbout {
  readonly name: string | null;
  readonly architecture: string;
  /** Tokens of context the model was made for. */
  readonly contextLength: number | null;
  /** Whether its vocabulary has a token for the beginning of an edit (`<|next_start|>`). */
  readonly knowsEdits: boolean;
  /** Those of the tokens that were asked for that its vocabulary has. */
  readonly tokens: readonly string[];
  /** Whether it comes with a template for chats, as models that follow instructions do. */
  readonly hasChatTemplate: boolean;
}

export type AboutResult = { readonly kind: 'about'; readonly about: GgufAbout } | { readonly kind: 'more' };

const editToken = '<|next_start|>';

function about(bytes: Uint8Array, wanted: readonly string[]): GgufAbout {
  const reader = new Reader(bytes);
  if (reader.u32() !== magic) throw corrupt('it is not a GGUF file');
  const version = reader.u32();
  if (version !== 2 && version !== 3) throw corrupt(`version ${version} of the format is not known`);
  reader.u64(maxTensors, 'the tensor count');
  const entryCount = reader.u64(maxTensors, 'the metadata count');
  let found: GgufAbout = {
    name: null,
    architecture: '',
    contextLength: null,
    knowsEdits: false,
    tokens: [],
    hasChatTemplate: false,
  };
  for (let index = 0; index < entryCount; index += 1) {
    const key = reader.string();
    const type = reader.u32();
    if (key === 'general.name' && type === stringType) found = { ...found, name: reader.string() };
    else if (key === 'general.architecture' && type === stringType) found = { ...found, architecture: reader.string() };
    else if (key.endsWith('.context_length') && type === uint32Type) found = { ...found, contextLength: reader.u32() };
    else if (key === 'tokenizer.ggml.tokens' && type === arrayType) {
      const has = reader.stringsAmong([...wanted, editToken]);
      found = { ...found, tokens: wanted.filter((token) => has.includes(token)), knowsEdits: has.includes(editToken) };
    } else {
      reader.skipValue(type);
      if (key === 'tokenizer.chat_template') found = { ...found, hasChatTemplate: true };
    }
  }
  return found;
}

/**
 * Reads what a file says of its model from its first bytes.
 * @param wanted tokens to look for in its vocabulary
 * @throws ModelError `model-corrupt` for anything that is not sound GGUF metadata
 */
export function readAbout(bytes: Uint8Array, wanted: readonly string[] = []): AboutResult {
  try {
    return { kind: 'about', about: about(bytes, wanted) };
  } catch (error) {
    if (error instanceof EndOfBytes) return { kind: 'more' };
    throw error;
  }
}
