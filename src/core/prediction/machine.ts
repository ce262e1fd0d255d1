/** One prediction as an explicit state machine: a pure reducer; time and text come with the events. */
import { putAside, takeUp } from './aside';
import { ask, consider } from './asking';
import { breakOff, conclude, hear, weighed } from './answering';
import { initialDelay } from './delay';
import { documentChanged, forget } from './editing';
import type { PredictionEffect, PredictionEvent } from './events';
import { reject } from './rejected';
import type { NothingReason } from './reasons';
import { currentPrediction, currentStatus, runningOf, type Phase, type PredictionState } from './state';
import type { PredictionLimits } from './limits';
import { EMPTY_CACHE } from './cache';
import { excludedBy, modeAt, RECENT_EDIT_MS, type Hindrance, type PredictionMode } from './trigger';
import { cycle, heed, recall } from './proposed';
import { drawn, emit, goTo, judge, patch, recordFate, settle, wait, type Turn } from './turn';

export interface StepResult {
  readonly state: PredictionState;
  /** To be carried out in order. */
  readonly effects: readonly PredictionEffect[];
}

/** Takes one event. Total: an event that does not fit the state (a late piece, a stale id) changes nothing. */
export function step(state: PredictionState, event: PredictionEvent): StepResult {
  const turn = react({ state: { ...state, now: event.time }, effects: [] }, event);
  return announce(state, turn);
}

function react(turn: Turn, event: PredictionEvent): Turn {
  const { state } = turn;
  switch (event.type) {
    case 'documentOpened':
      return open(turn, event);
    case 'documentClosed':
      return forgetDocument(turn);
    case 'documentChanged':
      return documentChanged(turn, event);
    case 'cursorMoved':
      return moveCursor(turn, event);
    case 'timerFired':
      return state.phase.kind === 'waiting' ? ask(turn, event.history, false) : turn;
    case 'requested':
      return state.phase.kind === 'shown' ? turn : ask(settleTimer(turn), event.history, true);
    case 'piece':
      return hear(turn, event.requestId, event.piece);
    case 'completed':
      return conclude(turn, event.requestId, event.figures);
    case 'failed':
      return breakOff(turn, event.requestId, event.message);
    case 'proposed':
      return heed(turn, event.requestId, event.alternatives);
    case 'weighed':
      return weighed(turn, event.requestId, event.probability, event.enough);
    case 'othersChanged':
      return othersChanged(turn);
    case 'historyLost':
      return settle(turn, { kind: 'history-lost' });
    case 'drawn':
      return drawn(turn, event.predictionId);
    case 'cycled':
      return cycle(turn, event.by);
    case 'recalled':
      return recall(turn);
    case 'accepted':
      return recordFate(judge(turn, 'accepted'), event.predictionId, { kind: 'accepted', part: event.part });
    case 'rejected':
      return state.phase.kind === 'shown' && state.phase.shown.predictionId === event.predictionId
        ? rejectShown(turn)
        : turn;
    case 'escape':
      return escape(turn);
    case 'suggestWidget':
      return event.open ? openSuggestWidget(turn) : lookAgain(patch(turn, { suggestWidget: false }));
    case 'hindrance':
      return hinder(turn, event.hindrance, event.on);
    case 'unreadable':
      return showBeside(turn, event.predictionId);
    case 'modeChanged':
      return changeMode(turn, event.mode);
    case 'modelChanged':
      return changeModel(patch(turn, { model: event.model, cache: EMPTY_CACHE }));
    case 'batterySaver':
      return patch(turn, { batterySaver: event.on });
    case 'limitsChanged':
      return changeLimits(turn, event.limits);
  }
}

