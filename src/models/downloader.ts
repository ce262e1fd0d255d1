/** Carries a download out: the state machine decides, this asks, writes, checks and waits. */
import type { DownloadFailureCode, DownloadRequest, DownloadState, ModelPart, StoredModel } from '../protocol/models';
import { guessDialect, TELLING_TOKENS } from '../core/conversation';
import { contextFor } from './context-length';
import { digestOf, expectedOf } from './digest';
import { nextDownload, type DownloadEvent } from './download-state';
import { BrokenConnection, DownloadError, failureOf } from './failure';
import { fetchPart, type FetchPartOptions, type PartFile } from './fetch-part';
import { readAbout } from './gguf';
import { checkGguf, openGguf, watchGguf, type GgufCheck } from './open-gguf';
import { magicBytes, partsOf, refuseGguf, weightsName } from './parts';
import type { ModelStore } from './store';
import { totalBytes } from './total-bytes';

export interface DownloadOptions {
  readonly store: ModelStore;
  readonly fetch: typeof globalThis.fetch;
  /** Aborting it pauses: what has come is kept. */
  readonly signal: AbortSignal;
  readonly onState: (state: DownloadState) => void;
  /** Waits before another try; comes back early when the connection has returned or the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Stands for the download of a file that is here already: it is copied, not fetched. */
  readonly file?: Blob;
  readonly silenceMs?: number;
}

const fresh = ({ id, name, origin, source, warning }: DownloadRequest): StoredModel => ({
  id,
  name,
  source,
  state: 'partial',
  from: origin.kind === 'library' ? origin.library : origin.url,
  parts: [],
  finished: [],
  told: {},
  verified: 'size',
  ...(warning === undefined ? {} : { warning }),
});

/**
 * Runs a download until it is complete, paused or has failed, and returns that state. Begins where an earlier one
 * stopped. Nothing is called complete that was not checked: by its digest where anybody told one, else by its size.
 */
export async function runDownload(request: DownloadRequest, options: DownloadOptions): Promise<DownloadState> {
  const { store, signal, onState, wait } = options;
  let state: DownloadState = { kind: 'absent' };
  const dispatch = (event: DownloadEvent): void => {
    const next = nextDownload(state, event);
    if (next === state) return;
    state = next;
    onState(state);
  };
  const now = (): DownloadState => state;

  dispatch({ type: 'asked' });
  while (now().kind === 'looking') {
    try {
      await attempt(request, options, dispatch);
    } catch (error) {
      if (signal.aborted) dispatch({ type: 'paused' });
      else if (error instanceof BrokenConnection) dispatch({ type: 'broke', why: error.message });
      else dispatch({ type: 'failed', failure: failureOf(error) });
    }
    const after = now();
    if (after.kind === 'waiting') {
      await wait(after.retryInMs, signal);
      dispatch({ type: signal.aborted ? 'paused' : 'retried' });
    }
  }
  // Nobody has a use for the folder of a model that is none.
  const end = now();
  if (end.kind === 'failed' && (end.failure.code === 'not-found' || end.failure.code === 'not-a-model')) {
    const record = await store.read(request.id);
    if (record !== null && (await store.bytes(record)) === 0) await store.remove(record);
  }
  return end;
}

/** What came is of no use to a later try. */
const isUseless = (code: DownloadFailureCode): boolean => code === 'corrupt' || code === 'not-a-model';

const partOfFile = (file: Blob): ModelPart => ({
  path: weightsName,
  url: '',
  bytes: file.size,
  sha256: null,
  md5: null,
  cache: null,
});

const holdsWeights = ({ path }: ModelPart): boolean => path === weightsName || path.endsWith('.bin');

async function attempt(
  request: DownloadRequest,
  options: DownloadOptions,
  dispatch: (event: DownloadEvent) => void,
): Promise<void> {
  const { store, signal, fetch, file } = options;
  signal.throwIfAborted();
  let record = (await store.read(request.id)) ?? fresh(request);
  const save = async (change: Partial<StoredModel>): Promise<void> => {
    record = { ...record, ...change };
    await store.write(record);
  };
  if (record.parts.length === 0) {
    await save({ parts: file === undefined ? await partsOf(request, fetch, signal) : [partOfFile(file)] });
  }
  const held = await Promise.all(
    record.parts.map(async (part) => record.finished.includes(part.path) && (await store.holds(record.id, part))),
  );
  await save({ finished: record.parts.filter((_, index) => held[index] === true).map(({ path }) => path) });

  const total = (): number => totalBytes(record);
  let behind = record.parts.reduce((sum, { bytes }, index) => sum + (held[index] === true ? (bytes ?? 0) : 0), 0);
  const begun = await Promise.all(
    record.parts.map(async (part, index) => (held[index] === true ? 0 : await store.size(record.id, part.path))),
  );
  dispatch({ type: 'planned', done: behind + begun.reduce((sum, size) => sum + size, 0), total: total() });

  for (const part of record.parts) {
    if (record.finished.includes(part.path)) continue;
    const handle = await store.open(record.id, part.path);
    try {
      await fill(part, handle, record.told[part.path]?.tag ?? null, isUnvouched(request), options, {
        onHead: (tag, size) => save({ told: { ...record.told, [part.path]: { tag, total: size } } }),
        onBytes: (done) => {
          dispatch({ type: 'received', done: behind + done, total: total() });
        },
      });
      await check(part, handle, signal, (done) => {
        dispatch({ type: 'checking', done, total: handle.size() });
      });
      if (part.path === weightsName) {
        if (isUnvouched(request)) refuseUnfit(checkGguf(handle));
        await save(described(record, handle));
      }
    } catch (error) {
      if (error instanceof DownloadError && isUseless(error.failure.code)) handle.truncate(0);
      throw error;
    } finally {
      handle.close();
    }
    const bytes = await store.size(record.id, part.path);
    await store.commit(record.id, part);
    behind += bytes;
    await save({
      parts: record.parts.map((one) => (one.path === part.path ? { ...one, bytes } : one)),
      finished: [...record.finished, part.path],
    });
  }
  const verified = record.parts.filter(holdsWeights).every((part) => expectedOf(part).kind === 'digest')
    ? 'digest'
    : 'size';
  await save({ state: 'complete', verified, told: {} });
  dispatch({ type: 'finished', bytes: await store.bytes(record) });
}

