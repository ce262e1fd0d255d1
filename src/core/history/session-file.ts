/**
 * What a user exports of their work: documents with every recorded change, replayable. One JSON object:
 *
 *     { "format": "inkling-session", "version": 1, "documents": [
 *       { "id": "…", "path": "src/app.py", "language": "python", "from": 0, "text": "the text at version `from`",
 *         "records": [ { "wall": 1700000000000, "mono": 80, "source": { "kind": "typed" },
 *                        "edits": [[start, end, "new text"]], "selection": [anchor, head] } ] } ] }
 *
 * Record k leads from version `from + k` to the next. Offsets are UTF-16 units of the text before the record (of the
 * text after it in `selection`, which may be left out), times whole milliseconds as in `EditRecord`. A document whose
 * file is written otherwise than its last text (a byte order mark, mixed line ends) has that as `raw`. Readers ignore
 * members they do not know.
 */
import type { TextChange, TextEdit } from '../text';
import type { CursorSelection, DocumentId, EditRecord, EditSource } from './record';
import { checkRecord, type RecordFault, type VersionedText } from './replay';
import { TextBuffer } from './text-buffer';

export const SESSION_FORMAT = 'inkling-session';
export const SESSION_VERSION = 1;

/** One document's course: `records` follow one another from `base`. */
export interface SessionDocument {
  readonly id: DocumentId;
  /** Path or name as the user sees it; never a path outside their workspace. */
  readonly path: string;
  /** Lower-case language id, for example `python`. */
  readonly language: string;
  readonly base: VersionedText;
  readonly records: readonly EditRecord[];
  /** The last text as its file is written, where that differs. */
  readonly raw?: string;
}

/** A record that could not be used; the records of its document before it were kept. */
export interface SessionFault {
  /** Index in the file's list of documents. */
  readonly document: number;
  /** Index of the record, or null when the document itself could not be read (it is left out). */
  readonly record: number | null;
  readonly detail: string;
}

export type DecodedSession =
  | {
      readonly kind: 'session';
      readonly documents: readonly SessionDocument[];
      readonly faults: readonly SessionFault[];
    }
  | {
      readonly kind: 'unreadable';
      readonly reason: 'not-json' | 'not-a-session' | 'newer-version';
      readonly detail: string;
    };

/** The file's text, one record a line so that tools can read it in parts. Times are rounded to whole milliseconds. */
export function encodeSession(documents: readonly SessionDocument[]): string {
  const shown = documents.map((document) => {
    const head = {
      id: document.id,
      path: document.path,
      language: document.language,
      from: document.base.version,
      text: document.base.text,
      ...(document.raw === undefined ? {} : { raw: document.raw }),
    };
    const records = document.records.map((record) => JSON.stringify(writeRecord(record)));
    return `${JSON.stringify(head).slice(0, -1)},"records":[\n${records.join(',\n')}\n]}`;
  });
  return `{"format":"${SESSION_FORMAT}","version":${SESSION_VERSION},"documents":[\n${shown.join(',\n')}\n]}\n`;
}

function writeRecord({ wallTime, monoTime, source, change, selection }: EditRecord): object {
  return {
    wall: Math.round(wallTime),
    mono: Math.round(monoTime),
    source,
    edits: change.map(({ start, end, text }) => [start, end, text]),
    ...(selection === null ? {} : { selection: [selection.anchor, selection.head] }),
  };
}

