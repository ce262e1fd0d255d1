/** From excerpt and history to a request that fits the model. */
import { answerTo, begunAnswer, encodeAnswer, refusalOf, renderPrompt, writesWhole } from '../conversation';
import type { ConversationInput, Current, Dialect, HistoryChange, Refusal } from '../conversation/types';
import type { CursorSelection } from '../history/record';
import { applyChange } from '../text';
import { carryOn } from './carry-on';
import type { CompletionRequest } from './completion';
import type { Excerpt } from './excerpt';

/** Sizes in tokens, estimated at three UTF-16 units a token. */
export interface PromptBudget {
  /** Prompt and answer together: what the engine allocated. */
  readonly contextTokens: number;
  /** At most this many for the answer. A whole-file answer gets what its file needs. */
  readonly answerTokens: number;
  /** At most this many for all of H; a single change larger than half of it is left out. */
  readonly historyTokens: number;
  /** At most this many messages of H. */
  readonly historyMessages: number;
}

export interface PromptInput {
  readonly language: string;
  /** The whole document. */
  readonly text: string;
  /** Where it is, with forward slashes; some models are told. */
  readonly path?: string;
  readonly excerpt: Excerpt;
  readonly cursor: CursorSelection;
  /** Oldest first. */
  readonly history: readonly HistoryChange[];
  readonly dialect: Dialect;
  readonly budget: PromptBudget;
  /** What the excerpt becomes if the model still wants what it wanted last; null or absent when nothing is known. */
  readonly foreseen?: string | null;
  /** See `CompletionRequest.draftSilence`; given only when a mechanical continuation may be the answer. */
  readonly draftSilence?: number;
}

export interface Prompt {
  readonly request: CompletionRequest;
  /** What the answer is to be decoded against. */
  readonly current: Current;
  readonly history: readonly HistoryChange[];
}

const CHARS_PER_TOKEN = 3;
/** Role markers and fences around one message of history, in tokens. */
const MESSAGE_TOKENS = 12;
/** A whole-file answer may be this much longer than the file, and a little more. */
const GROWTH = 1.3;
const GROWTH_TOKENS = 64;

/** A safe guess, rather too high than too low for code. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

/** C, and where it is. */
function askedAbout(
  input: PromptInput,
): Omit<ConversationInput, 'history' | 'current'> & { readonly current: Current } {
  const { language, text, excerpt, path } = input;
  const current: Current = {
    text: text.slice(excerpt.start, excerpt.end),
    above: excerpt.above,
    below: excerpt.below,
    target: targetIn(input),
  };
  return {
    language,
    current,
    user: null,
    ...(path === undefined ? {} : { place: { path, text, start: excerpt.start } }),
  };
}

/** Why the model must not be shown this code; null when it may be. */
export function whyRefused(input: PromptInput): Refusal | null {
  return refusalOf({ ...askedAbout(input), history: input.history }, input.dialect);
}

/** The request, or null when the model must not be shown the excerpt, or it alone does not fit. Greedy. */
export function buildPrompt(input: PromptInput): Prompt | null {
  const { language, dialect, budget } = input;
  if (whyRefused(input) !== null) return null;
  const asked = askedAbout(input);
  const { current } = asked;
  const shown = current.text;
  const maxTokens = answerTokens(shown, dialect, budget);
  const begun = begunAnswer(current, language, dialect);
  const room = budget.contextTokens - maxTokens;
  for (const history of [fitHistory(input), []]) {
    const conversation: ConversationInput = { ...asked, history };
    const { parts, stop } = renderPrompt(conversation, dialect, { kind: 'code-first', begun });
    if (parts.reduce((sum, part) => sum + estimateTokens(part), 0) > room) continue;
    const { draft, propagated } = draftFor(conversation, current, input);
    const judged = propagated && input.draftSilence !== undefined ? { draftSilence: input.draftSilence } : {};
    return {
      request: {
        parts,
        draft: draft === null || !draft.startsWith(begun) ? null : draft.slice(begun.length),
        ...judged,
        stop,
        maxTokens,
        temperature: 0,
      },
      current,
      history,
    };
  }
  return null;
}

function targetIn({ dialect, excerpt, cursor }: PromptInput): Current['target'] {
  if (!dialect.targetArea) return null;
  const within = (offset: number): number => Math.min(Math.max(offset, excerpt.start), excerpt.end) - excerpt.start;
  const [start, end] = [within(Math.min(cursor.anchor, cursor.head)), within(Math.max(cursor.anchor, cursor.head))];
  return start === end ? { kind: 'cursor', offset: start } : { kind: 'selection', start, end };
}

function answerTokens(shown: string, dialect: Dialect, budget: PromptBudget): number {
  if (!writesWhole(dialect.outputFormat)) return budget.answerTokens;
  const whole = Math.ceil(estimateTokens(shown) * GROWTH) + GROWTH_TOKENS;
  // Who trained it on a form of its own said how much it writes at most.
  return dialect.style === 'own' ? Math.min(budget.answerTokens, whole) : Math.max(budget.answerTokens, whole);
}

/**
 * The latest changes that fit. The oldest are dropped in blocks of half the allowed messages, counted from the
 * beginning of what is given: the prompt then begins the same for several questions in a row, and the engine keeps
 * its cache of it. A form of its own shows just the latest.
 */
export function fitHistory({ history, dialect, budget, language }: PromptInput): readonly HistoryChange[] {
  const block = dialect.style === 'own' ? 1 : Math.max(1, Math.floor(budget.historyMessages / 2));
  const over = Math.max(0, history.length - budget.historyMessages);
  let from = Math.ceil(over / block) * block;
  const costs = history.map((change, index) => (index < from ? 0 : historyCost(change, dialect, language)));
  const fits = (index: number): boolean => (costs[index] ?? 0) <= budget.historyTokens / 2;
  const total = (): number => costs.reduce((sum, cost, index) => (index >= from && fits(index) ? sum + cost : sum), 0);
  while (from < history.length && total() > budget.historyTokens) from += block;
  return history.filter((change, index) => index >= from && fits(index) && change.before !== change.after);
}

function historyCost({ before, after }: HistoryChange, { historyFormat }: Dialect, language: string): number {
  const shown = writesWhole(historyFormat) ? before : encodeAnswer(before, after, language, historyFormat);
  return estimateTokens(shown) + MESSAGE_TOKENS;
}

/**
 * What the answer will probably look like: what the model wanted last, or the last edit carried on; a whole file is at
 * worst mostly the same file. A draft that is to be judged is always the last edit carried on.
 */
function draftFor(
  { history, language }: ConversationInput,
  current: Current,
  { dialect, foreseen = null, draftSilence }: PromptInput,
): { readonly draft: string | null; readonly propagated: boolean } {
  const last = history.at(-1);
  const change = last === undefined ? null : carryOn(last, current.text);
  const carried = change === null ? null : applyChange(current.text, change);
  const expected =
    (draftSilence === undefined ? (foreseen ?? carried) : (carried ?? foreseen)) ??
    (writesWhole(dialect.outputFormat) ? current.text : null);
  if (expected === null) return { draft: null, propagated: false };
  return {
    draft: answerTo(current, expected, language, dialect.outputFormat),
    propagated: carried !== null && expected === carried,
  };
}
