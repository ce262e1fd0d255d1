/**
 * Files of a public repository or gist. One question to api.github.com tells what there is; each file then comes from
 * raw.githubusercontent.com, which counts no questions. Names, sizes and texts that come back are as hostile as any.
 */
import {
  createIntake,
  INTAKE_LIMITS,
  isArchive,
  megabytes,
  PACKED_IGNORED,
  type Intake,
  type IntakeLimits,
  type TakenIn,
} from '../intake/intake';
import type { RemoteAddress } from './address';

export interface OutsideOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The answer fails when it is larger. Bytes. */
  readonly limit: number;
}
/** @throws TypeError when there is no connection, AbortError by the signal; so does the body */
export type OutsideFetch = (url: string, options: OutsideOptions) => Promise<Response>;

export interface RemoteOptions {
  readonly fetch: OutsideFetch;
  readonly signal: AbortSignal;
  /** How many of the files have come. */
  readonly onProgress: (done: number, total: number) => void;
  /** Milliseconds since 1970: GitHub says when it answers again. */
  readonly now: () => number;
  readonly limits?: IntakeLimits;
}

export type RemoteOutcome =
  | { readonly kind: 'files'; readonly taken: TakenIn }
  /** Nothing was fetched that is kept; `why` is a sentence or two for the user. */
  | { readonly kind: 'refused'; readonly why: string };

type Wanted = Exclude<RemoteAddress, { kind: 'bad' }>;
type Place = Extract<Wanted, { kind: 'folder' | 'file' }>;

