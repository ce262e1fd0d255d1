import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { dequantizeRows } from '../../../src/models/convert/quantize';
import { convertFolder } from '../convert-folder';
import { randomWeights, shapeOf, writeRandomModel } from './random-model';
import { byteTokenizer, TOKENS } from './tokenizer';

const fixture = new URL('../../../e2e/fixtures/tinylib.wasm.gz', import.meta.url);
let folder: string | null = null;
afterEach(async () => {
  if (folder !== null) await rm(folder, { recursive: true });
  folder = null;
});

it('a random model for the small library passes through the converter without losing anything', async () => {
  const { shape, library } = shapeOf(gunzipSync(await readFile(fixture)));
  expect(shape).toMatchObject({
    architecture: 'qwen2',
    hiddenSize: 256,
    intermediateSize: 512,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headSize: 64,
    tied: true,
  });
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-random-'));
  const [from, to] = [path.join(folder, 'published'), path.join(folder, 'converted')];
  await writeRandomModel(from, shape, 7);
  const made = await convertFolder({
    from,
    to,
    format: library.format,
    library: { kind: 'library', metadata: library },
  });
  expect(made.vocabulary).toBe(library.vocabulary);

  const index = JSON.parse(await readFile(path.join(to, 'ndarray-cache.json'), 'utf8')) as {
    records: { dataPath: string; records: { name: string; nbytes: number; byteOffset: number }[] }[];
  };
  const read = async (name: string): Promise<ArrayBuffer> => {
    const shard = index.records.find(({ records }) => records.some((record) => record.name === name))!;
    const { byteOffset, nbytes } = shard.records.find((record) => record.name === name)!;
    return new Uint8Array(await readFile(path.join(to, shard.dataPath))).slice(byteOffset, byteOffset + nbytes).buffer;
  };
  const weights = randomWeights(shape, 7);
  for (const name of ['model.embed_tokens', 'model.layers.1.mlp.down_proj']) {
    const columns = name.endsWith('down_proj') ? shape.intermediateSize : shape.hiddenSize;
    const original = weights(`${name}.weight`);
    const back = dequantizeRows(
      new Uint32Array(await read(`${name}.q_weight`)),
      new Float32Array(await read(`${name}.q_scale`)),
      columns,
    );
    expect(original.every((value, at) => value === back[at])).toBe(true);
    expect(back.subarray(original.length).every((value) => value === 0)).toBe(true);
  }
});

it('its tokenizer has one token for each byte and the special ones after them', () => {
  const { model, added_tokens: added } = JSON.parse(byteTokenizer()) as {
    model: { vocab: Record<string, number> };
    added_tokens: { id: number }[];
  };
  expect(new Set(Object.values(model.vocab)).size).toBe(256);
  expect(new Set(Object.keys(model.vocab)).size).toBe(256);
  expect(added.map(({ id }) => id)).toEqual([256, 257, 258]);
  expect(TOKENS).toBe(259);
});
