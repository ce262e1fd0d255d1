import { describe, expect, it } from 'vitest';
import { ConversionError } from './errors';
import { memoryFolder, safetensorsFile } from '../../../testing/convert-fakes';
import { openCheckpoint, readSafetensors } from './safetensors';
import { blobSource } from './source';

type Json = Readonly<Record<string, unknown>>;

const entry = (from: number, to: number, shape: readonly unknown[] = [(to - from) / 4], dtype = 'F32'): Json => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

const file = (header: Json | string, bytes = 0): Uint8Array<ArrayBuffer> =>
  safetensorsFile(typeof header === 'string' ? header : JSON.stringify(header), new Uint8Array(bytes));

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ConversionError
    ? `${error.failure.code}: ${error.failure.message}`
    : `another outcome: ${String(error)}`;
}

const read = (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> =>
  readSafetensors('model.safetensors', blobSource(new Blob([bytes])));

describe('reading safetensors', () => {
  it('finds each tensor’s place in the file', async () => {
    const bytes = file(
      {
        __metadata__: { format: 'pt' },
        b: entry(8, 16),
        a: entry(0, 8, [2, 1]),
        empty: entry(8, 8, [0, 5]),
        scalar: entry(16, 20, []),
      },
      20,
    );
    const at = bytes.length - 20;
    expect(await readSafetensors('x', blobSource(new Blob([bytes])))).toEqual([
      { name: 'b', file: 'x', dtype: 'F32', shape: [2], offset: at + 8, length: 8 },
      { name: 'a', file: 'x', dtype: 'F32', shape: [2, 1], offset: at, length: 8 },
      { name: 'empty', file: 'x', dtype: 'F32', shape: [0, 5], offset: at + 8, length: 0 },
      { name: 'scalar', file: 'x', dtype: 'F32', shape: [], offset: at + 16, length: 4 },
    ]);
  });

  it.each<readonly [string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['an empty file', new Uint8Array(0), /too short/],
    ['a file of eight bytes', new Uint8Array(8), /too short/],
    ['a header longer than the file', safetensorsFile('{}', new Uint8Array(4), 1000n), /header would take 1000 bytes/],
    ['a header of 2^63 bytes', safetensorsFile('{}', new Uint8Array(4), 2n ** 63n), /header would take/],
    ['a web page', new TextEncoder().encode('<!doctype html><title>Not found</title>'), /header would take/],
    ['a header that is not JSON', file('{"a": ', 0), /not JSON/],
    [
      'a header that is not UTF-8',
      safetensorsFile('{}', new Uint8Array(0)).map((byte, index) => (index === 8 ? 0xff : byte)),
      /not text/,
    ],
    ['a header that is a list', file('[]        ', 0), /not an object/],
    ['a tensor that is no object', file({ a: 7 }), /"a" has no description/],
    ['a tensor without a type', file({ a: { shape: [1], data_offsets: [0, 4] } }, 4), /no number type/],
    ['an unknown type', file({ a: entry(0, 4, [1], 'F31') }, 4), /unknown number type "F31"/],
    [
      'a type named like a property of every object',
      file({ a: entry(0, 4, [1], 'constructor') }, 4),
      /unknown number type/,
    ],
    ['a negative dimension', file({ a: entry(0, 4, [-1]) }, 4), /impossible shape/],
    ['a fractional dimension', file({ a: entry(0, 4, [0.5]) }, 4), /impossible shape/],
    ['a dimension in words', file({ a: entry(0, 4, ['1']) }, 4), /impossible shape/],
    ['too many dimensions', file({ a: entry(0, 4, new Array<number>(9).fill(1)) }, 4), /impossible shape/],
    ['dimensions whose product overflows', file({ a: entry(0, 4, [2 ** 40, 2 ** 40]) }, 4), /impossibly large/],
    ['three offsets', file({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4, 8] } }, 4), /no offsets/],
    ['offsets the wrong way round', file({ a: entry(4, 0, [1]) }, 4), /outside of the file/],
    ['a negative offset', file({ a: entry(-4, 0, [1]) }, 4), /outside of the file/],
    ['offsets past the end', file({ a: entry(0, 8, [2]) }, 4), /outside of the file/],
    ['an offset that is not exact', file({ a: entry(0, 2 ** 60, [2]) }, 4), /outside of the file/],
    ['a shape larger than its data', file({ a: entry(0, 4, [2]) }, 4), /should take 8 bytes by its shape, but has 4/],
    ['a shape smaller than its data', file({ a: entry(0, 8, [1]) }, 8), /should take 4 bytes/],
    ['a type wider than its data', file({ a: entry(0, 4, [1], 'F64') }, 4), /should take 8 bytes/],
    ['overlapping tensors', file({ a: entry(0, 8), b: entry(4, 12) }, 12), /"b" overlaps/],
    ['two tensors in one place', file({ a: entry(0, 8), b: entry(0, 8) }, 8), /overlaps/],
    ['a gap between tensors', file({ a: entry(0, 4), b: entry(8, 12) }, 12), /"b" is not next to/],
    ['a gap before the first', file({ a: entry(4, 8) }, 8), /"a" is not next to/],
    ['bytes after the last', file({ a: entry(0, 4) }, 6), /2 bytes belong to no tensor/],
    [
      'two tensors of one name',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      /two tensors have the name "a"/,
    ],
    [
      'two tensors of one name, written differently',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061" : {"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      /two tensors have the name "a"/,
    ],
  ])('refuses %s', async (_name, bytes, message) => {
    const failure = await failureOf(read(bytes));
    expect(failure).toMatch(/^damaged: model\.safetensors is damaged: /);
    expect(failure).toMatch(message);
  });

  it('does not take equal keys of different tensors, or words in texts, for equal names', async () => {
    const bytes = file(
      '{"__metadata__":{"note":"{\\"a\\": 1, \\"a\\": 2}"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b\\"":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      8,
    );
    await expect(read(bytes)).resolves.toHaveLength(2);
  });

  it('does not let a tensor’s name reach the prototype of anything', async () => {
    const bytes = file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4);
    await expect(read(bytes)).resolves.toMatchObject([{ name: '__proto__', length: 4 }]);
  });
});

