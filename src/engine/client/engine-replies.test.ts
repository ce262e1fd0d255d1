import { describe, expect, it } from 'vitest';
import type { EngineReply } from '../../protocol/engine';
import { parseReply } from './engine-replies';

const replies: readonly EngineReply[] = [
  { type: 'pong', id: 1 },
  { type: 'unloaded', id: 1 },
  { type: 'progress', id: 1, progress: { stage: 'downloading', done: 1, total: 0 } },
  {
    type: 'loaded',
    id: 1,
    capabilities: {
      engine: 'wllama',
      device: 'cpu',
      threads: 1,
      contextLength: 16,
      dialect: 'd',
      speculates: false,
      note: null,
      stopsOnSpecialTokens: true,
    },
  },
  { type: 'piece', id: 1, piece: { text: '', logprob: null } },
  {
    type: 'completed',
    id: 1,
    figures: {
      promptTokens: 0,
      reusedTokens: 0,
      generatedTokens: 0,
      draftedTokens: 0,
      acceptedTokens: 0,
      forwardPasses: 0,
      msToFirstToken: 0,
      msTotal: 0,
      end: 'stop',
    },
  },
  { type: 'failed', id: -1, failure: { code: 'unknown', message: 'm', remedy: 'r' } },
];

describe('a message from the worker', () => {
  it.each(replies.map((reply) => [reply.type, reply] as const))('is read when it is %s', (_type, reply) => {
    expect(parseReply(structuredClone(reply))).toEqual(reply);
  });

  it.each(replies.flatMap((reply) => Object.keys(reply).map((field) => [reply.type, field, reply] as const)))(
    'is not read when %s lacks its %s',
    (_type, field, reply) => {
      expect(parseReply({ ...reply, [field]: undefined })).toBeNull();
    },
  );

  it.each([
    [null],
    ['pong'],
    [{ type: 'hello', id: 1 }],
    [{ type: 'piece', id: 1, piece: { text: 1, logprob: null } }],
  ])('is not read when it is %j', (message) => {
    expect(parseReply(message)).toBeNull();
  });
});