type Telling = Pick<FetchPartOptions, 'onHead' | 'onBytes'>;

const copyBytes = 4 * 2 ** 20;

async function fill(
  part: ModelPart,
  handle: PartFile,
  tag: string | null,
  unvouched: boolean,
  { fetch, signal, silenceMs, file }: DownloadOptions,
  { onHead, onBytes }: Telling,
): Promise<void> {
  if (file === undefined) {
    const refuse = part.cache === null ? { refuse: refusal(unvouched) } : {};
    await fetchPart(part, handle, {
      fetch,
      signal,
      tag,
      onHead,
      onBytes,
      ...refuse,
      ...(silenceMs === undefined ? {} : { silenceMs }),
    });
    return;
  }
  const refused = refuseGguf(new Uint8Array(await file.slice(0, magicBytes).arrayBuffer()));
  if (refused !== null) throw new DownloadError('not-a-model', refused);
  if (unvouched) refuseUnfit(await openGguf(file));
  for (let at = 0; at < file.size; at += copyBytes) {
    signal.throwIfAborted();
    handle.write(new Uint8Array(await file.slice(at, at + copyBytes).arrayBuffer()), at);
    onBytes(Math.min(at + copyBytes, file.size), file.size);
  }
  handle.truncate(file.size);
}

/** Whether nobody has vouched for the file; one with a known digest was tried. */
const isUnvouched = ({ origin }: DownloadRequest): boolean => origin.kind === 'gguf' && origin.sha256 === null;

/** What is wrong and what would help, to be put after a colon; null when the file can run. */
function whyUnfit(check: GgufCheck): string | null {
  if (check.kind === 'runs') return null;
  const { message, remedy } = check.failure;
  return `${message.charAt(0).toLowerCase()}${message.slice(1)} ${remedy}`.replace(/\.$/, '');
}

/** @throws DownloadError `not-a-model` */
function refuseUnfit(check: GgufCheck): void {
  const why = whyUnfit(check);
  if (why !== null) throw new DownloadError('not-a-model', why);
}

/** What looks at a GGUF file while it comes: first at its first bytes, then at its head as soon as that is here. */
function refusal(unvouched: boolean): (file: PartFile, total: number | null) => string | null {
  const watch = watchGguf();
  let begun = false;
  return (file, total) => {
    if (!begun) {
      if (file.size() < magicBytes) return null;
      begun = true;
      const magic = new Uint8Array(magicBytes);
      file.read(magic, 0);
      const why = refuseGguf(magic);
      if (why !== null) return why;
    }
    const check = unvouched ? watch(file, total) : null;
    return check === null ? null : whyUnfit(check);
  };
}

const headBytes = 64 * 2 ** 20;

/** The model as its file describes it, where nobody else did. @throws DownloadError `not-a-model`, ModelError */
function described({ source, name }: StoredModel, handle: PartFile): Pick<StoredModel, 'source' | 'warning'> {
  const bytes = handle.size();
  if (source.engine !== 'wllama' || source.dialect !== 'auto') return { source: { ...source, bytes } };
  const head = new Uint8Array(Math.min(bytes, headBytes));
  handle.read(head, 0);
  const result = readAbout(head, TELLING_TOKENS);
  if (result.kind === 'more') throw new DownloadError('not-a-model', 'the file ends before its weights');
  const { about } = result;
  const { knowsEdits, tokens, hasChatTemplate } = about;
  const { dialect, warning } = guessDialect({
    name: `${name} ${about.name ?? ''}`,
    knowsEdits,
    tokens,
    hasChatTemplate,
  });
  return {
    source: { ...source, bytes, dialect, contextLength: contextFor(about) },
    ...(warning === undefined ? {} : { warning }),
  };
}

async function check(
  part: ModelPart,
  handle: PartFile,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<void> {
  if (part.bytes !== null && handle.size() !== part.bytes)
    throw new DownloadError('corrupt', `${part.path} has ${handle.size()} bytes, ${part.bytes} were expected`);
  const expected = expectedOf(part);
  if (expected.kind === 'size') return;
  onProgress(0);
  const actual = await digestOf(handle, expected.algorithm, signal, onProgress);
  if (actual !== expected.hex) throw new DownloadError('corrupt', `the checksum of ${part.path} differs`);
}
