/**
 * Runs the prediction's pure state machine: owns its timer and its requests, carries its effects out, and keeps what
 * the page says about it.
 */
import type { HistoryChange } from '../core/conversation/types';
import {
  currentPrediction,
  currentStatus,
  initialState,
  step,
  type CompletionFigures,
  type CompletionPiece,
  type CompletionRequest,
  type CurrentPrediction,
  type PredictionEvent,
  type PredictionOutcome,
  type PredictionState,
  type PredictionStatus,
  type Untimed,
} from '../core/prediction';
import type { TextChange } from '../core/text';
import type { ProposalQuestion } from '../protocol/proposals';
import { PAGE_CLOCK, type Clock } from '../platform/clock';
import type { Proposals } from './proposals-client';
import { messageOf } from '../core/message-of';

export interface PredictorOptions {
  readonly session: string;
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  readonly complete: (
    request: CompletionRequest,
    signal: AbortSignal,
  ) => AsyncGenerator<CompletionPiece, CompletionFigures, undefined>;
  /** H of the open document as it stands. */
  readonly history: () => readonly HistoryChange[];
  /** Who proposes what follows, without a model; nobody when absent. */
  readonly proposals?: Proposals;
  /** What they are asked about: the open document as it stands; null when none is open. */
  readonly question?: () => ProposalQuestion | null;
  /** The page's by default. */
  readonly clock?: Clock;
  /** What is to be drawn has changed: ask `current`. */
  readonly onDraw: () => void;
  readonly onStatus: (status: PredictionStatus) => void;
  readonly onOutcome: (outcome: PredictionOutcome) => void;
  readonly onFigures: (figures: CompletionFigures) => void;
  /** An answer is complete: what it came to. */
  readonly onSettled?: (request: CompletionRequest, predictionId: string | null, status: PredictionStatus) => void;
}

export interface Predictor {
  send(event: Untimed<PredictionEvent>): void;
  /** What is to be seen now, rebased on the present text. */
  current(): CurrentPrediction | null;
  state(): PredictionState;
  dispose(): void;
}

/** A key is handled first; the prompt is put together after it. Milliseconds. */
const READ_AHEAD_AFTER_MS = 8;

export function createPredictor(options: PredictorOptions): Predictor {
  let state = initialState({
    session: options.session,
    excluded: options.excluded,
    proposes: options.proposals !== undefined,
  });
  const { clock = PAGE_CLOCK } = options;
  let stopTimer: (() => void) | null = null;
  let stopReadAhead: (() => void) | null = null;
  let reading: AbortController | null = null;
  const requests = new Map<number, AbortController>();
  /** Answers that are being weighed. */
  const weighings = new Map<number, Promise<void>>();

  const send = (event: Untimed<PredictionEvent>): void => {
    const next = step(state, { ...event, time: clock.now() });
    state = next.state;
    for (const effect of next.effects) {
      switch (effect.type) {
        case 'startTimer':
          stopTimer?.();
          stopTimer = clock.after(effect.ms, () => {
            send({ type: 'timerFired', history: options.history() });
          });
          if (effect.ms > READ_AHEAD_AFTER_MS) readAhead(effect.ms - READ_AHEAD_AFTER_MS);
          break;
        case 'cancelTimer':
          stopTimer?.();
          stopReading();
          break;
        case 'ask':
          void ask(effect.requestId, effect.request);
          break;
        case 'propose':
          void propose(effect.requestId);
          break;
        case 'weigh':
          weighings.set(effect.requestId, weigh(effect.requestId, effect.change, effect.logprobs, effect.ranked));
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

  const propose = async (requestId: number): Promise<void> => {
    const question = options.question?.() ?? null;
    const alternatives = question === null ? [] : ((await options.proposals?.suggest(question)) ?? []);
    send({ type: 'proposed', requestId, alternatives });
  };

  /** An answer that nobody can weigh is not shown. */
  const weigh = async (
    requestId: number,
    change: TextChange,
    logprobs: readonly (number | null)[],
    ranked: boolean,
  ): Promise<void> => {
    const question = options.question?.() ?? null;
    const worth =
      question === null ? null : ((await options.proposals?.weigh(question, { change, logprobs }, ranked)) ?? null);
    weighings.delete(requestId);
    send({
      type: 'weighed',
      requestId,
      probability: worth?.probability ?? (ranked ? Number.MIN_VALUE : 1),
      enough: worth?.enough ?? 1,
    });
  };

  const stopReading = (): void => {
    stopReadAhead?.();
    reading?.abort();
    reading = null;
  };

  /**
   * The wait before a question is asked need not be lost: meanwhile the model reads the prompt, and the question finds
   * it in the engine's cache. The machine is pure, so it can be tried what it would ask.
   */
  const readAhead = (leftMs: number): void => {
    stopReading();
    stopReadAhead = clock.after(READ_AHEAD_AFTER_MS, () => {
      if (state.phase.kind !== 'waiting' || state.batterySaver || state.model?.readsAhead !== true) return;
      const { effects } = step(state, { type: 'timerFired', history: options.history(), time: clock.now() + leftMs });
      const asked = effects.find((effect) => effect.type === 'ask');
      if (asked === undefined) return;
      const controller = new AbortController();
      reading = controller;
      void read(
        { parts: asked.request.parts, draft: null, stop: asked.request.stop, maxTokens: 1, temperature: 0 },
        controller.signal,
      );
    });
  };

  /** What goes wrong here will go wrong again when the question is asked, and is told then. */
  const read = async (request: CompletionRequest, signal: AbortSignal): Promise<void> => {
    try {
      const stream = options.complete(request, signal);
      while ((await stream.next()).done !== true);
    } catch (error) {
      console.debug('Reading ahead ended early.', error);
    }
  };

  const ask = async (requestId: number, request: CompletionRequest): Promise<void> => {
    const predictionId = state.phase.kind === 'running' ? state.phase.running.question.predictionId : null;
    const controller = new AbortController();
    requests.set(requestId, controller);
    try {
      const stream = options.complete(request, controller.signal);
      for (;;) {
        const next = await stream.next();
        if (next.done === true) {
          options.onFigures(next.value);
          send({ type: 'completed', requestId, figures: next.value });
          // What it came to is known only when it has been weighed.
          await weighings.get(requestId);
          options.onSettled?.(request, predictionId, currentStatus(state));
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
      stopReading();
      for (const controller of requests.values()) controller.abort();
    },
  };
}
