import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DIALECTS, encodeAnswer, renderPrompt, type ConversationInput } from '../../../src/core/conversation';
import { attemptOf } from '../../../src/core/benchmarks';
import { CommandError } from './command';
import { askEndpoint, type EndpointOptions } from './endpoint';
import { openModel, textOf } from './model';
import type { CommonOptions } from './options';

const input: ConversationInput = {
  language: 'python',
  history: [{ before: 'a', after: 'b' }],
  current: { text: 'b', above: false, below: false, target: null },
  user: 'do it',
};

interface Seen {
  readonly url: string;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What becomes of the connection instead of an answer. */
  readonly instead?: 'silence' | 'hangs up';
}

const seen: Seen[] = [];
let replies: Reply[] = [];

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Record<string, unknown>;
}

const server = createServer((request, response) => {
  void read(request).then((body) => {
    seen.push({ url: request.url ?? '', key: request.headers.authorization, body });
    const { status, body: said, headers, instead } = replies.shift() ?? { status: 500, body: {} };
    if (instead === 'silence') return;
    if (instead === 'hangs up') request.socket.destroy();
    else
      response
        .writeHead(status, { 'Content-Type': 'application/json', ...headers })
        .end(typeof said === 'string' ? said : JSON.stringify(said));
  });
});

beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    }),
);
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
  replies = [];
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
const good: Reply = { status: 200, body: { choices: [{ message: { content: 'answer' }, finish_reason: 'stop' }] } };

function ask(options: Partial<EndpointOptions>): ReturnType<typeof askEndpoint> {
  const all: EndpointOptions = {
    url: address(),
    model: 'm',
    api: 'chat',
    key: null,
    dialect: DIALECTS['instruct-wf'],
    timeoutMs: 5_000,
    waitMs: 1,
    ...options,
  };
  return askEndpoint(all, input, {
    ...renderPrompt(input, all.dialect, { kind: 'code-first' }),
    draft: null,
    maxTokens: 7,
    temperature: 0,
  });
}

it('asks a chat server with messages, and reads its answer and its count of tokens', async () => {
  replies = [
    {
      status: 200,
      body: {
        choices: [{ message: { content: 'answer' }, finish_reason: 'length' }],
        usage: { prompt_tokens: 5, completion_tokens: 2 },
      },
    },
  ];
  const answer = await ask({ key: 'k' });
  expect(textOf(answer)).toBe('answer');
  expect(answer.figures).toMatchObject({ promptTokens: 5, generatedTokens: 2, end: 'length' });
  expect(seen[0]).toMatchObject({
    url: '/v1/chat/completions',
    key: 'Bearer k',
    body: { model: 'm', max_tokens: 7, temperature: 0 },
  });
  expect(JSON.stringify(seen[0]?.body['messages'])).toContain('do it');
});

it('asks a completion server with the raw template', async () => {
  replies = [{ status: 200, body: { choices: [{ text: 'answer', finish_reason: 'stop' }] } }];
  const answer = await ask({ api: 'completions', dialect: DIALECTS['cursorcore-lc'] });
  expect(textOf(answer)).toBe('answer');
  expect(seen[0]?.url).toBe('/v1/completions');
  expect(seen[0]?.body['prompt']).toMatch(/^<\|im_start\|>system[\s\S]*<\|next_start\|>$/);
  expect(seen[0]?.body['stop']).toContain('<|next_end|>');
});

it('asks for the special tokens that end an answer, and reads one that a stop cut off before them', async () => {
  const edited = encodeAnswer('b', 'c', 'python', 'lc');
  replies = [{ status: 200, body: { choices: [{ text: edited.replace('<|next_end|>', ''), finish_reason: 'stop' }] } }];
  const { pieces, figures } = await ask({ api: 'completions', dialect: DIALECTS['cursorcore-lc'] });
  expect(seen[0]?.body).toMatchObject({ skip_special_tokens: false });
  const task = {
    id: 't',
    kind: 'C+U' as const,
    language: 'python',
    history: [],
    current: 'b',
    user: 'do it',
    target: null,
  };
  expect(attemptOf(task, DIALECTS['cursorcore-lc'], pieces[0]?.text ?? '', figures.end)).toMatchObject({
    code: 'c',
    outcome: 'changed',
  });
});

