/** What the chat panel shows, as plain data. Markdown is data too: no HTML exists anywhere on its way to the screen. */
import type { DiffRow } from '../../core/text';
import type { Suggestion } from '../../session/models/asking';

export type MarkdownInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly inside: readonly MarkdownInline[] }
  /** `href` is an http, https or mailto address. */
  | { readonly kind: 'link'; readonly href: string; readonly inside: readonly MarkdownInline[] }
  | { readonly kind: 'break' };

export type MarkdownBlock =
  | { readonly kind: 'paragraph'; readonly inside: readonly MarkdownInline[] }
  /** 1 to 6. */
  | { readonly kind: 'heading'; readonly level: number; readonly inside: readonly MarkdownInline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly MarkdownBlock[] }
  /** `start` is null for bullets. */
  | {
      readonly kind: 'list';
      readonly start: number | null;
      readonly items: readonly { readonly checked: boolean | null; readonly blocks: readonly MarkdownBlock[] }[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly MarkdownInline[])[];
      readonly rows: readonly (readonly (readonly MarkdownInline[])[])[];
    }
  | { readonly kind: 'rule' };

/** A piece of context: its name, and exactly what of it the model reads. */
export interface ContextView {
  readonly label: string;
  readonly text: string;
}

export interface ChipView extends ContextView {
  readonly id: 'file' | 'selection' | 'edits';
  readonly on: boolean;
}

export type EntryView =
  | { readonly role: 'user'; readonly id: string; readonly text: string; readonly context: readonly ContextView[] }
  | {
      readonly role: 'assistant';
      readonly id: string;
      readonly model: string;
      readonly blocks: readonly MarkdownBlock[];
      /** Its words as they were written, to be copied. */
      readonly markdown: string;
      /** A change of the code that was shown. */
      readonly change: { readonly name: string; readonly rows: readonly DiffRow[] } | null;
      readonly streaming: boolean;
      /** Why it is not whole; null when it is. */
      readonly words: string | null;
    };

export interface ReviewView {
  readonly name: string;
  readonly rows: readonly DiffRow[];
  /** Where the code can go; the first was the guess. */
  readonly ways: readonly { readonly id: string; readonly label: string }[];
  readonly way: string;
  /** What has to be known before applying; null for nothing. */
  readonly note: string | null;
}

export interface ChatView {
  readonly list: readonly { readonly id: string; readonly title: string; readonly when: string }[];
  readonly current: { readonly id: string; readonly title: string };
  readonly entries: readonly EntryView[];
  readonly running: boolean;
  /** Null when the model can be asked; else why not. */
  readonly unable: string | null;
  /** A model that could be had and asked; null when none is known. */
  readonly suggestion: Suggestion | null;
  readonly chips: readonly ChipView[];
  readonly review: ReviewView | null;
  /** Something that went wrong; null for nothing. */
  readonly problem: string | null;
}

export interface ChatActions {
  readonly send: (text: string) => void;
  readonly stop: () => void;
  readonly again: () => void;
  /** Says a message anew, in other words; what followed it goes. */
  readonly edit: (entry: string, text: string) => void;
  readonly chip: (id: ChipView['id']) => void;
  readonly choose: (conversation: string) => void;
  readonly create: () => void;
  readonly rename: (title: string) => void;
  readonly remove: () => void;
  readonly exportAs: (format: 'md' | 'json') => void;
  readonly copy: (text: string) => Promise<boolean>;
  /** Shows what applying a block of code would do. */
  readonly review: (code: string) => void;
  /** The same for the change that an answer holds. */
  readonly reviewChange: (entry: string) => void;
  readonly way: (id: string) => void;
  readonly apply: () => void;
  readonly cancelReview: () => void;
  readonly chooseModel: () => void;
  /** Fetches the suggested model, and asks it from then on. */
  readonly getModel: () => void;
}
