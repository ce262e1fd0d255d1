/** What a change of the text means for the prediction. */
import type { EditSource } from '../history/record';
import { composeChanges, invertChange, mapOffset } from '../text';
import { consider } from './asking';
import { EMPTY_CACHE } from './cache';
import type { PredictionEvent } from './events';
import { queueFrom } from './hunks';
import { interpolate, withoutTaken, type Interpolation } from './interpolate';
import { extendEdit, moveRanges, touches, type Range } from './last-edit';
import { NO_PAST, remember } from './past';
import { moveRejected, reject } from './rejected';
import { runningOf, type OpenDocument, type Phase, type Running, type Shown } from './state';
import { comeBack, leave, type TrailEntry } from './trail';
import { emit, goTo, hide, judge, patch, recordFate, settle, type Turn } from './turn';
import type { Occasion } from './trigger';

export type DocumentChanged = Extract<PredictionEvent, { type: 'documentChanged' }>;

/** A prediction passed over by this many edits elsewhere is taken away. */
const MOST_PASSED_OVER = 8;

export function documentChanged(turn: Turn, event: DocumentChanged): Turn {
  const { document, phase, lastEdit } = turn.state;
  if (document === null) return turn;
  const { version, text, cursor, change, source } = event;
  const now: OpenDocument = { ...document, version, text, cursor };
  if (source.kind === 'load') {
    const { rejected } = turn.state;
    return patch(forget(settle(turn, { kind: 'not-edited-yet' })), {
      document: now,
      window: null,
      lastEdit: null,
      past: NO_PAST,
      rejected: { ...rejected, places: [] },
    });
  }

  const moved = patch(turn, {
    document: now,
    hushed: source.kind === 'undo' || source.kind === 'redo' || (turn.state.hushed && !FOLLOWS[source.kind]),
    past: remember(turn.state.past, document.text, change),
    rejected: moveRejected(turn.state.rejected, change),
    window: turn.state.window && {
      start: mapOffset(turn.state.window.start, change, 'before'),
      end: mapOffset(turn.state.window.end, change, 'after'),
    },
    lastEdit: extendEdit(lastEdit, document.text, change, event.time, source.kind === 'typed'),
    phase: withSince(phase, event),
  });

  const back = source.kind === 'prediction' ? null : comeBack(turn.state.trail, text);
  if (back?.entry.left === 'accepted' && source.kind === 'undo') return takeBack(moved, back.entry);
  if (back?.entry.left === 'typed' && !unmakes(back.entry.origin, event, document.text))
    return restore(patch(moved, { trail: back.trail }), back.entry);
  if (!FOLLOWS[source.kind]) return withdraw(moved, occasionOf(document.text, event));
  return phase.kind === 'shown'
    ? typeOver(moved, phase.shown, document.text, event)
    : consider(moved, occasionOf(document.text, event));
}

/** Whether a prediction can go on after a change from there. All else changes what it may have followed from. */
const FOLLOWS: Readonly<Record<EditSource['kind'], boolean>> = {
  typed: true,
  prediction: true,
  paste: false,
  undo: false,
  redo: false,
  load: false,
  'inline-edit': false,
};

/** Whether a change from elsewhere than the keys led to the edit that a prediction follows from, or away from it: one of its steps, perhaps. */
function unmakes(origin: readonly Range[], { source, change }: DocumentChanged, before: string): boolean {
  return !FOLLOWS[source.kind] && touches(origin, invertChange(before, change));
}

/** Without what was known of the text as it was. */
export function forget(turn: Turn): Turn {
  return patch(turn, { cache: EMPTY_CACHE, lastAnswer: null, trail: [], dismissed: null });
}

/** Takes away what is shown, asked or known: none of it follows from the text as it is now. */
function withdraw(turn: Turn, occasion: Occasion): Turn {
  const forgotten = forget(turn);
  const idle = forgotten.state.phase.kind === 'idle' ? forgotten : settle(forgotten, { kind: 'withdrawn' });
  return consider(idle, occasion);
}

function occasionOf(before: string, { source, change }: DocumentChanged): Occasion {
  return { kind: 'edit', source, before, change };
}

