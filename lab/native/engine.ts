/**
 * llama.cpp as a native library (node-llama-cpp, an optional dependency), for measuring: it reads prompts an order of
 * magnitude faster than WebAssembly. Special tokens are read as such, as in the program's engine; answers are greedy;
 * what a prompt shares with the one before is not read again; copies of the prompt are guessed ahead and verified.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { InputLookupTokenPredictor, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { CommandError } from '../../cli/benchmarks/command';
import type { Answer } from '../../cli/evaluation/answers';
import type { CompletionRequest, EndReason } from '../../src/core/prediction';
import { AnswerReader, piecesOf, type Generated } from './reader';

export interface NativeOptions {
  /** Path of the GGUF file, and of an adapter (LoRA) as GGUF; null for none. */
  readonly gguf: string;
  readonly lora: string | null;
  /** Tokens of context to allocate. */
  readonly contextTokens: number;
  /** Threads that compute; null lets the library choose. */
  readonly threads: number | null;
  /** Whether answers tell what else they could have begun with: the library sorts its whole vocabulary for that. */
  readonly alternatives?: boolean;
}

/** How likely the model was to begin in some way. */
export interface FirstToken {
  readonly text: string;
  /** 0 to 1. */
  readonly probability: number;
}

export interface NativeAnswer extends Answer {
  /** The most likely first tokens of the answer, descending; [] unless asked for. */
  readonly first: readonly FirstToken[];
}

export interface NativeEngine {
  /** What runs, for reports. */
  readonly name: string;
  readonly threads: number;
  readonly contextTokens: number;
  /** Requests are answered one after another. @throws Error `prompt-too-long: …` */
  complete(request: CompletionRequest): Promise<NativeAnswer>;
  close(): Promise<void>;
}

/** Tokens guessed ahead at once: read together, they cost little more than one. */
const GUESSED = 12;
/** A guess needs so many equal tokens before it. */
const EQUAL_BEFORE = 2;
const FIRST_TOKENS = 8;

/** @throws CommandError where the library is not installed */
async function library(): Promise<typeof NodeLlamaCpp> {
  try {
    return await import('node-llama-cpp');
  } catch (error) {
    throw new CommandError(`node-llama-cpp is not installed; "npm ci --include=optional" brings it (${error instanceof Error ? error.message : String(error)}).`);
  }
}

export async function startNative({ gguf, lora, contextTokens, threads, alternatives = false }: NativeOptions): Promise<NativeEngine> {
  const { getLlama, InputLookupTokenPredictor: Lookup, LlamaLogLevel } = await library();
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, progressLogs: false });
  const model = await llama.loadModel({ modelPath: gguf });
  const context = await model.createContext({
    contextSize: contextTokens, sequences: 1, batchSize: 512,
    ...(threads === null ? {} : { threads: { ideal: threads, min: threads } }), ...(lora === null ? {} : { lora: { adapters: [{ filePath: lora }] } }),
  });
  const predictor = new Lookup({ patternLength: { min: EQUAL_BEFORE }, predictionLength: { max: GUESSED } });
  const sequence = context.getSequence({ tokenPredictor: predictor });
  const running: Running = { model, sequence, predictor, alternatives };
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
  readonly sequence: LlamaContextSequence;
  readonly predictor: InputLookupTokenPredictor;
  readonly alternatives: boolean;
}

async function answerOf({ model, sequence, predictor, alternatives }: Running, request: CompletionRequest): Promise<NativeAnswer> {
  const began = performance.now();
  const prompt = model.tokenize(request.parts.join(''), true);
  if (prompt.length + request.maxTokens > sequence.contextSize) throw new Error(`prompt-too-long: ${String(prompt.length)} tokens and ${String(request.maxTokens)} for the answer`);
  // One token is always read again: its result is what the answer begins with.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  const reused = sequence.nextTokenIndex;
  const first = alternatives ? await firstTokens(sequence, prompt.slice(reused)) : [];
  if (alternatives) await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  const before = { ...sequence.tokenPredictions };
  const made: Generated[] = [];
  const reader = new AnswerReader<Token>((tokens) => model.detokenize([...tokens], true), request.stop);
  let end: EndReason = 'end-of-text';
  predictor.updateInputTokens(prompt);
  for await (const { token, confidence } of sequence.evaluateWithMetadata(prompt.slice(sequence.nextTokenIndex), { confidence: true }, { temperature: 0 })) {
    made.push({ probability: confidence, ms: performance.now() - began });
    const stopped = reader.add(token);
    if (stopped || made.length >= request.maxTokens) {
      end = stopped ? 'stop' : 'length';
      break;
    }
  }
  const after = sequence.tokenPredictions;
  const accepted = after.used - before.used;
  const msTotal = performance.now() - began;
  return {
    pieces: piecesOf(reader.texts, made),
    first: first.map(({ token, probability }) => ({ text: model.detokenize([token], true), probability })),
    figures: {
      promptTokens: prompt.length, reusedTokens: reused, generatedTokens: made.length,
      draftedTokens: after.validated + after.refuted - before.validated - before.refuted, acceptedTokens: accepted,
      forwardPasses: Math.max(1, made.length - accepted), msToFirstToken: made[0]?.ms ?? msTotal, msTotal, end,
    },
  };
}

/** Reads the rest of a prompt, and tells what could come next. */
async function firstTokens(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<{ readonly token: Token; readonly probability: number }[]> {
  const last = tokens.length - 1;
  const generateNext = { token: true, probabilities: true, options: { temperature: 0 } };
  const results = await sequence.controlledEvaluate(tokens.map((token, index) => (index === last ? [token, { generateNext }] : token)));
  return [...results[last]?.next.probabilities ?? []].slice(0, FIRST_TOKENS).map(([token, probability]) => ({ token, probability }));
}

/** Hex SHA-256 of a file. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
