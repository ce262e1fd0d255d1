/** What the widget for instructions shows, as plain data. */
import type { Suggestion } from '../../session/models/asking';

export interface InlineHunkView {
  /** The new lines stand below this line, from 0. */
  readonly after: number;
  /** Lines that go, from 1, both included. */
  readonly removed: { readonly first: number; readonly last: number } | null;
  readonly removedText: readonly string[];
  readonly added: readonly string[];
}

export interface InlineView {
  /** Grows with each opening: the field then takes the focus and these words. */
  readonly opened: number;
  readonly instruction: string;
  /** The widget stands below this line, from 0. */
  readonly after: number;
  /** Lines the question is about, from 1; null for a cursor. */
  readonly selected: { readonly first: number; readonly last: number } | null;
  readonly running: boolean;
  /** Null when the model can be asked; else why not, in words. */
  readonly unable: string | null;
  /** A model that could be had and asked; null when none is known. */
  readonly suggestion: Suggestion | null;
  readonly model: string;
  readonly hunks: readonly InlineHunkView[];
  readonly explanation: string;
  /** What happened last; null when there is nothing to say. */
  readonly news: { readonly tone: 'info' | 'problem'; readonly words: string } | null;
  /** Instructions given before, newest first. */
  readonly past: readonly string[];
}

export interface InlineActions {
  readonly submit: (instruction: string) => void;
  readonly stop: () => void;
  readonly accept: (hunk: number | 'all') => void;
  readonly reject: (hunk: number | 'all') => void;
  readonly close: () => void;
  readonly chooseModel: () => void;
  /** Fetches the suggested model, and asks it from then on. */
  readonly getModel: () => void;
}
