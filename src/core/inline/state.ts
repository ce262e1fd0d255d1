/**
 * Asking for a change of the code in words, as data and one pure function: an instruction is asked, its answer streams
 * in as hunks over the present text, each is accepted or rejected, and a further instruction builds on the result. What
 * the user types elsewhere meanwhile moves the hunks; a hunk whose place they type in is dropped, and that is told.
 */
import type { DocumentId } from '../history/record';
import { changeOf, hunkOf, toHunks, type Hunk } from '../prediction/hunks';
import { applyChange, composeChanges, mapOffset, rebaseChange, type TextChange } from '../text';

/** A cursor (`start === end`) or a selection, UTF-16 offsets of the present text. */
export interface Area {
  readonly start: number;
  readonly end: number;
}

/** What happened last, for the user. */
export type InlineNews =
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly why: string }
  /** So many hunks went because the user edited their place. */
  | { readonly kind: 'dropped'; readonly hunks: number };

/** A question under way. */
export interface Asked {
  readonly id: string;
  /** The text when it was asked. */
  readonly base: string;
  /** The result it builds on: what was offered then, as a change of `base`. The model saw it carried out. */
  readonly offered: TextChange;
  readonly offeredBy: string | null;
  readonly explained: string;
  /** What the user has typed since, as a change of `base`. */
  readonly since: TextChange;
}

export interface InlineOpen {
  readonly kind: 'open';
  readonly document: DocumentId;
  readonly text: string;
  readonly area: Area;
  /** Null when no question is under way. */
  readonly asked: Asked | null;
  /** What is offered, of `text`, top to bottom. */
  readonly hunks: readonly Hunk[];
  /** Which instruction's they are. */
  readonly instructionId: string | null;
  /** What the model wrote beside its code. */
  readonly explanation: string;
  readonly news: InlineNews | null;
}

export type InlineState = { readonly kind: 'closed' } | InlineOpen;

export type InlineEvent =
  | { readonly type: 'open'; readonly document: DocumentId; readonly text: string; readonly area: Area }
  /** `id` is new and unique. A question under way is cancelled. */
  | { readonly type: 'submit'; readonly id: string; readonly instruction: string }
  /** The answer so far, as a change of the text that was asked about. */
  | { readonly type: 'progress'; readonly id: string; readonly change: TextChange; readonly explanation: string }
  | {
      readonly type: 'ended';
      readonly id: string;
      readonly change: TextChange;
      readonly explanation: string;
      readonly partial: boolean;
    }
  | { readonly type: 'failed'; readonly id: string; readonly why: string }
  | { readonly type: 'stop' }
  /** The document changed, whoever did it. */
  | { readonly type: 'edited'; readonly change: TextChange }
  /** A hunk by its place in the list, or all of them. */
  | { readonly type: 'accept'; readonly hunk: number | 'all' }
  | { readonly type: 'reject'; readonly hunk: number | 'all' }
  | { readonly type: 'close' };

export type InlineEffect =
  /** Ask the model about `text`, which is the code with what was offered carried out; `before` is the code without it. */
  | {
      readonly type: 'ask';
      readonly id: string;
      readonly instruction: string;
      readonly text: string;
      readonly area: Area;
      readonly before: string | null;
    }
  | { readonly type: 'cancel'; readonly id: string }
  /** Change the document, as one undo step. */
  | { readonly type: 'apply'; readonly change: TextChange; readonly instructionId: string };

export interface InlineStep {
  readonly state: InlineState;
  readonly effects: readonly InlineEffect[];
}

export const INLINE_CLOSED: InlineState = { kind: 'closed' };

const stay = (state: InlineState): InlineStep => ({ state, effects: [] });

/** What an event makes of the state, and what is to be done about it. Events of questions that are over change nothing. */
export function inlineStep(state: InlineState, event: InlineEvent): InlineStep {
  if (event.type === 'open') {
    const { document, text, area } = event;
    const opened: InlineOpen = {
      kind: 'open',
      document,
      text,
      area,
      asked: null,
      hunks: [],
      instructionId: null,
      explanation: '',
      news: null,
    };
    return { state: opened, effects: cancelling(state) };
  }
  if (state.kind === 'closed') return stay(state);
  switch (event.type) {
    case 'submit':
      return submit(state, event.id, event.instruction);
    case 'progress':
      // An answer that has said nothing yet takes nothing away that is on screen.
      return state.asked?.id !== event.id || event.change.length === 0
        ? stay(state)
        : stay(offer(state, state.asked, event.change, event.explanation));
    case 'ended':
      return state.asked?.id === event.id ? stay(end(state, state.asked, event)) : stay(state);
    case 'failed':
      return state.asked?.id === event.id
        ? stay({ ...asBefore(state, state.asked), news: { kind: 'failed', why: event.why } })
        : stay(state);
    case 'stop':
      return { state: stopped(state), effects: cancelling(state) };
    case 'edited':
      return stay(edited(state, event.change));
    case 'accept':
      return accept(state, event.hunk);
    case 'reject':
      return stay(
        event.hunk === 'all'
          ? { ...state, hunks: [], explanation: '', instructionId: null, news: null }
          : { ...state, hunks: without(state.hunks, event.hunk) },
      );
    case 'close':
      return { state: INLINE_CLOSED, effects: cancelling(state) };
  }
}

