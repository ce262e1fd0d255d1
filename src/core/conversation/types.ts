/**
 * The vocabulary of the conversation (CursorCore, arXiv 2410.07002, sections 2 and D): System, History, Current,
 * User, Assistant. Everything that prompts a model or reads its answer goes through this folder.
 */
import type { TextChange } from '../text';

/**
 * Whole file, locate-and-change, search-and-replace, unified diff (paper, section 2 and appendix D); and `lcn`,
 * locate-and-change whose new lines carry their numbers as C does, `N|line`: what a very small model copies best.
 */
export type ChangeFormat = 'wf' | 'lc' | 'sr' | 'ud' | 'lcn';

/** One message of H: a change from an earlier state to a later one, oldest first. */
export interface HistoryChange {
  readonly before: string;
  readonly after: string;
}

/** Where the user is in C: a cursor offset, or a selection `[start, end)`. UTF-16 units of `Current.text`. */
export type TargetArea =
  | { readonly kind: 'cursor'; readonly offset: number }
  | { readonly kind: 'selection'; readonly start: number; readonly end: number };

/** C: the code now, or an excerpt of it. */
export interface Current {
  readonly text: string;
  /** Whether lines of the file lie above or below the excerpt (shown as a `...` line). */
  readonly above: boolean;
  readonly below: boolean;
  readonly target: TargetArea | null;
}

export interface ConversationInput {
  /** Lower-case name for the fence, for example `python`. */
  readonly language: string;
  readonly history: readonly HistoryChange[];
  /** Null only in plain chat. */
  readonly current: Current | null;
  /** U; null for automatic edits. */
  readonly user: string | null;
}

/**
 * `default`: the model decides between code and chat; `code-first`: the paper's assistant-conversation, which ends
 * with the code unless `explain` also asks for the chat after it; `begun` is what its code begins with, whatever the
 * model would have begun with; `prefix`: the assistant's message is left open after `text`, which is what a model wrote
 * before, as it wrote it.
 */
export type Generation =
  | { readonly kind: 'default' }
  | { readonly kind: 'code-first'; readonly explain?: boolean; readonly begun?: string }
  | { readonly kind: 'prefix'; readonly text: string };

/** How a given model is spoken to. A catalog entry names one; nothing else in the program knows the difference. */
export interface Dialect {
  readonly id: string;
  /** Its name in the model menu. */
  readonly label: string;
  /** `roles`: the paper's template. `instruct`: one user message for models not trained on the format (appendix J). */
  readonly style: 'roles' | 'instruct';
  readonly historyFormat: ChangeFormat;
  readonly outputFormat: ChangeFormat;
  /** Whether target-area tokens are put into C. */
  readonly targetArea: boolean;
  /**
   * Whether the fence of its answer is opened for it, so that it must write the code anew and cannot begin with its end.
   * Code that did not change is silence.
   */
  readonly alwaysWrites?: boolean;
  /** Whether its models understand an instruction, and can talk. */
  readonly followsInstructions: boolean;
  /** Why a model that nobody described seems to speak it, for the user, without a full stop; null when it does not. */
  readonly guess?: (facts: ModelFacts) => string | null;
}

/** What a model's file says of a model that nobody described. */
export interface ModelFacts {
  readonly name: string;
  /** Whether the vocabulary has a token for the beginning of an edit; null when it is not known. */
  readonly knowsEdits: boolean | null;
}

/** A prompt as ordered parts (S, each H, C, U, then the generation prompt); `parts.join('')` is what the model reads. */
export interface RenderedPrompt {
  readonly parts: readonly string[];
  readonly stop: readonly string[];
}

/** Why an answer could not be read as a change. */
export type DecodeFailure =
  | 'truncated'
  | 'malformed'
  /** Code is left out, and it cannot be told which. */
  | 'elided'
  /** A model's own marker stands in the code. */
  | 'marker'
  | 'search-not-found'
  | 'search-ambiguous'
  | 'location-out-of-range'
  | 'overlapping-blocks'
  | 'patch-does-not-apply';

/**
 * What an answer means for C. `change` speaks of `Current.text` and may be empty (nothing to do). `partial` is set
 * when the generation was cut and only the complete blocks were applied.
 */
export type DecodeResult =
  | { readonly kind: 'change'; readonly change: TextChange; readonly partial: boolean; readonly chat: string }
  | { readonly kind: 'failed'; readonly reason: DecodeFailure; readonly detail: string };
