/** What the page shows, and how the program's own states read as words. */
import type { PredictionMode, PredictionStatus, TabMeaning } from '../core/prediction';
import { describeReason } from '../core/prediction';
import type { TextEdit } from '../core/text';
import type { EngineCapabilities, LoadProgress } from '../protocol/engine';
import type { PredictionReviewView } from './large-prediction';
import type {
  AskingView,
  ModelView,
  ModeView,
  NoticeView,
  PredictionView,
  StorageView,
  TabView,
  ThemeChoice,
} from './view-types';
import type { EngineState } from '../engine/client/engine-client';
import type { AskingState } from './models/asking';

export interface View {
  readonly tabs: readonly TabView[];
  readonly active: string | null;
  readonly language: string;
  /** The open file as text, until the editor is there. */
  readonly preview: string | null;
  readonly theme: ThemeChoice;
  readonly model: ModelView;
  /** What the model that runs is called. */
  readonly modelName: string | null;
  /** The model that is asked in words, where it is another; null where it is not. */
  readonly asking: AskingView | null;
  readonly prediction: PredictionView;
  /** A prediction that is too large to be drawn in the code. */
  readonly review: PredictionReviewView | null;
  /** What the Tab key does now. */
  readonly tab: TabMeaning;
  readonly latency: number | null;
  readonly mode: ModeView;
  readonly storage: StorageView;
  readonly position: { readonly line: number; readonly column: number } | null;
  readonly notices: readonly NoticeView[];
  readonly announcement: string;
}

/** What the page shows before anything has happened. */
export const INITIAL_VIEW: View = {
  tabs: [],
  active: null,
  language: '',
  preview: null,
  theme: 'system',
  model: { kind: 'starting' },
  modelName: null,
  asking: null,
  prediction: { kind: 'waiting' },
  review: null,
  tab: 'none',
  latency: null,
  mode: { choice: 'eager', minutesLeft: null },
  storage: { kind: 'opening' },
  position: null,
  notices: [],
  announcement: '',
};

function stepWords(stage: LoadProgress['stage']): string {
  switch (stage) {
    case 'downloading':
      return 'Fetching the model';
    case 'verifying':
      return 'Checking the model';
    case 'preparing':
      return 'Preparing the model';
    case 'starting':
      return 'Starting the model';
  }
}

/** Where a model runs, to be read after its name. */
export function deviceWords(device: EngineCapabilities['device'], threads: number): string {
  switch (device) {
    case 'webgpu':
      return 'on this device’s GPU';
    case 'cpu':
      return threads > 1 ? `on this device’s CPU, ${threads} threads` : 'on this device’s CPU';
    case 'server':
      return 'on a server of your own';
    case 'none':
      return 'scripted';
  }
}

function deviceName(device: EngineCapabilities['device']): string {
  switch (device) {
    case 'webgpu':
      return 'GPU';
    case 'cpu':
      return 'CPU';
    case 'server':
      return 'server';
    case 'none':
      return 'scripted';
  }
}

/** `name` is what the user knows the model by; null for a model that has none but its id. */
export function modelView(state: EngineState, name: string | null = null): ModelView {
  switch (state.kind) {
    case 'absent':
      return { kind: 'starting' };
    case 'loading': {
      if (state.progress === null) return { kind: 'starting' };
      const { stage, done, total } = state.progress;
      return { kind: 'loading', step: stepWords(stage), fraction: total > 0 ? Math.min(1, done / total) : null };
    }
    case 'ready':
    case 'busy': {
      const { device, threads, note } = state.capabilities;
      return {
        kind: 'ready',
        name: name ?? state.model.id,
        on: deviceName(device),
        device: deviceWords(device, threads),
        note,
      };
    }
    case 'failed':
      return { kind: 'failed', message: state.failure.message };
  }
}

/** @param predicting id of the model that predicts */
export function askingView({ chosen, engine }: AskingState, predicting: string | null): AskingView | null {
  if (chosen === null || chosen.source.id === predicting) return null;
  const { name } = chosen;
  switch (engine.kind) {
    case 'absent':
      return { name, words: 'is loaded when it is asked', short: 'not loaded' };
    case 'loading': {
      const view = modelView(engine);
      const percent = view.kind === 'loading' && view.fraction !== null ? ` ${Math.round(view.fraction * 100)}%` : '';
      return { name, words: `is being loaded${percent}`, short: `loading${percent}` };
    }
    case 'ready':
    case 'busy': {
      const { device, threads } = engine.capabilities;
      return {
        name,
        words: `runs ${deviceWords(device, threads)}`,
        short: engine.kind === 'busy' ? 'answering' : deviceName(device),
      };
    }
    case 'failed':
      return { name, words: `failed: ${engine.failure.message}`, short: 'failed' };
  }
}

