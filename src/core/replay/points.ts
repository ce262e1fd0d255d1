/** Where in a recorded course a prediction was due, and where one is known to have been on screen. */
import { BASE_DELAY_MS } from '../prediction/delay';
import type { Course } from '../history/course';

/** What became of a prediction that was on screen when the course was recorded. */
export type Then = 'accepted' | 'rejected';

export interface DuePoint {
  readonly version: number;
  /** Null: nothing is known to have been shown. */
  readonly then: Then | null;
}

/** A stored fate of a prediction; `version` is that of the text it was shown for. */
export interface ToldOutcome {
  readonly version: number;
  readonly kind: Then;
}

/**
 * The versions at which the user had done something and paused (or went on to do another kind of thing) long enough
 * to be asked for, by version. Between the hunks of one prediction, taken one after another, none is due: the rest of
 * it was still on screen.
 */
export function duePoints(course: Course, told: readonly ToldOutcome[]): readonly DuePoint[] {
  const then = shownThen(course, told);
  const points = new Map<number, Then | null>();
  for (const { to, source } of course.steps()) {
    if (source === 'undo' || source === 'redo' || source === 'load' || isWithinOne(course, to)) continue;
    const [last, next] = [course.recordTo(to), course.recordTo(to + 1)];
    const paused = last === null || next === null || next.wallTime - last.wallTime >= BASE_DELAY_MS;
    if (paused) points.set(to, null);
  }
  for (const [version, what] of then) points.set(version, what);
  return [...points]
    .map(([version, what]) => ({ version, then: what }))
    .sort((one, other) => one.version - other.version);
}

/** Taking leaves a record, which says exactly where; rejecting leaves only its outcome. */
function shownThen(course: Course, told: readonly ToldOutcome[]): ReadonlyMap<number, Then> {
  const then = new Map<number, Then>();
  for (const { version, kind } of told) {
    if (kind === 'rejected' && version > course.first && version <= course.last) then.set(version, kind);
  }
  for (const { version, source } of course.records) {
    if (source.kind === 'prediction' && version > course.first && !isWithinOne(course, version))
      then.set(version, 'accepted');
  }
  return then;
}

/** Whether the changes before and after a version took parts of one and the same prediction. */
function isWithinOne(course: Course, version: number): boolean {
  const [before, after] = [course.recordTo(version)?.source, course.recordTo(version + 1)?.source];
  return before?.kind === 'prediction' && after?.kind === 'prediction' && before.predictionId === after.predictionId;
}
