import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WorkerReply } from '../../protocol/execution';
import { createOutput } from './output';

function record(limit: number, now: () => number = () => 0) {
  const replies: WorkerReply[] = [];
  const output = createOutput(
    (reply) => {
      replies.push(reply);
    },
    limit,
    now,
  );
  const text = (stream: 'out' | 'err'): string =>
    replies.map((reply) => (reply.type === 'output' && reply.stream === stream ? reply.text : '')).join('');
  return { output, replies, text };
}

it('loses, repeats and reorders nothing below the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('out' as const, 'err' as const), fc.string()), { maxLength: 50 }),
      (writes) => {
        const { output, replies, text } = record(1e9);
        for (const [stream, words] of writes) output.write(stream, words);
        output.flush();
        for (const stream of ['out', 'err'] as const)
          expect(text(stream)).toBe(
            writes
              .filter(([to]) => to === stream)
              .map(([, words]) => words)
              .join(''),
          );
        expect(replies.map((reply) => (reply.type === 'output' ? reply.text : '')).join('')).toBe(
          writes.map(([, words]) => words).join(''),
        );
      },
    ),
    { numRuns: 100 },
  );
});

it('sends a first line at once, since the program may never pause again', () => {
  const { output, replies } = record(1_000);
  output.write('out', 'a\n');
  expect(replies).toEqual([{ type: 'output', stream: 'out', text: 'a\n' }]);
});

it('sends many lines in few messages', () => {
  const { output, replies } = record(1e9);
  for (let line = 0; line < 100_000; line += 1) output.write('out', 'x\n');
  output.flush();
  expect(replies.length).toBeLessThan(1_200);
});

it('cuts at the limit, says so once, and counts pictures', () => {
  const { output, replies, text } = record(10);
  expect([
    output.write('out', '123456'),
    output.write('out', '7890abc'),
    output.write('err', 'x'),
    output.picture(new Uint8Array(1), ''),
  ]).toEqual([true, false, false, false]);
  expect(text('out')).toBe('1234567890');
  expect(replies.filter(({ type }) => type === 'full')).toHaveLength(1);
  const pictures = record(10);
  expect([pictures.output.picture(new Uint8Array(8), 'a'), pictures.output.picture(new Uint8Array(8), 'b')]).toEqual([
    true,
    false,
  ]);
});
