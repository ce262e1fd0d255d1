/** From an occasion to a question, and from the question to the engine or the cache. */
import type { HistoryChange } from '../conversation/types';
import { offer, type Offer } from './offer';
import { cacheKey, lookUp } from './cache';
import { excerptAround } from './excerpt';
import { foreseen } from './foreseen';
import { madeAt } from './last-edit';
import { buildPrompt, whyRefused, type PromptInput } from './prompt';
import { otherwise, proposing, weigh } from './proposed';
import { runningOf, type OpenDocument, type Question, type Running } from './state';
import { whyNotAsk, type Occasion } from './trigger';
import { emit, goTo, patch, present, settle, wait, type Turn } from './turn';
import type { NothingReason } from './reasons';

/** After an edit or a cursor move: starts the timer, or says why not. */
export function consider(turn: Turn, occasion: Occasion): Turn {
  const reason = whyNot(turn, occasion);
  if (reason === null) return wait(turn);
  // Moving the cursor is no reason to forget why the last question had no answer.
  return occasion.kind === 'cursor' ? turn : settle(turn, reason);
}

function whyNot({ state }: Turn, occasion: Occasion): NothingReason | null {
  if (state.document === null) return { kind: 'no-document' };
  if (state.hushed && occasion.kind !== 'demand') return { kind: 'undo-or-redo' };
  const reason = whyNotAsk(occasion, {
    time: state.now,
    mode: state.mode,
    path: state.document.path,
    language: state.document.language,
    excluded: state.options.excluded,
    offLanguages: state.options.offLanguages ?? [],
    suggestWidget: state.suggestWidget,
    hindrances: state.hindrances,
    lastEdit: state.lastEdit?.time ?? state.editedElsewhere,
  });
  return reason ?? (state.model === null && state.options.proposes !== true ? { kind: 'model-not-ready' } : null);
}

/** The timer fired, or the user asks (and no timer runs): asks the proposers, and answers from the cache or asks the engine. */
export function ask(turn: Turn, history: readonly HistoryChange[], demanded: boolean): Turn {
  const { state } = turn;
  const { document, model, phase } = state;
  const free = makeWay(turn);
  const reason = demanded
    ? whyNot(turn, { kind: 'demand' })
    : history.length === 0
      ? ({ kind: 'not-edited-yet' } as const)
      : null;
  if (reason !== null || document === null) return settle(free, reason ?? { kind: 'no-document' });
  const triggeredAt = phase.kind === 'waiting' ? phase.triggeredAt : state.now;
  const asking = state.options.proposes === true ? askProposers(free, document, triggeredAt) : free;
  if (model === null)
    return asking.state.proposing === null ? settle(asking, { kind: 'model-not-ready' }) : proposing(asking);

  const { nextId } = asking.state;
  const excerpt = excerptAround(document.text, document.cursor.head, model.limits, state.window ?? undefined);
  const key = cacheKey(
    document.language,
    document.text.slice(excerpt.start, excerpt.end),
    history,
    model.dialect.style === 'own' ? document.cursor.head - excerpt.start : null,
  );
  const question: Question = {
    predictionId: `${state.options.session}-${nextId}`,
    triggeredAt,
    language: document.language,
    base: document.text,
    excerpt,
    cacheKey: key,
    since: [],
    typedSince: false,
    origin: madeAt(state.lastEdit),
    outdated: false,
  };
  const next = patch(asking, { window: excerpt, nextId: nextId + 1 });

  const hit = lookUp(state.cache, key);
  if (hit !== null) {
    const cached = patch(next, { cache: hit.cache });
    const offered: Offer =
      hit.answer.kind === 'change'
        ? offer(cached.state, question, hit.answer.change, null, model.confidence)
        : hit.answer;
    if (offered.kind === 'nothing') return otherwise(cached, offered.reason);
    if ((model.weighed === true || state.options.proposes === true) && hit.answer.kind === 'change')
      return weigh(
        cached,
        { requestId: nextId, question, change: hit.answer.change, version: document.version },
        offered.hunks,
        [],
        model.weighed === true,
      );
    return present(cached, question, offered.hunks, null, true);
  }

  const { language, text, path, cursor } = document;
  const input: PromptInput = {
    language,
    text,
    path,
    excerpt,
    cursor,
    history,
    dialect: model.dialect,
    budget: model.budget,
    foreseen: foreseen(state.lastAnswer, language, text.slice(excerpt.start, excerpt.end)),
    ...(model.confidence.silence === undefined ? {} : { draftSilence: model.confidence.silence }),
  };
  const prompt = buildPrompt(input);
  if (prompt === null)
    return otherwise(next, { kind: whyRefused(input) === 'marker' ? 'marker-in-code' : 'excerpt-too-long' });
  const running: Running = { requestId: nextId, question, current: prompt.current, model, answer: '', logprobs: [] };
  return goTo(emit(next, { type: 'ask', requestId: running.requestId, request: prompt.request }), {
    kind: 'running',
    running,
  });
}

/** The proposers look at the whole file, and need no model. */
function askProposers(turn: Turn, { text, language, version }: OpenDocument, triggeredAt: number): Turn {
  const { state } = turn;
  const question: Question = {
    predictionId: `${state.options.session}-${state.nextId}-p`,
    triggeredAt,
    language,
    base: text,
    excerpt: {
      start: 0,
      end: text.length,
      firstLine: 0,
      lineCount: text.split('\n').length,
      above: false,
      below: false,
    },
    cacheKey: '',
    since: [],
    typedSince: false,
    origin: madeAt(state.lastEdit),
    outdated: false,
  };
  return emit(patch(turn, { proposing: { requestId: state.nextId, question, version }, nextId: state.nextId + 1 }), {
    type: 'propose',
    requestId: state.nextId,
  });
}

/** A newer question takes the place of whatever waits or runs. */
function makeWay(turn: Turn): Turn {
  const { phase } = turn.state;
  const running = runningOf(phase);
  const stopped = running === null ? turn : emit(turn, { type: 'cancel', requestId: running.requestId });
  return phase.kind === 'waiting' || phase.kind === 'proposing' || phase.kind === 'running'
    ? goTo(stopped, { kind: 'settled', reason: { kind: 'superseded' } })
    : stopped;
}
