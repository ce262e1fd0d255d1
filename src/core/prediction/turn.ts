/** One step of the machine while it is being worked out: the state so far and the effects so far. */
import { adaptDelay, delayAt } from './delay';
import type { PredictionEffect, PredictionFate, PredictionSource } from './events';
import type { Hunk } from './hunks';
import type { NothingReason } from './reasons';
import { needsReview } from './review';
import { runningOf, type Phase, type PredictionState, type Question, type Running } from './state';
import type { Choice } from './choice';

export interface Turn {
  readonly state: PredictionState;
  readonly effects: readonly PredictionEffect[];
}

export function patch(turn: Turn, change: Partial<PredictionState>): Turn {
  return { ...turn, state: { ...turn.state, ...change } };
}

export function emit(turn: Turn, ...effects: PredictionEffect[]): Turn {
  return { ...turn, effects: [...turn.effects, ...effects] };
}

export function goTo(turn: Turn, phase: Phase): Turn {
  return patch(turn, { phase });
}

/** Ends whatever goes on: timer, request, what is on screen. `fate` is what becomes of a prediction on screen. */
export function settle(turn: Turn, reason: NothingReason, fate: PredictionFate = { kind: 'dropped' }): Turn {
  const { phase } = turn.state;
  const running = runningOf(phase);
  let next = turn;
  if (phase.kind === 'waiting') next = emit(next, { type: 'cancelTimer' });
  if (running !== null) next = emit(next, { type: 'cancel', requestId: running.requestId });
  return goTo(patch(hide(next, reason, fate), { proposing: null, weighing: null }), { kind: 'settled', reason });
}

/** Takes a prediction off the screen; `fate` null when its fate is told elsewhere. The phase is for the caller to set. */
export function hide(turn: Turn, reason: NothingReason, fate: PredictionFate | null): Turn {
  const { phase } = turn.state;
  if (phase.kind !== 'shown') return turn;
  const { predictionId } = phase.shown;
  const hidden = emit(turn, { type: 'hide', predictionId, reason });
  return fate === null ? hidden : recordFate(hidden, predictionId, fate);
}

export function recordFate(turn: Turn, predictionId: string, fate: PredictionFate): Turn {
  const { document, appeared, now } = turn.state;
  if (document === null) return turn;
  // What was never drawn, nobody has judged.
  if (appeared?.predictionId === predictionId && !appeared.drawn && fate.kind !== 'accepted') return turn;
  const msShown = appeared?.predictionId === predictionId ? now - appeared.at : 0;
  return emit(turn, {
    type: 'recordOutcome',
    outcome: { kind: 'fate', predictionId, document: document.id, time: now, fate, msShown },
  });
}

/** Starts the timer anew; a request that runs already goes on until the timer fires. */
export function wait(turn: Turn): Turn {
  const { phase, delay, now, batterySaver } = turn.state;
  const running = phase.kind === 'shown' ? null : runningOf(phase);
  const timed = emit(turn, { type: 'startTimer', ms: delayAt(delay, now, batterySaver) });
  return goTo(timed, { kind: 'waiting', triggeredAt: now, running });
}

/** Where hunks come from, and what could be shown instead; a model's answer when absent. */
export interface Origin {
  readonly source: PredictionSource;
  readonly choice: Choice;
}

const FROM_A_MODEL: Origin = { source: { kind: 'model' }, choice: { version: -1, all: [], index: 0 } };

/** Puts hunks of a question's answer on the screen, or what is on it already in its new shape. */
export function present(
  turn: Turn,
  question: Question,
  hunks: readonly Hunk[],
  running: Running | null,
  fromCache: boolean,
  { source, choice }: Origin = FROM_A_MODEL,
): Turn {
  const { phase, now, document } = turn.state;
  const { predictionId } = question;
  let next = phase.kind === 'waiting' ? emit(turn, { type: 'cancelTimer' }) : turn;
  const review = document !== null && needsReview(document.text, hunks);
  if (phase.kind === 'shown' && phase.shown.predictionId === predictionId) {
    return goTo(next, {
      kind: 'shown',
      shown: { ...phase.shown, hunks, review: phase.shown.review || review },
      running,
    });
  }
  if (document !== null && turn.state.appeared?.predictionId !== predictionId) {
    next = patch(next, {
      appeared: {
        predictionId,
        at: now,
        msFromTrigger: now - question.triggeredAt,
        fromCache,
        hunks: hunks.length,
        drawn: false,
      },
    });
  }
  return goTo(next, {
    kind: 'shown',
    shown: { predictionId, hunks, origin: question.origin, passedOver: 0, review, source, choice, since: now },
    running,
  });
}

/** The view has drawn a prediction for the first time: only now was it shown to anybody. */
export function drawn(turn: Turn, predictionId: string): Turn {
  const { appeared, document, now } = turn.state;
  if (appeared?.predictionId !== predictionId || appeared.drawn || document === null) return turn;
  const { msFromTrigger, fromCache, hunks } = appeared;
  return emit(patch(turn, { appeared: { ...appeared, drawn: true } }), {
    type: 'recordOutcome',
    outcome: { kind: 'shown', predictionId, document: document.id, time: now, msFromTrigger, fromCache, hunks },
  });
}

export function judge(turn: Turn, verdict: 'accepted' | 'rejected'): Turn {
  const { delay, now } = turn.state;
  return patch(turn, { delay: adaptDelay(delay, verdict, now) });
}
