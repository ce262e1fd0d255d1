/** What the prediction's state machine knows between two events. Plain immutable data. */
import type { Current } from '../conversation/types';
import type { CursorSelection, DocumentId } from '../history/record';
import type { TextChange } from '../text';
import { NOTHING_ASIDE, type Aside } from './aside';
import type { Choice } from './choice';
import { EMPTY_CACHE, type PredictionCache } from './cache';
import { initialDelay, type DelayState } from './delay';
import type { CurrentPrediction, ModelProfile, PredictionSource, PredictionStatus } from './events';
import type { Excerpt, ExcerptWindow } from './excerpt';
import type { LastAnswer } from './foreseen';
import type { Hunk } from './hunks';
import type { PredictionLimits } from './limits';
import type { LastEdit, Range } from './last-edit';
import type { NothingReason } from './reasons';
import { NO_PAST, type Past } from './past';
import { NOTHING_REJECTED, type RejectedMemory } from './rejected';
import type { Trail } from './trail';
import { modeAt, type Hindrance, type PredictionMode } from './trigger';

export interface OpenDocument {
  readonly id: DocumentId;
  readonly path: string;
  readonly language: string;
  readonly version: number;
  readonly text: string;
  readonly cursor: CursorSelection;
}

/** A question, whether it goes to the engine or is answered from the cache. */
export interface Question {
  readonly predictionId: string;
  /** When the user did what led to it. */
  readonly triggeredAt: number;
  readonly language: string;
  /** The whole text at the time; `excerpt` lies in it. */
  readonly base: string;
  readonly excerpt: Excerpt;
  readonly cacheKey: string;
  /** What has changed since, from `base` to the present text. */
  readonly since: TextChange;
  /** Whether any of that was typed rather than taken from the prediction. */
  readonly typedSince: boolean;
  /** Where in the present text the edit was made that led to it. */
  readonly origin: readonly Range[];
  /** Whether that edit went on, so that an answer is out of date unless it foresaw how. */
  readonly outdated: boolean;
}

export interface Running {
  readonly requestId: number;
  readonly question: Question;
  readonly current: Current;
  readonly model: ModelProfile;
  readonly answer: string;
  readonly logprobs: readonly (number | null)[];
}

/** A question that the proposers were asked, and what they said once they have. */
export interface Proposing {
  readonly requestId: number;
  readonly question: Question;
  /** Of the document when they were asked: an answer for another version is dropped. */
  readonly version: number;
}

/** What an answer of a model that is weighed by its content waits for. */
export interface Weighing {
  readonly requestId: number;
  readonly question: Question;
  /** Of the question's excerpt. */
  readonly change: TextChange;
  /** Of the document when it was complete. */
  readonly version: number;
}

/** A prediction that was offered to the view; what is known of it is recorded once the view has drawn it. */
export interface Appeared {
  readonly predictionId: string;
  readonly at: number;
  readonly msFromTrigger: number;
  readonly fromCache: boolean;
  readonly hunks: number;
  readonly drawn: boolean;
}

/** What was dismissed last, so that it can be brought back. */
export interface Dismissed {
  readonly text: string;
  readonly shown: Shown;
}

export interface Shown {
  readonly predictionId: string;
  /** In Tab order, in offsets of the present text; never empty. */
  readonly hunks: readonly Hunk[];
  /** Where in the present text the edit was made that it follows from. */
  readonly origin: readonly Range[];
  /** How many edits were made elsewhere while it was on screen. */
  readonly passedOver: number;
  /** Whether it is shown as a whole beside the code. Once it is, what is left of it stays there. */
  readonly review: boolean;
  readonly source: PredictionSource;
  readonly choice: Choice;
  /** When it appeared, by the clock that events carry. */
  readonly since: number;
}

export type Phase =
  /** Nothing has happened yet in this file. */
  | { readonly kind: 'idle' }
  /** A timer runs; an older question may still be with the engine. */
  | { readonly kind: 'waiting'; readonly triggeredAt: number; readonly running: Running | null }
  /** The proposers are asked, and no model. */
  | { readonly kind: 'proposing' }
  | { readonly kind: 'running'; readonly running: Running }
  /** `running`: the rest of the answer is still streaming. */
  | { readonly kind: 'shown'; readonly shown: Shown; readonly running: Running | null }
  /** It came to an end: why nothing is shown. */
  | { readonly kind: 'settled'; readonly reason: NothingReason };

