import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GgufHead } from './gguf';
import { ggufUrl, judgeGguf, maxGgufBytes, openGguf, openGgufUrl, type FetchRange, type GgufCheck } from './open-gguf';

const u32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];
const u64 = (value: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
const text = (value: string): number[] => [...u64(new TextEncoder().encode(value).length), ...new TextEncoder().encode(value)];

type Value = string | number | readonly string[];

function entry(key: string, value: Value): number[] {
  if (typeof value === 'string') return [...text(key), ...u32(8), ...text(value)];
  if (typeof value === 'number') return [...text(key), ...u32(4), ...u32(value)];
  return [...text(key), ...u32(9), ...u32(8), ...u64(value.length), ...value.flatMap(text)];
}

const usual: Readonly<Record<string, Value>> = { 'general.architecture': 'qwen2', 'general.name': 'Tiny', 'qwen2.context_length': 512, 'tokenizer.ggml.tokens': ['a', 'b', '<|end|>'] };

interface Tensor {
  readonly shape: readonly number[];
  readonly type: number;
  readonly bytes: number;
}

/** A GGUF file; entries of null are left out. */
function gguf(changes: Readonly<Record<string, Value | null>> = {}, tensors: readonly Tensor[] = [{ shape: [256, 2], type: 12, bytes: 288 }, { shape: [8], type: 0, bytes: 32 }]): Uint8Array<ArrayBuffer> {
  const entries = Object.entries({ ...usual, ...changes }).flatMap(([key, value]) => (value === null ? [] : [entry(key, value)]));
  let at = 0;
  const table = tensors.flatMap(({ shape, type, bytes }, index) => {
    const row = [...text(`t${index}`), ...u32(shape.length), ...shape.flatMap(u64), ...u32(type), ...u64(at)];
    at = Math.ceil((at + bytes) / 32) * 32;
    return row;
  });
  const head = [...u32(0x46554747), ...u32(3), ...u64(tensors.length), ...u64(entries.length), ...entries.flat(), ...table];
  while (head.length % 32 !== 0) head.push(0);
  return new Uint8Array([...head, ...new Uint8Array(at)]);
}

const said = (check: GgufCheck): string => (check.kind === 'runs' ? 'runs' : `${check.failure.code}: ${check.failure.message} ${check.failure.remedy}`);
const check = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => said(await openGguf(new Blob([bytes])));

describe('a GGUF file that a person chose', () => {
  it('is described when it runs', async () => {
    expect(await openGguf(new Blob([gguf()]))).toEqual({
      kind: 'runs',
      info: { name: 'Tiny', architecture: 'qwen2', parameters: 520, contextLength: 512, vocabulary: 3, quantization: 'Q4_K', bytes: gguf().length },
    });
  });

  it('may be the embedded model itself', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('../../public/models/inkling-edit-v2.gguf', import.meta.url)));
    expect(await openGguf(new Blob([bytes]))).toMatchObject({ kind: 'runs', info: { architecture: 'llama', quantization: 'F16', bytes: bytes.length } });
  });

  it('may leave out its name and its context', async () => {
    expect(await openGguf(new Blob([gguf({ 'general.name': null, 'qwen2.context_length': null })]))).toMatchObject({ kind: 'runs', info: { name: null, contextLength: null } });
  });

  it.each<readonly [string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['a web page', new TextEncoder().encode('<!doctype html><title>404</title>'), /^model-corrupt: .*not a GGUF file/],
    ['nothing', new Uint8Array(0), /^model-corrupt: The file ends before/],
    ['a cut head', gguf().slice(0, 120), /^model-corrupt: The file ends before/],
    ['cut weights', gguf().slice(0, -40), /^model-corrupt: The file is cut: it should have [\d,]+ bytes/],
    ['no architecture', gguf({ 'general.architecture': null }), /^model-corrupt: .*architecture/],
    ['an adapter', gguf({ 'general.type': 'adapter' }), /^model-unsupported: .*adapter \(LoRA\)/],
    ['a projector for images', gguf({ 'general.type': 'mmproj', 'general.architecture': 'clip' }), /^model-unsupported: .*does not write text \(clip\)/],
    ['an embedding model', gguf({ 'general.architecture': 'nomic-bert' }), /^model-unsupported: .*does not write text \(nomic-bert\)/],
    ['a part of a model', gguf({ 'split.count': 3 }), /^model-unsupported: .*one of 3 parts.*llama-gguf-split/],
    ['no tokenizer', gguf({ 'tokenizer.ggml.tokens': null }), /^model-unsupported: .*no tokenizer/],
    ['an empty tokenizer', gguf({ 'tokenizer.ggml.tokens': [] }), /^model-unsupported: .*no tokenizer/],
    ['only a vocabulary', gguf({}, []), /^model-unsupported: .*no weights/],
    ['a quantization that was dropped', gguf({}, [{ shape: [32], type: 4, bytes: 20 }]), /^model-unsupported: .*"t0" is of type 4.*Q4_K_M/],
    ['rows of broken blocks', gguf({}, [{ shape: [100], type: 12, bytes: 144 }]), /^model-unsupported: .*of type Q4_K/],
  ])('is refused with a reason: %s', async (_name, bytes, message) => {
    expect(await check(bytes)).toMatch(message);
  });

  it('is refused when it is too large for WebAssembly, before anything is loaded', () => {
    const head: GgufHead = { tensors: [], metadata: new Map<string, string>([['general.architecture', 'llama']]), fileTypeAt: null, alignment: 32, dataAt: 64 };
    expect(said(judgeGguf(head, maxGgufBytes + 1))).toMatch(/^out-of-memory: The file has 2,001 MB; the browser can hold at most 2,000 MB\. .*smaller quantization/);
  });
});

