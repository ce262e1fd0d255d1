import { describe, expect, it } from 'vitest';
import { DIALECTS, renderPrompt } from '../../core/conversation';
import type { CompletionRequest } from '../../core/prediction/completion';
import type { ServerModel } from '../../protocol/engine';
import { EngineError } from '../errors';
import { createServerEngine } from './adapter';
import { EventReader, readChunk } from './events';
import { baseOf, messagesOf, modelsAddress, readModels, requestOf } from './request';

const MODEL: ServerModel = {
  engine: 'server',
  id: 's',
  url: 'http://localhost:8080/v1',
  model: 'qwen',
  contextLength: 4096,
  dialect: 'instruct-wf',
};
const REQUEST: CompletionRequest = {
  parts: ['<|im_start|>user\nHello <\\|im_end|><|im_end|>\n', '<|im_start|>assistant\n'],
  draft: null,
  stop: ['<|im_end|>'],
  maxTokens: 9,
  temperature: 0,
};

describe('what a server streams', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['cut anywhere', ['da', 'ta: a\n', '\ndata:b\r\n\r\n'], ['a', 'b']],
    ['with comments and other fields', [': ping\n\nevent: x\nid: 1\ndata: a\n\n'], ['a']],
    ['whose last line has no end yet', ['data: a\n\ndata: b'], ['a']],
  ])('is read %s', (_name, texts, expected) => {
    const reader = new EventReader();
    expect(texts.flatMap((text) => reader.push(text))).toEqual(expected);
  });

  it('is given up when a line has no end', () => {
    expect(() => new EventReader().push('x'.repeat(1_000_001))).toThrow('no end');
  });

  it.each<[string, ReturnType<typeof readChunk>]>([
    ['[DONE]', { kind: 'done' }],
    [
      '{"choices":[{"delta":{"content":"a"},"finish_reason":null}]}',
      { kind: 'piece', text: 'a', end: null, usage: null },
    ],
    ['{"choices":[{"text":"a","finish_reason":"length"}]}', { kind: 'piece', text: 'a', end: 'length', usage: null }],
    ['{"choices":[{"delta":{},"finish_reason":"stop"}]}', { kind: 'piece', text: '', end: 'stop', usage: null }],
    [
      '{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":5}}}',
      { kind: 'piece', text: '', end: null, usage: { prompt: 7, reused: 5, generated: 2 } },
    ],
    ['{"error":{"message":"no memory"}}', { kind: 'failed', why: 'no memory' }],
    ['{"choices":[{"delta":{"content":{"evil":1}}}]}', { kind: 'piece', text: '', end: null, usage: null }],
    ['{"choices":7}', { kind: 'piece', text: '', end: null, usage: null }],
    ['<html>', { kind: 'failed', why: 'the answer is no JSON' }],
    ['7', { kind: 'failed', why: 'the answer is no completion' }],
  ])('%s', (data, expected) => {
    expect(readChunk(data)).toEqual(expected);
  });
});

