/** Fetches one file into a place that may hold the beginning of it already. */
import type { ModelPart } from '../protocol/models';
import { BrokenConnection, DownloadError, isAbort } from './failure';
import { watchSilence } from './silence';

/** A file being written, with random access; closed by whoever opened it. */
export interface PartFile {
  size(): number;
  /** Fills `into` from `at`; returns how many bytes there were. */
  read(into: Uint8Array<ArrayBuffer>, at: number): number;
  /** @throws QuotaExceededError (DOMException) when there is no room. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  truncate(size: number): void;
  close(): void;
}

export interface FetchPartOptions {
  readonly signal: AbortSignal;
  /** The entity tag the bytes already here had; null when it was not told. */
  readonly tag: string | null;
  /** Bytes of this file that are here now; goes back to 0 when the server cannot continue. `total` 0 means unknown. */
  readonly onBytes: (done: number, total: number) => void;
  /** The server's entity tag and the size of its file, before any byte of it is written. */
  readonly onHead: (tag: string | null, total: number | null) => Promise<void>;
  /** Looks at the file while it comes, `total` bytes or nobody knows how many; a text says why it is of no use. */
  readonly refuse?: (file: PartFile, total: number | null) => string | null;
  /** A connection silent for longer has broken. Milliseconds. */
  readonly silenceMs?: number;
  readonly fetch: typeof globalThis.fetch;
}

interface Answer {
  /** Where in the file the body begins. */
  readonly from: number;
  /** Size of the whole file; null when not told. */
  readonly total: number | null;
}

const rangeOf = /^bytes (\d+)-\d+\/(\d+|\*)$/;

function totalOf(response: Response): number | null {
  // With a content encoding the length is that of the packed bytes.
  const told = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  return told === null ? null : Number(told);
}

/** What a good answer holds; null when its body does not continue what is here. */
function answerOf(response: Response, here: number, tag: string | null): Answer | null {
  if (response.status === 200) return { from: 0, total: totalOf(response) };
  const range = rangeOf.exec(response.headers.get('content-range') ?? '');
  const now = response.headers.get('etag');
  const changed = tag !== null && now !== null && tag !== now;
  // Hidden by a server that does not expose the header to other origins: the status alone says where it begins.
  if (range === null) return changed ? null : { from: here, total: null };
  const total = range[2] === '*' ? null : Number(range[2]);
  return changed || Number(range[1]) !== here ? null : { from: here, total };
}

function refusal(status: number): Error {
  if (status === 404 || status === 410)
    return new DownloadError('not-found', `the server has no such file (status ${status})`);
  if (status === 401 || status === 403)
    return new DownloadError('not-found', `the server does not let this file be fetched (status ${status})`);
  if (status === 408 || status === 429 || status >= 500) return new BrokenConnection(`the server answered ${status}`);
  return new DownloadError('not-found', `the server answered ${status}`);
}

const request = (signal: AbortSignal, from: number): RequestInit => ({
  signal,
  mode: 'cors',
  credentials: 'omit',
  // The model is kept in a store of its own; the browser's cache would hold it twice.
  cache: 'no-store',
  ...(from > 0 ? { headers: { Range: `bytes=${from}-` } } : {}),
});

const reportEvery = 2 ** 18;

/**
 * Completes `file` from the network: continues behind what is there where the server can (`Range`), else begins anew.
 * Returns when all bytes are there; checking them is the caller's business.
 * @throws BrokenConnection when it is worth another try, DownloadError when it is not, the signal's reason when it fires
 */
export async function fetchPart(part: ModelPart, file: PartFile, options: FetchPartOptions): Promise<void> {
  const { signal, tag, onBytes, refuse, silenceMs = 30_000 } = options;
  let at = file.size();
  if (part.bytes !== null && at > part.bytes) {
    file.truncate(0);
    at = 0;
  }
  if (part.bytes !== null && at === part.bytes && at > 0) return;
  const watch = watchSilence(signal, silenceMs, () => new BrokenConnection('the server was silent'));
  try {
    let response = await options.fetch(part.url, request(watch.signal, at));
    let answer = response.ok ? answerOf(response, at, tag) : null;
    // What is here cannot be continued: the file has changed, or it has no such place (416).
    if (at > 0 && (response.status === 416 || (response.ok && answer === null))) {
      await response.body?.cancel();
      file.truncate(0);
      at = 0;
      response = await options.fetch(part.url, request(watch.signal, 0));
      answer = response.ok ? answerOf(response, 0, null) : null;
    }
    if (answer === null) throw refusal(response.status);
    if (answer.from === 0) file.truncate(0);
    at = answer.from;
    const total = answer.total ?? part.bytes;
    await options.onHead(response.headers.get('etag'), total);
    if (part.bytes !== null && total !== null && total !== part.bytes) {
      throw new DownloadError('corrupt', `the server’s file has ${total} bytes, ${part.bytes} were expected`);
    }
    at = await receive(
      response,
      file,
      at,
      (done) => {
        watch.alive();
        onBytes(done, total ?? 0);
      },
      (here) => refuse?.(here, total) ?? null,
    );
    if (total !== null && at < total) throw new BrokenConnection('the connection was cut');
    if (total !== null && at > total) throw new DownloadError('corrupt', `${at} bytes came, ${total} were expected`);
  } catch (error) {
    signal.throwIfAborted();
    if (watch.signal.aborted && watch.signal.reason instanceof BrokenConnection) throw watch.signal.reason;
    // What fetch and its body throw when the network fails.
    if (error instanceof TypeError || isAbort(error)) throw new BrokenConnection('no connection to the server');
    throw error;
  } finally {
    watch.end();
  }
}

async function receive(
  response: Response,
  file: PartFile,
  from: number,
  onBytes: (done: number) => void,
  refuse: (file: PartFile) => string | null,
): Promise<number> {
  let at = from;
  let reported = from;
  const reader = response.body?.getReader();
  if (reader === undefined) return at;
  onBytes(at);
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      file.write(step.value, at);
      at += step.value.byteLength;
      const why = refuse(file);
      if (why !== null) {
        await reader.cancel();
        file.truncate(0);
        at = 0;
        throw new DownloadError('not-a-model', why);
      }
      if (at - reported >= reportEvery) {
        reported = at;
        onBytes(at);
      }
    }
  } finally {
    // Also what came before a connection broke counts.
    if (at !== reported) onBytes(at);
  }
  return at;
}
