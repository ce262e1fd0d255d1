/** Where a model runs that is measured: in the program's own engine in headless Chromium, or as a native library. */
import { hashOf, startNative } from '../../native/engine';
import { CommandError } from '../benchmarks/command';
import { startEngine, type BrowserEngine, type ModelFile } from './browser-engine';

export interface EngineChoice {
  readonly kind: 'browser' | 'native';
  /** Path of an adapter (LoRA) as GGUF, for the native engine; null for none. */
  readonly lora: string | null;
  /** Threads of the native engine; null for one for each processor. Fewer where the machine has other work: they wait for one another. */
  readonly threads: number | null;
}

/** @throws CommandError for what is no engine */
export function engineChoice(
  engine: string | undefined,
  lora: string | undefined,
  threads: string | undefined,
): EngineChoice {
  const kind = engine ?? 'browser';
  if (kind !== 'browser' && kind !== 'native') throw new CommandError(`--engine takes browser or native, not ${kind}.`);
  if (lora !== undefined && kind !== 'native') throw new CommandError('--lora needs --engine native.');
  if (threads !== undefined && !/^[1-9]\d*$/.test(threads))
    throw new CommandError(`--threads takes a whole number from 1, not ${threads}.`);
  return { kind, lora: lora ?? null, threads: threads === undefined ? null : Number(threads) };
}

/** Names what answers, so that answers are kept apart: the model's hash, and what else makes a difference. */
export async function engineKey({ sha256 }: ModelFile, { kind, lora }: EngineChoice, length: number): Promise<string> {
  const parts = [
    sha256.slice(0, length),
    ...(kind === 'native' ? ['native'] : []),
    ...(lora === null ? [] : [(await hashOf(lora)).slice(0, length)]),
  ];
  return parts.join('-');
}

/** The native engine answers one question at a time with all threads, however many workers ask. */
export async function startChosen(choice: EngineChoice, file: ModelFile, workers: number): Promise<BrowserEngine> {
  if (choice.kind === 'browser') return startEngine(file, workers);
  const { model } = file;
  const engine = await startNative({
    gguf: file.file,
    lora: choice.lora,
    contextTokens: model.contextLength,
    threads: choice.threads,
  });
  return {
    capabilities: {
      engine: 'wllama',
      device: 'cpu',
      threads: engine.threads,
      contextLength: Math.min(model.contextLength, engine.contextTokens),
      dialect: model.dialect,
      speculates: true,
      note: null,
      stopsOnSpecialTokens: true,
    },
    browser: engine.name,
    workers: Array.from({ length: workers }, () => (request) => engine.complete(request)),
    memory: () => Promise.resolve(process.memoryUsage.rss()),
    close: () => engine.close(),
  };
}
