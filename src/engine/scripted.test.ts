import { describe, expect, it } from 'vitest';
import type { CompletionFigures, CompletionRequest } from '../core/prediction/completion';
import type { ModelSource } from '../protocol/engine';
import type { Engine } from './engine';
import { createScriptedEngine, pauseOf } from './scripted';

const script = [
  { when: 'width', answer: '1,2\nwidth<|next_end|>ignored' },
  { when: 'wid', answer: 'second choice' },
];
const model: ModelSource = { id: 'm', engine: 'scripted', contextLength: 64, dialect: 'd', script };
const request = (prompt: string, over: Partial<CompletionRequest> = {}): CompletionRequest => ({
  parts: ['system ', prompt],
  draft: null,
  stop: ['<|next_end|>'],
  maxTokens: 100,
  temperature: 0,
  ...over,
});

async function loaded(engine: Engine): Promise<Engine> {
  await engine.load(model, () => undefined, new AbortController().signal);
  return engine;
}

async function read(
  engine: Engine,
  asked: CompletionRequest,
  controller = new AbortController(),
  cancelAfter = Infinity,
): Promise<{ readonly pieces: readonly string[]; readonly figures: CompletionFigures }> {
  const pieces: string[] = [];
  const stream = engine.complete(asked, controller.signal);
  for (;;) {
    const step = await stream.next();
    if (step.done) return { pieces, figures: step.value };
    pieces.push(step.value.text);
    if (pieces.length === cancelAfter) controller.abort();
  }
}

describe('the scripted engine', () => {
  it.each<[string, string, Partial<CompletionRequest>, string, CompletionFigures['end']]>([
    ['the first line that matches, up to the stop', 'rename width', {}, '1,2\nwidth', 'stop'],
    ['a later line when only that matches', 'rename wid', {}, 'second choice', 'end-of-text'],
    ['nothing for a prompt no line matches', 'height', {}, '', 'end-of-text'],
    ['as many pieces as the limit allows', 'wid', { maxTokens: 2 }, 'second c', 'length'],
    ['past a stop it was not asked for', 'width', { stop: [] }, '1,2\nwidth<|next_end|>ignored', 'end-of-text'],
  ])('answers with %s', async (_name, prompt, over, answer, end) => {
    const { pieces, figures } = await read(await loaded(createScriptedEngine()), request(prompt, over));
    expect([pieces.join(''), figures.end, figures.generatedTokens]).toEqual([answer, end, pieces.length]);
  });

  it('ends as cancelled within the piece at which it is stopped', async () => {
    const engine = await loaded(createScriptedEngine({ pieceLength: 1, pause: pauseOf(60_000) }));
    const controller = new AbortController();
    const answer = read(engine, request('width'), controller);
    controller.abort();
    expect((await answer).figures).toMatchObject({ end: 'cancelled', generatedTokens: 0 });
  });

  it('keeps what was streamed before it was stopped', async () => {
    const engine = await loaded(createScriptedEngine({ pieceLength: 1, pause: pauseOf(0) }));
    const { pieces, figures } = await read(engine, request('width'), new AbortController(), 3);
    expect([pieces.join(''), figures.end]).toEqual(['1,2', 'cancelled']);
  });

  it('refuses to answer before a model is loaded and after it is unloaded', async () => {
    const engine = createScriptedEngine();
    await expect(read(engine, request('x'))).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
    await loaded(engine);
    await engine.unload();
    await expect(read(engine, request('x'))).rejects.toMatchObject({ failure: { code: 'not-loaded' } });
  });
});
