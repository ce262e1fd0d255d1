import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findDialect } from '../core/conversation';
import { inklingHalf } from './adapted';
import { catalog } from './entries';
import { readHead } from './gguf';
import { judgeGguf } from './open-gguf';

describe('the adapter that ships', () => {
  const bytes = new Uint8Array(readFileSync('public/models/inkling-0.5b.lora.gguf'));
  const card = JSON.parse(readFileSync('public/models/inkling-0.5b.lora.json', 'utf8')) as Record<string, unknown>;
  const read = readHead(bytes);
  if (read.kind !== 'head') throw new Error('the head is not whole');
  const { head } = read;

  it('is the one that its card and the catalog name, for the base that they name', () => {
    const { adapter, base, dialect, id } = inklingHalf;
    expect(adapter).toMatchObject({
      url: `models/${String(card['adapter'])}`,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(card).toMatchObject({
      id,
      dialect,
      bytes: adapter.bytes,
      sha256: adapter.sha256,
      base: { file: base.file, bytes: base.bytes, sha256: base.sha256 },
      licence: 'Apache-2.0',
    });
    expect(findDialect(dialect)?.alwaysWrites).toBe(true);
    expect(catalog.find((entry) => entry.id === id)).toMatchObject({
      adapter,
      dialect,
      origin: { kind: 'gguf', url: base.url, sha256: base.sha256 },
    });
  });

  it('is an adapter for Qwen2 as llama.cpp takes it: a pair of rank 16 for each matrix', () => {
    expect(Object.fromEntries(head.metadata)).toMatchObject({
      'general.architecture': 'qwen2',
      'general.type': 'adapter',
      'adapter.type': 'lora',
      'adapter.lora.alpha': 32,
    });
    const shapes = new Map(head.tensors.map(({ name, shape }) => [name, shape]));
    for (const [name, [, rows]] of [...shapes].filter(([key]) => key.endsWith('.lora_a'))) {
      expect(name).toMatch(/^blk\.\d+\.(attn_(q|k|v|output)|ffn_(gate|up|down))\.weight\.lora_a$/);
      expect(rows).toBe(16);
      expect(shapes.get(name.replace(/a$/, 'b'))?.[0]).toBe(16);
    }
    expect(shapes.size).toBe(2 * 7 * 16);
  });

  it('is refused as a whole model', () => {
    expect(judgeGguf(head, bytes.length)).toMatchObject({ kind: 'refused', failure: { code: 'model-unsupported' } });
  });
});