/** Reads a file; never throws. What does not fit is named in `faults`, and everything before it is kept. */
export function decodeSession(text: string): DecodedSession {
  const root = parse(text);
  if (root === undefined)
    return { kind: 'unreadable', reason: 'not-json', detail: 'the file is no JSON, or was cut short' };
  if (
    !isObject(root) ||
    root.format !== SESSION_FORMAT ||
    typeof root.version !== 'number' ||
    !Array.isArray(root.documents)
  ) {
    return {
      kind: 'unreadable',
      reason: 'not-a-session',
      detail: `the file does not say "format": "${SESSION_FORMAT}"`,
    };
  }
  if (root.version > SESSION_VERSION)
    return {
      kind: 'unreadable',
      reason: 'newer-version',
      detail: `version ${root.version}; this program reads up to ${SESSION_VERSION}`,
    };
  const documents: SessionDocument[] = [];
  const faults: SessionFault[] = [];
  root.documents.forEach((item: unknown, index) => {
    const read = readDocument(item, (record, detail) => faults.push({ document: index, record, detail }));
    if (read !== null) documents.push(read);
  });
  return { kind: 'session', documents, faults };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Report = (record: number | null, detail: string) => void;

function readDocument(item: unknown, report: Report): SessionDocument | null {
  if (
    !isObject(item) ||
    typeof item.id !== 'string' ||
    typeof item.path !== 'string' ||
    typeof item.language !== 'string' ||
    typeof item.text !== 'string' ||
    !isCount(item.from) ||
    !Array.isArray(item.records)
  ) {
    report(null, 'a document needs id, path, language, from, text and records');
    return null;
  }
  const buffer = new TextBuffer(item.text);
  const records: EditRecord[] = [];
  for (const [index, entry] of item.records.entries()) {
    const version = item.from + index;
    const record = readRecord(entry, item.id, version);
    const fault = record === null ? 'a record needs wall, mono, source and edits' : whyUnfit(record, buffer.length);
    if (record === null || fault !== null) {
      report(index, fault ?? 'unreadable');
      break;
    }
    buffer.apply(record.change);
    records.push(record);
  }
  return {
    id: item.id,
    path: item.path,
    language: item.language,
    base: { version: item.from, text: item.text },
    records,
    ...(typeof item.raw === 'string' ? { raw: item.raw } : {}),
  };
}

function whyUnfit(record: EditRecord, length: number): string | null {
  const fault = checkRecord(record, { document: record.document, version: record.version, length });
  return fault === null ? null : describeFault(fault);
}

function describeFault(fault: RecordFault): string {
  switch (fault.kind) {
    case 'does-not-fit':
      return fault.detail;
    case 'wrong-document':
    case 'wrong-version':
      return `${fault.kind}: expected ${fault.expected}, found ${fault.found}`;
  }
}

function readRecord(item: unknown, document: DocumentId, version: number): EditRecord | null {
  if (!isObject(item) || typeof item.wall !== 'number' || typeof item.mono !== 'number' || !Array.isArray(item.edits))
    return null;
  const source = readSource(item.source);
  const change = readChange(item.edits);
  const selection = readSelection(item.selection);
  if (source === null || change === null || selection === undefined) return null;
  return { document, version, change, selection, source, wallTime: item.wall, monoTime: item.mono };
}

function readSource(item: unknown): EditSource | null {
  if (!isObject(item)) return null;
  switch (item.kind) {
    case 'typed':
    case 'paste':
    case 'undo':
    case 'redo':
    case 'load':
      return { kind: item.kind };
    case 'prediction':
      return typeof item.predictionId === 'string' ? { kind: item.kind, predictionId: item.predictionId } : null;
    case 'inline-edit':
      return typeof item.instructionId === 'string' ? { kind: item.kind, instructionId: item.instructionId } : null;
    default:
      return null;
  }
}

function readChange(items: readonly unknown[]): TextChange | null {
  const out: TextEdit[] = [];
  for (const item of items) {
    if (!Array.isArray(item)) return null;
    const [start, end, text] = item as unknown[];
    if (typeof start !== 'number' || typeof end !== 'number' || typeof text !== 'string') return null;
    out.push({ start, end, text });
  }
  return out;
}

/** Undefined when it is there and is no selection. */
function readSelection(item: unknown): CursorSelection | null | undefined {
  if (item === undefined || item === null) return null;
  if (!Array.isArray(item)) return undefined;
  const [anchor, head] = item as unknown[];
  return typeof anchor === 'number' && typeof head === 'number' ? { anchor, head } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
