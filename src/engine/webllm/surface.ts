/**
 * The part of web-llm's chat pipeline that token-level driving needs. It is private in web-llm's typings, so it is read
 * as unknown and checked here, once; the rest of the adapter knows these interfaces alone.
 */

/** An array in GPU memory: `NDArray`, from 0.2.80 on `Tensor`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Where the runtime keeps the C struct that describes it. */
  readonly dltensor: number;
  view(shape: readonly number[]): Tensor;
  copyFrom(data: readonly number[]): unknown;
  getDataPtr(): number;
  dispose(): void;
}

/** A function of the compiled library or the runtime. Plain numbers are refused as arguments: see `Tvm.scalar`. */
export type NativeFunction = (...args: readonly unknown[]) => unknown;

export interface Tvm {
  beginScope(): void;
  endScope(): void;
  detachFromCurrentScope<T>(value: T): T;
  empty(shape: readonly number[], dtype: string, device: unknown): Tensor;
  makeShapeTuple(shape: readonly number[]): unknown;
  scalar(value: number, dtype: string): unknown;
  getGlobalFunc(name: string): NativeFunction;
}

export interface GpuContext {
  readonly device: GPUDevice;
  gpuBufferFromPtr(pointer: number): GPUBuffer;
  /** Present where the runtime collects dispatches before it submits them. */
  flushCommands?(): void;
}

export interface Tokenizer {
  encode(text: string): Int32Array;
  decode(tokens: Int32Array): string;
  /** Special tokens included. */
  getVocabSize(): number;
}

export interface Pipeline {
  readonly tvm: Tvm;
  readonly vm: { getFunction(name: string): NativeFunction };
  readonly kvCache: unknown;
  readonly params: unknown;
  readonly device: unknown;
  readonly tokenizer: Tokenizer;
  readonly prefillChunkSize: number;
  readonly contextWindowSize: number;
  /** Ids that end an answer, from the model's configuration. */
  readonly stopTokens: readonly number[];
  readonly gpu: GpuContext;
  /** A 64-bit integer in the runtime's memory. */
  readonly loadInteger: (pointer: number) => number;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  (typeof value === 'object' || typeof value === 'function') && value !== null;

/** What a pipeline lacks, as paths; empty when it can be driven. */
export function missingParts(value: unknown): readonly string[] {
  const missing: string[] = [];
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  const need = (paths: readonly string[], fits: (part: unknown) => boolean): void => {
    for (const path of paths) if (!fits(at(path))) missing.push(path);
  };
  const tvm = [
    'beginScope',
    'endScope',
    'detachFromCurrentScope',
    'empty',
    'makeShapeTuple',
    'scalar',
    'getGlobalFunc',
  ];
  need(
    tvm.map((name) => `tvm.${name}`),
    (part) => typeof part === 'function',
  );
  need(
    ['vm.getFunction', 'tokenizer.encode', 'tokenizer.decode', 'tokenizer.getVocabSize'],
    (part) => typeof part === 'function',
  );
  need(['tvm.lib.webGPUContext.gpuBufferFromPtr', 'tvm.lib.memory.loadI64'], (part) => typeof part === 'function');
  need(['tvm.lib.webGPUContext.device', 'kvCache', 'params', 'device'], isObject);
  need(['prefillChunkSize', 'contextWindowSize'], (part) => typeof part === 'number' && part > 0);
  need(['stopTokens'], (part) => Array.isArray(part) && part.every((token) => Number.isInteger(token)));
  return missing;
}

/** What `missingParts` has checked, in web-llm's own arrangement. */
interface CheckedPipeline extends Omit<Pipeline, 'gpu' | 'loadInteger'> {
  readonly tvm: Tvm & {
    readonly lib: { readonly webGPUContext: GpuContext; readonly memory: { loadI64(pointer: number): number } };
  };
}

const isPipeline = (value: unknown): value is CheckedPipeline => missingParts(value).length === 0;

/** The pipeline as this adapter drives it; null when it is not shaped as expected. */
export function readPipeline(value: unknown): Pipeline | null {
  if (!isPipeline(value)) return null;
  const { tvm, vm, kvCache, params, device, tokenizer, prefillChunkSize, contextWindowSize, stopTokens } = value;
  const { webGPUContext, memory } = tvm.lib;
  return {
    tvm,
    vm,
    kvCache,
    params,
    device,
    tokenizer,
    prefillChunkSize,
    contextWindowSize,
    stopTokens,
    gpu: webGPUContext,
    loadInteger: (pointer) => memory.loadI64(pointer),
  };
}
