/** The conversion itself: Hugging Face safetensors in, a folder that web-llm loads out. */
import { chatConfig } from './chat-config';
import { ConversionError } from './errors';
import { jobsOf, parameterBytes, type Job, type Parameter, type Target } from './layout';
import { libraryFile, requireLibrary } from './libraries';
import { compareParameters, type LibraryMetadata } from './library-metadata';
import { floatRows, quantizeRows, type QuantFormat } from './quantize';
import { fingerprintOf, keptShards, newRecord, recordName, writeRecord, type ConversionRecord } from './resume';
import { checkParts, rowsOf, type Rows } from './rows';
import { openCheckpoint, readJson, type Checkpoint } from './safetensors';
import { parseShape, type ModelShape } from './shape';
import { createShardWriter, type ShardWriter } from './shard-writer';
import { indexText, packShards, type Shard } from './shards';
import { writeText, type ConversionSink } from './sink';
import type { SourceFolder } from './source';
import { tokenCount, tokenizerFiles } from './tokenizer';

/** What the output must fit. */
export type LibraryChoice =
  /** The library of the catalog with this shape. */
  | { readonly kind: 'catalog' }
  /** A library given by its own description. */
  | { readonly kind: 'library'; readonly metadata: LibraryMetadata }
  /** A library not at hand, compiled for so many rows; null for the model's own number. */
  | { readonly kind: 'rows'; readonly vocabulary: number | null };

export interface ConversionProgress {
  readonly stage: 'checking' | 'converting' | 'finishing';
  /** Bytes of output. */
  readonly done: number;
  readonly total: number;
}

export interface ConversionRequest {
  readonly source: SourceFolder;
  readonly sink: ConversionSink;
  readonly format: QuantFormat;
  readonly library: LibraryChoice;
  readonly onProgress: (progress: ConversionProgress) => void;
  readonly signal: AbortSignal;
  /** Bytes of a shard and of one reading; the defaults are `maxShardBytes` and `chunkBytes`. Smaller in tests. */
  readonly limits?: { readonly shardBytes: number; readonly chunkBytes: number };
}

export interface ConvertedModel {
  readonly format: QuantFormat;
  readonly model: ModelShape;
  /** File name of the compiled library that fits; null when it was not chosen from the catalog. */
  readonly library: string | null;
  /** Rows of the embedding after padding. */
  readonly vocabulary: number;
  /** Size of the weights, in bytes. */
  readonly bytes: number;
  readonly shards: number;
  /** How many of the shards an earlier, interrupted conversion had finished. */
  readonly resumed: number;
}

interface Plan {
  readonly model: ModelShape;
  readonly target: Target;
  readonly library: string | null;
  readonly context: number;
  readonly jobs: readonly Job[];
  readonly shards: readonly Shard[];
}

const defaultContext = 4096;

interface Fit {
  readonly vocabulary: number;
  readonly tied: boolean;
  readonly library: string | null;
  readonly context: number;
}

function fitTo(model: ModelShape, format: QuantFormat, choice: LibraryChoice): Fit {
  switch (choice.kind) {
    case 'catalog': {
      const library = requireLibrary(model);
      return {
        vocabulary: library.vocabulary ?? model.vocabulary,
        tied: library.network.tied,
        library: libraryFile(library, format),
        context: library.context,
      };
    }
    case 'library': {
      const { metadata } = choice;
      if (metadata.tied && !model.tied)
        throw new ConversionError(
          'no-library',
          'The library uses the embedding as the output layer, but the model has an output layer of its own.',
          'Use a library compiled for untied embeddings.',
        );
      return {
        vocabulary: metadata.vocabulary ?? model.vocabulary,
        tied: metadata.tied,
        library: null,
        context: metadata.context || defaultContext,
      };
    }
    case 'rows':
      return {
        vocabulary: choice.vocabulary ?? model.vocabulary,
        tied: model.tied,
        library: null,
        context: defaultContext,
      };
    default:
      return choice satisfies never;
  }
}

/** A model saved as untied but without an output layer has its embedding there. */
function withTies(shape: ModelShape, checkpoint: Checkpoint): ModelShape {
  return shape.tied || checkpoint.tensors.has('lm_head.weight') ? shape : { ...shape, tied: true };
}

