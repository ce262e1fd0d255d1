/**
 * A workspace in the fragment of a link. The fragment never reaches a server.
 *
 *     #s=1.<payload>.<checksum>
 *
 * The payload is base64url of a deflated (RFC 1951) body: a JSON header in UTF-8, a zero byte, then for each file that
 * carries its history a batch of `core/history/codec`. The checksum is CRC-32 of the deflated bytes, in base 36, so
 * that a link that was cut or changed on its way is told from one that was made wrong. Everything in a link is
 * hostile until it has been checked here.
 */
import { Deflate, Inflate } from 'fflate';
import {
  checksumBytes,
  decodeBatch,
  encodeBatch,
  replay,
  type EditRecord,
  type VersionedText,
} from '../../core/history';
import { workspacePath } from '../paths';

export interface SharedFile {
  /** Path in the workspace. */
  readonly name: string;
  /** The first text, and the records that lead from it to the present one; without history the present text and none. */
  readonly base: VersionedText;
  readonly records: readonly EditRecord[];
  /** Where predictions were shown, and what became of them. */
  readonly outcomes: readonly SharedOutcome[];
  /** The present text as its file is written, where that differs: with a byte order mark, or mixed line ends. */
  readonly raw?: string;
}

export interface SharedOutcome {
  readonly version: number;
  readonly kind: 'accepted' | 'rejected';
}

export interface SharedWorkspace {
  readonly files: readonly SharedFile[];
  /** Index of the file to show. */
  readonly shown: number;
}

export type LinkOutcome =
  | {
      readonly kind: 'workspace';
      readonly workspace: SharedWorkspace;
      /** Names this link's content. */ readonly id: string;
    }
  /** `why` is one or two sentences for the user. */
  | { readonly kind: 'refused'; readonly why: string };

/** Beyond this many characters many chat programs cut a link. */
export const SAFE_LENGTH = 2_000;

/** Browsers refuse to open an address beyond this many characters (Chromium: 2 MiB). */
export const LONGEST_LINK = 2_000_000;

/** Bounds of what a link may hold. */
export interface LinkLimits {
  /** Characters of the fragment. */
  readonly fragment: number;
  /** Bytes after inflating. */
  readonly inflated: number;
  readonly files: number;
}

export const LINK_LIMITS: LinkLimits = { fragment: 4_000_000, inflated: 16_000_000, files: 500 };

const PREFIX = '#s=';
const VERSION = '1';

/** Whether a fragment claims to be a shared workspace. */
export const isLink = (fragment: string): boolean => fragment.startsWith(PREFIX);

/** The fragment, with its `#`. Times of records are made relative to the first: when the user wrote is nobody's affair. */
export function encodeLink({ files, shown }: SharedWorkspace): string {
  const batches = files.map(({ records }, index) =>
    records.length === 0 ? new Uint8Array() : encodeBatch(relative(records, documentId(index))),
  );
  const header = JSON.stringify({
    shown,
    files: files.map(({ name, base, outcomes, raw }, index) => ({
      name,
      text: base.text,
      from: base.version,
      bytes: batches[index]?.length ?? 0,
      outcomes: outcomes.map(({ version, kind }) => [version, kind === 'accepted' ? 1 : 0]),
      ...(raw === undefined ? {} : { raw }),
    })),
  });
  const packed = deflate(joined([new TextEncoder().encode(header), Uint8Array.of(0), ...batches]));
  return `${PREFIX}${VERSION}.${toBase64Url(packed)}.${checksumBytes(packed).toString(36)}`;
}

/** Reads a fragment; never throws. */
export function decodeLink(fragment: string, limits: LinkLimits = LINK_LIMITS): LinkOutcome {
  const refused = (why: string): LinkOutcome => ({ kind: 'refused', why });
  if (fragment.length > limits.fragment)
    return refused('The link is longer than a workspace may be. Ask for a file instead.');
  const [version, payload, checksum] = fragment.slice(PREFIX.length).split('.');
  if (!isLink(fragment) || payload === undefined || checksum === undefined)
    return refused('The link is incomplete; it may have been cut on its way. Ask for it again, or for a file.');
  if (version !== VERSION)
    return refused('The link was made by a newer Inkling. Reload the page to get it, then open the link again.');
  const packed = fromBase64Url(payload);
  if (packed === null || checksumBytes(packed).toString(36) !== checksum)
    return refused('The link is damaged; it may have been cut or changed on its way. Ask for it again, or for a file.');
  const body = inflate(packed, limits.inflated);
  if (body === null) return refused('The link holds more than a workspace may, or cannot be unpacked.');
  const workspace = readBody(body, limits);
  return typeof workspace === 'string'
    ? refused(workspace)
    : { kind: 'workspace', workspace, id: `${checksum}-${packed.length.toString(36)}` };
}

