/**
 * Records as a user's typing makes them, without an editor: for tests, benchmarks and recorded sessions. Owned by
 * one holder; its clock advances only as it is told.
 */
import { changeDelta, type TextChange } from '../text';
import type { DocumentId, EditRecord, EditSource } from './record';
import { TextBuffer } from './text-buffer';

export interface Stroke {
  /** Milliseconds since the stroke before. Default 80. */
  readonly after?: number;
  readonly source?: EditSource;
}

export class Typist {
  readonly records: EditRecord[] = [];
  private readonly buffer: TextBuffer;
  private caret = 0;
  private clock = 0;

  /** @param startedAt wall time of the first moment, milliseconds since the epoch. */
  constructor(
    readonly document: DocumentId,
    base: string,
    private readonly startedAt = 1_700_000_000_000,
    private version = 0,
  ) {
    this.buffer = new TextBuffer(base);
  }

  get text(): string {
    return this.buffer.toString();
  }

  get length(): number {
    return this.buffer.length;
  }

  /** Lets time pass, milliseconds. */
  wait(ms: number): this {
    this.clock += ms;
    return this;
  }

  /** One record; the caret goes to where the last edit ends. */
  change(change: TextChange, { after = 80, source = { kind: 'typed' } }: Stroke = {}): this {
    this.clock += after;
    const last = change.at(-1);
    if (last !== undefined) this.caret = last.end + changeDelta(change);
    this.buffer.apply(change);
    this.records.push({
      document: this.document,
      version: this.version,
      change,
      selection: { anchor: this.caret, head: this.caret },
      source,
      wallTime: this.startedAt + this.clock,
      monoTime: this.clock,
    });
    this.version += 1;
    return this;
  }

  /** Replaces `[start, end)` in one record. */
  replace(start: number, end: number, text: string, stroke?: Stroke): this {
    return this.change([{ start, end, text }], stroke);
  }

  /** Selects `[start, end)` and types over it, a record for each code unit. */
  typeOver(start: number, end: number, text: string, stroke?: Stroke): this {
    if (text === '') return this.replace(start, end, '', stroke);
    this.replace(start, end, text.charAt(0), stroke);
    return this.type(text.slice(1), stroke);
  }

  /** Types at the caret, a record for each code unit. */
  type(text: string, stroke?: Stroke): this {
    for (let index = 0; index < text.length; index += 1)
      this.replace(this.caret, this.caret, text.charAt(index), stroke);
    return this;
  }

  /** Puts the caret somewhere and types there. */
  typeAt(offset: number, text: string, stroke?: Stroke): this {
    this.caret = offset;
    return this.type(text, stroke);
  }

  backspace(times = 1, stroke?: Stroke): this {
    for (let index = 0; index < times && this.caret > 0; index += 1)
      this.replace(this.caret - 1, this.caret, '', stroke);
    return this;
  }
}

/** One step of a random session: positions are taken modulo the text's length, so any numbers make a valid session. */
export interface RandomStroke {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  readonly pause: number;
  readonly source: EditSource;
}

/** A session of such steps; a step whose `at` is odd writes its insertion at the start of the text too, in one record. */
export function randomSession(document: DocumentId, base: string, strokes: readonly RandomStroke[]): Typist {
  const typist = new Typist(document, base);
  for (const { at, remove, insert, pause, source } of strokes) {
    const start = at % (typist.length + 1);
    const end = Math.min(typist.length, start + remove);
    const own = { start, end, text: insert };
    typist.change(at % 2 === 1 && start > 0 ? [{ start: 0, end: 0, text: insert }, own] : [own], {
      after: pause,
      source,
    });
  }
  return typist;
}
