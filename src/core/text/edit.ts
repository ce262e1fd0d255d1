/**
 * The algebra of text changes. Positions are UTF-16 code units, 0-based, half-open. A `TextChange` is a list of
 * edits that all speak of the text *before* the change, sorted by `start`, not overlapping; two insertions at one
 * place are written as one. Every function here is pure.
 */

/** Replace `[start, end)` by `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits against one text: sorted by `start`, non-overlapping. The empty list changes nothing. */
export type TextChange = readonly TextEdit[];

/** Raised when a change does not fit the text or is not sorted: a fault of the caller, never of the user typing. */
export class InvalidChangeError extends Error {
  override readonly name = 'InvalidChangeError';
}

/**
 * Checks order and bounds.
 * @throws InvalidChangeError naming the first edit that is out of order or out of bounds.
 */
export function assertValidChange(change: TextChange, length: number): void {
  let last = 0;
  for (const edit of change) {
    if (edit.start < last || edit.end < edit.start || edit.end > length) {
      throw new InvalidChangeError(
        `edit [${edit.start}, ${edit.end}) is out of order or outside a text of ${length} code units`,
      );
    }
    last = edit.end;
  }
}

/**
 * The text after `change`.
 * @throws InvalidChangeError
 */
export function applyChange(text: string, change: TextChange): string {
  assertValidChange(change, text.length);
  let out = '';
  let at = 0;
  for (const edit of change) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

/** How much longer (or, negative, shorter) the text becomes, in UTF-16 code units. */
export function changeDelta(change: TextChange): number {
  return change.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
}

/**
 * The change that leads back: `applyChange(applyChange(t, c), invertChange(t, c)) === t`.
 * @throws InvalidChangeError
 */
export function invertChange(text: string, change: TextChange): TextChange {
  assertValidChange(change, text.length);
  return placeEdits(change).map(({ edit, start, end }) => ({ start, end, text: text.slice(edit.start, edit.end) }));
}

/** Sorts edits, joins those that touch, and leaves out those that do nothing. Overlaps raise InvalidChangeError. */
export function normalizeChange(edits: readonly TextEdit[]): TextChange {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const out: TextEdit[] = [];
  for (const edit of sorted) {
    if (edit.start === edit.end && edit.text === '') continue;
    const last = out.at(-1);
    if (last !== undefined && edit.start < last.end) {
      throw new InvalidChangeError(`edits [${last.start}, ${last.end}) and [${edit.start}, ${edit.end}) overlap`);
    }
    if (last?.end === edit.start) {
      out[out.length - 1] = { start: last.start, end: edit.end, text: last.text + edit.text };
    } else {
      out.push(edit);
    }
  }
  return out;
}

/** An edit together with where its new text stands in the text after. */
export interface PlacedEdit {
  readonly edit: TextEdit;
  readonly start: number;
  readonly end: number;
}

/** @param change sorted and without overlaps, as `assertValidChange` wants it */
export function placeEdits(change: TextChange): PlacedEdit[] {
  let shift = 0;
  return change.map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { edit, start, end: start + edit.text.length };
  });
}

/**
 * One change that does what `first` and then `second` do. `second` speaks of the text after `first`; the result
 * speaks of the text before `first`.
 */
export function composeChanges(first: TextChange, second: TextChange): TextChange {
  // Edits of the two that touch in the text between are gathered into one range of it. Every unit of such a range
  // is either new text of `first` or deleted by `second`, so the result can be written without the text itself.
  const placed = placeEdits(first);
  const out: TextEdit[] = [];
  let shift = 0; // text between minus text before, left of the range
  let nextFirst = 0;
  let nextSecond = 0;
  for (;;) {
    const from = Math.min(placed[nextFirst]?.start ?? Infinity, second[nextSecond]?.start ?? Infinity);
    if (from === Infinity) return out;
    const firstOfRange = nextFirst;
    const secondOfRange = nextSecond;
    let to = from;
    for (;;) {
      const theirs = placed[nextFirst];
      const ours = second[nextSecond];
      if (theirs !== undefined && theirs.start <= to) {
        to = Math.max(to, theirs.end);
        nextFirst += 1;
      } else if (ours !== undefined && ours.start <= to) {
        to = Math.max(to, ours.end);
        nextSecond += 1;
      } else break;
    }
    const inRange = placed.slice(firstOfRange, nextFirst);
    const start = from - shift;
    shift += changeDelta(inRange.map(({ edit }) => edit));
    const text = rewrite(inRange, second.slice(secondOfRange, nextSecond), from, to);
    if (to - shift > start || text !== '') out.push({ start, end: to - shift, text });
  }
}

/** The range `[from, to)` of the text between, all of which the edits cover, after `second`. */
function rewrite(first: readonly PlacedEdit[], second: TextChange, from: number, to: number): string {
  let text = '';
  let at = from;
  const copyUpTo = (end: number): void => {
    for (const placed of first) {
      text += placed.edit.text.slice(Math.max(at - placed.start, 0), Math.max(end - placed.start, 0));
    }
  };
  for (const edit of second) {
    copyUpTo(edit.start);
    text += edit.text;
    at = edit.end;
  }
  copyUpTo(to);
  return text;
}

/**
 * Where an offset of the text before lies in the text after. An offset inside a replaced range goes to its start
 * (`bias` before) or to its end (`bias` after); at an insertion likewise.
 */
export function mapOffset(offset: number, change: TextChange, bias: 'before' | 'after' = 'before'): number {
  let shift = 0;
  for (const edit of change) {
    const passed = edit.end < offset || (edit.end === offset && (bias === 'after' || edit.start < edit.end));
    if (passed) {
      shift += edit.text.length - (edit.end - edit.start);
    } else if (edit.start < offset) {
      return edit.start + shift + (bias === 'before' ? 0 : edit.text.length);
    } else {
      break;
    }
  }
  return offset + shift;
}

/**
 * `change` and `over` both speak of the same text. Rewrites `change` so that it applies after `over`.
 * Returns null where the two touch the same place and so contradict each other (an insertion strictly inside or at
 * the border of the other's replaced range counts as touching only when inside).
 */
export function rebaseChange(change: TextChange, over: TextChange): TextChange | null {
  const out: TextEdit[] = [];
  for (const edit of change) {
    for (const other of over) {
      const bothInsert = edit.start === edit.end && other.start === other.end && edit.start === other.start;
      if (bothInsert || (edit.start < other.end && other.start < edit.end)) return null;
      // An insertion inside a replaced range has no place of its own after it.
      if (other.start === other.end && edit.start < other.start && other.start < edit.end) return null;
      if (edit.start === edit.end && other.start < edit.start && edit.start < other.end) return null;
    }
    const start = mapOffset(edit.start, over, 'after');
    out.push({ start, end: start + (edit.end - edit.start), text: edit.text });
  }
  return normalizeChange(out);
}