/** The hunk on screen: which of how many since the model answered, and on which line (from 1). */
export interface ShownHunk {
  readonly index: number;
  readonly count: number;
  readonly line: number;
  readonly becomes: string;
  /** Where it comes from, in words. */
  readonly from: string;
}

/** The hunks of one prediction as the user walks them. */
export interface Walk {
  readonly id: string;
  /** Taken so far; what is typed instead is not counted. */
  readonly taken: number;
  readonly left: number;
}

/** The walk now that `left` hunks of a prediction are there; `taking`: the change that led here took some of them. */
export function walkOn(walk: Walk | null, id: string, left: number, taking: boolean): Walk {
  if (walk?.id !== id) return { id, taken: 0, left };
  return { id, taken: walk.taken + (taking ? Math.max(0, walk.left - left) : 0), left };
}

const LONGEST_SAID = 200;

/** The lines that an edit of `text` touches, as they will be: without their indentation, cut where they are long. */
export function changedLines(text: string, { start, end, text: put }: TextEdit): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const whole = (text.slice(from, start) + put + text.slice(end, next < 0 ? text.length : next)).trim();
  return whole.length > LONGEST_SAID ? `${whole.slice(0, LONGEST_SAID)}…` : whole;
}

export function predictionView(status: PredictionStatus, shown: ShownHunk | null): PredictionView {
  switch (status.kind) {
    case 'nothing':
      return { kind: 'nothing', why: describeReason(status.reason) };
    case 'waiting':
      return { kind: 'waiting' };
    case 'running':
      return { kind: 'thinking' };
    case 'shown':
      return shown === null ? { kind: 'thinking' } : { kind: 'shown', ...shown };
  }
}

/** For a screen reader, when what is shown changes; empty when there is nothing to say. `hidden`: only a mark stands for it. */
export function announcementOf(
  prediction: PredictionView,
  review: PredictionReviewView | null = null,
  hidden = false,
): string {
  if (review !== null)
    return `A large prediction is shown below the code: ${review.hunks.length === 1 ? 'one change' : `${review.hunks.length} changes`}. Tab to take the next one, Escape to dismiss it.`;
  return prediction.kind === 'shown'
    ? hidden
      ? `Prediction ${prediction.index} of ${prediction.count} on line ${prediction.line}. Hold Alt to see it, Tab to accept it, Escape to dismiss it.`
      : `Prediction ${prediction.index} of ${prediction.count}, line ${prediction.line}: ${prediction.becomes === '' ? 'nothing is left of it' : prediction.becomes}. Tab to accept it, Escape to dismiss it.`
    : '';
}

const MINUTE = 60_000;

export function modeView(mode: PredictionMode, now: number): ModeView {
  if (mode.kind !== 'snoozed') return { choice: mode.kind, minutesLeft: null };
  if (mode.until <= now) return { choice: mode.then, minutesLeft: null };
  const minutesLeft = Math.ceil((mode.until - now) / MINUTE);
  return { choice: minutesLeft > 15 ? 'snooze-60' : minutesLeft > 5 ? 'snooze-15' : 'snooze-5', minutesLeft };
}

const SNOOZES = { 'snooze-5': 5, 'snooze-15': 15, 'snooze-60': 60 } as const;

/** The mode that a choice in the menu means at `now`; a snooze ends in the mode before it. */
export function modeOf(choice: ModeView['choice'], before: PredictionMode, now: number): PredictionMode {
  switch (choice) {
    case 'eager':
    case 'subtle':
    case 'on-demand':
    case 'off':
      return { kind: choice };
    case 'snooze-5':
    case 'snooze-15':
    case 'snooze-60': {
      const resumed = before.kind === 'snoozed' ? before.then : before.kind;
      return {
        kind: 'snoozed',
        until: now + SNOOZES[choice] * MINUTE,
        then: resumed === 'subtle' ? 'subtle' : 'eager',
      };
    }
  }
}