describe('what a server is asked', () => {
  it.each([
    ['http://localhost:8080/v1', 'http://localhost:8080/v1'],
    [' http://localhost:8080/v1/ ', 'http://localhost:8080/v1'],
    ['https://x.org/v1/chat/completions', 'https://x.org/v1'],
    ['https://x.org/v1/models', 'https://x.org/v1'],
  ])('at %j is %j', (typed, expected) => {
    expect([baseOf(typed), modelsAddress(typed)]).toEqual([expected, `${expected}/models`]);
  });

  it('is a chat where the model has a form of its own, with the user’s text as it is', () => {
    expect(messagesOf(REQUEST.parts)).toEqual([{ role: 'user', content: 'Hello <|im_end|>' }]);
    const { url, body } = requestOf(MODEL, REQUEST);
    expect([url, JSON.parse(body)]).toMatchObject([
      'http://localhost:8080/v1/chat/completions',
      { model: 'qwen', max_tokens: 9, temperature: 0, stream: true, stop: ['<|im_end|>'] },
    ]);
  });

  it('holds every message of an instruction', () => {
    const { parts } = renderPrompt(
      {
        language: 'python',
        history: [],
        current: { text: 'a = 1\n', above: false, below: false, target: null },
        user: 'Add b.',
      },
      DIALECTS['instruct-wf'],
      { kind: 'code-first' },
    );
    expect(messagesOf(parts).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  });

  it('is the prompt as it is for a model that was trained on the conversation', () => {
    const { url, body } = requestOf({ ...MODEL, dialect: 'cursorcore-sr' }, REQUEST);
    expect([url, JSON.parse(body)]).toMatchObject([
      'http://localhost:8080/v1/completions',
      { prompt: REQUEST.parts.join('') },
    ]);
  });

  it.each<[unknown, readonly string[] | null]>([
    [{ data: [{ id: 'a' }, { id: 7 }, null, { id: 'b' }] }, ['a', 'b']],
    [{ data: 'x' }, null],
    [null, null],
  ])('the list %j names %j', (json, expected) => {
    expect(readModels(json)).toEqual(expected);
  });
});

describe('the engine', () => {
  interface Seen {
    readonly url: string;
    readonly init: RequestInit | undefined;
  }
  const streamed = (...lines: readonly string[]): Response =>
    new Response(lines.map((line) => `data: ${line}\n\n`).join(''));
  const scene = (answer: () => Response | Promise<Response>, models = () => new Response('{"data":[]}')) => {
    const seen: Seen[] = [];
    const engine = createServerEngine({
      fetch: (input, init) => {
        const url = input instanceof Request ? input.url : input.toString();
        seen.push({ url, init });
        return Promise.resolve(url.endsWith('/models') ? models() : answer());
      },
      now: () => 0,
    });
    return { engine, seen };
  };
  const signal = new AbortController().signal;
  const load = (engine: ReturnType<typeof scene>['engine'], model = MODEL) =>
    engine.load(model, () => undefined, signal);
  const read = async (engine: ReturnType<typeof scene>['engine'], stop = signal) => {
    const stream = engine.complete(REQUEST, stop);
    let text = '';
    for (;;) {
      const next = await stream.next();
      if (next.done === true) return { text, figures: next.value };
      text += next.value.text;
    }
  };
  const failure = async (act: Promise<unknown>): Promise<string> => {
    try {
      await act;
    } catch (error) {
      if (error instanceof EngineError) return `${error.failure.message} ${error.failure.remedy}`;
      throw error;
    }
    return 'it went well';
  };

  it('streams what the server says, sends the key, and follows no redirection', async () => {
    const { engine, seen } = scene(() =>
      streamed(
        '{"choices":[{"delta":{"content":"Hel"}}]}',
        '{"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}',
        '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}',
        '[DONE]',
      ),
    );
    expect(await load(engine, { ...MODEL, key: 'secret' })).toMatchObject({
      device: 'server',
      note: 'Your code is sent to localhost:8080',
    });
    expect(await read(engine)).toMatchObject({
      text: 'Hello',
      figures: { end: 'stop', promptTokens: 3, generatedTokens: 2 },
    });
    expect(seen.map(({ init }) => new Headers(init?.headers).get('Authorization'))).toEqual([
      'Bearer secret',
      'Bearer secret',
    ]);
    expect(seen.every(({ init }) => init?.redirect === 'error' && init.credentials === 'omit')).toBe(true);
  });

  it.each<[string, () => Response, RegExp]>([
    [
      'a wrong key',
      () => new Response('{"error":{"message":"bad key"}}', { status: 401 }),
      /refuses the key.*bad key.*another key/,
    ],
    ['no such model', () => new Response('', { status: 404 }), /does not have that model.*ends in \/v1/],
    [
      'a context that is too small',
      () => new Response('{"error":"exceeds context size"}', { status: 400 }),
      /longer than localhost:8080 lets.*larger context/,
    ],
    ['a server that fails', () => new Response('<html>', { status: 500 }), /failed \(500\)\. Look at/],
    [
      'an answer that is cut',
      () => streamed('{"choices":[{"delta":{"content":"a"}}]}'),
      /broke off: the connection was closed/,
    ],
    ['an answer that is no JSON', () => streamed('<html>'), /broke off: the answer is no JSON/],
    ['an error in the stream', () => streamed('{"error":{"message":"no memory"}}'), /broke off: no memory/],
  ])('says what to do about %s', async (_name, answer, expected) => {
    const { engine } = scene(answer);
    await load(engine);
    expect(await failure(read(engine))).toMatch(expected);
  });

  it('says what to do when nothing answers', async () => {
    const engine = createServerEngine({ fetch: () => Promise.reject(new TypeError('Failed to fetch')), now: () => 0 });
    expect(await failure(load(engine))).toMatch(/does not answer, or does not let this page ask.*OLLAMA_ORIGINS/);
  });

  it('ends the request when it is cancelled', async () => {
    const controller = new AbortController();
    const { engine, seen } = scene(
      () =>
        new Response(
          new ReadableStream({
            start(stream) {
              stream.enqueue(new TextEncoder().encode('data: {"choices":[{"delta":{"content":"a"}}]}\n\n'));
            },
            pull: () => {
              controller.abort();
              return new Promise(() => undefined);
            },
            cancel: () => undefined,
          }),
        ),
    );
    await load(engine);
    const stream = engine.complete(REQUEST, controller.signal);
    expect((await stream.next()).value).toMatchObject({ text: 'a' });
    await stream.return({} as never);
    expect(seen.at(-1)?.init?.signal?.aborted).toBe(true);
  });
});