/** Adds what follows from the difference between two states: drawing anew, and the status when it is another. */
function announce(before: PredictionState, turn: Turn): StepResult {
  const { state } = turn;
  const prediction = currentPrediction(state);
  const was = currentPrediction(before);
  const isNew = prediction !== null && JSON.stringify(prediction) !== JSON.stringify(was);
  const drawn = isNew ? emit(turn, { type: 'show', prediction }) : turn;
  const status = currentStatus(state);
  return JSON.stringify(status) === JSON.stringify(currentStatus(before))
    ? drawn
    : emit(drawn, { type: 'status', status });
}

function open(turn: Turn, event: Extract<PredictionEvent, { type: 'documentOpened' }>): Turn {
  const { document: id, path, language, version, text, cursor } = event;
  const before = turn.state.document;
  // The same file with another text was changed elsewhere: nothing that was known of it holds.
  const isOther = before?.id === id && before.text !== text;
  const left = forgetDocument(turn);
  const free = isOther ? patch(forget(left), { editedElsewhere: null }) : left;
  const found = patch(free, { document: { id, path, language, version, text, cursor } });
  const opened: Turn = { ...found, state: takeUp(found.state) };
  const closed = closedTo(opened.state);
  if (closed !== null) return goTo(opened, { kind: 'settled', reason: closed });
  return opened.state.editedElsewhere === null ? opened : consider(opened, { kind: 'cursor', selection: cursor });
}

/** Why nothing is predicted in the open file at all, whatever the user does in it unasked. */
function closedTo({ document, options }: PredictionState): NothingReason | null {
  if (document === null) return null;
  const pattern = excludedBy(document.path, options.excluded);
  if (pattern !== null) return { kind: 'excluded-file', pattern };
  return options.offLanguages?.includes(document.language) === true
    ? { kind: 'off-for-language', language: document.language }
    : null;
}

/** What was allowed before may be on its way to the model, or on screen: it ends. */
function changeLimits(turn: Turn, limits: PredictionLimits): Turn {
  const { options, delay } = turn.state;
  const wasClosed = closedTo(turn.state) !== null;
  const changed = patch(turn, {
    options: {
      session: options.session,
      ...(options.proposes === undefined ? {} : { proposes: options.proposes }),
      ...limits,
    },
    delay: limits.delayMs === options.delayMs ? delay : initialDelay(limits.delayMs),
  });
  const closed = closedTo(changed.state);
  if (closed !== null) return settle(changed, closed);
  if (!wasClosed) return changed;
  return changed.state.lastEdit === null ? goTo(changed, { kind: 'idle' }) : lookAgain(changed);
}

function forgetDocument(turn: Turn): Turn {
  const ended = turn.state.phase.kind === 'idle' ? turn : settle(turn, { kind: 'no-document' });
  const editedElsewhere = turn.state.lastEdit?.time ?? turn.state.editedElsewhere;
  const bare: Turn = { ...ended, state: putAside(ended.state) };
  return patch(bare, {
    phase: { kind: 'idle' },
    window: null,
    lastEdit: null,
    editedElsewhere,
    trail: [],
    proposing: null,
    weighing: null,
    dismissed: null,
  });
}

/** A file that is not shown was changed by somebody else: what was done there may have led to what is shown here. */
function othersChanged(turn: Turn): Turn {
  const { lastEdit, phase } = turn.state;
  const forgotten = patch(forget(turn), { editedElsewhere: null });
  return lastEdit === null && isBusy(phase) ? settle(forgotten, { kind: 'withdrawn' }) : forgotten;
}

function moveCursor(turn: Turn, { cursor }: Extract<PredictionEvent, { type: 'cursorMoved' }>): Turn {
  const { document, phase } = turn.state;
  if (document === null) return turn;
  // Editors report the cursor after every key; where it already is, it has not moved.
  if (document.cursor.head === cursor.head && document.cursor.anchor === cursor.anchor) return turn;
  const moved = patch(turn, { document: { ...document, cursor } });
  return isBusy(phase) ? moved : consider(moved, { kind: 'cursor', selection: cursor });
}

