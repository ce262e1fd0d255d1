/** What the engine says: pieces of an answer, its end, or that it failed. */
import { begunAnswer, decodeAnswer, isOver, settledChange, writesWhole } from '../conversation';
import { keepFinalBreak } from '../text';
import { store, type CachedAnswer } from './cache';
import type { CompletionFigures, CompletionPiece } from './completion';
import { confidenceOf } from './filters';
import { isSame, offer, type Offer } from './offer';
import type { NothingReason } from './reasons';
import type { Hunk } from './hunks';
import { runningOf, type Question, type Running } from './state';
import { otherwise, weigh } from './proposed';
import { emit, goTo, patch, present, recordFate, type Turn } from './turn';

/** The request of that number; null when it was replaced or cancelled, and what it says no longer matters. */
function find(turn: Turn, requestId: number): Running | null {
  const running = runningOf(turn.state.phase);
  return running?.requestId === requestId ? running : null;
}

/** A piece: shows what the answer settles so far. */
export function hear(turn: Turn, requestId: number, piece: CompletionPiece): Turn {
  const before = find(turn, requestId);
  if (before === null) return turn;
  const running = { ...before, answer: before.answer + piece.text, logprobs: [...before.logprobs, piece.logprob] };
  const heard = withRunning(turn, running);
  const { question, current, model } = running;
  const { dialect } = model;
  if (!piece.text.includes('\n')) return heard;
  if (isOver(current, dialect.outputFormat, running.answer))
    return conclude(emit(heard, { type: 'cancel', requestId }), requestId, { end: 'stop' });
  if (model.weighed === true) return heard;
  const soFar = begunAnswer(current, question.language, dialect) + running.answer;
  const settled = settledChange(current, question.language, dialect.outputFormat, soFar);
  if (settled.kind === 'failed' || settled.change.length === 0) return heard;
  const { change } = settled;
  const offered = offer(heard.state, question, change, confidenceOf(running.logprobs), model.confidence);
  if (offered.kind !== 'hunks' || !extendsWhatIsShown(heard, offered)) return heard;
  const { document, options, nextId } = heard.state;
  if (options.proposes !== true || document === null) return presentAnswer(heard, question, offered.hunks, running);
  // Whoever can read the language sees it first. A number of its own: the whole answer is weighed under the request's.
  return weigh(
    patch(heard, { nextId: nextId + 1 }),
    { requestId: nextId, question, change, version: document.version },
    offered.hunks,
    running.logprobs,
    false,
  );
}

/** The end of an answer. */
export function conclude(turn: Turn, requestId: number, figures: Pick<CompletionFigures, 'end'>): Turn {
  const running = find(turn, requestId);
  if (running === null) return turn;
  if (figures.end === 'cancelled') return finish(turn, { kind: 'cancelled' });
  const { question, current, model } = running;
  const complete = figures.end !== 'length';
  const decoded = decodeAnswer(current, question.language, model.dialect.outputFormat, running.answer, {
    complete,
    begun: begunAnswer(current, question.language, model.dialect),
  });
  if (decoded.kind === 'failed') {
    return remember(finish(turn, { kind: 'unreadable', failure: decoded.reason }), running, {
      kind: 'nothing',
      reason: { kind: 'unreadable', failure: decoded.reason },
    });
  }
  const change = writesWhole(model.dialect.outputFormat)
    ? keepFinalBreak(current.text, decoded.change)
    : decoded.change;
  const silent: NothingReason = { kind: 'nothing-to-suggest' };
  if (running.answer.trim() === '') return remember(finish(turn, silent), running, { kind: 'nothing', reason: silent });
  const offered = offer(turn.state, question, change, confidenceOf(running.logprobs), model.confidence);
  const unsure = offered.kind === 'nothing' && offered.reason.kind === 'low-confidence';
  const answered =
    change.length === 0
      ? turn
      : patch(turn, { lastAnswer: { language: question.language, before: current.text, change } });
  const known = remember(answered, running, unsure ? offered : { kind: 'change', change });
  if (offered.kind === 'nothing') return finish(known, offered.reason);
  if ((model.weighed === true || turn.state.options.proposes === true) && turn.state.document !== null) {
    return weigh(
      finish(known, { kind: 'nothing-to-suggest' }),
      { requestId, question, change, version: turn.state.document.version },
      offered.hunks,
      running.logprobs,
      model.weighed === true,
    );
  }
  return extendsWhatIsShown(known, offered)
    ? presentAnswer(known, question, offered.hunks, null)
    : finish(known, { kind: 'no-change' });
}

