/**
 * Writes records as they happen. `push` is all that happens within a keystroke: it adds to an array. Encoding,
 * checking and writing come up to `flushDelayMs` later, one write at a time; what could not be written stays in
 * memory and is tried again.
 */
import {
  encodeBatch,
  nothingSince,
  snapshotDue,
  type DocumentId,
  type EditRecord,
  type VersionedText,
} from '../core/history';
import { appendBatch, appendNow, writeSnapshot, type Batch } from './append';
import type { Connection } from './connection';
import { DocumentLog, type HaltReason } from './document-log';
import { failureOf, type StorageFailure } from './failure';

export interface RecorderOptions {
  /** Names this tab in the documents it writes. */
  readonly writer: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long a record waits for others. With the time of one write it must stay under 250 ms. Default 120. */
  readonly flushDelayMs?: number;
}

export type RecorderStatus =
  /** All is well. `snapshots` says why full texts are not being written, which only makes opening slower. */
  | { readonly kind: 'recording'; readonly snapshots: StorageFailure | null }
  /** Nothing can be written now; `unwritten` records are in memory and are tried again in `retryMs`. */
  | {
      readonly kind: 'retrying';
      readonly failure: StorageFailure;
      readonly unwritten: number;
      readonly retryMs: number;
    }
  /** One document is no longer written; the user should be told, and offered a copy of what is on screen. */
  | { readonly kind: 'halted'; readonly document: DocumentId; readonly reason: HaltReason; readonly unwritten: number };

export type FlushOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'retrying'; readonly failure: StorageFailure }
  | { readonly kind: 'halted'; readonly documents: readonly DocumentId[] };

