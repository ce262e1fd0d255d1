/**
 * Reads safetensors (https://github.com/huggingface/safetensors#format): eight bytes with the length of a JSON header,
 * the header, then the data of all tensors without gaps. Files come from strangers, so nothing in the header is believed
 * before it has been checked against the size of the file.
 */
import { ConversionError, damaged } from './errors';
import type { ByteSource, SourceFolder } from './source';

/** The number types that are converted, by bytes a value. */
const sizes = { F32: 4, F16: 2, BF16: 2 } as const;
export type SourceDtype = keyof typeof sizes;

/** Sizes of the format's other types: their extents are checked, but no tensor of the model may have them. */
const otherSizes: ReadonlyMap<string, number> = new Map([
  ['F64', 8],
  ['I64', 8],
  ['U64', 8],
  ['I32', 4],
  ['U32', 4],
  ['I16', 2],
  ['U16', 2],
  ['I8', 1],
  ['U8', 1],
  ['BOOL', 1],
  ['F8_E4M3', 1],
  ['F8_E5M2', 1],
]);

export interface SourceTensor {
  readonly name: string;
  readonly file: string;
  /** One of `SourceDtype` where it can be converted. */
  readonly dtype: string;
  /** Rows first. */
  readonly shape: readonly number[];
  /** Where the data starts, in bytes of the file. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/** All tensors of a model, by name, over all its files. */
export interface Checkpoint {
  readonly tensors: ReadonlyMap<string, SourceTensor>;
  readonly files: ReadonlyMap<string, ByteSource>;
}

/** The format's own limit; a larger header is an attack or a mistake. */
const maxHeaderBytes = 100_000_000;
const maxRank = 8;

export const isSourceDtype = (dtype: string): dtype is SourceDtype => Object.hasOwn(sizes, dtype);

/** Bytes of one value. */
export const bytesOfDtype = (dtype: SourceDtype): number => sizes[dtype];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/**
 * The keys at the top level of a JSON object, as often as they stand there: `JSON.parse` keeps the last of two equal keys
 * and says nothing. The text must be valid JSON.
 */
function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (char === '"') {
      const start = at;
      for (at += 1; json[at] !== '"'; at += 1) if (json[at] === '\\') at += 1;
      if (depth !== 1) continue;
      let next = at + 1;
      while (/\s/.test(json[next] ?? '')) next += 1;
      if (json[next] === ':') keys.push(String(JSON.parse(json.slice(start, at + 1))));
    }
  }
  return keys;
}

function readEntry(file: string, name: string, entry: unknown, dataAt: number, dataBytes: number): SourceTensor {
  const bad = (what: string): ConversionError => damaged(file, `tensor ${JSON.stringify(name.slice(0, 200))} ${what}`);
  if (!isObject(entry)) throw bad('has no description');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw bad('has no number type');
  const width = isSourceDtype(dtype) ? sizes[dtype] : otherSizes.get(dtype);
  if (width === undefined) throw bad(`has the unknown number type ${JSON.stringify(dtype.slice(0, 40))}`);
  if (!Array.isArray(shape) || shape.length > maxRank || !shape.every(isCount)) throw bad('has an impossible shape');
  if (!Array.isArray(offsets) || offsets.length !== 2) throw bad('has no offsets');
  const [begin, end] = offsets as readonly unknown[];
  if (!isCount(begin) || !isCount(end) || begin > end || end > dataBytes) throw bad('lies outside of the file');
  const bytes = shape.reduce((product, length) => product * length, width);
  if (!Number.isSafeInteger(bytes)) throw bad('is impossibly large');
  if (bytes !== end - begin) throw bad(`should take ${bytes} bytes by its shape, but has ${end - begin}`);
  return { name, file, dtype, shape, offset: dataAt + begin, length: bytes };
}

function parseHeader(file: string, text: string): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw damaged(file, 'its header is not JSON');
  }
  if (!isObject(header)) throw damaged(file, 'its header is not an object');
  const keys = topLevelKeys(text);
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw damaged(file, `two tensors have the name ${JSON.stringify(key.slice(0, 200))}`);
    seen.add(key);
  }
  return header;
}

/**
 * Reads the header of one file.
 * @throws ConversionError `damaged` for a header that is not sound: tensors that overlap, leave gaps, lie outside of the
 * file, or whose shape, type and size do not agree
 */