/** Whether the edit that a prediction follows from went on, so that what it implies may be another thing now. */
function goesOn(origin: readonly Range[], { source, change }: DocumentChanged): boolean {
  return source.kind === 'typed' && touches(origin, change);
}

function withSince(phase: Phase, event: DocumentChanged): Phase {
  const running = runningOf(phase);
  if (running === null) return phase;
  const { question } = running;
  const next: Running = {
    ...running,
    question: {
      ...question,
      since: composeChanges(question.since, event.change),
      typedSince: question.typedSince || event.source.kind !== 'prediction',
      origin: moveRanges(question.origin, event.change),
      outdated: question.outdated || goesOn(question.origin, event),
    },
  };
  return phase.kind === 'waiting' || phase.kind === 'running' || phase.kind === 'shown'
    ? { ...phase, running: next }
    : phase;
}

/** The text changed under a prediction: it shrinks, moves, ends, or gives way. */
function typeOver(turn: Turn, shown: Shown, before: string, event: DocumentChanged): Turn {
  const { text, change, source } = event;
  const taken = source.kind === 'prediction';
  const occasion = occasionOf(before, event);
  const left = leave(turn.state.trail, { ...shown, text: before, left: taken ? 'accepted' : 'typed' });
  const result: Interpolation = taken
    ? {
        kind: 'kept',
        hunks: queueFrom(text, withoutTaken(before, shown.hunks, change, text), event.cursor.head),
        agreed: true,
      }
    : interpolate(before, shown.hunks, change, text);
  const running = runningOf(turn.state.phase);
  const origin = moveRanges(shown.origin, change);
  if (result.kind === 'contradicted' || (goesOn(shown.origin, event) && !result.agreed)) {
    return consider(patch(settle(turn, { kind: 'typed-over' }, { kind: 'typed-over' }), { trail: left }), occasion);
  }
  if (result.hunks.length === 0) {
    const reason = { kind: taken ? 'accepted' : 'typed-through' } as const;
    const gone = patch(hide(turn, reason, taken ? null : { kind: 'typed-through' }), { trail: left });
    return running === null
      ? consider(goTo(gone, { kind: 'settled', reason }), occasion)
      : goTo(gone, { kind: 'running', running });
  }
  if (result.agreed) {
    return goTo(patch(turn, { trail: left }), {
      kind: 'shown',
      shown: { ...shown, hunks: result.hunks, origin, passedOver: 0 },
      running,
    });
  }
  const passedOver = shown.passedOver + 1;
  if (passedOver > MOST_PASSED_OVER) return consider(settle(turn, { kind: 'ignored' }, { kind: 'ignored' }), occasion);
  return goTo(turn, { kind: 'shown', shown: { ...shown, hunks: result.hunks, origin, passedOver }, running });
}

/** The text is again what it was when the prediction was shown. */
function restore(turn: Turn, { predictionId, hunks, origin, review, source, choice }: TrailEntry): Turn {
  const { phase } = turn.state;
  const running = runningOf(phase);
  const streams = running?.question.predictionId === predictionId ? running : null;
  let next = phase.kind === 'waiting' ? emit(turn, { type: 'cancelTimer' }) : turn;
  if (running !== null && streams === null) next = emit(next, { type: 'cancel', requestId: running.requestId });
  return goTo(next, {
    kind: 'shown',
    shown: { predictionId, hunks, origin, passedOver: 0, review, source, choice, since: turn.state.now },
    running: streams,
  });
}

/** Undoing what was taken is a rejection that came late. */
function takeBack(turn: Turn, entry: TrailEntry): Turn {
  const { rejected } = turn.state;
  const judged = patch(judge(forget(turn), 'rejected'), { rejected: reject(rejected, entry.text, entry.hunks) });
  const hidden = hide(judged, { kind: 'undo-or-redo' }, null);
  const recorded = recordFate(hidden, entry.predictionId, { kind: 'undone' });
  const phase = recorded.state.phase;
  const ended =
    phase.kind === 'shown' ? goTo(recorded, { kind: 'settled', reason: { kind: 'undo-or-redo' } }) : recorded;
  return settle(ended, { kind: 'undo-or-redo' });
}