/** A start for a document: its text on disk, the newest snapshot's version, and the records after that. */
export interface RecordingStart extends VersionedText {
  readonly lastSnapshot: number;
  readonly replayed: readonly EditRecord[];
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export class Recorder {
  private readonly logs = new Map<DocumentId, DocumentLog>();
  private readonly listeners = new Set<(status: RecorderStatus) => void>();
  private status: RecorderStatus = { kind: 'recording', snapshots: null };
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** Writes follow each other. It never rejects. */
  private tail: Promise<unknown> = Promise.resolve();
  private retryMs = 0;

  constructor(
    private readonly connection: Connection,
    private readonly options: RecorderOptions,
  ) {}

  /** Begins recording a document; one already being recorded is begun anew, and must have been flushed. */
  start(document: DocumentId, start: RecordingStart): void {
    this.logs.set(document, new DocumentLog(document, start, start.lastSnapshot, start.replayed));
  }

  /** Ends recording; what is unwritten is forgotten, so flush first. */
  stop(document: DocumentId): void {
    this.logs.delete(document);
  }

  /** Told of each change of status, and of the present one at once. Returns the way to stop listening. */
  onStatus(listener: (status: RecorderStatus) => void): () => void {
    this.listeners.add(listener);
    listener(this.status);
    return () => this.listeners.delete(listener);
  }

  /**
   * Takes the next record of a document, in constant time.
   * @returns false when the document is not being recorded: never started, or halted (the record is then kept in
   * memory).
   */
  push(record: EditRecord): boolean {
    const log = this.logs.get(record.document);
    if (log === undefined) return false;
    const halted = log.push(record);
    if (halted !== null) this.tell(haltedStatus(log, halted));
    if (log.halted !== null) return false;
    if (this.timer === null) this.schedule(this.options.flushDelayMs ?? 120);
    return true;
  }

  /** Writes a document no more: another tab has it now. What is unwritten stays in memory. */
  halt(document: DocumentId, reason: HaltReason): void {
    const log = this.logs.get(document);
    if (log?.halted === null) this.setHalted(log, reason);
  }

  /** Records of a document that are in memory only, for rescue into a copy. */
  unwritten(document: DocumentId): readonly EditRecord[] {
    return this.logs.get(document)?.unwritten ?? [];
  }

  /** The text and version that recording has reached, from the records alone; null when not recording. */
  recorded(document: DocumentId): VersionedText | null {
    return this.logs.get(document)?.fittingText() ?? null;
  }

  /**
   * After a halt for a bad record: forgets the records that do not fit and gives the text and version to go on from.
   * The caller records the way from there to what is on screen as one record of source `load`.
   */
  resume(document: DocumentId): { readonly from: VersionedText; readonly dropped: readonly EditRecord[] } | null {
    const log = this.logs.get(document);
    if (log === undefined) return null;
    const dropped = log.dropUnfit();
    this.tell({ kind: 'recording', snapshots: null });
    return { from: log.fittingText(), dropped };
  }

  /** Writes everything pushed so far; resolves when it is written, or cannot be for now. Never rejects. */
  flush(): Promise<FlushOutcome> {
    this.clearTimer();
    const written = this.tail.then(() => this.writeAll());
    this.tail = written;
    return written;
  }

  /**
   * For `pagehide` and for `visibilitychange` to hidden, when the page may never run again: hands everything over
   * within this call. What fails is kept and tried again if the page lives on.
   */
  flushBeforeLeaving(): void {
    const database = this.connection.current;
    const batches: (Batch & { readonly log: DocumentLog; readonly end: number })[] = [];
    for (const log of this.logs.values()) {
      const records = log.halted === null ? this.fitting(log) : [];
      const first = records[0];
      if (first !== undefined)
        batches.push({
          document: log.document,
          first: first.version,
          bytes: encodeBatch(records),
          log,
          end: first.version + records.length,
        });
    }
    if (batches.length === 0) return;
    this.clearTimer();
    const leaving = this.tryLeaving(database, batches).then(
      () => batches.forEach(({ log, end }) => log.confirm(end)),
      (error: unknown) => this.failed(failureOf(error)),
    );
    // Later writes wait for this one, so that they do not write its records again.
    this.tail = Promise.all([this.tail, leaving]);
  }

  private async tryLeaving(database: Connection['current'], batches: readonly Batch[]): Promise<void> {
    // No await before this call: the page may not come back from it.
    if (database !== null) await appendNow(database, batches);
    else await appendNow(await this.connection.use(), batches);
  }

  private async writeAll(): Promise<FlushOutcome> {
    this.clearTimer();
    for (const log of this.logs.values()) {
      try {
        if (log.halted === null) await this.write(log);
      } catch (error) {
        const failure = failureOf(error);
        this.failed(failure);
        return { kind: 'retrying', failure };
      }
    }
    this.retryMs = 0;
    const logs = [...this.logs.values()];
    if (logs.some((log) => log.halted === null && log.unwritten.length > 0) && this.timer === null)
      this.schedule(this.options.flushDelayMs ?? 120);
    if (this.status.kind === 'retrying') this.tell({ kind: 'recording', snapshots: null });
    const halted = logs.filter((log) => log.halted !== null).map(({ document }) => document);
    return halted.length > 0 ? { kind: 'halted', documents: halted } : { kind: 'written' };
  }

  private async write(log: DocumentLog): Promise<void> {
    const records = this.fitting(log);
    const first = records[0];
    if (first !== undefined) {
      const bytes = encodeBatch(records);
      const result = await appendBatch(await this.connection.use(), this.options.writer, {
        document: log.document,
        first: first.version,
        bytes,
      });
      if (result !== 'written') {
        this.setHalted(log, { kind: result });
        return;
      }
      log.confirm(first.version + records.length);
    }
    if (snapshotDue(log.since)) await this.snapshot(log);
  }

  private async snapshot(log: DocumentLog): Promise<void> {
    const text = log.writtenText();
    if (text === null || text.version === log.lastSnapshot) return;
    try {
      const work = { document: log.document, ...text, since: log.lastSnapshot, wallTime: this.options.now() };
      const result = await writeSnapshot(await this.connection.use(), this.options.writer, work);
      if (result !== 'written') {
        this.setHalted(log, { kind: result });
        return;
      }
      log.lastSnapshot = text.version;
      log.since = nothingSince;
      if (this.status.kind === 'recording' && this.status.snapshots !== null)
        this.tell({ kind: 'recording', snapshots: null });
    } catch (error) {
      // Records are what counts; they go on being written, and the snapshot is tried again when the next is due.
      log.since = nothingSince;
      this.tell({ kind: 'recording', snapshots: failureOf(error) });
    }
  }

  /** What can be written of a log; tells when that ends at a record that does not fit. */
  private fitting(log: DocumentLog): readonly EditRecord[] {
    const records = log.takeFitting();
    if (log.halted !== null) this.tell(haltedStatus(log, log.halted));
    return records;
  }

  private setHalted(log: DocumentLog, reason: HaltReason): void {
    log.halted = reason;
    this.tell(haltedStatus(log, reason));
  }

  private failed(failure: StorageFailure): void {
    if (failure.code === 'closed') this.connection.lost();
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs === 0 ? FIRST_RETRY_MS : this.retryMs * 2);
    this.clearTimer();
    this.schedule(this.retryMs);
    let unwritten = 0;
    for (const log of this.logs.values()) unwritten += log.unwritten.length;
    this.tell({ kind: 'retrying', failure, unwritten, retryMs: this.retryMs });
  }

  private schedule(ms: number): void {
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private tell(status: RecorderStatus): void {
    this.status = status;
    for (const listener of this.listeners) listener(status);
  }
}

function haltedStatus(log: DocumentLog, reason: HaltReason): RecorderStatus {
  return { kind: 'halted', document: log.document, reason, unwritten: log.unwritten.length };
}