const API = 'https://api.github.com';
const RAW = 'https://raw.githubusercontent.com';
const HEADERS = { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' };
/** A list of 100,000 files, GitHub's most, is some 25 MB. */
const LIST_BYTES = 30_000_000;
const AT_ONCE = 6;
/** The parts that the name of a branch may have. */
const MOST_BRANCH_PARTS = 3;

/** Ends everything with words for the user. */
class Refused extends Error {}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const encoded = (parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** @throws the signal's reason when it is aborted; else never */
export async function loadRemote(address: Wanted, options: RemoteOptions): Promise<RemoteOutcome> {
  const intake = createIntake({
    ignored: PACKED_IGNORED,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  try {
    switch (address.kind) {
      case 'folder':
        await loadFolder(address, intake, options);
        break;
      case 'file':
        await loadFile(address, intake, options);
        break;
      case 'gist':
        await loadGist(address, intake, options);
        break;
    }
    options.signal.throwIfAborted();
    return { kind: 'files', taken: intake.result() };
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof Refused) return { kind: 'refused', why: error.message };
    if (error instanceof TypeError)
      return {
        kind: 'refused',
        why: 'There is no connection to GitHub. Nothing was opened; try again when you are online.',
      };
    throw error;
  }
}

/** @throws Refused when GitHub will answer no more for now */
function checkLimit(response: Response, now: number): void {
  const { status, headers } = response;
  if (status !== 429 && !(status === 403 && headers.get('x-ratelimit-remaining') === '0')) return;
  const reset = Number(headers.get('x-ratelimit-reset') ?? 0) * 1_000;
  const minutes = Math.ceil((reset - now) / 60_000);
  const when = minutes > 0 && minutes <= 120 ? `in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}` : 'later';
  throw new Refused(
    `GitHub answers only so many questions from one network, and has answered enough for now. Try again ${when}; single files can be opened meanwhile.`,
  );
}

/** A list from the API; null when there is none. */
async function ask(
  path: string,
  { fetch, signal, now }: RemoteOptions,
): Promise<Readonly<Record<string, unknown>> | null> {
  const response = await fetch(`${API}/${path}`, { headers: HEADERS, signal, limit: LIST_BYTES });
  checkLimit(response, now());
  if (response.status === 404 || response.status === 409 || response.status === 422) return null;
  if (!response.ok) throw new Refused(`GitHub could not answer (${response.status}). Try again later.`);
  const answer: unknown = await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null;
    throw error;
  });
  if (!isFields(answer)) throw new Refused('GitHub’s answer could not be read. Try again later.');
  return answer;
}

const NOT_THERE = 'There is nothing public at this address: it may be misspelt, private or deleted.';

/** Where a branch's name may end: it is mostly one part. */
function* splits(
  rest: readonly string[],
  inside: number,
): Generator<{ readonly ref: readonly string[]; readonly path: readonly string[] }> {
  if (rest.length === 0) yield { ref: ['HEAD'], path: [] };
  for (let parts = 1; parts <= Math.min(MOST_BRANCH_PARTS, rest.length - inside); parts += 1)
    yield { ref: rest.slice(0, parts), path: rest.slice(parts) };
}

interface Download {
  readonly name: string;
  readonly url: string;
}

async function loadFolder({ owner, repository, rest }: Place, intake: Intake, options: RemoteOptions): Promise<void> {
  for (const { ref, path } of splits(rest, 0)) {
    const list = await ask(
      `repos/${owner}/${repository}/git/trees/${encodeURIComponent(ref.join('/'))}?recursive=1`,
      options,
    );
    if (list === null) continue;
    const entries: readonly unknown[] = Array.isArray(list['tree']) ? list['tree'] : [];
    const prefix = path.length === 0 ? '' : `${path.join('/')}/`;
    const root = path.at(-1) ?? repository;
    const inside = entries.filter(
      (entry) => isFields(entry) && typeof entry['path'] === 'string' && entry['path'].startsWith(prefix),
    ) as readonly Readonly<Record<string, unknown>>[];
    if (inside.length === 0) {
      if (prefix === '') throw new Refused('The repository is empty.');
      continue;
    }
    if (list['truncated'] === true)
      intake.leaveOut(
        '…',
        'The repository has more files than GitHub lists at once; only those it listed were looked at.',
      );
    const { limits = INTAKE_LIMITS } = options;
    const downloads: Download[] = [];
    let total = 0;
    for (const entry of inside) {
      const full = String(entry['path']);
      const name = `${root}/${full.slice(prefix.length)}`;
      if (entry['type'] === 'tree') continue;
      const size = typeof entry['size'] === 'number' ? entry['size'] : 0;
      if (entry['type'] !== 'blob') intake.leaveOut(name, 'It is a repository of its own.');
      else if (entry['mode'] === '120000')
        intake.leaveOut(name, 'It is a link to another place, which is not followed.');
      else if (!intake.wants(name, size)) continue;
      else if (downloads.length >= limits.files)
        intake.leaveOut(name, `More than ${limits.files} files are not opened at once.`);
      else if (total + size > limits.totalBytes)
        intake.leaveOut(name, `More than ${megabytes(limits.totalBytes)} are not opened at once.`);
      else {
        total += size;
        downloads.push({ name, url: `${RAW}/${owner}/${repository}/${encoded(ref)}/${encoded(full.split('/'))}` });
      }
    }
    await download(downloads, intake, options);
    return;
  }
  throw new Refused(NOT_THERE);
}

async function loadFile({ owner, repository, rest }: Place, intake: Intake, options: RemoteOptions): Promise<void> {
  const name = rest.at(-1) ?? '';
  if (isArchive(name) && !intake.wants(name, 0)) return;
  for (const { ref, path } of splits(rest, 1)) {
    if (
      (await fetchInto(
        { name, url: `${RAW}/${owner}/${repository}/${encoded(ref)}/${encoded(path)}` },
        options,
        (bytes) => {
          intake.take(name, bytes);
        },
        (why) => {
          intake.leaveOut(name, why);
        },
      )) !== 'missing'
    )
      return;
  }
  throw new Refused(NOT_THERE);
}

async function loadGist(
  { id, revision }: Extract<Wanted, { kind: 'gist' }>,
  intake: Intake,
  options: RemoteOptions,
): Promise<void> {
  const answer = await ask(`gists/${id}${revision === null ? '' : `/${revision}`}`, options);
  if (answer === null) throw new Refused(NOT_THERE);
  const downloads: Download[] = [];
  const encoder = new TextEncoder();
  for (const file of Object.values(isFields(answer['files']) ? answer['files'] : {})) {
    if (!isFields(file) || typeof file['filename'] !== 'string') continue;
    const name = file['filename'];
    if (file['truncated'] !== true && typeof file['content'] === 'string') {
      intake.take(name, encoder.encode(file['content']));
      continue;
    }
    const url = typeof file['raw_url'] === 'string' && URL.canParse(file['raw_url']) ? new URL(file['raw_url']) : null;
    // Only GitHub's own places are asked, whatever the answer says.
    if (url?.protocol !== 'https:' || url.hostname !== 'gist.githubusercontent.com')
      intake.leaveOut(name, 'GitHub does not say where it is.');
    else if (intake.wants(name, typeof file['size'] === 'number' ? file['size'] : 0))
      downloads.push({ name, url: url.href });
  }
  if (answer['truncated'] === true) intake.leaveOut('…', 'The gist has more files than GitHub lists at once.');
  await download(downloads, intake, options);
}

/** A few at a time; they are taken in the order of the list, however they come. */
async function download(downloads: readonly Download[], intake: Intake, options: RemoteOptions): Promise<void> {
  const came: (Uint8Array | string)[] = [];
  let next = 0;
  let done = 0;
  options.onProgress(0, downloads.length);
  const lane = async (): Promise<void> => {
    for (let index = next; index < downloads.length; index = next) {
      next += 1;
      const wanted = downloads[index];
      if (wanted === undefined) return;
      const result = await fetchInto(
        wanted,
        options,
        (bytes) => {
          came[index] = bytes;
        },
        (why) => {
          came[index] = why;
        },
      );
      if (result === 'missing') came[index] = 'GitHub lists it, but does not have it.';
      done += 1;
      options.onProgress(done, downloads.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    // After a failure the other lanes begin nothing more.
    next = downloads.length;
  }
  for (const [index, { name }] of downloads.entries()) {
    const result = came[index];
    if (typeof result === 'string') intake.leaveOut(name, result);
    else if (result !== undefined) intake.take(name, result);
  }
}

async function fetchInto(
  { url }: Download,
  { fetch, signal, now, limits = INTAKE_LIMITS }: RemoteOptions,
  take: (bytes: Uint8Array) => void,
  leave: (why: string) => void,
): Promise<'came' | 'missing'> {
  const response = await fetch(url, { signal, limit: limits.fileBytes });
  checkLimit(response, now());
  if (response.status === 404) return 'missing';
  if (!response.ok) {
    leave(`GitHub did not give it (${response.status}).`);
    return 'came';
  }
  try {
    take(new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    // The one failure of a body that is about this file alone.
    if (!(error instanceof Error) || !/is larger than/.test(error.message)) throw error;
    leave(`It is larger than ${megabytes(limits.fileBytes)}.`);
  }
  return 'came';
}
