/**
 * llama.cpp as a native library (node-llama-cpp, an optional dependency), for measuring: it reads prompts an order of
 * magnitude faster than WebAssembly. Special tokens are read as such, as in the program's engine; answers are greedy;
 * what a prompt shares with the one before is not read again; what the answer will repeat is guessed ahead and verified.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { CommandError } from '../cli/benchmarks/command';
import type { Answer } from '../cli/evaluation/answers';
import type { CompletionRequest } from '../../src/core/prediction';
import { createPrefixCache, generate, GREEDY, NO_EXPERIENCE, type PrefixCache } from '../../src/core/speculation';
import { AnswerReader, piecesOf, type Generated } from './reader';
import { CPU_COSTS, tokenModelOf } from './token-model';

export interface NativeOptions {
  /** Path of the GGUF file, and of an adapter (LoRA) as GGUF; null for none. */
  readonly gguf: string;
  readonly lora: string | null;
  /** Tokens of context to allocate. */
  readonly contextTokens: number;
  /** Threads that compute; null lets the library choose. */
  readonly threads: number | null;
}

export interface NativeEngine {
  /** What runs, for reports. */
  readonly name: string;
  readonly threads: number;
  readonly contextTokens: number;
  /** Requests are answered one after another. @throws Error `prompt-too-long: …` */
  complete(request: CompletionRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** Tokens of a prompt that are read in one pass. */
const PASS_TOKENS = 512;

/** @throws CommandError where the library is not installed */
async function library(): Promise<typeof NodeLlamaCpp> {
  try {
    return await import('node-llama-cpp');
  } catch (error) {
    throw new CommandError(
      `node-llama-cpp is not installed; "npm ci --include=optional" brings it (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}

export async function startNative({ gguf, lora, contextTokens, threads }: NativeOptions): Promise<NativeEngine> {
  const { getLlama, LlamaLogLevel } = await library();
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, progressLogs: false });
  const model = await llama.loadModel({ modelPath: gguf });
  const context = await model.createContext({
    contextSize: contextTokens,
    sequences: 1,
    batchSize: PASS_TOKENS,
    ...(threads === null ? {} : { threads: { ideal: threads, min: threads } }),
    ...(lora === null ? {} : { lora: { adapters: [{ filePath: lora }] } }),
  });
  const running: Running = { model, cache: createPrefixCache(tokenModelOf(context.getSequence(), PASS_TOKENS)) };
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: `llama.cpp ${llama.llamaCppRelease.release}, native`,
    threads: context.currentThreads,
    contextTokens: context.contextSize,
    complete(request) {
      const answer = last.then(() => answerOf(running, request));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => llama.dispose(),
  };
}

interface Running {
  readonly model: LlamaModel;
  readonly cache: PrefixCache;
}

async function answerOf({ model, cache }: Running, request: CompletionRequest): Promise<Answer> {
  const began = performance.now();
  const prompt = model.tokenize(request.parts.join(''), true);
  if (prompt.length + request.maxTokens > cache.limits.context)
    throw new Error(`prompt-too-long: ${String(prompt.length)} tokens and ${String(request.maxTokens)} for the answer`);
  const draft = request.draft === null ? [] : model.tokenize(request.draft, true);
  const made: Generated[] = [];
  const reader = new AnswerReader<Token>((tokens) => model.detokenize([...tokens], true), request.stop);
  const steps = generate(
    cache,
    {
      prompt,
      draft,
      maxTokens: request.maxTokens,
      sampling: GREEDY,
      endTokens: endsOf(model),
      costs: CPU_COSTS,
      acceptance: NO_EXPERIENCE,
    },
    { aborted: false },
  );
  for (;;) {
    const step = await steps.next();
    const { figures } = step.value;
    const stopped =
      step.done === true ||
      step.value.choices.some(({ token, logprob }) => {
        made.push({ probability: Math.exp(logprob), ms: performance.now() - began });
        return reader.add(token as Token);
      });
    if (!stopped) continue;
    const end = step.done !== true ? 'stop' : step.value.end === 'end-token' ? 'end-of-text' : 'length';
    const msTotal = performance.now() - began;
    return {
      pieces: piecesOf(reader.texts, made),
      figures: {
        promptTokens: prompt.length,
        reusedTokens: figures.reused,
        generatedTokens: made.length,
        draftedTokens: figures.drafted,
        acceptedTokens: figures.accepted,
        forwardPasses: figures.promptPasses + figures.passes,
        msToFirstToken: made[0]?.ms ?? msTotal,
        msTotal,
        end,
      },
    };
  }
}

const endsOf = ({ tokens }: LlamaModel): ReadonlySet<number> =>
  new Set([tokens.eos, tokens.eot].filter((token) => token !== null));

/** Hex SHA-256 of a file. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
