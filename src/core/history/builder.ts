/**
 * Records become H. The builder is owned by one holder and fed each record as it happens; a record costs
 * microseconds whatever the length of the file. Whole texts come into being only when a prompt is built (`changes`).
 */
import type { HistoryChange } from '../conversation/types';
import { applyChange } from '../text';
import { cancelPair, editOf, isNoOp, joinRecord, sizeOf, spanOf, type DerivedEdit } from './derived-edit';
import { continues } from './grouping';
import { historyParameters, type HistoryParameters } from './parameters';
import type { EditRecord, EditSource } from './record';
import { checkRecord, type RecordFault, type VersionedText } from './replay';
import { TextBuffer } from './text-buffer';

/** One message of H with what it came from. */
export interface DerivedChange extends HistoryChange {
  readonly source: EditSource;
  readonly inProgress: boolean;
}

export interface ChangesOptions {
  /** At most this many, the newest; the default is `windowEdits` of the parameters. */
  readonly maxEdits?: number;
  /**
   * What `before` and `after` hold: the whole file, or only the lines that changed with this many lines around
   * them (cheap to render for a long file, and the same in any file). Default: the whole file.
   */
  readonly contextLines?: number;
  /** Whether each says with which line of the file it begins; needs `contextLines`. */
  readonly numbered?: boolean;
}

interface Progress {
  readonly edit: DerivedEdit;
  readonly last: EditRecord;
}

export class HistoryBuilder {
  private readonly buffer: TextBuffer;
  private at: number;
  private settled: readonly DerivedEdit[] = [];
  /** How many settled edits have gone from the front: it numbers the edits, so that the window moves in blocks. */
  private gone = 0;
  private progress: Progress | null = null;
  private cached: readonly DerivedEdit[] | null = null;

  constructor(
    base: VersionedText,
    private readonly parameters: HistoryParameters = historyParameters,
  ) {
    this.buffer = new TextBuffer(base.text);
    this.at = base.version;
  }

  /** Version of the document after the last record. */
  get version(): number {
    return this.at;
  }

  /** The text after the last record. */
  text(): string {
    return this.buffer.toString();
  }

  /** Takes the next record. One that does not follow is refused, with the reason, and changes nothing. */
  push(record: EditRecord): RecordFault | null {
    const fault = checkRecord(record, {
      document: this.progress?.last.document ?? null,
      version: this.at,
      length: this.buffer.length,
    });
    if (fault !== null) return fault;
    const inverse = this.buffer.invert(record.change);
    const open = this.progress;
    if (record.source.kind === 'load') this.forget();
    else if (record.change.length > 0) {
      if (open !== null && continues(open.edit, open.last, record, this.buffer, this.parameters)) {
        this.progress = { edit: joinRecord(open.edit, record, inverse), last: record };
      } else {
        this.settle();
        this.progress = { edit: editOf(record, inverse), last: record };
      }
    }
    this.buffer.apply(record.change);
    this.at += 1;
    this.cached = null;
    return null;
  }

  /** The meaningful edits, oldest first; the newest may be in progress. Each starts from the text the one before led to. */
  edits(): readonly DerivedEdit[] {
    return (this.cached ??= this.withProgress());
  }

  /** H for a prompt: a window over `edits()` that moves in blocks, so that successive prompts share their prefix. */
  changes(options: ChangesOptions = {}): DerivedChange[] {
    const edits = this.edits();
    const from = windowStart(this.gone, edits.length, options.maxEdits ?? this.parameters.windowEdits) - this.gone;
    const out: DerivedChange[] = [];
    let after = this.text();
    for (const edit of edits.slice(from).reverse()) {
      const before = applyChange(after, edit.inverse);
      if (sizeOf(edit) <= this.parameters.maxEditUnits) {
        const shown =
          options.contextLines === undefined
            ? { before, after }
            : regionOf(edit, before, after, options.contextLines, options.numbered === true);
        out.push({ ...shown, source: edit.source, inProgress: edit.inProgress });
      }
      after = before;
    }
    return out.reverse();
  }

  /** The text was replaced from outside: what was done to the old one says nothing about the new. */
  private forget(): void {
    this.gone = 0;
    this.settled = [];
    this.progress = null;
  }

  private settle(): void {
    this.settled = this.withProgress().map((edit) => (edit.inProgress ? { ...edit, inProgress: false } : edit));
    this.progress = null;
    if (this.settled.length <= this.parameters.keepEdits) return;
    const drop = this.settled.length >> 1;
    this.gone += drop;
    this.settled = this.settled.slice(drop);
  }

  private withProgress(): readonly DerivedEdit[] {
    if (this.progress === null) return this.settled;
    const { edit } = this.progress;
    if (isNoOp(edit, (start, end) => this.buffer.slice(start, end))) return this.settled;
    const edits = [...this.settled, edit];
    return cancelPair(edits, this.parameters.cancelReach, this.parameters.cancelWithinMs, () => this.text()) ?? edits;
  }
}

/**
 * Number of the first edit of a window of at most `max`, of edits numbered from `gone`: the start only ever lies on
 * a multiple of half the window, so it stands still while the window fills and then moves by half.
 */
export function windowStart(gone: number, count: number, max: number): number {
  if (count <= max) return gone;
  const block = Math.max(1, Math.floor(max / 2));
  return Math.min(gone + count, Math.ceil((gone + count - max) / block) * block);
}

/** The lines that changed, without their last terminator, with some around them. */
function regionOf(
  edit: DerivedEdit,
  before: string,
  after: string,
  contextLines: number,
  numbered: boolean,
): HistoryChange {
  const old = spanOf(edit.change) ?? { start: 0, end: 0 };
  const now = spanOf(edit.inverse) ?? { start: 0, end: 0 };
  return {
    before: linesAround(before, old.start, old.end, contextLines),
    after: linesAround(after, now.start, now.end, contextLines),
    ...(numbered ? { line: Math.max(0, breaksIn(before, old.start) - contextLines) } : {}),
  };
}

function linesAround(text: string, start: number, end: number, context: number): string {
  let from = lineStart(text, start);
  let to = lineEnd(text, end);
  for (let line = 0; line < context; line += 1) {
    from = from === 0 ? 0 : lineStart(text, from - 1);
    to = to === text.length ? to : lineEnd(text, to + 1);
  }
  return text.slice(from, text[to] === '\n' && text[to - 1] === '\r' && to > from ? to - 1 : to);
}

/** Line breaks before an offset. */
function breaksIn(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** What was derived; with a fault, from the records before the faulty one. */
export interface DerivedHistory {
  readonly builder: HistoryBuilder;
  readonly fault: RecordFault | null;
}

/** Feeds a whole log to a builder: for a document opened from disk, and for the evaluation. */
export function deriveHistory(
  base: VersionedText,
  records: readonly EditRecord[],
  parameters: HistoryParameters = historyParameters,
): DerivedHistory {
  const builder = new HistoryBuilder(base, parameters);
  for (const record of records) {
    const fault = builder.push(record);
    if (fault !== null) return { builder, fault };
  }
  return { builder, fault: null };
}
