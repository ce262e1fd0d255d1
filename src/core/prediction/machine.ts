/** One prediction as an explicit state machine: a pure reducer, time and text come with the events. */
import type { CurrentPrediction, PredictionEffect, PredictionEvent } from './events';
import type { MachineOptions, PredictionState } from './state';

export interface StepResult {
  readonly state: PredictionState;
  /** To be carried out in order. */
  readonly effects: readonly PredictionEffect[];
}

/** A machine with no file open and no model. */
export function initialState(_options: MachineOptions): PredictionState {
  return { document: null, phase: { kind: 'idle' } };
}

/** Takes one event. Total: an event that does not fit the state (a late piece, a stale id) changes nothing. */
export function step(state: PredictionState, _event: PredictionEvent): StepResult {
  return { state, effects: [] };
}

/** What is to be seen now, rebased on the present text; null when nothing is. Cheap: may be called on every key. */
export function currentPrediction(state: PredictionState): CurrentPrediction | null {
  return state.phase.kind === 'shown' ? state.phase.prediction : null;
}
