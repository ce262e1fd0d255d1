/** Where converted files go: a folder in Node, web-llm's caches in the browser. */
import type { ByteSource } from './source';

/** A file being written. Nobody sees it under its name before `close` has ended. */
export interface SinkFile {
  /** @throws ConversionError `disk-full` or `unwritable` */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @throws ConversionError `disk-full` or `unwritable` */
  close(): Promise<void>;
  /** Leaves what was under the name before. Never throws. */
  discard(): Promise<void>;
}

export interface ConversionSink {
  /** `bytes` is the size the file will have. @throws ConversionError `disk-full` or `unwritable` */
  create(name: string, bytes: number): Promise<SinkFile>;
  /** Null where there is none. */
  open(name: string): Promise<ByteSource | null>;
  remove(name: string): Promise<void>;
  /** Bytes that still fit; null when that cannot be known. */
  room(): Promise<number | null>;
}

/** Writes a small file in one go. @throws ConversionError as `create` */
export async function writeWhole(sink: ConversionSink, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await sink.create(name, bytes.length);
  try {
    await file.write(bytes);
    await file.close();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

export const writeText = (sink: ConversionSink, name: string, text: string): Promise<void> =>
  writeWhole(sink, name, new TextEncoder().encode(text));
