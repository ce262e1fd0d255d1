/** From a decoded answer to the hunks that may be shown now. */
import { changeIndentedAs, mapOffset, type TextChange } from '../text';
import { filterHunks, type Confidence, type ConfidenceThresholds } from './filters';
import { queueFrom, shiftEdits, toHunks, type Hunk } from './hunks';
import { interpolate, withoutTaken, type Interpolation } from './interpolate';
import type { NothingReason } from './reasons';
import type { PredictionState, Question } from './state';

export type Offer =
  /** In Tab order, in offsets of the present text. */
  | { readonly kind: 'hunks'; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'nothing'; readonly reason: NothingReason };

/** `change` speaks of the question's excerpt; it is rebased on what was typed since, filtered, and put in Tab order. */
export function offer(
  state: PredictionState,
  question: Question,
  change: TextChange,
  confidence: Confidence | null,
  thresholds: ConfidenceThresholds,
): Offer {
  const { document, phase } = state;
  if (document === null) return { kind: 'nothing', reason: { kind: 'no-document' } };
  const { base, excerpt, since } = question;
  const predicted = toHunks(base, changeIndentedAs(base, shiftEdits(change, excerpt.start)));
  if (predicted.length === 0) return { kind: 'nothing', reason: { kind: 'no-change' } };
  const { text } = document;
  const moved: Interpolation = question.typedSince
    ? interpolate(base, predicted, since, text)
    : { kind: 'kept', hunks: withoutTaken(base, predicted, since, text), agreed: true };
  if (moved.kind === 'contradicted' || (question.outdated && !moved.agreed))
    return { kind: 'nothing', reason: { kind: 'text-moved-on' } };
  if (moved.hunks.length === 0)
    return { kind: 'nothing', reason: { kind: question.typedSince ? 'typed-through' : 'accepted' } };
  const filtered = filterHunks({
    text,
    hunks: moved.hunks,
    excerpt: { start: mapOffset(excerpt.start, since, 'before'), end: mapOffset(excerpt.end, since, 'after') },
    lastEdit: state.lastEdit,
    rejected: state.rejected,
    past: state.past,
    language: document.language,
    confidence,
    thresholds,
    typingAt: question.typedSince && !moved.agreed ? document.cursor.head : null,
  });
  if (filtered.kind === 'nothing') return filtered;
  const queue = queueFrom(text, filtered.hunks, document.cursor.head);
  const onScreen =
    phase.kind === 'shown' && phase.shown.predictionId === question.predictionId ? phase.shown.hunks : [];
  return { kind: 'hunks', hunks: keepHead(queue, onScreen[0]) };
}

/** The hunk on screen stays the one on screen, whatever else has arrived. */
function keepHead(queue: readonly Hunk[], head: Hunk | undefined): Hunk[] {
  const index = head === undefined ? -1 : queue.findIndex((hunk) => isSame(hunk, head));
  return index < 0 ? [...queue] : [...queue.slice(index), ...queue.slice(0, index)];
}

export function isSame(a: Hunk, b: Hunk): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}
