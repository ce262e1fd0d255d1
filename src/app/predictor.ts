/**
 * Runs the prediction's pure state machine: owns its timer and its requests, carries its effects out, and keeps what
 * the page says about it.
 */
import type { HistoryChange } from '../core/conversation/types';
import { currentPrediction, initialState, step, type CompletionFigures, type CompletionPiece, type CompletionRequest, type CurrentPrediction, type PredictionEvent, type PredictionOutcome, type PredictionState, type PredictionStatus } from '../core/prediction';
import { PAGE_CLOCK, type Clock } from './clock';

/** An event as its origin knows it: the clock is read here. */
export type Untimed<Event> = Event extends { readonly time: number } ? Omit<Event, 'time'> : never;

export interface PredictorOptions {
  readonly session: string;
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  readonly complete: (request: CompletionRequest, signal: AbortSignal) => AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
  /** H of the open document as it stands. */
  readonly history: () => readonly HistoryChange[];
  /** The page's by default. */
  readonly clock?: Clock;
  /** What is to be drawn has changed: ask `current`. */
  readonly onDraw: () => void;
  readonly onStatus: (status: PredictionStatus) => void;
  readonly onOutcome: (outcome: PredictionOutcome) => void;
  readonly onFigures: (figures: CompletionFigures) => void;
}

export interface Predictor {
  send(event: Untimed<PredictionEvent>): void;
  /** What is to be seen now, rebased on the present text. */
  current(): CurrentPrediction | null;
  state(): PredictionState;
  dispose(): void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createPredictor(options: PredictorOptions): Predictor {
  let state = initialState({ session: options.session, excluded: options.excluded });
  const { clock = PAGE_CLOCK } = options;
  let stopTimer: (() => void) | null = null;
  const requests = new Map<number, AbortController>();

  const send = (event: Untimed<PredictionEvent>): void => {
    const next = step(state, { ...event, time: clock.now() });
    state = next.state;
    for (const effect of next.effects) {
      switch (effect.type) {
        case 'startTimer':
          stopTimer?.();
          stopTimer = clock.after(effect.ms, () => { send({ type: 'timerFired', history: options.history() }); });
          break;
        case 'cancelTimer':
          stopTimer?.();
          break;
        case 'ask':
          void ask(effect.requestId, effect.request);
          break;
        case 'cancel':
          requests.get(effect.requestId)?.abort();
          break;
        case 'show':
        case 'hide':
          options.onDraw();
          break;
        case 'recordOutcome':
          options.onOutcome(effect.outcome);
          break;
        case 'status':
          options.onStatus(effect.status);
          break;
      }
    }
  };

  const ask = async (requestId: number, request: CompletionRequest): Promise<void> => {
    const controller = new AbortController();
    requests.set(requestId, controller);
    try {
      const stream = options.complete(request, controller.signal);
      for (;;) {
        const next = await stream.next();
        if (next.done === true) {
          options.onFigures(next.value);
          send({ type: 'completed', requestId, figures: next.value });
          return;
        }
        send({ type: 'piece', requestId, piece: next.value });
      }
    } catch (error) {
      send({ type: 'failed', requestId, message: messageOf(error) });
    } finally {
      requests.delete(requestId);
    }
  };

  return {
    send,
    current: () => currentPrediction(state),
    state: () => state,
    dispose() {
      stopTimer?.();
      for (const controller of requests.values()) controller.abort();
    },
  };
}
