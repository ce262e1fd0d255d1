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
  /** File it was made in, with forward slashes; absent where nobody said. */
  readonly path?: string;
  /** Line of the file (0-based) that `before` and `after` begin with; absent where nobody said. */
  readonly line?: number;
  /** Whether it was a prediction that was accepted. */
  readonly accepted?: boolean;
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

/** Where C comes from. */
export interface Place {
  /** With forward slashes. */
  readonly path: string;
  /** The whole document, and the offset (UTF-16) at which C begins in it. */
  readonly text: string;
  readonly start: number;
}

export interface ConversationInput {
  /** Lower-case name for the fence, for example `python`. */
  readonly language: string;
  readonly history: readonly HistoryChange[];
  /** Null only in plain chat. */
  readonly current: Current | null;
  /** U; null for automatic edits. */
  readonly user: string | null;
  /** Only dialects with a form of their own look at it; absent where C is no part of a file. */
  readonly place?: Place;
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

interface DialectFacts {
  readonly id: string;
  /** Its name in the model menu. */
  readonly label: string;
  readonly historyFormat: ChangeFormat;
  /** Whether target-area tokens are put into C; with a form of its own, whether it asks where the cursor is. */
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

/** In the words of the conversation: fences, and the tokens between which code stands. */
export interface ConversationDialect extends DialectFacts {
  /** `roles`: the paper's template. `instruct`: one user message for models not trained on the format (appendix J). */
  readonly style: 'roles' | 'instruct';
  readonly outputFormat: ChangeFormat;
}

/** In a form that others trained their model on. */
export interface OwnDialect extends DialectFacts {
  readonly style: 'own';
  readonly outputFormat: OwnAnswer;
  /** The prompt for the next edit; instructions and talk are not its business. */
  readonly render: (input: ConversationInput & { readonly current: Current }) => RenderedPrompt;
  /** Why this code cannot be shown to its models; null when it can. */
  readonly refuses: (input: ConversationInput & { readonly current: Current }) => Refusal | null;
  readonly limits: OwnLimits;
}

/** `marker`: the code holds what the model would take for one of its marks. `long`: a line, or the file, is too long. */
export type Refusal = 'marker' | 'long';

/** How much its models are shown, and may answer. */
export interface OwnLimits {
  readonly excerpt: {
    readonly maxLines: number;
    readonly maxChars: number;
    /** So many lines above and below the cursor's, wherever a boundary is; then the two above say nothing. */
    readonly around?: { readonly above: number; readonly below: number };
  };
  readonly answerTokens: number;
  readonly historyTokens: number;
  /** Changes of H. */
  readonly historyMessages: number;
  /** Lines around each of them. */
  readonly historyLines: number;
  /** Whether the ranking has a look at what it says before it is shown: for models that always write something. */
  readonly weighed?: boolean;
}

/** How a given model is spoken to. A catalog entry names one; nothing else in the program knows the difference. */
export type Dialect = ConversationDialect | OwnDialect;

/** C as a form of its own shows and reads it: lines end in LF alone. Offsets are UTF-16 units. */
export interface Shown {
  readonly text: string;
  /** The end of a selection; of the text where no place was given. */
  readonly cursor: number;
  readonly above: boolean;
  readonly below: boolean;
}

/** An answer in a form that is not of the conversation. */
export interface OwnAnswer {
  /** For reports: one word. */
  readonly name: string;
  /** Whether it is all of a part of the code, so that what it leaves out is deleted. */
  readonly whole: boolean;
  /** What ends it, where a model goes on. */
  readonly ends: readonly string[];
  readonly read: (shown: Shown, language: string, written: string, ended: boolean) => OwnReading;
  /** The answer that leads to `after`; null where it cannot be said in this form. */
  readonly write: (shown: Shown, after: string) => string | null;
  /** The answer so far, closed so that it says what it says for sure; null for nothing. When absent, nothing before its end. */
  readonly settle?: (shown: Shown, soFar: string) => string | null;
  /** Whether whatever is still written makes no difference. When absent, only its end tells. */
  readonly over?: (shown: Shown, soFar: string) => boolean;
}

/** `[start, end)` of what is shown becomes `text`, which is still escaped. */
export type OwnReading =
  | { readonly kind: 'part'; readonly start: number; readonly end: number; readonly text: string }
  | { readonly kind: 'nothing' }
  | Extract<DecodeResult, { kind: 'failed' }>;

/** How an answer is written: one of the conversation's formats, or a form of its own. */
export type AnswerFormat = ChangeFormat | OwnAnswer;

/** What a model's file says of a model that nobody described. */
export interface ModelFacts {
  readonly name: string;
  /** Whether the vocabulary has a token for the beginning of an edit; null when it is not known. */
  readonly knowsEdits: boolean | null;
  /** Those of `TELLING_TOKENS` that its vocabulary has; absent when it is not known. */
  readonly tokens?: readonly string[];
  /** Whether it comes with a template for chats; absent when it is not known. */
  readonly hasChatTemplate?: boolean;
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
