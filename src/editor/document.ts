/** One open document: its text in core form, kept in step with Monaco's model without asking for the whole text. */
import type { CursorSelection, DocumentId } from '../core/history/record';
import { applyChange, diffText, InvalidChangeError, type TextChange } from '../core/text';
import { toTextChange, type ContentEvent, type Origin } from './changes';

/** A change of one document, with the text on both sides. */
export interface DocumentChange extends Origin {
  readonly document: DocumentId;
  /** Version before the change; the text after it is version + 1. */
  readonly version: number;
  readonly before: string;
  readonly after: string;
  readonly change: TextChange;
  /** Offsets in the text after. */
  readonly selection: CursorSelection;
}

/** What Monaco's model offers here; both are cheap for `getValueLength`, and expensive for `getValue`. */
interface TextModel {
  getValue(): string;
  getValueLength(): number;
}

export class TrackedDocument {
  constructor(
    readonly id: DocumentId,
    private current: string,
    private count: number,
  ) {}

  get text(): string {
    return this.current;
  }

  /** Changes of this document so far, from 0. */
  get version(): number {
    return this.count;
  }

  /**
   * Follows one content event and says what changed; null when nothing did (a change of line endings to the same
   * ones). If the text ever disagrees with Monaco's, Monaco is right and the difference becomes part of the change.
   */
  follow(
    event: ContentEvent,
    model: TextModel,
  ): { readonly before: string; readonly after: string; readonly change: TextChange; readonly version: number } | null {
    const before = this.current;
    const told = toTextChange(event);
    const expected = event.isFlush ? null : tryApply(before, told);
    const inStep = expected !== null && expected.length === model.getValueLength();
    const after = inStep ? expected : model.getValue();
    const change = inStep ? told : diffText(before, after);
    if (change.length === 0) return null;
    this.current = after;
    this.count += 1;
    return { before, after, change, version: this.count - 1 };
  }
}

function tryApply(text: string, change: TextChange): string | null {
  try {
    return applyChange(text, change);
  } catch (error) {
    // Out of step with Monaco: the caller reads the whole text instead.
    if (error instanceof InvalidChangeError) return null;
    throw error;
  }
}
