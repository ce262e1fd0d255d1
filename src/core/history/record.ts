/** What the recorder writes for every content change: the keystroke-level log that history is derived from. */
import type { TextChange } from '../text';

/** Opaque id of a document; stable across reloads. */
export type DocumentId = string;

/** Why the text changed. */
export type EditSource =
  | { readonly kind: 'typed' }
  | { readonly kind: 'paste' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'load' }
  | { readonly kind: 'prediction'; readonly predictionId: string }
  | { readonly kind: 'inline-edit'; readonly instructionId: string };

/** A cursor (`anchor === head`) or a selection, offsets in the text after the change. */
export interface CursorSelection {
  readonly anchor: number;
  readonly head: number;
}

/** One content change. On disk its times are rounded to whole milliseconds. `version` counts changes of the document from 0; record k leads from version k to k + 1. */
export interface EditRecord {
  readonly document: DocumentId;
  /** Version of the document before the change. */
  readonly version: number;
  readonly change: TextChange;
  readonly selection: CursorSelection | null;
  readonly source: EditSource;
  /** Milliseconds since the epoch. */
  readonly wallTime: number;
  /** Milliseconds of a clock that never goes back within one page; not comparable across pages. */
  readonly monoTime: number;
}
