import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFrameReply, parseWorkerReply } from './replies';

it.each<[unknown, unknown]>([
  [{ type: 'output', stream: 'err', text: 'x', extra: 1 }, { type: 'output', stream: 'err', text: 'x' }],
  [{ type: 'output', text: 5 }, null], [{ type: 'done', code: 1.5 }, null], [{ type: 'done', code: 0 }, { type: 'done', code: 0 }],
  [{ type: 'failed' }, { type: 'failed', error: { name: 'Error', message: '', stack: '' }, memory: false }],
  [{ type: 'imports', modules: ['a', 3] }, { type: 'imports', modules: ['a'] }], [{ type: 'picture', png: 'x' }, null], [null, null], ['done', null], [{ type: '__proto__' }, null],
])('a worker says %j', (said, expected) => {
  expect(parseWorkerReply(said)).toEqual(expected);
});

it('reads nothing that is not a message, and never throws', () => {
  fc.assert(fc.property(fc.anything(), (said) => {
    expect(parseFrameReply(said)).toBeNull();
    expect(parseWorkerReply(said)).toBeNull();
  }), { numRuns: 200 });
});
