/**
 * A text that is edited in place: a gap buffer of UTF-16 code units. An edit near the last one costs what it
 * inserts and deletes, whatever the length of the text, where strings would be copied whole. Owned by one holder.
 */
import { assertValidChange, type TextChange, type TextEdit } from '../text';

const MIN_GAP = 1_024;
/** Arguments of one `String.fromCharCode` call: well below every engine's limit, and the quickest of those measured. */
const CHUNK = 2_048;

export class TextBuffer {
  private units: Uint16Array;
  private gapStart = 0;
  private gapEnd: number;

  constructor(text: string) {
    this.units = new Uint16Array(text.length + MIN_GAP);
    this.gapEnd = this.units.length;
    this.insert(text);
  }

  get length(): number {
    return this.units.length - (this.gapEnd - this.gapStart);
  }

  /**
   * Applies a change, wholly or not at all.
   * @throws InvalidChangeError when it does not fit.
   */
  apply(change: TextChange): void {
    assertValidChange(change, this.length);
    for (let index = change.length - 1; index >= 0; index -= 1) {
      const edit = change[index];
      if (edit !== undefined) this.replace(edit);
    }
  }

  /** The change that takes `change` back; call it before `apply`. */
  invert(change: TextChange): TextChange {
    let shift = 0;
    return change.map((edit) => {
      const start = edit.start + shift;
      shift += edit.text.length - (edit.end - edit.start);
      return { start, end: start + edit.text.length, text: this.slice(edit.start, edit.end) };
    });
  }

  /** The code unit at an offset; NaN outside the text. */
  unitAt(offset: number): number {
    if (offset < 0 || offset >= this.length) return Number.NaN;
    return this.units[offset < this.gapStart ? offset : offset + (this.gapEnd - this.gapStart)] ?? Number.NaN;
  }

  /** `[start, end)` clamped to the text. */
  slice(start: number, end: number): string {
    const from = Math.max(0, start);
    const to = Math.min(this.length, end);
    if (to <= from) return '';
    const gap = this.gapEnd - this.gapStart;
    if (to <= this.gapStart) return unitsToString(this.units.subarray(from, to));
    if (from >= this.gapStart) return unitsToString(this.units.subarray(from + gap, to + gap));
    return (
      unitsToString(this.units.subarray(from, this.gapStart)) +
      unitsToString(this.units.subarray(this.gapEnd, to + gap))
    );
  }

  toString(): string {
    return this.slice(0, this.length);
  }

  private replace(edit: TextEdit): void {
    this.moveGap(edit.start);
    this.gapEnd += edit.end - edit.start;
    this.insert(edit.text);
  }

  private insert(text: string): void {
    if (text.length > this.gapEnd - this.gapStart) this.grow(text.length);
    for (let index = 0; index < text.length; index += 1) this.units[this.gapStart + index] = text.charCodeAt(index);
    this.gapStart += text.length;
  }

  private moveGap(to: number): void {
    const { units, gapStart, gapEnd } = this;
    if (to < gapStart) {
      units.copyWithin(gapEnd - (gapStart - to), to, gapStart);
      this.gapEnd = gapEnd - (gapStart - to);
    } else if (to > gapStart) {
      units.copyWithin(gapStart, gapEnd, gapEnd + (to - gapStart));
      this.gapEnd = gapEnd + (to - gapStart);
    }
    this.gapStart = to;
  }

  private grow(needed: number): void {
    const length = this.length;
    const next = new Uint16Array(Math.ceil((length + needed) * 1.5) + MIN_GAP);
    const tail = this.units.subarray(this.gapEnd);
    next.set(this.units.subarray(0, this.gapStart));
    next.set(tail, next.length - tail.length);
    this.gapEnd = next.length - tail.length;
    this.units = next;
  }
}

function unitsToString(units: Uint16Array): string {
  let out = '';
  for (let at = 0; at < units.length; at += CHUNK) out += unitsOf(units.subarray(at, at + CHUNK));
  return out;
}

/** `Reflect.apply` takes the array as it is; spreading it would go through an iterator, ten times slower. */
function unitsOf(units: Uint16Array): string {
  return Reflect.apply(String.fromCharCode, undefined, units) as string;
}
