/** What the recorder holds in memory for one document: records not yet on disk, and the text they lead to. */
import {
  checkRecord,
  countSince,
  nothingSince,
  TextBuffer,
  type DocumentId,
  type EditRecord,
  type RecordFault,
  type SinceSnapshot,
  type VersionedText,
} from '../core/history';

/** Why a document is no longer written. Its unwritten records stay in memory. */
export type HaltReason =
  | { readonly kind: 'not-owner' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'bad-record'; readonly fault: RecordFault };

export class DocumentLog {
  halted: HaltReason | null = null;
  since: SinceSnapshot;
  /** Records on disk lead up to this version. */
  written: number;
  private pending: EditRecord[] = [];
  private next: number;
  private readonly buffer: TextBuffer;
  private applied: number;

  /** @param lastSnapshot version of the snapshot on disk that `replayed` records have been written after. */
  constructor(
    readonly document: DocumentId,
    start: VersionedText,
    public lastSnapshot: number,
    replayed: readonly EditRecord[],
  ) {
    this.buffer = new TextBuffer(start.text);
    this.applied = this.written = this.next = start.version;
    this.since = replayed.reduce(countSince, nothingSince);
  }

  get unwritten(): readonly EditRecord[] {
    return this.pending;
  }

  /** Takes a record in constant time; whether its edits fit is found before it is written. */
  push(record: EditRecord): HaltReason | null {
    this.pending.push(record);
    if (this.halted === null && record.version !== this.next) {
      this.halted = {
        kind: 'bad-record',
        fault: { kind: 'wrong-version', expected: this.next, found: record.version },
      };
      return this.halted;
    }
    this.next = record.version + 1;
    return null;
  }

  /** The unwritten records that fit the text, in order. Halts at the first that does not. */
  takeFitting(): readonly EditRecord[] {
    let fitting = 0;
    for (const record of this.pending) {
      if (record.version >= this.applied) {
        const fault = checkRecord(record, {
          document: this.document,
          version: this.applied,
          length: this.buffer.length,
        });
        if (fault !== null) {
          this.halted ??= { kind: 'bad-record', fault };
          break;
        }
        this.buffer.apply(record.change);
        this.since = countSince(this.since, record);
        this.applied += 1;
      }
      fitting += 1;
    }
    return this.pending.slice(0, fitting);
  }

  /** Records before this version are on disk. */
  confirm(version: number): void {
    const done = this.pending.findIndex((record) => record.version >= version);
    this.pending = done < 0 ? [] : this.pending.slice(done);
    this.written = Math.max(this.written, version);
  }

  /** The text that is on disk, when all of it is; null while some of what was applied is unwritten. */
  writtenText(): VersionedText | null {
    return this.applied === this.written ? { version: this.applied, text: this.buffer.toString() } : null;
  }

  /** Version and text after every record that fits. */
  fittingText(): VersionedText {
    this.takeFitting();
    return { version: this.applied, text: this.buffer.toString() };
  }

  /** Gives up the records that do not fit, and goes on from the last text that did. */
  dropUnfit(): readonly EditRecord[] {
    const fitting = this.takeFitting().length;
    const dropped = this.pending.slice(fitting);
    this.pending = this.pending.slice(0, fitting);
    this.next = this.applied;
    this.halted = null;
    return dropped;
  }
}