describe('the address of a GGUF file', () => {
  it.each([
    ['https://huggingface.co/who/model-GGUF/blob/main/a.gguf', 'https://huggingface.co/who/model-GGUF/resolve/main/a.gguf'],
    [' https://huggingface.co/who/model/resolve/main/blob/a.gguf?download=true#x', 'https://huggingface.co/who/model/resolve/main/blob/a.gguf?download=true'],
    ['https://example.org/blob/a.gguf', 'https://example.org/blob/a.gguf'],
    ['http://localhost:8080/a.gguf', 'http://localhost:8080/a.gguf'],
    ['http://example.org/a.gguf', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['a.gguf', null],
    ['', null],
  ])('%s', (given, url) => {
    expect(ggufUrl(given)).toBe(url);
  });

  const signal = new AbortController().signal;
  const url = 'https://example.org/a.gguf';

  /** A server with or without ranges. Counts the bytes it was asked for. */
  function server(bytes: Uint8Array<ArrayBuffer>, ranges: boolean, length = true): { readonly fetch: FetchRange; readonly asked: string[] } {
    const asked: string[] = [];
    return {
      asked,
      fetch(_url, { headers }) {
        const range = headers['Range'] ?? '';
        asked.push(range);
        const end = Math.min(Number(/-(\d+)$/.exec(range)?.[1]) + 1, bytes.length);
        const body = ranges ? bytes.slice(0, end) : bytes;
        return Promise.resolve(new Response(body, { status: ranges ? 206 : 200, headers: ranges ? { 'content-range': `bytes 0-${end - 1}/${bytes.length}` } : length ? { 'content-length': String(bytes.length) } : {} }));
      },
    };
  }

  it.each([[true, true], [false, true], [false, false]])('is looked at without downloading the file (ranges %s, length told %s)', async (ranges, length) => {
    const { fetch, asked } = server(gguf(), ranges, length);
    const result = await openGgufUrl(url, fetch, signal);
    expect(result).toMatchObject({ kind: 'runs', url, info: { name: 'Tiny', bytes: gguf().length } });
    expect(asked).toEqual(['bytes=0-1048575']);
  });

  it('asks for more when the head is longer than what came', async () => {
    const bytes = gguf();
    const asked: string[] = [];
    const stingy: FetchRange = (_url, { headers }) => {
      asked.push(headers['Range'] ?? '');
      return Promise.resolve(new Response(bytes.slice(0, 64 * asked.length ** 3), { status: 206, headers: { 'content-range': `bytes 0-63/${bytes.length}` } }));
    };
    expect(await openGgufUrl(url, stingy, signal)).toMatchObject({ kind: 'runs', info: { bytes: bytes.length } });
    expect(asked).toEqual(['bytes=0-1048575', 'bytes=0-4194303']);
  });

  it.each([
    [404, /^model-not-found: .*answered 404.*Check the address/],
    [403, /^model-not-found: .*answered 403.*not public/],
  ])('is refused when the server answers %i', async (status, message) => {
    expect(said(await openGgufUrl(url, () => Promise.resolve(new Response('no', { status })), signal))).toMatch(message);
  });

  it('is refused when it is none, and when a page comes in its place', async () => {
    expect(said(await openGgufUrl('ftp://x/a.gguf', () => Promise.reject(new Error('asked')), signal))).toMatch(/^model-not-found: That is not the address/);
    expect(said(await openGgufUrl(url, () => Promise.resolve(new Response('<!doctype html>'.repeat(9))), signal))).toMatch(/^model-corrupt: .*not a GGUF file/);
  });
});
