/**
 * Records as bytes, about 8 for a keystroke. One batch holds consecutive records of one document:
 *
 *     version byte (1) | first version | record count | wall time | monotonic time | records | CRC-32 (4 bytes)
 *
 * and a record is: a tag (source kind in bits 0-2, one edit in bit 3, selection mode in bits 4-5), the source's id
 * where it has one, wall time and clock drift since the record before, edits (start relative to where the last edit
 * ended, deleted length, inserted text), selection relative to the end of the last edit. The checksum also covers
 * the document's id, so bytes filed under another document are refused. Times are kept in whole milliseconds.
 */
import type { TextEdit } from '../text';
import { ByteReader, ByteWriter, checksumBytes, checksumText, MalformedBytesError } from './bytes';
import type { CursorSelection, DocumentId, EditRecord, EditSource } from './record';

const FORMAT_VERSION = 1;
const CHECKSUM_BYTES = 4;
const KINDS = [
  'typed',
  'paste',
  'undo',
  'redo',
  'load',
  'prediction',
  'inline-edit',
] as const satisfies readonly EditSource['kind'][];
const SINGLE_EDIT = 1 << 3;
const SELECTION_SHIFT = 4;
const SELECTION = { none: 0, implied: 1, caret: 2, range: 3 } as const;
const KNOWN_BITS = 0b0011_1111;

export type CorruptReason = 'too-short' | 'unknown-format' | 'checksum' | 'malformed';

export type DecodedBatch =
  | { readonly kind: 'batch'; readonly first: number; readonly records: readonly EditRecord[] }
  | { readonly kind: 'corrupt'; readonly reason: CorruptReason; readonly detail: string };

interface Clock {
  wall: number;
  mono: number;
}

/**
 * Encodes consecutive records of one document.
 * @throws RangeError when there are none, they are not consecutive, not of one document, or a number in them is not
 * a safe integer: a fault of the caller, found before anything is written.
 */
export function encodeBatch(records: readonly EditRecord[]): Uint8Array<ArrayBuffer> {
  const head = records[0];
  if (head === undefined) throw new RangeError('a batch holds at least one record');
  const writer = new ByteWriter();
  const clock: Clock = { wall: Math.round(head.wallTime), mono: Math.round(head.monoTime) };
  writer.byte(FORMAT_VERSION);
  writer.unsigned(head.version);
  writer.unsigned(records.length);
  writer.signed(clock.wall);
  writer.signed(clock.mono);
  let position = 0;
  records.forEach((record, index) => {
    if (record.document !== head.document || record.version !== head.version + index) {
      throw new RangeError(
        `record ${record.version} of ${record.document} does not follow in a batch of ${head.document} from ${head.version}`,
      );
    }
    position = writeRecord(writer, record, clock, position);
  });
  return seal(writer.finish(), head.document);
}

function seal(body: Uint8Array, document: DocumentId): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(body.length + CHECKSUM_BYTES);
  out.set(body);
  new DataView(out.buffer).setUint32(body.length, checksumBytes(body, checksumText(document)), true);
  return out;
}

function writeRecord(writer: ByteWriter, record: EditRecord, clock: Clock, position: number): number {
  const end = endOfChange(record.change, position);
  const mode = selectionMode(record.selection, end);
  writer.byte(
    KINDS.indexOf(record.source.kind) | (record.change.length === 1 ? SINGLE_EDIT : 0) | (mode << SELECTION_SHIFT),
  );
  if (record.source.kind === 'prediction') writer.text(record.source.predictionId);
  if (record.source.kind === 'inline-edit') writer.text(record.source.instructionId);

  const wall = Math.round(record.wallTime);
  const mono = Math.round(record.monoTime);
  writer.signed(wall - clock.wall);
  writer.signed(mono - clock.mono - (wall - clock.wall));
  clock.wall = wall;
  clock.mono = mono;

  if (record.change.length !== 1) writer.unsigned(record.change.length);
  let at = position;
  record.change.forEach((edit, index) => {
    if (index === 0) writer.signed(edit.start - at);
    else writer.unsigned(edit.start - at);
    writer.unsigned(edit.end - edit.start);
    writer.text(edit.text);
    at = edit.end;
  });

  if (record.selection !== null && mode !== SELECTION.implied) {
    if (mode === SELECTION.range) writer.signed(record.selection.anchor - end);
    writer.signed(record.selection.head - end);
  }
  return end;
}