it.each<[string, Reply[]]>([
  ['too many questions (429)', [{ status: 429, body: {} }]],
  ['too many questions, with the time to wait', [{ status: 429, body: {}, headers: { 'Retry-After': '0' } }]],
  [
    'trouble of its own (503), twice',
    [
      { status: 503, body: 'warming up' },
      { status: 503, body: '' },
    ],
  ],
  ['a connection that breaks', [{ status: 0, body: '', instead: 'hangs up' }]],
  ['silence', [{ status: 0, body: '', instead: 'silence' }]],
])('asks again after %s', async (_, before) => {
  replies = [...before, good];
  expect(textOf(await ask({ timeoutMs: 300 }))).toBe('answer');
  expect(seen).toHaveLength(before.length + 1);
});

it.each<[string, Reply[], Partial<EndpointOptions>, RegExp]>([
  [
    'a wrong key',
    [{ status: 401, body: { error: { message: 'no such key' } } }],
    {},
    /refused, status 401: no such key\n.*--key-env/,
  ],
  ['an unknown model', [{ status: 404, body: { error: 'no model m' } }], {}, /refused, status 404: no model m/],
  [
    'a server that stays busy',
    Array.from({ length: 5 }, () => ({ status: 429, body: { message: 'slow down' } })),
    {},
    /in 5 tries.*429: slow down\nIs the server running/,
  ],
  ['nobody there', [], { url: 'http://127.0.0.1:9/v1' }, /in 5 tries|bad port/],
  ['a web page instead of an answer', [{ status: 200, body: '<html>' }], {}, /no JSON/],
  ['an answer of another kind', [{ status: 200, body: { hello: 1 } }], {}, /no choices/],
])('ends the run at %s, and says so', async (_, given, options, words) => {
  replies = given;
  const asked = ask(options);
  await expect(asked).rejects.toBeInstanceOf(CommandError);
  await expect(asked).rejects.toThrow(words);
});

it('gives up one question that the server will not take, and not the run', async () => {
  replies = [{ status: 400, body: { error: { message: 'longer than the context' } } }];
  const asked = ask({});
  await expect(asked).rejects.toThrow(/400: longer than the context/);
  await expect(asked).rejects.not.toBeInstanceOf(CommandError);
});

describe('on the command line', () => {
  const options = (more: Partial<CommonOptions>): CommonOptions => ({
    model: 'm',
    engine: 'browser',
    lora: null,
    threads: null,
    endpoint: address(),
    api: 'chat',
    keyEnv: null,
    timeoutSeconds: 5,
    dialect: null,
    format: undefined,
    targetArea: undefined,
    window: null,
    limit: null,
    maxTokens: null,
    workers: null,
    out: mkdtempSync(path.join(tmpdir(), 'inkling-')),
    fresh: false,
    ...more,
  });

  it('takes the key from the environment, and asks a question once', async () => {
    vi.stubEnv('INKLING_TEST_KEY', 'secret');
    replies = [good];
    const model = await openModel(options({ keyEnv: 'INKLING_TEST_KEY' }));
    expect(textOf(await model.answer(0, input))).toBe('answer');
    expect(textOf(await model.answer(0, input))).toBe('answer');
    expect(seen.map(({ key }) => key)).toEqual(['Bearer secret']);
    expect(JSON.stringify(model)).not.toContain('secret');
  });

  it.each<[string, Partial<CommonOptions>, RegExp]>([
    ['a key that is not set', { keyEnv: 'INKLING_NO_SUCH_KEY' }, /INKLING_NO_SUCH_KEY.*not set/],
    ['an address that is none', { endpoint: 'localhost:8080' }, /--endpoint takes an address/],
    ['no name of a model', { model: 'embedded' }, /--model/],
    ['an unknown dialect', { dialect: 'x' }, /no dialect x; there are inkling-sr-lc/],
  ])('says what is wrong with %s', async (_, more, words) => {
    await expect(openModel(options(more))).rejects.toThrow(words);
  });
});