const isBusy = ({ kind }: Phase): boolean =>
  kind === 'shown' || kind === 'waiting' || kind === 'proposing' || kind === 'running';

function settleTimer(turn: Turn): Turn {
  return turn.state.phase.kind === 'waiting' ? emit(turn, { type: 'cancelTimer' }) : turn;
}

function rejectShown(turn: Turn): Turn {
  const { phase, document, rejected } = turn.state;
  if (phase.kind !== 'shown' || document === null) return turn;
  const judged = patch(judge(turn, 'rejected'), {
    rejected: reject(rejected, document.text, phase.shown.hunks),
    trail: [],
    dismissed: { text: document.text, shown: phase.shown },
  });
  return settle(judged, { kind: 'rejected' }, { kind: 'rejected' });
}

function escape(turn: Turn): Turn {
  const { phase } = turn.state;
  if (phase.kind === 'shown') return rejectShown(turn);
  return phase.kind === 'waiting' || phase.kind === 'proposing' || phase.kind === 'running'
    ? settle(turn, { kind: 'cancelled' })
    : turn;
}

function openSuggestWidget(turn: Turn): Turn {
  const opened = patch(turn, { suggestWidget: true });
  const { phase } = turn.state;
  return isBusy(phase) ? settle(opened, { kind: 'suggest-widget' }) : opened;
}

function hinder(turn: Turn, hindrance: Hindrance, on: boolean): Turn {
  const { hindrances, phase } = turn.state;
  if (hindrances.includes(hindrance) === on) return turn;
  const changed = patch(turn, {
    hindrances: on ? [...hindrances, hindrance] : hindrances.filter((other) => other !== hindrance),
  });
  if (!on) return lookAgain(changed);
  return isBusy(phase) ? settle(changed, { kind: hindrance }) : changed;
}

function showBeside(turn: Turn, predictionId: string): Turn {
  const { phase } = turn.state;
  if (phase.kind !== 'shown' || phase.shown.predictionId !== predictionId) return turn;
  return goTo(turn, { ...phase, shown: { ...phase.shown, review: true } });
}

/** What kept the machine from asking is over: asks if the user has just edited. The cache knows what was shown. */
function lookAgain(turn: Turn): Turn {
  const { phase, lastEdit, now, document } = turn.state;
  if (phase.kind === 'shown' || phase.kind === 'proposing' || runningOf(phase) !== null || document === null)
    return turn;
  if (lastEdit === null || now - lastEdit.time > RECENT_EDIT_MS) return turn;
  return consider(turn, { kind: 'cursor', selection: document.cursor });
}

function changeMode(turn: Turn, mode: PredictionMode): Turn {
  const changed = patch(turn, { mode });
  const present = modeAt(mode, turn.state.now);
  switch (present.kind) {
    case 'off':
    case 'on-demand':
      return settle(changed, { kind: present.kind });
    case 'snoozed':
      return settle(changed, { kind: 'snoozed', until: present.until });
    case 'eager':
    case 'subtle':
      return lookAgain(changed);
  }
}

function changeModel(turn: Turn): Turn {
  const { state } = turn;
  const { model, phase } = state;
  const running = runningOf(phase);
  if (model === null)
    return state.options.proposes === true ? withoutModel(turn) : settle(turn, { kind: 'model-not-ready' });
  return running === null ? lookAgain(turn) : wait(settle(turn, { kind: 'superseded' }));
}

/** The model went; what the proposers show stays, and they go on by themselves. */
function withoutModel(turn: Turn): Turn {
  const { phase } = turn.state;
  const running = runningOf(phase);
  if (phase.kind === 'shown' && phase.shown.source.kind === 'proposal') {
    return running === null
      ? turn
      : goTo(emit(turn, { type: 'cancel', requestId: running.requestId }), { ...phase, running: null });
  }
  return running === null && phase.kind !== 'shown' ? turn : settle(turn, { kind: 'model-not-ready' });
}
