import { describe, expect, it } from 'vitest';
import type { CompletionRequest } from '../core/prediction/completion';
import type { EngineReply, ModelSource } from '../protocol/engine';
import type { Engine } from './engine';
import { EngineError } from './errors';
import { createEngineHost } from './host';
import { createScriptedEngine } from './scripted';

const model: ModelSource = {
  id: 'm',
  engine: 'scripted',
  contextLength: 64,
  dialect: 'd',
  script: [{ when: 'rename', answer: 'abcdefgh' }],
};
const request = (prompt: string): CompletionRequest => ({
  parts: [prompt],
  draft: null,
  stop: [],
  maxTokens: 10,
  temperature: 0,
});
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function hostOf(engine: Engine = createScriptedEngine()): {
  readonly receive: (message: unknown) => void;
  readonly replies: EngineReply[];
  readonly types: () => readonly string[];
} {
  const replies: EngineReply[] = [];
  const { receive } = createEngineHost(
    () => engine,
    (reply) => replies.push(reply),
  );
  return { receive, replies, types: () => replies.map(({ type, id }) => `${type} ${id}`) };
}

/** An engine that answers the n-th request when told to, and records what it was asked. */
function gatedEngine(): { readonly engine: Engine; readonly begun: string[]; readonly open: (prompt: string) => void } {
  const begun: string[] = [];
  const gates = new Map<string, () => void>();
  const scripted = createScriptedEngine();
  return {
    begun,
    open: (prompt) => gates.get(prompt)?.(),
    engine: {
      ...scripted,
      async *complete(asked, signal) {
        const prompt = asked.parts.join('');
        begun.push(prompt);
        await new Promise<void>((resolve) => {
          gates.set(prompt, resolve);
          signal.addEventListener('abort', () => resolve());
        });
        return yield* scripted.complete(asked, signal);
      },
    },
  };
}

describe('the engine host', () => {
  it('loads, streams an answer in pieces, and ends it with figures', async () => {
    const { receive, replies, types } = hostOf();
    receive({ type: 'load', id: 1, model });
    receive({ type: 'complete', id: 2, request: request('a rename') });
    await settle();
    expect(types()).toEqual(['progress 1', 'loaded 1', 'piece 2', 'piece 2', 'completed 2']);
    expect(replies.flatMap((reply) => (reply.type === 'piece' ? [reply.piece.text] : [])).join('')).toBe('abcdefgh');
  });

  it('answers one request after another, in the order they came', async () => {
    const { engine, begun, open } = gatedEngine();
    const { receive, types } = hostOf(engine);
    receive({ type: 'load', id: 1, model });
    receive({ type: 'complete', id: 2, request: request('first') });
    receive({ type: 'complete', id: 3, request: request('second') });
    await settle();
    expect(begun).toEqual(['first']);
    open('first');
    await settle();
    expect(begun).toEqual(['first', 'second']);
    open('second');
    await settle();
    expect(types().slice(2)).toEqual(['completed 2', 'completed 3']);
  });

  it('cancels what runs and what waits, and ends both as cancelled', async () => {
    const { engine, begun } = gatedEngine();
    const { receive, replies } = hostOf(engine);
    receive({ type: 'load', id: 1, model });
    receive({ type: 'complete', id: 2, request: request('first') });
    receive({ type: 'complete', id: 3, request: request('second') });
    await settle();
    receive({ type: 'cancel', id: 3 });
    receive({ type: 'cancel', id: 2 });
    await settle();
    expect(begun).toEqual(['first']);
    expect(replies.slice(2)).toMatchObject([
      { type: 'completed', id: 2, figures: { end: 'cancelled' } },
      { type: 'completed', id: 3, figures: { end: 'cancelled' } },
    ]);
  });

  it('lets a load cancel the completions before it, and an unload end the model', async () => {
    const { engine } = gatedEngine();
    const { receive, types, replies } = hostOf(engine);
    receive({ type: 'load', id: 1, model });
    receive({ type: 'complete', id: 2, request: request('first') });
    await settle();
    receive({ type: 'load', id: 3, model });
    receive({ type: 'unload', id: 4 });
    receive({ type: 'complete', id: 5, request: request('x') });
    await settle();
    expect(types().slice(2)).toEqual(['completed 2', 'failed 3', 'unloaded 4', 'failed 5']);
    expect(replies.at(-1)).toMatchObject({ failure: { code: 'not-loaded' } });
  });

  it('answers a sign of life while the engine is busy', async () => {
    const { engine } = gatedEngine();
    const { receive, types } = hostOf(engine);
    receive({ type: 'load', id: 1, model });
    receive({ type: 'complete', id: 2, request: request('first') });
    await settle();
    receive({ type: 'ping', id: 9 });
    expect(types().at(-1)).toBe('pong 9');
  });

  it('reports what the engine throws as a typed failure, and goes on serving', async () => {
    const scripted = createScriptedEngine();
    let first = true;
    const { receive, replies } = hostOf({
      ...scripted,
      load: (source, onProgress, signal) => {
        if (!first) return scripted.load(source, onProgress, signal);
        first = false;
        return Promise.reject(new EngineError('out-of-memory', 'too big'));
      },
    });
    receive({ type: 'load', id: 1, model });
    await settle();
    receive({ type: 'load', id: 2, model });
    await settle();
    expect(replies[0]).toMatchObject({ type: 'failed', id: 1, failure: { code: 'out-of-memory', message: 'too big' } });
    expect(replies.at(-1)).toMatchObject({ type: 'loaded', id: 2 });
  });

  it.each<[string, unknown, number]>([
    ['text', 'load', -1],
    ['nothing', null, -1],
    ['an unknown type', { type: 'format', id: 7 }, 7],
    ['a request without parts', { type: 'complete', id: 8, request: { ...request('x'), parts: 'x' } }, 8],
    ['a limit of no tokens', { type: 'complete', id: 8, request: { ...request('x'), maxTokens: 0 } }, 8],
    [
      'a model with a malformed checksum',
      { type: 'load', id: 9, model: { ...model, engine: 'wllama', url: 'm.gguf', sha256: 'zz' } },
      9,
    ],
    [
      'a GPU model whose library is no URL',
      {
        type: 'load',
        id: 9,
        model: {
          ...model,
          engine: 'web-llm',
          url: 'https://h/resolve/main/',
          library: 'x',
          librarySha256: null,
          needsF16: false,
        },
      },
      9,
    ],
    ['a model for an unknown engine', { type: 'load', id: 9, model: { ...model, engine: 'other' } }, 9],
    ['a script that is not one', { type: 'load', id: 9, model: { ...model, script: [{ when: 1 }] } }, 9],
  ])('refuses a message that is %s', (_name, message, id) => {
    const { receive, replies } = hostOf();
    receive(message);
    expect(replies).toMatchObject([{ type: 'failed', id, failure: { code: 'unknown' } }]);
  });
});
