/** What the editor offers the page, and what it tells it. */
import type { CursorSelection, DocumentId } from '../core/history/record';
import type { Hindrance, TabChoice, TabMeaning } from '../core/prediction';
import type { TextChange } from '../core/text';
import type { OwnReason } from './changes';
import type { DocumentChange } from './document';
import type { EditorLook } from './look';
import type { OfferSource } from './next-edit';
import type { Predicted } from './tab-key';
import type { EditorTheme } from './themes';
import type { EditorZone, LineMark } from './zones';

export interface OpenDocument {
  readonly id: DocumentId;
  readonly name: string;
  /** Monaco's language id; unknown ones are plain text. */
  readonly language: string;
  readonly text: string;
  /** Changes recorded so far. */
  readonly version: number;
}

export interface EditorEvents extends OfferSource {
  changed(change: DocumentChange): void;
  /** The cursor moved and the text did not. Offsets of the present text. */
  moved(document: DocumentId, selection: CursorSelection): void;
  /** The user asks for a prediction now. */
  asked(): void;
  /** Escape in the code, whatever else it closes. */
  escaped(): void;
  /** Tab while a prediction is shown beside the code. */
  tookReviewed(): void;
  /** What is predicted for a document's present text, or null. */
  predicted(document: DocumentId): Predicted | null;
  /** Something began that keeps predictions away, or is over. */
  hindered(hindrance: Hindrance, on: boolean): void;
  /** Tab means something else from now on. */
  tabMeans(meaning: TabMeaning): void;
  /** The list of completions opened or closed: predictions wait while it is open. */
  suggesting(open: boolean): void;
}

export interface EditorOptions {
  readonly container: HTMLElement;
  readonly theme: EditorTheme;
  readonly fontFamily: string;
  /** Fewer margins, for a narrow page. */
  readonly compact: boolean;
  /** Whether a document may be changed: a rename goes through several. */
  readonly writable: (document: DocumentId) => boolean;
  /** Puts another document on screen at once: a definition is there. */
  readonly goTo: (document: DocumentId) => void;
  /** Does something when the page has nothing else to do. */
  readonly whenIdle: (act: () => void) => void;
}

/** How much of a prediction is drawn before the user asks to see it: all of it, or a mark in the margin. */
export type Prominence = 'full' | 'mark';

/** Counts over the whole of Monaco, not only this editor. */
export interface EditorHoldings {
  readonly models: number;
  readonly decorations: number;
}

export interface EditorHost {
  /** Adds a document; `show` puts it on screen. Opening an id again replaces its text. */
  open(document: OpenDocument): void;
  /** Puts a document on screen; null leaves the editor empty. */
  show(document: DocumentId | null): void;
  /** Forgets a document. */
  close(document: DocumentId): void;
  rename(document: DocumentId, name: string, language: string): void;
  /** Puts the cursor at an offset of the shown document and scrolls there; with `end`, selects up to it. */
  reveal(offset: number, end?: number): void;
  /** Changes the shown document as one undo step of its own. Offsets of its present text; false when it cannot be written. */
  apply(change: TextChange, reason: OwnReason): boolean;
  /** Hears of each change of each document, after `changed` of the events. Returns the undo. */
  watch(listener: (change: DocumentChange) => void): () => void;
  /** Makes room below a line of the shown document, from 1; it goes when another document is shown. */
  zone(afterLine: number, align: 'code' | 'wide'): EditorZone;
  /** Marks these lines of the shown document, and no others. */
  mark(lines: readonly LineMark[]): void;
  text(document: DocumentId): string | null;
  version(document: DocumentId): number | null;
  selection(): CursorSelection | null;
  /** Where the cursor is, from 1. */
  position(): { readonly line: number; readonly column: number } | null;
  /** The line of an offset of a document, from 1. */
  lineOf(document: DocumentId, offset: number): number | null;
  /** Takes the hunk on screen, wherever the cursor is. */
  take(): void;
  /** Goes to it. */
  jump(): void;
  /** Makes the shown prediction follow what the source offers now. */
  refresh(): void;
  /** Prepares the drawing of predictions while nobody types: the first one would take 50 ms. Call it once, when the page is idle. */
  rehearse(): void;
  held(): EditorHoldings;
  focus(): void;
  setTheme(theme: EditorTheme): void;
  setReadOnly(readOnly: boolean): void;
  setProminence(prominence: Prominence): void;
  /** A prediction is shown beside the code: Tab is about that one. */
  setReviewing(reviewing: boolean): void;
  setTab(choice: TabChoice): void;
  setCompact(compact: boolean): void;
  setLook(look: EditorLook): void;
  dispose(): void;
}