export async function readSafetensors(file: string, source: ByteSource): Promise<readonly SourceTensor[]> {
  if (source.size < 10) throw damaged(file, 'it is too short to be a safetensors file');
  const prefix = await source.read(0, 8);
  const declared = new DataView(prefix.buffer).getBigUint64(0, true);
  if (declared > BigInt(Math.min(maxHeaderBytes, source.size - 8)))
    throw damaged(file, `its header would take ${declared.toString()} bytes`);
  const headerBytes = Number(declared);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await source.read(8, headerBytes));
  } catch (error) {
    if (error instanceof TypeError) throw damaged(file, 'its header is not text');
    throw error;
  }
  const dataAt = 8 + headerBytes;
  const dataBytes = source.size - dataAt;
  const tensors = Object.entries(parseHeader(file, text))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(file, name, entry, dataAt, dataBytes));

  let end = dataAt;
  for (const tensor of [...tensors].sort((one, other) => one.offset - other.offset || one.length - other.length)) {
    if (tensor.offset !== end)
      throw damaged(
        file,
        `tensor ${JSON.stringify(tensor.name.slice(0, 200))} ${tensor.offset < end ? 'overlaps another' : 'is not next to the one before'}`,
      );
    end = tensor.offset + tensor.length;
  }
  if (end !== source.size) throw damaged(file, `${source.size - end} bytes belong to no tensor`);
  return tensors;
}

const indexName = 'model.safetensors.index.json';
const singleName = 'model.safetensors';

const missing = (what: string): ConversionError =>
  new ConversionError(
    'incomplete',
    `${what} is missing.`,
    'Choose all files of the model together: config.json, tokenizer.json and every .safetensors file.',
  );

/** A JSON file of the folder; null when there is none. @throws ConversionError `damaged` when it is not a JSON object */
export async function readJson(
  folder: SourceFolder,
  name: string,
  maxBytes = 2 ** 27,
): Promise<Readonly<Record<string, unknown>> | null> {
  if (!folder.names.includes(name)) return null;
  const source = await folder.open(name);
  if (source.size > maxBytes) throw damaged(name, `it is impossibly long`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(await source.read(0, source.size)));
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(name, 'it is not JSON');
    throw error;
  }
  if (!isObject(value)) throw damaged(name, 'it is not a JSON object');
  return value;
}

/** Which file holds which tensor by the index; null without an index. */
async function readIndex(folder: SourceFolder): Promise<ReadonlyMap<string, string> | null> {
  const index = await readJson(folder, indexName);
  if (index === null) return null;
  const map = index['weight_map'];
  if (!isObject(map)) throw damaged(indexName, 'it has no weight map');
  return new Map(
    Object.entries(map).map(([tensor, file]) => {
      if (typeof file !== 'string' || !/^[^/\\]+\.safetensors$/.test(file))
        throw damaged(indexName, `${JSON.stringify(tensor.slice(0, 200))} is in no safetensors file`);
      return [tensor, file];
    }),
  );
}

/** The one file of a model without an index. */
function singleFile(folder: SourceFolder): string {
  const all = folder.names.filter((name) => name.endsWith('.safetensors'));
  if (all.includes(singleName)) return singleName;
  const [first, ...rest] = all;
  if (first === undefined) throw missing('A .safetensors file');
  if (rest.length > 0) throw missing(indexName);
  return first;
}

/**
 * Opens a model's weights: the files of `model.safetensors.index.json`, else `model.safetensors`, else the only
 * safetensors file there is. Reads headers only.
 * @throws ConversionError `incomplete` or `damaged`
 */
export async function openCheckpoint(folder: SourceFolder): Promise<Checkpoint> {
  const index = await readIndex(folder);
  const names = index === null ? [singleFile(folder)] : [...new Set(index.values())].sort();
  const tensors = new Map<string, SourceTensor>();
  const files = new Map<string, ByteSource>();
  for (const name of names) {
    if (!folder.names.includes(name)) throw missing(name);
    const source = await folder.open(name);
    files.set(name, source);
    for (const tensor of await readSafetensors(name, source)) {
      if (tensors.has(tensor.name))
        throw damaged(
          name,
          `${JSON.stringify(tensor.name.slice(0, 200))} is also in ${tensors.get(tensor.name)?.file ?? ''}`,
        );
      tensors.set(tensor.name, tensor);
    }
  }
  for (const [tensor, file] of index ?? []) {
    if (tensors.get(tensor)?.file !== file)
      throw damaged(indexName, `${JSON.stringify(tensor.slice(0, 200))} is not in ${file}`);
  }
  return { tensors, files };
}