describe('opening a checkpoint', () => {
  const one = file({ a: entry(0, 4) }, 4);
  const two = file({ b: entry(0, 4) }, 4);
  const index = (map: unknown): Uint8Array<ArrayBuffer> =>
    new TextEncoder().encode(JSON.stringify({ weight_map: map }));
  const open = (files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): ReturnType<typeof openCheckpoint> =>
    openCheckpoint(memoryFolder(new Map(Object.entries(files))));

  it.each([
    ['the only file', { 'some.safetensors': one }, ['a']],
    ['model.safetensors before others', { 'adapter.safetensors': two, 'model.safetensors': one }, ['a']],
    [
      'the files of an index, and no others',
      {
        '1.safetensors': one,
        '2.safetensors': two,
        'other.safetensors': two,
        'model.safetensors.index.json': index({ a: '1.safetensors', b: '2.safetensors' }),
      },
      ['a', 'b'],
    ],
  ])('takes %s', async (_name, files, names) => {
    expect([...(await open(files)).tensors.keys()]).toEqual(names);
  });

  it.each<readonly [string, Readonly<Record<string, Uint8Array<ArrayBuffer>>>, RegExp]>([
    ['no weights', {}, /^incomplete: A \.safetensors file is missing/],
    [
      'several files without an index',
      { '1.safetensors': one, '2.safetensors': two },
      /^incomplete: model\.safetensors\.index\.json is missing/,
    ],
    [
      'a file of the index that is missing',
      { '1.safetensors': one, 'model.safetensors.index.json': index({ a: '1.safetensors', b: '2.safetensors' }) },
      /^incomplete: 2\.safetensors is missing/,
    ],
    [
      'an index that points elsewhere',
      { '1.safetensors': one, 'model.safetensors.index.json': index({ a: '../../1.safetensors' }) },
      /^damaged: .*no safetensors file/,
    ],
    [
      'an index without a map',
      { '1.safetensors': one, 'model.safetensors.index.json': index([]) },
      /^damaged: .*no weight map/,
    ],
    [
      'an index that is not JSON',
      { '1.safetensors': one, 'model.safetensors.index.json': new TextEncoder().encode('<html>') },
      /^damaged: .*not JSON/,
    ],
    [
      'a tensor in another file than the index says',
      {
        '1.safetensors': one,
        '2.safetensors': two,
        'model.safetensors.index.json': index({ a: '2.safetensors', b: '1.safetensors' }),
      },
      /^damaged: .*"a" is not in 2/,
    ],
    [
      'a tensor in two files',
      {
        '1.safetensors': one,
        '2.safetensors': one,
        'model.safetensors.index.json': index({ a: '1.safetensors', b: '2.safetensors' }),
      },
      /^damaged: .*"a" is also in 1/,
    ],
  ])('refuses %s', async (_name, files, message) => {
    expect(await failureOf(open(files))).toMatch(message);
  });
});
