import { describe, expect, it } from 'vitest';
import { findDialect } from '../core/conversation';
import { catalog } from './entries';

/** Rows of the embedding, hidden size, layers, query and key-value heads, size of a head, inner size, tied embeddings. */
const shapes = {
  '0.5B': [151_936, 896, 24, 14, 2, 64, 4864, true],
  '1.5B': [151_936, 1536, 28, 12, 2, 128, 8960, true],
  '3B': [151_936, 2048, 36, 16, 2, 128, 11_008, true],
  '7B': [152_064, 3584, 28, 28, 4, 128, 18_944, false],
} as const;

/** Parameters that are quantized, and those that are not (norms and biases). */
function counts([rows, hidden, layers, heads, keyHeads, head, inner, tied]: readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  boolean,
]): readonly [number, number] {
  const query = heads * head;
  const key = keyHeads * head;
  const matrices =
    rows * hidden * (tied ? 1 : 2) + layers * (2 * hidden * query + 2 * hidden * key + 3 * hidden * inner);
  return [matrices, layers * (2 * hidden + query + 2 * key) + hidden];
}

const qwen = (label: string) => catalog.filter(({ id }) => id.startsWith(`Qwen2.5-Coder-${label}-`));

describe('the catalog', () => {
  it('names each model once', () => {
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
    expect(new Set(catalog.map(({ name }) => name)).size).toBe(catalog.length);
  });

  it.each(catalog.map((entry) => [entry.id, entry] as const))(
    '%s speaks a dialect of the program and says where it is from and under which licence',
    (_id, entry) => {
      expect(findDialect(entry.dialect)).not.toBeNull();
      expect(entry.licence).not.toBe('');
      expect(entry.source).toMatch(/^https:\/\//);
      expect(entry.contextLength).toBeGreaterThanOrEqual(2048);
      expect(entry.gpuBytes === null ? entry.memoryBytes : entry.largestBufferBytes).toBeGreaterThan(0);
    },
  );

  it.each(Object.entries(shapes))(
    'has for Qwen2.5-Coder %s the sizes that follow from its shape: four bits and a two-byte scale for 32 weights',
    (label, shape) => {
      const [quantized, plain] = counts(shape);
      const entries = qwen(label);
      expect(entries.map(({ needsF16 }) => needsF16)).toEqual([true, false]);
      for (const entry of entries) {
        expect(entry.parameters).toBe(quantized + plain);
        expect(entry.downloadBytes - (quantized * (0.5 + 2 / 32) + plain * 2)).toBe(11_500_000);
        expect(entry.largestBufferBytes).toBe((shape[0] * shape[1]) / 2);
      }
    },
  );

  it('takes each library in the variant of its weights, from one version', () => {
    for (const { id, origin } of catalog) {
      if (origin.kind !== 'mlc') continue;
      const quantization = /q4f\d\d_1/.exec(id)?.[0] ?? '?';
      expect(origin.library).toContain(`v0_2_48/Qwen2`);
      expect(origin.library).toContain(quantization);
      expect(origin.url).toMatch(/\/resolve\/main\/$/);
    }
  });
});
