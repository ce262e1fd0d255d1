/** Whether a record goes on with the edit in progress, or begins another. */
import type { DerivedEdit, Span } from './derived-edit';
import { spanOf } from './derived-edit';
import type { HistoryParameters } from './parameters';
import type { EditRecord, EditSource } from './record';
import type { TextBuffer } from './text-buffer';

const NEWLINE = 10;
const WORD = /^[\p{L}\p{N}_$]*$/u;

/** `last` is the edit's newest record; `text` is the text after it, before `record`. */
export function continues(
  edit: DerivedEdit,
  last: EditRecord,
  record: EditRecord,
  text: TextBuffer,
  parameters: HistoryParameters,
): boolean {
  if (!sameSource(edit.source, record.source)) return false;
  const pause = pauseBetween(last, record, parameters);
  if (pause === null || pause > parameters.wordPauseMs) return false;
  const done = spanOf(edit.inverse);
  const next = spanOf(record.change);
  if (done === null || next === null) return false;
  if (pause > parameters.pauseMs && !sameWord(edit, record, text)) return false;
  return isNear(done, next, text, parameters) && staysSmall(done, next, text, parameters);
}

/** A paste always stands alone; a prediction accepted word by word is one edit. */
function sameSource(a: EditSource, b: EditSource): boolean {
  switch (a.kind) {
    case 'typed':
    case 'undo':
    case 'redo':
      return a.kind === b.kind;
    case 'prediction':
      return b.kind === 'prediction' && a.predictionId === b.predictionId;
    case 'inline-edit':
      return b.kind === 'inline-edit' && a.instructionId === b.instructionId;
    case 'paste':
    case 'load':
      return false;
  }
}

/** Milliseconds between two records; null when their clocks show that a page was loaded between them. */
function pauseBetween(a: EditRecord, b: EditRecord, parameters: HistoryParameters): number | null {
  const mono = b.monoTime - a.monoTime;
  const wall = b.wallTime - a.wallTime;
  return mono < 0 || Math.abs(wall - mono) > parameters.clockSlackMs ? null : mono;
}

/** Whether the record goes on typing or correcting a word that the edit inserted, or replaces one that it deleted. */
function sameWord(edit: DerivedEdit, record: EditRecord, text: TextBuffer): boolean {
  return record.change.every(({ start, end, text: inserted }) => {
    const place = edit.inverse.find((done) => done.start <= start && end <= done.end);
    if (place === undefined || !WORD.test(inserted) || !WORD.test(text.slice(start, end))) return false;
    if (place.start === place.end) return WORD.test(place.text);
    return inserted === '' || WORD.test(text.slice(start - 1, start) || ' ');
  });
}

function isNear(done: Span, next: Span, text: TextBuffer, parameters: HistoryParameters): boolean {
  const [from, to] =
    next.start >= done.end ? [done.end, next.start] : next.end <= done.start ? [next.end, done.start] : [0, 0];
  return linesWithin(from, to, parameters.groupLines, parameters.groupUnits, text);
}

function staysSmall(done: Span, next: Span, text: TextBuffer, parameters: HistoryParameters): boolean {
  if (done.start <= next.start && next.end <= done.end) return true;
  const limit = Math.max(parameters.maxEditUnits, parameters.groupUnits);
  return linesWithin(
    Math.min(done.start, next.start),
    Math.max(done.end, next.end),
    parameters.maxSpanLines,
    limit,
    text,
  );
}

/** Whether `[from, to)` has at most `lines` line ends and `units` code units; looks no further than it must. */
function linesWithin(from: number, to: number, lines: number, units: number, text: TextBuffer): boolean {
  if (to - from > units) return false;
  let seen = 0;
  for (let at = from; at < to; at += 1) {
    if (text.unitAt(at) === NEWLINE) {
      seen += 1;
      if (seen > lines) return false;
    }
  }
  return true;
}