function planOf(model: ModelShape, { format, library: choice, limits }: ConversionRequest): Plan {
  if (choice.kind === 'library' && choice.metadata.format !== format) {
    throw new ConversionError(
      'no-library',
      `The library is compiled for ${choice.metadata.format}, not ${format}.`,
      `Convert to ${choice.metadata.format}, or use another library.`,
    );
  }
  const fit = fitTo(model, format, choice);
  if (fit.vocabulary < model.vocabulary) {
    throw new ConversionError(
      'vocabulary-too-large',
      `The model has ${model.vocabulary} tokens, but its library was compiled for ${fit.vocabulary}.`,
      `Shrink the embedding to at most ${fit.vocabulary} rows, or compile a library for ${model.vocabulary}.`,
    );
  }
  const target: Target = { format, vocabulary: fit.vocabulary, tied: fit.tied };
  const jobs = jobsOf(model, target);
  const parameters: readonly Parameter[] = jobs.flatMap((job) => job.outputs);
  if (choice.kind === 'library') {
    const [first] = compareParameters(parameters, choice.metadata.parameters, target.vocabulary);
    if (first !== undefined)
      throw new ConversionError(
        'no-library',
        `The library was not compiled for this model: ${first}.`,
        'Use the library that was compiled for a model of this shape.',
      );
  }
  return {
    model,
    target,
    library: fit.library,
    context: fit.context,
    jobs,
    shards: packShards(parameters, limits?.shardBytes),
  };
}

function refuse({ tensor, at }: Rows, index: number, format: QuantFormat): ConversionError {
  return new ConversionError(
    'bad-value',
    `Value ${at + index} of ${tensor ?? 'the padding'} is infinite, not a number, or too large for ${format}.`,
    format === 'q4f16_1'
      ? 'Try q4f32_1; if that fails too, the weights are damaged.'
      : 'The weights are damaged: download them again.',
  );
}

const bytesOf = (
  view: Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Writes one step's outputs. Scales come after all words, so they are kept until then: an eighth of the words' size or a quarter. */
async function runJob(
  job: Job,
  checkpoint: Checkpoint,
  { format, limits }: ConversionRequest,
  writer: ShardWriter,
  afterChunk: (bytes: number) => void,
): Promise<void> {
  const scales: Uint8Array<ArrayBuffer>[] = [];
  const write = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    await writer.write(bytes);
    afterChunk(bytes.length);
  };
  for await (const rows of rowsOf(job, checkpoint, limits?.chunkBytes)) {
    const made = job.columns === null ? floatRows(rows.values, format) : quantizeRows(rows.values, job.columns, format);
    if ('index' in made) throw refuse(rows, made.index, format);
    if ('words' in made) {
      scales.push(bytesOf(made.scales));
      await write(bytesOf(made.words));
    } else await write(bytesOf(made));
  }
  for (const part of scales) await write(part);
}

