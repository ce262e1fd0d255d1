/** A language model behind any server that speaks the OpenAI chat API (vLLM, SGLang, llama.cpp, a hosted one). */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Ask, Question, Reply } from '../../synthesis/instruct';
import { messageOf } from '../../../src/core/message-of';

export interface EndpointOptions {
  /** Up to and including the version, for example `http://localhost:8000/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token; null for none. */
  readonly key: string | null;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Further attempts after one that failed in passing (no connection, 408, 429, 5xx, an answer that is no answer). */
  readonly retries: number;
  /** Answers are kept here, one file each, so that a second run asks only what is new; null for nowhere. */
  readonly cache: string | null;
  /** An attempt that takes longer has failed, milliseconds. */
  readonly patience: number;
}

/** What the outside world is, for tests. */
export interface EndpointWorld {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface EndpointFigures {
  readonly asked: number;
  readonly fromCache: number;
  readonly failed: number;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

const realWorld: EndpointWorld = {
  fetch: (...given) => fetch(...given),
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};

type Attempt = Reply & { readonly again?: boolean; readonly after?: number };

/** `figures()` tells how often it was asked, how often the answer was known, and how often none came. */
export function endpointModel(
  options: EndpointOptions,
  world: EndpointWorld = realWorld,
): { readonly ask: Ask; readonly figures: () => EndpointFigures } {
  let [asked, fromCache, failed] = [0, 0, 0];
  const gate = turnstile(options.concurrency);
  const ask: Ask = async (question) => {
    asked += 1;
    const path = options.cache === null ? null : join(options.cache, fileFor(options, question));
    const known = path === null ? null : await readCached(path);
    if (known !== null) {
      fromCache += 1;
      return { kind: 'text', text: known };
    }
    const reply = await gate(() => withRetries(options, question, world));
    if (reply.kind === 'failed') failed += 1;
    else if (path !== null) await keep(path, reply.text);
    return reply;
  };
  return { ask, figures: () => ({ asked, fromCache, failed }) };
}

async function withRetries(options: EndpointOptions, question: Question, world: EndpointWorld): Promise<Reply> {
  let pause = FIRST_PAUSE;
  for (let left = options.retries; ; left -= 1) {
    const attempt = await once(options, question, world);
    if (attempt.kind === 'text') return { kind: 'text', text: attempt.text };
    if (attempt.again !== true || left <= 0) return { kind: 'failed', why: attempt.why };
    await world.sleep(Math.min(LONGEST_PAUSE, attempt.after ?? pause));
    pause *= 2;
  }
}

async function once(
  { url, model, key, patience }: EndpointOptions,
  { messages, maxTokens, temperature }: Question,
  world: EndpointWorld,
): Promise<Attempt> {
  const failedWith = (name: string, detail: string, again: boolean, after?: number): Attempt => ({
    kind: 'failed',
    why: { name, detail: detail.slice(0, 200) },
    again,
    ...(after === undefined ? {} : { after }),
  });
  try {
    const response = await world.fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, messages, max_tokens: maxTokens, temperature, stream: false }),
      signal: AbortSignal.timeout(patience),
    });
    const body = await response.text();
    if (!response.ok) {
      const again = response.status === 408 || response.status === 429 || response.status >= 500;
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      return failedWith(
        `endpoint-${response.status}`,
        body,
        again,
        Number.isFinite(seconds) ? seconds * 1000 : undefined,
      );
    }
    const text = contentOf(body);
    if (text.kind === 'text') return text;
    return failedWith(text.why.name, text.why.detail ?? '', text.again === true);
  } catch (error) {
    return failedWith('endpoint-unreachable', messageOf(error), true);
  }
}

/** The answer in a response's body. One that was cut by its token limit is not used: half a course is no course. */
function contentOf(body: string): Attempt {
  const malformed: Attempt = {
    kind: 'failed',
    why: { name: 'endpoint-malformed', detail: body.slice(0, 200) },
    again: true,
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return malformed;
  }
  const choice = member(member(parsed, 'choices'), 0);
  const content = member(member(choice, 'message'), 'content');
  if (typeof content !== 'string') return malformed;
  if (member(choice, 'finish_reason') === 'length')
    return { kind: 'failed', why: { name: 'endpoint-cut', detail: `after ${content.length} characters` } };
  return { kind: 'text', text: content };
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;
}

function fileFor({ url, model }: EndpointOptions, question: Question): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([url, model, question.messages, question.maxTokens, question.temperature]))
    .digest('hex');
  return join(hash.slice(0, 2), `${hash.slice(2)}.json`);
}

async function readCached(path: string): Promise<string | null> {
  try {
    const text = member(JSON.parse(await readFile(path, 'utf8')), 'text');
    return typeof text === 'string' ? text : null;
  } catch {
    // Not there, or damaged: either way it is asked again and written anew.
    return null;
  }
}

async function keep(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(partial, JSON.stringify({ text }));
  await rename(partial, path);
}

/** Lets at most `most` tasks run at once; the others wait in line. */
function turnstile(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((pass) => waiting.push(pass));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
