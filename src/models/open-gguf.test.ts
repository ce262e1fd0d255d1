import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GgufHead } from './gguf';
import { MemoryFile } from './memory-file';
import { checkGguf, judgeGguf, maxGgufBytes, openGguf, watchGguf, type GgufCheck } from './open-gguf';
import { tinyGguf } from '../../testing/tiny-gguf';

const said = (check: GgufCheck): string =>
  check.kind === 'runs' ? 'runs' : `${check.failure.code}: ${check.failure.message} ${check.failure.remedy}`;
const check = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => said(await openGguf(new Blob([bytes])));

describe('a GGUF file that a user chose', () => {
  it('is described when it runs', async () => {
    expect(await openGguf(new Blob([tinyGguf()]))).toEqual({
      kind: 'runs',
      info: {
        name: 'Tiny',
        architecture: 'qwen2',
        parameters: 520,
        contextLength: 512,
        vocabulary: 3,
        quantization: 'Q4_K',
        bytes: tinyGguf().length,
      },
    });
  });

  it('may be the embedded model itself', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('../../public/models/inkling-edit-v2.gguf', import.meta.url)));
    expect(await openGguf(new Blob([bytes]))).toMatchObject({
      kind: 'runs',
      info: { architecture: 'llama', quantization: 'F16', bytes: bytes.length },
    });
  });

  it('may leave out its name and its context', async () => {
    expect(await openGguf(new Blob([tinyGguf({ 'general.name': null, 'qwen2.context_length': null })]))).toMatchObject({
      kind: 'runs',
      info: { name: null, contextLength: null },
    });
  });

  it.each<readonly [string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['a web page', new TextEncoder().encode('<!doctype html><title>404</title>'), /^model-corrupt: .*not a GGUF file/],
    ['nothing', new Uint8Array(0), /^model-corrupt: The file ends before/],
    ['a cut head', tinyGguf().slice(0, 120), /^model-corrupt: The file ends before/],
    ['cut weights', tinyGguf().slice(0, -40), /^model-corrupt: The file is cut: it should have [\d,]+ bytes/],
    ['no architecture', tinyGguf({ 'general.architecture': null }), /^model-corrupt: .*architecture/],
    ['an adapter', tinyGguf({ 'general.type': 'adapter' }), /^model-unsupported: .*adapter \(LoRA\)/],
    [
      'a projector for images',
      tinyGguf({ 'general.type': 'mmproj', 'general.architecture': 'clip' }),
      /^model-unsupported: .*does not write text \(clip\)/,
    ],
    [
      'an embedding model',
      tinyGguf({ 'general.architecture': 'nomic-bert' }),
      /^model-unsupported: .*does not write text \(nomic-bert\)/,
    ],
    ['a part of a model', tinyGguf({ 'split.count': 3 }), /^model-unsupported: .*one of 3 parts.*llama-gguf-split/],
    ['no tokenizer', tinyGguf({ 'tokenizer.ggml.tokens': null }), /^model-unsupported: .*no tokenizer/],
    ['an empty tokenizer', tinyGguf({ 'tokenizer.ggml.tokens': [] }), /^model-unsupported: .*no tokenizer/],
    ['only a vocabulary', tinyGguf({}, []), /^model-unsupported: .*no weights/],
    [
      'a quantization that was dropped',
      tinyGguf({}, [{ shape: [32], type: 4, bytes: 20 }]),
      /^model-unsupported: .*"t0" is of type 4.*Q4_K_M/,
    ],
    [
      'rows of broken blocks',
      tinyGguf({}, [{ shape: [100], type: 12, bytes: 144 }]),
      /^model-unsupported: .*of type Q4_K/,
    ],
  ])('is refused with a reason: %s', async (_name, bytes, message) => {
    expect(await check(bytes)).toMatch(message);
  });

  it('is refused when it is too large for WebAssembly, before anything is loaded', () => {
    const head: GgufHead = {
      tensors: [],
      metadata: new Map<string, string>([['general.architecture', 'llama']]),
      fileTypeAt: null,
      alignment: 32,
      dataAt: 64,
    };
    expect(said(judgeGguf(head, maxGgufBytes + 1))).toMatch(
      /^out-of-memory: The file has 2,001 MB; the browser can hold at most 2,000 MB\. .*smaller quantization/,
    );
  });
});

/** Feeds a file to a watch in pieces, as it comes from a server; gives what was said, and after how many bytes. */
function comes(
  bytes: Uint8Array<ArrayBuffer>,
  total: number | null,
  piece: number,
): { readonly said: string; readonly after: number } {
  const watch = watchGguf();
  const file = new MemoryFile();
  for (let at = 0; at < bytes.length; at += piece) {
    file.write(bytes.slice(at, at + piece), at);
    const check = watch(file, total);
    if (check !== null) return { said: said(check), after: file.size() };
  }
  return { said: 'nothing', after: bytes.length };
}

describe('a GGUF file that comes from a server', () => {
  const padding = 'x'.repeat(1_500_000);
  const adapter = tinyGguf({ 'general.type': 'adapter' }, [{ shape: [1_000_000], type: 0, bytes: 4_000_000 }]);

  it('is given up as soon as its head is here', () => {
    expect(comes(adapter, adapter.length, 300_000)).toEqual({
      said: expect.stringMatching(/adapter/) as string,
      after: 1_200_000,
    });
  });

  it('is looked at again when its head is longer than what came', () => {
    const long = tinyGguf({ 'general.description': padding, 'general.type': 'adapter' }, [
      { shape: [3_000_000], type: 0, bytes: 12_000_000 },
    ]);
    expect(comes(long, long.length, 1_000_000).after).toBe(9_000_000);
  });

  it.each<readonly [string, number | null, RegExp]>([
    ['whole', 4_001_000, /^runs$/],
    ['cut, as the server says', 3_000_000, /^model-corrupt: The file is cut/],
    ['of a length that nobody told', null, /^runs$/],
    ['too large', 2_100_000_000, /^out-of-memory/],
  ])('is judged by what is told of it: %s', (_what, total, expected) => {
    const whole = tinyGguf({}, [{ shape: [1_000_000], type: 0, bytes: 4_000_000 }]);
    expect(comes(whole, total, 1_048_576).said).toMatch(expected);
  });

  it('is looked at once', () => {
    const watch = watchGguf();
    const file = new MemoryFile(adapter);
    expect([watch(file, null)?.kind, watch(file, null)]).toEqual(['refused', null]);
  });
});

it('judges a file that is here as a whole like one that was chosen', async () => {
  for (const bytes of [tinyGguf(), tinyGguf().slice(0, -40), tinyGguf().slice(0, 120), new Uint8Array()]) {
    expect(checkGguf(new MemoryFile(bytes))).toEqual(await openGguf(new Blob([bytes])));
  }
});

it('never throws, whatever a byte is changed to', () => {
  const file = tinyGguf();
  fc.assert(
    fc.property(fc.nat(400), fc.nat(255), (at, value) => {
      const changed = file.slice();
      changed[at] = value;
      expect(['runs', 'refused']).toContain(checkGguf(new MemoryFile(changed)).kind);
    }),
    { numRuns: 300 },
  );
});
