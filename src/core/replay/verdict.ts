/** What was predicted at a point beside what the user really did next. */
import { agreesOnItsLines } from './agreement';
import type { Course } from '../history/course';
import type { NothingReason } from '../prediction/reasons';
import { diffText } from '../text';
import type { Predicted } from './moment';

/** A change that was made after so many further steps was not the next one any more. */
const STEPS_AHEAD = 8;

export type Verdict =
  /** Of `of` predicted changes the user made `made`, at least one. */
  | { readonly kind: 'matched'; readonly made: number; readonly of: number }
  /** The user did something else. */
  | { readonly kind: 'different' }
  /** The recording ends here. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'quiet'; readonly reason: NothingReason };

/** The ends of the next steps after a version, as versions. */
function stepsAfter(course: Course, version: number): readonly number[] {
  return course
    .steps()
    .flatMap(({ to }) => (to > version ? [to] : []))
    .slice(0, STEPS_AHEAD);
}

/** The version up to which the user's next doing leads: a stretch of typing, or all that was taken of a prediction. Null at the end. */
export function nextAfter(course: Course, version: number): number | null {
  const [first] = stepsAfter(course, version);
  if (first === undefined) return null;
  const taken = course.recordTo(first)?.source;
  if (taken?.kind !== 'prediction') return first;
  let last = first;
  for (
    let next = course.recordTo(last + 1)?.source;
    next?.kind === 'prediction' && next.predictionId === taken.predictionId;
    next = course.recordTo(last + 1)?.source
  )
    last += 1;
  return last;
}

/** A predicted change was made when its lines became what it makes of them, by the end of one of the next steps. */
export function verdictOn(course: Course, version: number, predicted: Predicted): Verdict {
  if (predicted.kind === 'quiet') return predicted;
  const text = course.textAt(version);
  const later = stepsAfter(course, version).map((end) => diffText(text, course.textAt(end)));
  if (later.length === 0) return { kind: 'unknown' };
  const made = predicted.hunks.filter((hunk) => later.some((change) => agreesOnItsLines(text, hunk, change))).length;
  return made === 0 ? { kind: 'different' } : { kind: 'matched', made, of: predicted.hunks.length };
}
