/** A prediction cut into what one press of Tab takes: neighbouring lines form a hunk, refined to small edits. */
import type { TextChange } from '../text';

/** One hunk. Offsets are UTF-16 units of the text that the hunk applies to. */
export interface Hunk {
  /** The hunk as one replacement of `[start, end)` by `text`, as narrow as it can be; for a view that shows one edit. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The same as fine edits, sorted, inside `[start, end)`; for a view that marks the changed words. */
  readonly edits: TextChange;
}