function cancelling(state: InlineState): readonly InlineEffect[] {
  return state.kind === 'open' && state.asked !== null ? [{ type: 'cancel', id: state.asked.id }] : [];
}

function submit(state: InlineOpen, id: string, instruction: string): InlineStep {
  if (instruction.trim() === '') return stay(state);
  const offered = changeOf(state.hunks);
  const text = applyChange(state.text, offered);
  const area = {
    start: mapOffset(state.area.start, offered, 'before'),
    end: mapOffset(state.area.end, offered, 'after'),
  };
  const asked: Asked = {
    id,
    base: state.text,
    offered,
    offeredBy: state.instructionId,
    explained: state.explanation,
    since: [],
  };
  return {
    state: { ...state, asked, explanation: '', news: null },
    effects: [
      ...cancelling(state),
      { type: 'ask', id, instruction, text, area, before: offered.length === 0 ? null : state.text },
    ],
  };
}

/** The answer laid over the present text, hunk by hunk. */
function offer(state: InlineOpen, asked: Asked, answer: TextChange, explanation: string): InlineOpen {
  const wanted = toHunks(asked.base, composeChanges(asked.offered, answer));
  const { hunks, dropped } = moved(wanted, asked.since, state.text);
  return {
    ...state,
    hunks,
    instructionId: asked.id,
    explanation,
    news: dropped === 0 ? null : { kind: 'dropped', hunks: dropped },
  };
}

function end(
  state: InlineOpen,
  asked: Asked,
  { change, explanation, partial }: Extract<InlineEvent, { type: 'ended' }>,
): InlineOpen {
  if (change.length === 0) return { ...asBefore(state, asked), explanation, news: { kind: 'nothing-to-do' } };
  const offered = { ...offer(state, asked, change, explanation), asked: null };
  return offered.news === null && partial ? { ...offered, news: { kind: 'cut' } } : offered;
}

/** As it was when the question was asked, with what was typed since. */
function asBefore(state: InlineOpen, asked: Asked): InlineOpen {
  const { hunks } = moved(toHunks(asked.base, asked.offered), asked.since, state.text);
  return { ...state, asked: null, hunks, instructionId: asked.offeredBy, explanation: asked.explained };
}

/** What has come so far stays on offer. */
function stopped(state: InlineOpen): InlineOpen {
  return state.asked === null ? state : { ...state, asked: null, news: { kind: 'stopped' } };
}

function edited(state: InlineOpen, change: TextChange): InlineOpen {
  const text = applyChange(state.text, change);
  const { hunks, dropped } = moved(state.hunks, change, text);
  return {
    ...state,
    text,
    hunks,
    area: { start: mapOffset(state.area.start, change, 'before'), end: mapOffset(state.area.end, change, 'after') },
    asked: state.asked === null ? null : { ...state.asked, since: composeChanges(state.asked.since, change) },
    news: dropped === 0 ? state.news : { kind: 'dropped', hunks: dropped },
  };
}

/** Hunks of the text before `over` as hunks of `text`, the text after it; those whose place it touches are left out. */
function moved(
  hunks: readonly Hunk[],
  over: TextChange,
  text: string,
): { readonly hunks: readonly Hunk[]; readonly dropped: number } {
  const kept = hunks.flatMap((hunk) => {
    const edits = rebaseChange(hunk.edits, over);
    return edits === null ? [] : (hunkOf(text, edits) ?? []);
  });
  return { hunks: kept, dropped: hunks.length - kept.length };
}

function accept(state: InlineOpen, which: number | 'all'): InlineStep {
  const taken = which === 'all' ? state.hunks : state.hunks.slice(which, which + 1);
  if (taken.length === 0 || state.asked !== null || state.instructionId === null) return stay(state);
  const left = which === 'all' ? [] : without(state.hunks, which);
  return {
    state: left.length === 0 ? INLINE_CLOSED : { ...state, hunks: left },
    effects: [{ type: 'apply', change: changeOf(taken), instructionId: state.instructionId }],
  };
}

const without = (hunks: readonly Hunk[], index: number): readonly Hunk[] => hunks.filter((_, at) => at !== index);
