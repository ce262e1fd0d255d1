import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFrameReply, parseWorkerReply, weightOf } from './replies';

/** The beginning of a PNG of a size; the rest does not matter here. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

it.each<[unknown, unknown]>([
  [
    { type: 'output', stream: 'err', text: 'x', extra: 1 },
    { type: 'output', stream: 'err', text: 'x' },
  ],
  [{ type: 'output', text: 5 }, null],
  [{ type: 'done', code: 1.5 }, null],
  [
    { type: 'done', code: 0 },
    { type: 'done', code: 0 },
  ],
  [{ type: 'failed' }, { type: 'failed', error: { name: 'Error', message: '', stack: '' }, memory: false }],
  [
    { type: 'imports', modules: ['a', 3] },
    { type: 'imports', modules: ['a'] },
  ],
  [{ type: 'picture', png: 'x' }, null],
  [null, null],
  ['done', null],
  [{ type: '__proto__' }, null],
])('a worker says %j', (said, expected) => {
  expect(parseWorkerReply(said)).toEqual(expected);
});

it.each<[string, Uint8Array, boolean]>([
  ['a picture', png(640, 480), true],
  ['a picture within other bytes', png(640, 480).subarray(0), true],
  ['an SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), false],
  ['a page', new TextEncoder().encode('<!doctype html><script>alert(1)</script>'), false],
  ['a picture that unpacks to gigabytes', png(60_000, 60_000), false],
  ['a picture of nothing', png(0, 5), false],
  ['half a head', png(5, 5).subarray(0, 20), false],
  ['nothing', new Uint8Array(), false],
])('a plot that is %s is shown: %s', (_what, bytes, shown) => {
  expect(parseWorkerReply({ type: 'picture', png: bytes, title: '' }) !== null).toBe(shown);
});

it('cuts what a program could make long, and weighs the rest', () => {
  const long = 'x'.repeat(1_000_000);
  const cut = [
    { type: 'failed', error: { name: long, message: long, stack: long }, memory: false },
    { type: 'imports', modules: Array.from({ length: 10_000 }, () => long) },
    { type: 'picture', png: png(1, 1), title: long },
    { type: 'no-interpreter', detail: long },
  ].map((said) => parseWorkerReply(said));
  for (const reply of cut) expect(reply === null ? Infinity : weightOf(reply)).toBeLessThan(500_000);
  expect(weightOf({ type: 'output', stream: 'out', text: long })).toBe(1_000_000);
});

it('reads nothing that is not a message, and never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (said) => {
      expect(parseFrameReply(said)).toBeNull();
      expect(parseWorkerReply(said)).toBeNull();
    }),
    { numRuns: 200 },
  );
});
