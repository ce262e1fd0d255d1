/**
 * What goes into and comes out of the prediction's state machine. Every event carries `time`: milliseconds of a clock
 * that never goes back. Offsets are UTF-16 units of the text after the event.
 */
import type { Dialect, HistoryChange } from '../conversation/types';
import type { CursorSelection, DocumentId, EditSource } from '../history/record';
import type { TextChange } from '../text';
import type { CompletionFigures, CompletionPiece, CompletionRequest } from './completion';
import type { ExcerptLimits } from './excerpt';
import type { ConfidenceThresholds } from './filters';
import type { Family } from '../proposals';
import type { Hunk } from './hunks';
import type { PromptBudget } from './prompt';
import type { NothingReason } from './reasons';
import type { PredictionLimits } from './limits';
import type { Hindrance, PredictionMode } from './trigger';

/** What one press took of the hunk at the head of the queue; `all` is every hunk. */
export type AcceptedPart = 'word' | 'line' | 'hunk' | 'all';

/** What the machine must know of the loaded model. */
export interface ModelProfile {
  readonly dialect: Dialect;
  readonly limits: ExcerptLimits;
  readonly budget: PromptBudget;
  readonly confidence: ConfidenceThresholds;
  /** Whether the model may read a prompt while the user has only paused: pays where reading takes longer than asking. */
  readonly readsAhead?: boolean;
  /** Whether its answers are shown only once the ranking has looked at what they say: for a model that always answers. */
  readonly weighed?: boolean;
}

/** Where a prediction comes from. */
export type PredictionSource =
  | { readonly kind: 'model' }
  /** `like`: the line (0-based, of the text it was made for) that it is modelled on. `probability`: 0 to 1. */
  | { readonly kind: 'proposal'; readonly family: Family; readonly like: number | null; readonly probability: number };

/** One thing that the proposers would show. */
export interface Alternative {
  /** Of the whole text that they were asked about. */
  readonly change: TextChange;
  readonly source: PredictionSource;
}

export type PredictionEvent = { readonly time: number } &
  /** Another file got the focus. Whatever was shown or running is dropped. */
  (
    | {
        readonly type: 'documentOpened';
        readonly document: DocumentId;
        /** Workspace path, forward slashes; matched against the exclusion list. */
        readonly path: string;
        /** Lower-case name for the fence. */
        readonly language: string;
        readonly version: number;
        readonly text: string;
        readonly cursor: CursorSelection;
      }
    | { readonly type: 'documentClosed' }
    /** `change` speaks of the text before; `version`, `text` and `cursor` are those after it. Send it before any
     * question to `currentPrediction` about the new version. */
    | {
        readonly type: 'documentChanged';
        readonly version: number;
        readonly change: TextChange;
        readonly source: EditSource;
        readonly text: string;
        readonly cursor: CursorSelection;
      }
    | { readonly type: 'cursorMoved'; readonly cursor: CursorSelection }
    /** The timer of the last `startTimer` ran out. `history`: H as derived now, oldest first. */
    | { readonly type: 'timerFired'; readonly history: readonly HistoryChange[] }
    /** The user asks now (on demand): no delay, and neither mode nor recent edits matter, the exclusion list does. */
    | { readonly type: 'requested'; readonly history: readonly HistoryChange[] }
    | { readonly type: 'piece'; readonly requestId: number; readonly piece: CompletionPiece }
    | { readonly type: 'completed'; readonly requestId: number; readonly figures: CompletionFigures }
    | { readonly type: 'failed'; readonly requestId: number; readonly message: string }
    /** What the proposers say to `propose`: what is probable enough to be shown, the likeliest first; often nothing. */
    | { readonly type: 'proposed'; readonly requestId: number; readonly alternatives: readonly Alternative[] }
    /** What the ranking says to `weigh`. `probability`: 0 to 1; `enough`: the least that is shown. */
    | { readonly type: 'weighed'; readonly requestId: number; readonly probability: number; readonly enough: number }
    /** The text of a file that is not shown is another, and not by the user's keys here. */
    | { readonly type: 'othersChanged' }
    /** H could not follow the text and begins anew. */
    | { readonly type: 'historyLost' }
    /** The view has drawn this prediction, in the code, as a mark or beside the code. */
    | { readonly type: 'drawn'; readonly predictionId: string }
    /** Shows the next (1) or the one before (-1) of the alternatives. */
    | { readonly type: 'cycled'; readonly by: 1 | -1 }
    /** Brings back what was dismissed last, while the text is the same. */
    | { readonly type: 'recalled' }
    /**
     * The user took (part of) what is shown. Bookkeeping only: the text changes by a `documentChanged` whose source
     * is `prediction`, before or after this event.
     */
    | { readonly type: 'accepted'; readonly predictionId: string; readonly part: AcceptedPart }
    /** Escape while a prediction is shown, or the view's own reject: this prediction is remembered and not shown again. */
    | { readonly type: 'rejected'; readonly predictionId: string }
    /** Escape, whatever is going on: rejects what is shown, else cancels what is waiting or running. */
    | { readonly type: 'escape' }
    | { readonly type: 'suggestWidget'; readonly open: boolean }
    /** What keeps predictions away as long as it lasts began, or is over. */
    | { readonly type: 'hindrance'; readonly hindrance: Hindrance; readonly on: boolean }
    /** The view cannot draw what is shown so that it can be read in the code: it is shown beside it. */
    | { readonly type: 'unreadable'; readonly predictionId: string }
    | { readonly type: 'modeChanged'; readonly mode: PredictionMode }
    /** `null`: no model is loaded (any more). */
    | { readonly type: 'modelChanged'; readonly model: ModelProfile | null }
    | { readonly type: 'batterySaver'; readonly on: boolean }
    /** The user has chosen other limits. Another delay begins anew; the same one goes on as it was adapted. */
    | { readonly type: 'limitsChanged'; readonly limits: PredictionLimits }
  );

