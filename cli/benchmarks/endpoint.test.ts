import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DIALECTS, renderPrompt, type ConversationInput } from '../../src/core/conversation';
import { textOf } from './model';
import { askEndpoint, type EndpointOptions } from './endpoint';

const input: ConversationInput = { language: 'python', history: [{ before: 'a', after: 'b' }], current: { text: 'b', above: false, below: false, target: null }, user: 'do it' };

interface Seen {
  readonly url: string;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
}

const seen: Seen[] = [];
let replies: { readonly status: number; readonly body: unknown }[] = [];

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Record<string, unknown>;
}

const server = createServer((request, response) => {
  void read(request).then((body) => {
    seen.push({ url: request.url ?? '', key: request.headers.authorization, body });
    const reply = replies.shift() ?? { status: 500, body: {} };
    response.writeHead(reply.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply.body));
  });
});

beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.close(); });
beforeEach(() => {
  seen.length = 0;
  replies = [];
});

function ask(options: Partial<EndpointOptions>): ReturnType<typeof askEndpoint> {
  const { port } = server.address() as AddressInfo;
  const all: EndpointOptions = { url: `http://127.0.0.1:${port}/v1/`, model: 'm', api: 'chat', key: null, dialect: DIALECTS['instruct-wf'], ...options };
  return askEndpoint(all, input, { ...renderPrompt(input, all.dialect, { kind: 'code-first' }), draft: null, maxTokens: 7, temperature: 0 });
}

it('asks a chat server with messages, and reads its answer and its count of tokens', async () => {
  replies = [{ status: 200, body: { choices: [{ message: { content: 'answer' }, finish_reason: 'length' }], usage: { prompt_tokens: 5, completion_tokens: 2 } } }];
  const answer = await ask({ key: 'k' });
  expect(textOf(answer)).toBe('answer');
  expect(answer.figures).toMatchObject({ promptTokens: 5, generatedTokens: 2, end: 'length' });
  expect(seen[0]).toMatchObject({ url: '/v1/chat/completions', key: 'Bearer k', body: { model: 'm', max_tokens: 7, temperature: 0 } });
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

it('says what a server that refuses has said', async () => {
  replies = [{ status: 401, body: { error: 'no such key' } }];
  await expect(ask({})).rejects.toThrow(/401.*no such key/);
  expect(seen).toHaveLength(1);
});
