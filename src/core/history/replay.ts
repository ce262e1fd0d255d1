/** The record log: what makes a record fit, and the text it leads to. */
import { assertValidChange, InvalidChangeError } from '../text';
import type { DocumentId, EditRecord } from './record';
import { TextBuffer } from './text-buffer';

/** A text and the version of the document it is: `version` records lead to it from the document's first text. */
export interface VersionedText {
  readonly version: number;
  readonly text: string;
}

/** Why a record cannot follow a text. */
export type RecordFault =
  | { readonly kind: 'wrong-document'; readonly expected: DocumentId; readonly found: DocumentId }
  | { readonly kind: 'wrong-version'; readonly expected: number; readonly found: number }
  | { readonly kind: 'does-not-fit'; readonly version: number; readonly detail: string };

/** Where a record is expected to start from. `document` null accepts any. */
export interface RecordPlace {
  readonly document: DocumentId | null;
  readonly version: number;
  /** Length of the text in UTF-16 code units. */
  readonly length: number;
}

/** What is wrong with a record at this place, or null. */
export function checkRecord(record: EditRecord, place: RecordPlace): RecordFault | null {
  if (place.document !== null && record.document !== place.document) {
    return { kind: 'wrong-document', expected: place.document, found: record.document };
  }
  if (record.version !== place.version)
    return { kind: 'wrong-version', expected: place.version, found: record.version };
  if (
    !numbersOf(record).every(Number.isSafeInteger) ||
    !Number.isFinite(record.wallTime) ||
    !Number.isFinite(record.monoTime)
  ) {
    return {
      kind: 'does-not-fit',
      version: record.version,
      detail: 'a position is not a whole number, or a time is not a number',
    };
  }
  try {
    assertValidChange(record.change, place.length);
    return null;
  } catch (error) {
    if (error instanceof InvalidChangeError)
      return { kind: 'does-not-fit', version: record.version, detail: error.message };
    throw error;
  }
}

function numbersOf({ change, selection }: EditRecord): number[] {
  const numbers = change.flatMap(({ start, end }) => [start, end]);
  return selection === null ? numbers : [...numbers, selection.anchor, selection.head];
}

/** `stopped`: everything before the faulty record was replayed, and that text is given. */
export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly version: number; readonly text: string }
  | { readonly kind: 'stopped'; readonly version: number; readonly text: string; readonly fault: RecordFault };

/** Records applied over a base text, up to (excluding) version `upTo`; all records must be of one document. */
export function replay(
  base: VersionedText,
  records: readonly EditRecord[],
  upTo = Number.POSITIVE_INFINITY,
): ReplayOutcome {
  const buffer = new TextBuffer(base.text);
  const document = records[0]?.document ?? null;
  let version = base.version;
  for (const record of records) {
    if (record.version >= upTo) break;
    const fault = checkRecord(record, { document, version, length: buffer.length });
    if (fault !== null) return { kind: 'stopped', version, text: buffer.toString(), fault };
    buffer.apply(record.change);
    version += 1;
  }
  return { kind: 'replayed', version, text: buffer.toString() };
}
