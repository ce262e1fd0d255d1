import { hexOf } from '../core/text';
import type { Adapter, LoadProgress, GgufModel } from '../protocol/engine';
import { ModelError } from './errors';
import { watchSilence } from './silence';

export interface DownloadOptions {
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
  /** A connection silent for longer has failed. Milliseconds. */
  readonly silenceMs?: number;
  /** Stands in for the browser's in tests. */
  readonly fetch?: typeof globalThis.fetch;
}

async function verify(file: Blob, sha256: string): Promise<void> {
  // Absent outside of secure contexts, whatever the typings say.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) throw new ModelError('unknown', 'The model cannot be verified on an insecure page.');
  const actual = hexOf(new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer())));
  if (actual !== sha256.toLowerCase())
    throw new ModelError('model-corrupt', 'The model file is not the one expected: its checksum differs.');
}

/** Bytes between two reports of progress: often enough to look smooth, seldom enough to cost nothing. */
const reportEvery = 2 ** 18;

async function receive(
  response: Response,
  expected: number,
  onBytes: (done: number, total: number) => void,
): Promise<Blob> {
  // With a content encoding the length is that of the packed bytes, so it tells nothing about what is read.
  const told = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
  const total = told > 0 ? told : expected;
  if (!response.body) return response.blob();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (;;) {
    const step = await reader.read();
    if (step.done) break;
    parts.push(step.value);
    done += step.value.byteLength;
    onBytes(done, total);
  }
  return new Blob(parts);
}

/**
 * Fetches a model's file and checks its SHA-256 where the source names one.
 * @throws ModelError `model-not-found`, `load-timeout` or `model-corrupt`; the signal's reason when it fires
 */
export async function downloadModel(
  model: Pick<GgufModel, 'url' | 'sha256' | 'bytes'>,
  options: DownloadOptions,
): Promise<Blob> {
  const { onProgress, signal, silenceMs = 30_000, fetch = globalThis.fetch } = options;
  const stoodStill = new ModelError('load-timeout', 'The download of the model stood still for too long.');
  const watch = watchSilence(signal, silenceMs, () => stoodStill);
  let file: Blob;
  try {
    onProgress({ stage: 'downloading', done: 0, total: 0 });
    const response = await fetch(model.url, { signal: watch.signal });
    if (!response.ok)
      throw new ModelError(
        'model-not-found',
        `The model file could not be fetched: the server answered ${response.status}.`,
      );
    let reported = 0;
    file = await receive(response, model.bytes ?? 0, (done, total) => {
      watch.alive();
      if (done - reported < reportEvery && done !== total) return;
      reported = done;
      onProgress({ stage: 'downloading', done, total });
    });
  } catch (error) {
    signal.throwIfAborted();
    if (watch.signal.reason === stoodStill) throw stoodStill;
    if (error instanceof ModelError) throw error;
    throw new ModelError('model-not-found', 'The model file could not be fetched.');
  } finally {
    watch.end();
  }
  if (model.sha256 !== null) {
    onProgress({ stage: 'verifying', done: 0, total: 1 });
    await verify(file, model.sha256);
    signal.throwIfAborted();
  }
  return file;
}

/**
 * Fetches what is added to a model from where the page is served, and checks it.
 * @param site the folder of the page, absolute, with a slash at its end
 * @throws as `downloadModel`
 */
export const downloadAdapter = ({ url, sha256, bytes }: Adapter, site: URL, options: DownloadOptions): Promise<Blob> =>
  downloadModel({ url: new URL(url, site).href, sha256, bytes }, options);
