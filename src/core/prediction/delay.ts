/** How long to wait after a key before asking: longer for a user who rejects, shorter for one who accepts. */

export const BASE_DELAY_MS = 100;
export const MIN_DELAY_MS = 50;
export const MAX_DELAY_MS = 3000;
export const BATTERY_FLOOR_MS = 500;
/** After this long without a verdict the delay is the base again. */
export const DELAY_DECAY_MS = 600_000;

/** The delay as the last verdict left it. Milliseconds. */
export interface DelayState {
  /** What it goes back to: 50 to 3000. */
  readonly base: number;
  readonly ms: number;
  readonly since: number;
}

/** No verdict yet. `baseMs` is brought within 50 to 3000. */
export function initialDelay(baseMs = BASE_DELAY_MS): DelayState {
  const base = Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, baseMs));
  return { base, ms: base, since: 0 };
}

/** The delay at `time`, in milliseconds: 50 to 3000, at least 500 when the battery is to be saved. */
export function delayAt(state: DelayState, time: number, batterySaver: boolean): number {
  return Math.round(Math.max(decayed(state, time), batterySaver ? BATTERY_FLOOR_MS : MIN_DELAY_MS));
}

/** The delay after a verdict: half as long again on a rejection, a fifth shorter on an acceptance. */
export function adaptDelay(state: DelayState, verdict: 'accepted' | 'rejected', time: number): DelayState {
  const ms = decayed(state, time) * (verdict === 'rejected' ? 1.5 : 0.8);
  return { base: state.base, ms: Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, ms)), since: time };
}

/** Goes back to the base evenly in steps of proportion, not of milliseconds, as the verdicts do. */
function decayed(state: DelayState, time: number): number {
  const left = Math.min(1, Math.max(0, 1 - (time - state.since) / DELAY_DECAY_MS));
  return state.base * (state.ms / state.base) ** left;
}