const documentId = (index: number): string => `shared-${index}`;

function relative(records: readonly EditRecord[], document: string): EditRecord[] {
  const [wall, mono] = [records[0]?.wallTime ?? 0, records[0]?.monoTime ?? 0];
  return records.map((record) => ({
    ...record,
    document,
    wallTime: Math.max(0, record.wallTime - wall),
    monoTime: Math.max(0, record.monoTime - mono),
  }));
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const MADE_WRONG = 'The link is not one that Inkling makes.';

/** A sentence when it cannot be read. */
function readBody(body: Uint8Array, limits: LinkLimits): SharedWorkspace | string {
  const end = body.indexOf(0);
  const header = end < 0 ? null : parse(body.subarray(0, end));
  if (!isFields(header) || !Array.isArray(header['files']) || !isCount(header['shown'])) return MADE_WRONG;
  if (header['files'].length > limits.files) return `The link holds more than ${limits.files} files.`;
  const files: SharedFile[] = [];
  const names = new Set<string>();
  let at = end + 1;
  for (const [index, item] of (header['files'] as readonly unknown[]).entries()) {
    if (
      !isFields(item) ||
      typeof item['name'] !== 'string' ||
      typeof item['text'] !== 'string' ||
      !isCount(item['from']) ||
      !isCount(item['bytes'])
    )
      return MADE_WRONG;
    const path = workspacePath(item['name']);
    if (path.kind === 'bad' || names.has(path.path))
      return `The link holds a file whose name cannot be used. ${path.kind === 'bad' ? path.why : ''}`.trim();
    names.add(path.path);
    const base = { version: item['from'], text: item['text'] };
    const batch = body.subarray(at, at + item['bytes']);
    at += item['bytes'];
    const records =
      batch.length === 0 && item['bytes'] === 0 ? [] : readRecords(batch, item['bytes'], documentId(index), base);
    if (records === null) return `The history of ${path.path} in this link cannot be read.`;
    files.push({
      name: path.path,
      base,
      records,
      outcomes: readOutcomes(item['outcomes'], base.version + records.length),
      ...(typeof item['raw'] === 'string' ? { raw: item['raw'] } : {}),
    });
  }
  return at === body.length && header['shown'] < Math.max(1, files.length)
    ? { files, shown: header['shown'] }
    : MADE_WRONG;
}

function readRecords(
  batch: Uint8Array,
  length: number,
  document: string,
  base: VersionedText,
): readonly EditRecord[] | null {
  if (batch.length !== length) return null;
  const decoded = decodeBatch(batch, document);
  if (decoded.kind !== 'batch' || decoded.first !== base.version) return null;
  return replay(base, decoded.records).kind === 'replayed' ? decoded.records : null;
}

function readOutcomes(value: unknown, last: number): readonly SharedOutcome[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): SharedOutcome[] =>
    Array.isArray(item) && isCount(item[0]) && item[0] <= last
      ? [{ version: item[0], kind: item[1] === 1 ? 'accepted' : 'rejected' }]
      : [],
  );
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function deflate(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  const stream = new Deflate({ level: 9 }, (chunk) => chunks.push(chunk));
  stream.push(bytes, true);
  return joined(chunks);
}

/** Bytes given to the inflater at once: what these can swell to bounds the memory that a hostile link can take. */
const STEP = 16_384;

/** Null when it is no deflated data, or swells beyond `limit` bytes. */
function inflate(packed: Uint8Array, limit: number): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const end = { seen: false };
  const stream = new Inflate((chunk, final) => {
    total += chunk.length;
    end.seen = final;
    if (total <= limit) chunks.push(chunk.slice());
  });
  try {
    for (let at = 0; at < packed.length && total <= limit; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    // fflate throws errors with a code for data that is not deflated.
    if (error instanceof Error) return null;
    throw error;
  }
  return end.seen && total <= limit ? joined(chunks) : null;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    // The last letter has bits to spare: with others in them it would be another link of the same content.
    const spare = text.length % 4;
    return spare === 0 || toBase64Url(bytes.slice(1 - spare)) === text.slice(-spare) ? bytes : null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