async function writeShards(
  plan: Plan,
  checkpoint: Checkpoint,
  request: ConversionRequest,
  started: ConversionRecord,
  kept: readonly string[],
): Promise<readonly string[]> {
  const { sink, onProgress, signal } = request;
  const { jobs, shards } = plan;
  const total = started.bytes;
  const md5: string[] = [...kept];
  let done = 0;
  const advance = (bytes: number): void => {
    signal.throwIfAborted();
    done += bytes;
    onProgress({ stage: 'converting', done, total });
  };
  const writer = createShardWriter({
    sink,
    shards,
    kept: kept.length,
    async onShard(_index, digest) {
      md5.push(digest);
      await writeRecord(sink, { ...started, md5 });
    },
  });
  try {
    for (const job of jobs) {
      const bytes = job.outputs.reduce((sum, parameter) => sum + parameterBytes(parameter), 0);
      if (writer.skip(bytes)) advance(bytes);
      else await runJob(job, checkpoint, request, writer, advance);
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return md5;
}

async function checkRoom(sink: ConversionSink, needed: number): Promise<void> {
  const room = await sink.room();
  if (room === null || room >= needed) return;
  throw new ConversionError(
    'disk-full',
    `The converted model needs ${Math.ceil(needed / 1e6)} MB, but there is room for ${Math.max(0, Math.floor(room / 1e6))} MB.`,
    'Delete models that are not used any more, or free space on the disk, and convert again.',
  );
}

async function copyFiles(names: readonly string[], { source, sink, signal }: ConversionRequest): Promise<void> {
  const step = 2 ** 22;
  for (const name of names) {
    const from = await source.open(name);
    const file = await sink.create(name, from.size);
    try {
      for (let at = 0; at < from.size; at += step) {
        signal.throwIfAborted();
        await file.write(await from.read(at, Math.min(step, from.size - at)));
      }
      await file.close();
    } catch (error) {
      await file.discard();
      throw error;
    }
  }
}

/** Files of an earlier conversion to the same place that would be mistaken for parts of this one. */
async function removeOthers(sink: ConversionSink, shards: readonly Shard[]): Promise<void> {
  for (const name of ['mlc-chat-config.json', 'ndarray-cache.json', 'tensor-cache.json']) await sink.remove(name);
  for (let index = shards.length; (await sink.open(`params_shard_${index}.bin`)) !== null; index += 1)
    await sink.remove(`params_shard_${index}.bin`);
}

/**
 * Converts a model. What is finished stays: called again with the same source and target after an abort, a full disk or a
 * crash, it goes on with the first shard that is missing or damaged. The model is usable, and `conversion.json` says
 * `complete`, only when the returned promise is fulfilled.
 *
 * Memory: a chunk of rows (`chunkBytes`, widened to f32) and the scales of one tensor.
 * @throws ConversionError; the signal's reason when it fires; whatever the source throws
 */
export async function convert(request: ConversionRequest): Promise<ConvertedModel> {
  const { source, sink, format, onProgress, signal } = request;
  onProgress({ stage: 'checking', done: 0, total: 0 });
  const config = await readJson(source, 'config.json');
  if (config === null)
    throw new ConversionError(
      'incomplete',
      'config.json is missing.',
      'Choose all files of the model together: config.json, tokenizer.json and every .safetensors file.',
    );
  const tokenizer = tokenizerFiles(source);
  const checkpoint = await openCheckpoint(source);
  const plan = planOf(withTies(parseShape(config), checkpoint), request);
  checkParts(plan.jobs, checkpoint);
  const tokens = (await tokenCount(source)) ?? plan.model.vocabulary;
  if (tokens > plan.model.vocabulary)
    throw new ConversionError(
      'damaged',
      `The tokenizer makes ${tokens} tokens, but the model only knows ${plan.model.vocabulary}.`,
      'Choose the tokenizer.json that was published with these weights.',
    );

  const total = plan.shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const started = newRecord({
    fingerprint: await fingerprintOf(checkpoint, { target: plan.target, model: plan.model }),
    format,
    library: plan.library,
    bytes: total,
  });
  const kept = await keptShards(sink, plan.shards, started);
  signal.throwIfAborted();
  const written = plan.shards.slice(0, kept.length).reduce((sum, shard) => sum + shard.bytes, 0);
  await checkRoom(sink, total - written);
  await removeOthers(sink, plan.shards);
  await writeRecord(sink, { ...started, md5: kept });
  const md5 = await writeShards(plan, checkpoint, request, started, kept);

  onProgress({ stage: 'finishing', done: total, total });
  await copyFiles(tokenizer, request);
  const values = plan.jobs
    .flatMap((job) => job.parts.map((part) => part.rows * (job.columns ?? 1)))
    .reduce((sum, count) => sum + count, 0);
  const index = indexText(plan.shards, md5, values);
  await writeText(sink, 'ndarray-cache.json', index);
  await writeText(sink, 'tensor-cache.json', index);
  const generation = (await readJson(source, 'generation_config.json')) ?? {};
  await writeText(
    sink,
    'mlc-chat-config.json',
    `${JSON.stringify(chatConfig({ ...plan, config, generation, tokenizerFiles: tokenizer, activeVocabulary: tokens }), null, 2)}\n`,
  );
  await writeRecord(sink, { ...started, md5, complete: true });
  return {
    format,
    model: plan.model,
    library: plan.library,
    vocabulary: plan.target.vocabulary,
    bytes: total,
    shards: plan.shards.length,
    resumed: kept.length,
  };
}

export { recordName };
