/** The model of a benchmark: the program's own engine in headless Chromium, or any OpenAI-compatible server. */
import { createHash } from 'node:crypto';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { rmSync } from 'node:fs';
import {
  DIALECTS,
  findDialect,
  renderPrompt,
  type ConversationInput,
  type Dialect,
  type Generation,
} from '../../../src/core/conversation';
import { adjusted } from '../../../src/core/benchmarks';
import { openAnswers, type Answer, type Ask } from '../evaluation/answers';
import { findModel } from '../evaluation/browser-engine';
import { engineChoice, engineKey, startChosen } from '../evaluation/engines';
import { CommandError } from './command';
import { askEndpoint } from './endpoint';
import type { CommonOptions } from './options';

export interface BenchmarkModel {
  readonly name: string;
  readonly sha256: string | null;
  readonly device: string;
  readonly machine: string;
  readonly dialect: Dialect;
  readonly workers: number;
  /**
   * Answers one input greedily; a question that was answered before comes from the book on disk. `worker` is below
   * `workers`: the same questions on the same workers in the same order give the same answers.
   * @throws CommandError when nothing more will be answered
   * @throws what the model throws on this question, for example when the prompt is longer than its context
   */
  answer(worker: number, input: ConversationInput): Promise<Answer>;
  /** The same model spoken to in another way. */
  speaking(dialect: Dialect): BenchmarkModel;
  /** Bytes that the page of one worker holds now; null where that is not known. */
  memory(): Promise<number | null>;
  close(): Promise<void>;
}

/** Prompts end where the code of the answer begins, and the answer with the code. */
const GENERATION: Generation = { kind: 'code-first' };
const EMBEDDED_TOKENS = 512;
const TOKENS = 1_024;

function dialectOf(id: string, options: CommonOptions): Dialect {
  const found = findDialect(options.dialect ?? id);
  if (found === null)
    throw new CommandError(
      `There is no dialect ${options.dialect ?? id}; there are ${Object.keys(DIALECTS).join(', ')}.`,
    );
  return adjusted(found, { format: options.format, targetArea: options.targetArea });
}

const machine = (): string => `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;

/** The whole text of an answer. */
export const textOf = (answer: Answer): string => answer.pieces.map(({ text }) => text).join('');

export async function openModel(options: CommonOptions): Promise<BenchmarkModel> {
  return options.endpoint === null ? openOwn(options) : openEndpoint(options, options.endpoint);
}

function bookOf(options: CommonOptions, key: string): ReturnType<typeof openAnswers> {
  const file = path.join(options.out, 'answers', `${key}.jsonl`);
  if (options.fresh) rmSync(file, { force: true });
  return openAnswers(file);
}

async function openOwn(options: CommonOptions): Promise<BenchmarkModel> {
  const found = findModel(options.model);
  const dialect = dialectOf(found.model.dialect, options);
  const choice = engineChoice(options.engine, options.lora ?? undefined, options.threads ?? undefined);
  const book = bookOf(options, await engineKey(found, choice, 16));
  const workers = Math.max(1, options.workers ?? Math.min(2, availableParallelism()));
  const engine = await startChosen(choice, found, workers);
  const asks = engine.workers.map((ask) => book.answering(ask));
  const maxTokens = options.maxTokens ?? (options.model === 'embedded' ? EMBEDDED_TOKENS : TOKENS);
  const { capabilities } = engine;
  const speaking = (spoken: Dialect): BenchmarkModel => ({
    name: found.model.id,
    sha256: found.sha256,
    device:
      choice.kind === 'native'
        ? `CPU, ${engine.browser}`
        : `${capabilities.device === 'webgpu' ? 'GPU' : 'CPU'}, ${capabilities.engine} in ${engine.browser}`,
    machine: machine(),
    dialect: spoken,
    workers,
    async answer(worker, input) {
      const ask = asks[worker];
      if (ask === undefined) throw new Error(`There is no worker ${worker}.`);
      const { parts, stop } = renderPrompt(input, spoken, GENERATION);
      try {
        return await ask({ parts, stop, draft: null, maxTokens, temperature: 0 });
      } catch (error) {
        const gone = /\b(crashed|device-lost|out-of-memory|not-loaded): .*/.exec(
          error instanceof Error ? error.message : '',
        )?.[0];
        throw gone === undefined
          ? error
          : new CommandError(
              `The engine is gone (${gone}). Answers so far are kept: the same command goes on from here.`,
            );
      }
    },
    speaking,
    memory: () => engine.memory(),
    close: () => engine.close(),
  });
  return speaking(dialect);
}

/** @throws CommandError when it is no address of a server */
function addressOf(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new CommandError(`--endpoint takes an address such as http://localhost:8080/v1, not ${url}.`);
  return address;
}

function openEndpoint(options: CommonOptions, url: string): BenchmarkModel {
  if (options.model === 'embedded')
    throw new CommandError('With --endpoint, --model names the model as the server knows it.');
  const key = createHash('sha256').update(`${url} ${options.model} ${options.api}`).digest('hex').slice(0, 16);
  const { host } = addressOf(url);
  const secret = options.keyEnv === null ? null : (process.env[options.keyEnv] ?? '');
  if (secret === '')
    throw new CommandError(`--key-env names ${options.keyEnv ?? ''}, but that environment variable is not set.`);
  const book = bookOf(options, key);
  const maxTokens = options.maxTokens ?? TOKENS;
  const speaking = (dialect: Dialect): BenchmarkModel => ({
    name: options.model,
    sha256: null,
    device: `${options.api} at ${host}`,
    machine: machine(),
    dialect,
    workers: Math.max(1, options.workers ?? 1),
    async answer(_worker, input) {
      const { parts, stop } = renderPrompt(input, dialect, GENERATION);
      const ask: Ask = (request) =>
        askEndpoint(
          {
            url,
            model: options.model,
            api: options.api,
            key: secret,
            dialect,
            timeoutMs: options.timeoutSeconds * 1000,
          },
          input,
          request,
        );
      return book.answering(ask)({ parts, stop, draft: null, maxTokens, temperature: 0 });
    },
    speaking,
    memory: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  });
  return speaking(dialectOf('instruct-wf', options));
}