/** The engine failed. What is on screen already came from complete blocks and stays. */
export function breakOff(turn: Turn, requestId: number, message: string): Turn {
  return find(turn, requestId) === null ? turn : finish(turn, { kind: 'engine-failed', message });
}

/** The request is over and had nothing (more) to show. */
function finish(turn: Turn, reason: NothingReason): Turn {
  const { phase } = turn.state;
  switch (phase.kind) {
    case 'waiting':
    case 'shown':
      return goTo(turn, { ...phase, running: null });
    case 'running':
      return otherwise(turn, reason);
    case 'idle':
    case 'proposing':
    case 'settled':
      return turn;
  }
}

function remember(turn: Turn, running: Running, answer: CachedAnswer): Turn {
  return patch(turn, { cache: store(turn.state.cache, running.question.cacheKey, answer) });
}

/** What adds to a prediction on screen goes on under its name. */
function presentAnswer(turn: Turn, question: Question, hunks: readonly Hunk[], running: Running | null): Turn {
  const { phase } = turn.state;
  const known = phase.kind === 'shown' ? { ...question, predictionId: phase.shown.predictionId } : question;
  return present(turn, known, hunks, running, false);
}

/** Once what is on screen has been looked at for so long, it is about to be taken, and is not exchanged. Milliseconds. */
const STILL_NEW_MS = 700;
/** So much more probable must an answer be than what is on screen to take its place. */
const CLEARLY_MORE = 0.15;

/** What the ranking thinks of a complete answer. */
export function weighed(turn: Turn, requestId: number, probability: number, enough: number): Turn {
  const { weighing, document, phase, model, now } = turn.state;
  if (weighing?.requestId !== requestId || document === null || model === null) return turn;
  const done = patch(turn, { weighing: null });
  const silent = (reason: NothingReason): Turn => (phase.kind === 'proposing' ? otherwise(done, reason) : done);
  const running = runningOf(phase);
  if (document.version !== weighing.version) return silent({ kind: 'text-moved-on' });
  if (probability === 0) return silent({ kind: 'breaks-syntax' });
  if (probability < enough) return silent({ kind: 'low-confidence', logprob: Math.log(probability) });
  const { question, change } = weighing;
  const offered = offer(done.state, question, change, null, model.confidence);
  if (offered.kind === 'nothing') return silent(offered.reason);
  if (phase.kind !== 'shown')
    return phase.kind === 'proposing' || phase.kind === 'running'
      ? present(done, question, offered.hunks, running, false)
      : done;
  if (extendsWhatIsShown(done, offered)) return presentAnswer(done, question, offered.hunks, phase.running);
  const { source, since, predictionId } = phase.shown;
  // An answer that was not ranked may only add.
  const isWorse =
    model.weighed === true && source.kind === 'proposal' && probability >= source.probability + CLEARLY_MORE;
  if (!isWorse || now - since > STILL_NEW_MS) return done;
  return present(recordFate(done, predictionId, { kind: 'dropped' }), question, offered.hunks, phase.running, false);
}

/** What is on screen is never taken back by a longer answer, only added to. */
function extendsWhatIsShown(turn: Turn, offered: Offer & { kind: 'hunks' }): boolean {
  const { phase } = turn.state;
  return (
    phase.kind !== 'shown' || phase.shown.hunks.every((shown) => offered.hunks.some((hunk) => isSame(hunk, shown)))
  );
}

function withRunning(turn: Turn, running: Running): Turn {
  const { phase } = turn.state;
  return phase.kind === 'waiting' || phase.kind === 'running' || phase.kind === 'shown'
    ? goTo(turn, { ...phase, running })
    : turn;
}
