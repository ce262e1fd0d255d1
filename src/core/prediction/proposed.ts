/** What the proposers say, and what is waited for while nothing else goes on. */
import type { TextChange } from '../text';
import type { Alternative } from './events';
import { changeOf, type Hunk } from './hunks';
import { offer } from './offer';
import type { NothingReason } from './reasons';
import type { Weighing } from './state';
import type { Choice } from './choice';
import { emit, goTo, patch, present, settle, type Turn } from './turn';

/** Whoever proposes has made up its mind already. */
const AS_IT_IS = { min: Number.NEGATIVE_INFINITY, mean: Number.NEGATIVE_INFINITY };

/** The proposers are asked, and no model is. */
export function proposing(turn: Turn): Turn {
  return goTo(turn, { kind: 'proposing' });
}

/** There is nothing from the model: what the proposers or the ranking still have to say is waited for, else that is why. */
export function otherwise(turn: Turn, reason: NothingReason): Turn {
  return turn.state.proposing === null && turn.state.weighing === null ? settle(turn, reason) : proposing(turn);
}

/** Asks the ranking about a complete answer. What is on screen stays until it has spoken. */
export function weigh(
  turn: Turn,
  weighing: Weighing,
  hunks: readonly Hunk[],
  logprobs: readonly (number | null)[],
  ranked: boolean,
): Turn {
  const change: TextChange = changeOf(hunks);
  const asked = emit(patch(turn, { weighing }), {
    type: 'weigh',
    requestId: weighing.requestId,
    change,
    logprobs,
    ranked,
  });
  return turn.state.phase.kind === 'shown' || turn.state.phase.kind === 'running' ? asked : proposing(asked);
}

/** The proposers have answered: the first of their alternatives that may be shown is. */
export function heed(turn: Turn, requestId: number, alternatives: readonly Alternative[]): Turn {
  const { proposing: asked, document, phase } = turn.state;
  if (asked?.requestId !== requestId || document === null) return turn;
  const heard = patch(turn, { proposing: null });
  if (phase.kind !== 'proposing' && phase.kind !== 'running') return heard;
  const offers = alternatives.map(({ change, source }) => ({
    source,
    offered: offer(heard.state, asked.question, change, null, AS_IT_IS),
  }));
  const all = offers.flatMap(({ source, offered }) =>
    offered.kind === 'hunks' ? [{ source, hunks: offered.hunks }] : [],
  );
  const [best] = all;
  const running = phase.kind === 'running' ? phase.running : null;
  if (best !== undefined && document.version === asked.version) {
    return present(heard, asked.question, best.hunks, running, false, {
      source: best.source,
      choice: { version: document.version, all, index: 0 },
    });
  }
  if (running !== null || heard.state.weighing !== null) return heard;
  if (document.version !== asked.version) return settle(heard, { kind: 'text-moved-on' });
  const why = offers
    .map(({ offered }) => (offered.kind === 'nothing' ? offered.reason : null))
    .find((reason) => reason !== null);
  return settle(heard, why ?? { kind: 'nothing-to-suggest' });
}

/** Another of the alternatives is shown; nothing where there is no other, or the text has changed since. */
export function cycle(turn: Turn, by: 1 | -1): Turn {
  const { phase, document } = turn.state;
  if (phase.kind !== 'shown' || document === null) return turn;
  const { choice } = phase.shown;
  const count = choice.all.length;
  const index = count === 0 ? 0 : (choice.index + by + count) % count;
  const other = choice.all[index];
  if (choice.version !== document.version || count < 2 || other === undefined) return turn;
  const next: Choice = { ...choice, index };
  return goTo(turn, { ...phase, shown: { ...phase.shown, hunks: other.hunks, source: other.source, choice: next } });
}

/** What was dismissed last is shown again, where the text is still the one that it was made for. */
export function recall(turn: Turn): Turn {
  const { dismissed, document, phase, now } = turn.state;
  if (dismissed === null || document?.text !== dismissed.text || phase.kind === 'shown') return turn;
  const free = settle(turn, { kind: 'superseded' });
  const { choice } = dismissed.shown;
  return goTo(patch(free, { dismissed: null }), {
    kind: 'shown',
    shown: { ...dismissed.shown, choice: { ...choice, version: document.version }, passedOver: 0, since: now },
    running: null,
  });
}
