/** Brings a model's published weights into the form that web-llm runs, on the user's own machine. */
import { cacheSink, localModelUrl } from './cache-sink';
import { convert, type ConversionProgress, type ConvertedModel, type LibraryChoice } from './convert';
import type { QuantFormat } from './quantize';
import type { ConversionSink } from './sink';
import { fileFolder } from './source';

export { cacheSink, deleteLocalModel, listLocalModels, localId, localModelUrl, type LocalModel } from './cache-sink';
export {
  convert,
  type ConversionProgress,
  type ConversionRequest,
  type ConvertedModel,
  type LibraryChoice,
} from './convert';
export { ConversionError, type ConversionErrorCode, type ConversionFailure } from './errors';
export { libraries, libraryFile, libraryFor, type Library, type LibraryMatch } from './libraries';
export { compareParameters, readLibrary, type LibraryMetadata } from './library-metadata';
export { quantFormats, type QuantFormat } from './quantize';
export { parseShape, type ModelShape, type NetworkShape } from './shape';
export type { ConversionSink, SinkFile } from './sink';
export { blobSource, fileFolder, type ByteSource, type SourceFolder } from './source';

export interface BrowserConversion {
  /** Names the stored model; see `localId`. */
  readonly id: string;
  readonly format: QuantFormat;
  /** Default: the library of the catalog. */
  readonly library?: LibraryChoice;
}

export interface StoredConversion extends ConvertedModel {
  readonly id: string;
  /** `MlcModel.url` for the engine. */
  readonly url: string;
}

/**
 * Converts files that a user chose (config.json, tokenizer and safetensors) and stores the model where web-llm finds
 * it. Meant for a worker. To resume, call it again with the same files and id.
 * @throws ConversionError; the signal's reason when it fires
 */
export async function convertInBrowser(
  files: readonly File[],
  options: BrowserConversion,
  onProgress: (progress: ConversionProgress) => void,
  signal: AbortSignal,
  sink: ConversionSink = cacheSink(options.id),
): Promise<StoredConversion> {
  const made = await convert({
    source: fileFolder(files),
    sink,
    format: options.format,
    library: options.library ?? { kind: 'catalog' },
    onProgress,
    signal,
  });
  return { ...made, id: options.id, url: localModelUrl(options.id) };
}
