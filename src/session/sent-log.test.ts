import { expect, it } from 'vitest';
import {
  CANCELLED_BEFORE_IT_BEGAN,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
} from '../core/prediction/completion';
import { createSentLog, type SentLog } from './sent-log';

const figures: CompletionFigures = { ...CANCELLED_BEFORE_IT_BEGAN, promptTokens: 12, end: 'stop' };
const request = (prompt: string, maxTokens = 64): CompletionRequest => ({
  parts: ['system\n', prompt],
  draft: null,
  stop: [],
  maxTokens,
  temperature: 0,
});

async function* answer(): AsyncGenerator<CompletionPiece, CompletionFigures, undefined> {
  await Promise.resolve();
  yield { text: 'wid', logprob: null };
  yield { text: 'th', logprob: null };
  return figures;
}

async function read(stream: AsyncGenerator<CompletionPiece, CompletionFigures, undefined>): Promise<string> {
  let out = '';
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return `${out}|${next.value.promptTokens}`;
    out += next.value.text;
  }
}

const log = (): SentLog => createSentLog({ wall: () => 1000 }, () => 'Inkling Edit');
const never = new AbortController().signal;

it('hands the answer on as it is, and keeps exactly what was asked and answered', async () => {
  const sent = log();
  const asked = request('def f(');
  expect(await read(sent.watch('prediction', answer)(asked, never))).toBe('width|12');
  sent.settled(asked, 'p-1', { kind: 'nothing', reason: { kind: 'no-change' } });
  expect(sent.list()).toEqual([
    {
      id: 1,
      by: 'prediction',
      model: 'Inkling Edit',
      at: 1000,
      request: asked,
      output: 'width',
      end: { kind: 'done', figures },
      came: { kind: 'nothing', reason: { kind: 'no-change' } },
      predictionId: 'p-1',
    },
  ]);
  expect(sent.of('p-1')?.output).toBe('width');
  expect(sent.of('p-2')).toBeNull();
});

it('says what failed, and hands the failure on', async () => {
  const sent = log();
  const failing = sent.watch('asked', async function* () {
    await Promise.resolve();
    yield { text: 'wi', logprob: null };
    throw new Error('device lost');
  });
  await expect(read(failing(request('x'), never))).rejects.toThrow('device lost');
  expect(sent.list()[0]).toMatchObject({ by: 'asked', output: 'wi', end: { kind: 'failed', message: 'device lost' } });
});

it('stops the answer when its reader leaves early', async () => {
  const sent = log();
  let stopped = false;
  const stream = sent.watch('asked', async function* () {
    try {
      yield { text: 'a', logprob: null };
      await Promise.resolve();
      return figures;
    } finally {
      stopped = true;
    }
  })(request('x'), never);
  for await (const piece of stream) {
    expect(piece.text).toBe('a');
    break;
  }
  expect(stopped).toBe(true);
  expect(sent.list()[0]).toMatchObject({ output: 'a', end: { kind: 'left' } });
});

it('keeps the last twenty questions and the last five prompts read ahead', async () => {
  const sent = log();
  const complete = sent.watch('prediction', answer);
  for (let turn = 0; turn < 25; turn += 1) {
    await read(complete(request(`${turn}`, 1), never));
    await read(complete(request(`${turn}`), never));
  }
  const by = sent.list().map((one) => one.by);
  expect(by.filter((one) => one === 'prediction')).toHaveLength(20);
  expect(by.filter((one) => one === 'read-ahead')).toHaveLength(5);
  expect(sent.list()[0]?.request.parts[1]).toBe('24');
});

it('forgets on request, and tells whoever watches', () => {
  const sent = log();
  let told = 0;
  const stop = sent.subscribe(() => {
    told += 1;
  });
  void sent.watch('asked', answer)(request('x'), never).next();
  expect(sent.list()).toHaveLength(1);
  sent.clear();
  expect(sent.list()).toEqual([]);
  stop();
  sent.clear();
  expect(told).toBe(2);
});
