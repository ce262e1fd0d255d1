/** One meaningful edit, made of one or more records, and the operations that builds H from them. */
import { applyChange, changeDelta, composeChanges, rebaseChange, type TextChange } from '../text';
import type { EditRecord, EditSource } from './record';

/**
 * What the user did in one go. `change` speaks of the text before the edit, `inverse` of the text after it and
 * leads back; so whole texts need not be kept, and an edit is as small as what was typed.
 */
export interface DerivedEdit {
  readonly change: TextChange;
  readonly inverse: TextChange;
  /** The source of its records; an accepted prediction is marked so, with its id. */
  readonly source: EditSource;
  /** Versions of the document before the first and after the last of its records. */
  readonly fromVersion: number;
  readonly toVersion: number;
  /** Wall times of its first and last record, milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether the next record may still join it. */
  readonly inProgress: boolean;
}

/** A range of a text, UTF-16, half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function editOf(record: EditRecord, inverse: TextChange): DerivedEdit {
  return {
    change: record.change,
    inverse,
    source: record.source,
    fromVersion: record.version,
    toVersion: record.version + 1,
    startedAt: record.wallTime,
    endedAt: record.wallTime,
    inProgress: true,
  };
}

/** The edit with a further record; `inverse` is the record's own. */
export function joinRecord(edit: DerivedEdit, record: EditRecord, inverse: TextChange): DerivedEdit {
  return {
    ...edit,
    change: composeChanges(edit.change, record.change),
    inverse: composeChanges(inverse, edit.inverse),
    toVersion: record.version + 1,
    endedAt: record.wallTime,
  };
}

/** The smallest range that holds all of a change's edits, in the text the change speaks of; null for no edits. */
export function spanOf(change: TextChange): Span | null {
  const first = change[0];
  const last = change.at(-1);
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Text removed and inserted, UTF-16 code units. */
export function sizeOf(edit: DerivedEdit): number {
  return edit.change.reduce((sum, { start, end, text }) => sum + (end - start) + text.length, 0);
}

/** Whether the edit left the text as it was. `read` gives ranges of the text after it. */
export function isNoOp(edit: DerivedEdit, read: (start: number, end: number) => string): boolean {
  const span = spanOf(edit.inverse);
  if (span === null) return true;
  if (changeDelta(edit.inverse) !== 0) return false;
  const after = read(span.start, span.end);
  const local = edit.inverse.map(({ start, end, text }) => ({
    start: start - span.start,
    end: end - span.start,
    text,
  }));
  return applyChange(after, local) === after;
}

/**
 * Looks for the edit that the newest one undoes, and returns the list without the pair; null when there is none.
 * Edits between the two are rewritten as if the pair had never been, and the result is accepted only if it still
 * leads from the same text to the same text.
 */
export function cancelPair(
  edits: readonly DerivedEdit[],
  reach: number,
  withinMs: number,
  readText: () => string,
): DerivedEdit[] | null {
  const newest = edits.at(-1);
  if (newest === undefined) return null;
  const delta = changeDelta(newest.change);
  let text: string | undefined;
  for (let index = edits.length - 2; index >= Math.max(0, edits.length - 1 - reach); index -= 1) {
    const partner = edits[index];
    if (partner === undefined || newest.endedAt - partner.endedAt > withinMs) return null;
    // Reading the whole text is what costs: do it only where lengths say that the two may undo each other.
    if (changeDelta(partner.change) !== -delta) continue;
    const between = edits.slice(index + 1, -1);
    const moved = moveOver(between, partner.inverse);
    if (moved === null) continue;
    text ??= readText();
    if (leadsTheSameWay([partner, ...between, newest], moved, text)) return [...edits.slice(0, index), ...moved];
  }
  return null;
}

/** `edits` as they would read had `undo` been applied before them; null where they touch the same place. */
function moveOver(edits: readonly DerivedEdit[], undo: TextChange): DerivedEdit[] | null {
  const out: DerivedEdit[] = [];
  let over = undo;
  for (const edit of edits) {
    const change = rebaseChange(edit.change, over);
    const after = rebaseChange(over, edit.change);
    if (change === null || after === null) return null;
    const inverse = rebaseChange(edit.inverse, after);
    if (inverse === null) return null;
    out.push({ ...edit, change, inverse });
    over = after;
  }
  return out;
}

/** Whether `shorter` turns the text before `edits` into `text`, the text after them, and each inverse leads back. */
function leadsTheSameWay(edits: readonly DerivedEdit[], shorter: readonly DerivedEdit[], text: string): boolean {
  const before = edits.reduceRight((now, edit) => applyChange(now, edit.inverse), text);
  let now = before;
  for (const edit of shorter) {
    const next = tryApply(now, edit.change);
    if (next === null || tryApply(next, edit.inverse) !== now) return false;
    now = next;
  }
  return now === text;
}

function tryApply(text: string, change: TextChange): string | null {
  const span = spanOf(change);
  return span !== null && (span.start < 0 || span.end > text.length) ? null : applyChange(text, change);
}
