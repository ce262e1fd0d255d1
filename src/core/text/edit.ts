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

/** Raised when a change does not fit the text or is not sorted: a fault of the caller, never of the person typing. */
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
  let shift = 0;
  return change.map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { start, end: start + edit.text.length, text: text.slice(edit.start, edit.end) };
  });
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

interface Segment {
  /** Length in the text before; kept when `text` is undefined, else replaced by `text`. */
  readonly length: number;
  readonly text: string | undefined;
}

function* segments(change: TextChange): Generator<Segment> {
  let at = 0;
  for (const edit of change) {
    if (edit.start > at) yield { length: edit.start - at, text: undefined };
    yield { length: edit.end - edit.start, text: edit.text };
    at = edit.end;
  }
  yield { length: Number.POSITIVE_INFINITY, text: undefined };
}

/**
 * One change that does what `first` and then `second` do. `second` speaks of the text after `first`; the result
 * speaks of the text before `first`.
 */
export function composeChanges(first: TextChange, second: TextChange): TextChange {
  const out: TextEdit[] = [];
  const source = segments(first);
  let current: Segment = { length: 0, text: undefined };
  let before = 0; // position in the text before `first`
  let middle = 0; // position in the text between
  let pending: { start: number; end: number; text: string } | undefined;

  const flush = (): void => {
    if (pending !== undefined) out.push(pending);
    pending = undefined;
  };
  const touch = (): { start: number; end: number; text: string } => (pending ??= { start: before, end: before, text: '' });
  const visible = (): number => (current.text === undefined ? current.length : current.text.length);
  const next = (): void => {
    const step = source.next();
    current = step.done === true ? { length: Number.POSITIVE_INFINITY, text: undefined } : step.value;
    if (current.text !== undefined) {
      // The deleted side of an edit of `first` belongs to the result whatever `second` does.
      const edit = touch();
      before += current.length;
      edit.end = before;
    }
  };
  /** Moves `count` units forward in the text between, keeping (copying) or dropping them. */
  const advance = (count: number, keep: boolean): void => {
    let left = count;
    while (left > 0) {
      if (visible() === 0) {
        next();
        continue;
      }
      const step = Math.min(left, visible());
      if (current.text === undefined) {
        if (keep) {
          flush();
          before += step;
        } else {
          const edit = touch();
          before += step;
          edit.end = before;
        }
        current = { length: current.length - step, text: undefined };
      } else {
        if (keep) touch().text += current.text.slice(0, step);
        current = { length: 0, text: current.text.slice(step) };
      }
      middle += step;
      left -= step;
    }
  };

  for (const edit of second) {
    advance(edit.start - middle, true);
    const length = edit.end - edit.start;
    advance(length, false);
    if (edit.text !== '' || length > 0) touch().text += edit.text;
  }
  // What is left of `first` after the last edit of `second`.
  for (;;) {
    if (current.text !== undefined && current.text.length > 0) touch().text += current.text;
    else if (current.text === undefined && current.length > 0 && Number.isFinite(current.length)) {
      flush();
      before += current.length;
    } else if (current.length === Number.POSITIVE_INFINITY) break;
    next();
    if (current.length === Number.POSITIVE_INFINITY) break;
  }
  flush();
  return normalizeChange(out.filter((edit) => edit.end > edit.start || edit.text !== ''));
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
  return out;
}