export interface MachineOptions extends PredictionLimits {
  /** Goes into the ids of predictions so that they are unique across reloads, for example a random string. */
  readonly session: string;
  /** Whether proposers answer `propose`; without them nothing is predicted while no model is loaded. */
  readonly proposes?: boolean;
}

export interface PredictionState {
  readonly options: MachineOptions;
  readonly phase: Phase;
  readonly document: OpenDocument | null;
  readonly model: ModelProfile | null;
  readonly mode: PredictionMode;
  readonly suggestWidget: boolean;
  readonly hindrances: readonly Hindrance[];
  readonly batterySaver: boolean;
  /** Time of the latest event. */
  readonly now: number;
  readonly delay: DelayState;
  readonly cache: PredictionCache;
  /** The model's last answer that was a change, a guess at its next one. */
  readonly lastAnswer: LastAnswer | null;
  /** The proposers' question that is not answered yet. */
  readonly proposing: Proposing | null;
  readonly weighing: Weighing | null;
  readonly dismissed: Dismissed | null;
  readonly rejected: RejectedMemory;
  readonly past: Past;
  readonly aside: Aside;
  /** After undo and redo, in whichever file: nothing is asked until a key is typed or a prediction accepted. */
  readonly hushed: boolean;
  /** The last excerpt's window in offsets of the present text. */
  readonly window: ExcerptWindow | null;
  readonly lastEdit: LastEdit | null;
  /** When the file that was open before was last edited: what was done there can imply something here. */
  readonly editedElsewhere: number | null;
  readonly trail: Trail;
  /** When each of the latest predictions appeared, for verdicts that come after they are gone. */
  readonly appeared: Appeared | null;
  readonly nextId: number;
}

/** A machine with no file open and no model, in eager mode. */
export function initialState(options: MachineOptions): PredictionState {
  return {
    options,
    phase: { kind: 'idle' },
    document: null,
    model: null,
    mode: { kind: 'eager' },
    suggestWidget: false,
    hindrances: [],
    batterySaver: false,
    now: 0,
    delay: initialDelay(options.delayMs),
    cache: EMPTY_CACHE,
    lastAnswer: null,
    proposing: null,
    weighing: null,
    dismissed: null,
    rejected: NOTHING_REJECTED,
    past: NO_PAST,
    aside: NOTHING_ASIDE,
    hushed: false,
    window: null,
    lastEdit: null,
    editedElsewhere: null,
    trail: [],
    appeared: null,
    nextId: 1,
  };
}

/** The request with the engine, if any. */
export function runningOf(phase: Phase): Running | null {
  switch (phase.kind) {
    case 'waiting':
    case 'running':
    case 'shown':
      return phase.running;
    case 'idle':
    case 'proposing':
    case 'settled':
      return null;
  }
}

/** What is to be seen now, in offsets of the present text; null when nothing is. Cheap: may be called on every key. */
export function currentPrediction(state: PredictionState): CurrentPrediction | null {
  const { phase, document } = state;
  if (phase.kind !== 'shown' || document === null) return null;
  return {
    id: phase.shown.predictionId,
    version: document.version,
    hunks: phase.shown.hunks,
    streaming: phase.running !== null,
    source: phase.shown.source,
    alternative: choiceOf(phase.shown, document.version),
    presentation: modeAt(state.mode, state.now).kind === 'subtle' ? 'subtle' : phase.shown.review ? 'review' : 'eager',
  };
}

function choiceOf({ choice }: Shown, version: number): CurrentPrediction['alternative'] {
  return choice.version === version && choice.all.length > 1
    ? { index: choice.index, count: choice.all.length }
    : { index: 0, count: 1 };
}

/** What the machine is doing, or why nothing is shown. */
export function currentStatus(state: PredictionState): PredictionStatus {
  const { phase, document } = state;
  switch (phase.kind) {
    case 'idle':
      return {
        kind: 'nothing',
        reason:
          document === null
            ? { kind: 'no-document' }
            : state.model === null && !state.options.proposes
              ? { kind: 'model-not-ready' }
              : { kind: 'not-edited-yet' },
      };
    case 'waiting':
      return { kind: phase.running === null ? 'waiting' : 'running' };
    case 'proposing':
    case 'running':
      return { kind: 'running' };
    case 'shown':
      return { kind: 'shown', hunks: phase.shown.hunks.length, streaming: phase.running !== null };
    case 'settled':
      return { kind: 'nothing', reason: phase.reason };
  }
}