function selectionMode(selection: CursorSelection | null, implied: number): number {
  if (selection === null) return SELECTION.none;
  if (selection.anchor !== selection.head) return SELECTION.range;
  return selection.head === implied ? SELECTION.implied : SELECTION.caret;
}

/** Where the last edit's text ends in the text after the change: where the caret mostly is and the next edit starts. */
function endOfChange(change: readonly TextEdit[], otherwise: number): number {
  let shift = 0;
  let end = otherwise;
  for (const edit of change) {
    end = edit.start + shift + edit.text.length;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return end;
}

/** Reads a batch of `document`. Damaged bytes, and bytes of another document, are told apart from records, never guessed at. */
export function decodeBatch(bytes: Uint8Array, document: DocumentId): DecodedBatch {
  if (bytes.length <= CHECKSUM_BYTES) return { kind: 'corrupt', reason: 'too-short', detail: `${bytes.length} bytes` };
  if (bytes[0] !== FORMAT_VERSION)
    return { kind: 'corrupt', reason: 'unknown-format', detail: `format ${bytes[0] ?? 'none'}` };
  const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + body.length, CHECKSUM_BYTES).getUint32(0, true);
  if (stored !== checksumBytes(body, checksumText(document))) {
    return { kind: 'corrupt', reason: 'checksum', detail: `of ${bytes.length} bytes for ${document}` };
  }
  try {
    return readBatch(new ByteReader(body), document);
  } catch (error) {
    if (error instanceof MalformedBytesError) return { kind: 'corrupt', reason: 'malformed', detail: error.message };
    throw error;
  }
}

function readBatch(reader: ByteReader, document: DocumentId): DecodedBatch {
  reader.byte();
  const first = reader.unsigned();
  const count = reader.unsigned();
  // A record is at least four bytes; refuse a count that the bytes cannot hold before making room for it.
  if (count === 0 || count > reader.left) throw new MalformedBytesError(`a count of ${count} records`);
  const clock: Clock = { wall: reader.signed(), mono: reader.signed() };
  const records: EditRecord[] = [];
  let position = 0;
  for (let index = 0; index < count; index += 1) {
    const record = readRecord(reader, document, first + index, clock, position);
    position = endOfChange(record.change, position);
    records.push(record);
  }
  if (reader.left > 0) throw new MalformedBytesError(`${reader.left} bytes too many`);
  return { kind: 'batch', first, records };
}

function readRecord(
  reader: ByteReader,
  document: DocumentId,
  version: number,
  clock: Clock,
  position: number,
): EditRecord {
  const tag = reader.byte();
  const source = readSource(reader, tag);
  const passed = reader.signed();
  clock.wall += passed;
  clock.mono += passed + reader.signed();

  const count = (tag & SINGLE_EDIT) === 0 ? reader.unsigned() : 1;
  if (count > reader.left) throw new MalformedBytesError(`a count of ${count} edits`);
  const change: TextEdit[] = [];
  let at = position;
  for (let index = 0; index < count; index += 1) {
    const start = at + (index === 0 ? reader.signed() : reader.unsigned());
    const end = start + reader.unsigned();
    if (start < 0 || !Number.isSafeInteger(end)) throw new MalformedBytesError(`an edit at ${start}`);
    change.push({ start, end, text: reader.text() });
    at = end;
  }
  const selection = readSelection(reader, tag >> SELECTION_SHIFT, endOfChange(change, position));
  return { document, version, change, selection, source, wallTime: clock.wall, monoTime: clock.mono };
}

function readSource(reader: ByteReader, tag: number): EditSource {
  const kind = KINDS[tag & 7];
  if (kind === undefined || (tag & ~KNOWN_BITS) !== 0) throw new MalformedBytesError(`a record tag of ${tag}`);
  switch (kind) {
    case 'prediction':
      return { kind, predictionId: reader.text() };
    case 'inline-edit':
      return { kind, instructionId: reader.text() };
    default:
      return { kind };
  }
}

function readSelection(reader: ByteReader, mode: number, implied: number): CursorSelection | null {
  if (mode === SELECTION.none) return null;
  const anchor = implied + (mode === SELECTION.range ? reader.signed() : 0);
  const head = implied + (mode === SELECTION.implied ? 0 : reader.signed());
  return mode === SELECTION.range ? { anchor, head } : { anchor: head, head };
}
