import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../synthesis/instruct';
import { endpointModel, type EndpointOptions } from './endpoint';

/** What the fake server says, one answer a request; then the last for ever. */
interface Said {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const says = (content: unknown, more: object = {}): Said => ({
  body: JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop', ...more }] }),
});

let server: Server;
let answers: Said[];
let requests: { readonly path: string; readonly key: string | undefined; readonly body: unknown }[];
let folder: string;
let slept: number[];
let underWay: number;
let most: number;

beforeEach(async () => {
  [answers, requests, slept, underWay, most] = [[], [], [], 0, 0];
  folder = await mkdtemp(join(tmpdir(), 'synthesize-'));
  server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        path: request.url ?? '',
        key: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
      });
      const said = answers.length > 1 ? answers.shift() : answers[0];
      setImmediate(() => {
        underWay -= 1;
        response.writeHead(said?.status ?? 200, said?.headers).end(said?.body);
      });
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});

afterEach(async () => {
  await new Promise((closed) => server.close(closed));
  await rm(folder, { recursive: true });
});

const model = (more: Partial<EndpointOptions> = {}) =>
  endpointModel(
    {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`,
      model: 'coder',
      key: 'secret',
      concurrency: 2,
      retries: 2,
      cache: null,
      patience: 5000,
      ...more,
    },
    {
      fetch,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    },
  );

const question = (content = 'Hello?'): Question => ({
  messages: [{ role: 'user', content }],
  maxTokens: 9,
  temperature: 0.5,
});

describe('a language model behind an endpoint', () => {
  it('is asked in the OpenAI way', async () => {
    answers = [says('Hi.')];
    expect(await model().ask(question())).toEqual({ kind: 'text', text: 'Hi.' });
    expect(requests).toEqual([
      {
        path: '/v1/chat/completions',
        key: 'Bearer secret',
        body: {
          model: 'coder',
          messages: [{ role: 'user', content: 'Hello?' }],
          max_tokens: 9,
          temperature: 0.5,
          stream: false,
        },
      },
    ]);
  });

  it.each([
    ['a busy server', { status: 503, body: 'later' }, 'endpoint-503'],
    ['too many requests', { status: 429, body: 'slow down' }, 'endpoint-429'],
    ['a page instead of JSON', { body: '<html>' }, 'endpoint-malformed'],
    ['JSON without a choice', { body: '{"choices":[]}' }, 'endpoint-malformed'],
    ['content that is no text', says(null), 'endpoint-malformed'],
  ] as const)('is asked again after %s, and named when it stays so', async (_name, said, name) => {
    answers = [said, says('Now.')];
    expect(await model().ask(question())).toEqual({ kind: 'text', text: 'Now.' });
    answers = [said];
    expect(await model({ retries: 2 }).ask(question())).toMatchObject({ kind: 'failed', why: { name } });
    expect(requests.length).toBe(2 + 3);
  });

  it.each([
    ['a refusal of the key', { status: 401, body: 'who?' }, 'endpoint-401'],
    ['an answer cut by its limit', says('half', { finish_reason: 'length' }), 'endpoint-cut'],
  ] as const)('is not asked again after %s', async (_name, said, name) => {
    answers = [said];
    expect(await model().ask(question())).toMatchObject({ kind: 'failed', why: { name } });
    expect(requests.length).toBe(1);
  });

  it('is given longer each time, or as long as it asks for', async () => {
    answers = [
      { status: 500, body: '' },
      { status: 500, body: '' },
      { status: 429, body: '', headers: { 'retry-after': '7' } },
      says('Hi.'),
    ];
    await model({ retries: 3 }).ask(question());
    expect(slept).toEqual([1000, 2000, 7000]);
  });

  it('that is not there is a named failure', async () => {
    const gone = endpointModel({
      url: 'http://127.0.0.1:1/v1',
      model: 'm',
      key: null,
      concurrency: 1,
      retries: 0,
      cache: null,
      patience: 2000,
    });
    expect(await gone.ask(question())).toMatchObject({ kind: 'failed', why: { name: 'endpoint-unreachable' } });
    expect(gone.figures()).toEqual({ asked: 1, fromCache: 0, failed: 1 });
  });

  it('is asked at most so many things at once', async () => {
    answers = [says('Hi.')];
    const { ask } = model({ concurrency: 3 });
    await Promise.all(Array.from({ length: 12 }, (_, at) => ask(question(`${at}?`))));
    expect(requests.length).toBe(12);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('is not asked again what it answered before, in another run too', async () => {
    answers = [says('Once.'), says('Twice.')];
    expect(await model({ cache: folder }).ask(question())).toEqual({ kind: 'text', text: 'Once.' });
    const second = model({ cache: folder });
    expect(await second.ask(question())).toEqual({ kind: 'text', text: 'Once.' });
    expect(await second.ask({ ...question(), temperature: 0 })).toEqual({ kind: 'text', text: 'Twice.' });
    expect(second.figures()).toEqual({ asked: 2, fromCache: 1, failed: 0 });
  });

  it('keeps no failures, and asks again where what it kept is damaged', async () => {
    answers = [{ status: 401, body: '' }, says('Good.')];
    const { ask } = model({ cache: folder });
    await ask(question());
    expect(await readdir(folder)).toEqual([]);
    expect(await ask(question())).toEqual({ kind: 'text', text: 'Good.' });
    const [shelf] = await readdir(folder);
    const [file] = await readdir(join(folder, shelf!));
    await writeFile(join(folder, shelf!, file!), '{"te');
    answers = [says('Again.')];
    expect(await ask(question())).toEqual({ kind: 'text', text: 'Again.' });
  });
});