/** What can be shown of a prediction, in offsets of the present text. */
export interface CurrentPrediction {
  readonly id: string;
  /** Version of the document that the offsets speak of. */
  readonly version: number;
  /** In the order in which Tab walks them; never empty. The first is the one to show. */
  readonly hunks: readonly Hunk[];
  /** Whether the answer is still streaming, so that more hunks may follow. */
  readonly streaming: boolean;
  readonly source: PredictionSource;
  /** Which (0-based) of how many things that could be shown. */
  readonly alternative: { readonly index: number; readonly count: number };
  /**
   * `subtle`: a mark in the gutter only, the edit while Alt is held; `review`: too large to be read over the code, so
   * all of it beside the code as one difference.
   */
  readonly presentation: 'eager' | 'subtle' | 'review';
}

/** What became of a prediction that was shown. `accepted` comes once for each press, the others end it. */
export type PredictionFate =
  | { readonly kind: 'accepted'; readonly part: AcceptedPart }
  | { readonly kind: 'typed-through' }
  | { readonly kind: 'typed-over' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'ignored' }
  /** An accepted one was taken back by undo. */
  | { readonly kind: 'undone' }
  /** The file was left, the mode changed, or the like. */
  | { readonly kind: 'dropped' };

/** An event as its origin knows it: whoever sends it on reads the clock. */
export type Untimed<Event> = Event extends { readonly time: number } ? Omit<Event, 'time'> : never;

/** One thing that happened to a prediction, for the record and for the figures shown to the user. */
export type PredictionOutcome = {
  readonly predictionId: string;
  readonly document: DocumentId;
  readonly time: number;
} &
  /** `msFromTrigger`: from the edit or cursor move that led to it to its first hunk; 0 from the cache within a key. */
  (
    | { readonly kind: 'shown'; readonly msFromTrigger: number; readonly fromCache: boolean; readonly hunks: number }
    | { readonly kind: 'fate'; readonly fate: PredictionFate; readonly msShown: number }
  );

export type PredictionStatus =
  | { readonly kind: 'nothing'; readonly reason: NothingReason }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'shown'; readonly hunks: number; readonly streaming: boolean };

export type PredictionEffect =
  /** Fire `timerFired` in `ms`; replaces a timer that is already running. */
  | { readonly type: 'startTimer'; readonly ms: number }
  | { readonly type: 'cancelTimer' }
  /** Ask the engine; answer with `piece`s and exactly one of `completed`, `failed`. */
  /** Ask the proposers about the present text; answer with `proposed`. Never waits for a model. */
  | { readonly type: 'propose'; readonly requestId: number }
  /** Ask the ranking what an answer is worth, or (not `ranked`) only whether it can be parsed; answer with `weighed`. `change` is of the present text. */
  | {
      readonly type: 'weigh';
      readonly requestId: number;
      readonly change: TextChange;
      readonly logprobs: readonly (number | null)[];
      readonly ranked: boolean;
    }
  | { readonly type: 'ask'; readonly requestId: number; readonly request: CompletionRequest }
  /** Stop the request at the next token. Its later events may still be sent; they are ignored. */
  | { readonly type: 'cancel'; readonly requestId: number }
  /** Something new to show, or what is shown changed shape: ask the view to draw `prediction`. */
  | { readonly type: 'show'; readonly prediction: CurrentPrediction }
  | { readonly type: 'hide'; readonly predictionId: string; readonly reason: NothingReason }
  | { readonly type: 'recordOutcome'; readonly outcome: PredictionOutcome }
  | { readonly type: 'status'; readonly status: PredictionStatus };
