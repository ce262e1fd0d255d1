/** Which answers are not worth showing, each with its reason. Pure: hunks and what is known about them go in. */
import { leakedMarker } from '../conversation/markers';
import { applyChange, composeChanges, diffText, unmatchedBrackets, type TextChange } from '../text';
import type { ExcerptWindow } from './excerpt';
import { changeOf, type Hunk } from './hunks';
import type { LastEdit } from './last-edit';
import { linesOfHunk } from './hunk-lines';
import { bringsBack, type Past } from './past';
import type { NothingReason } from './reasons';
import { isRejected, type RejectedMemory } from './rejected';
import { repeats, rewrites, withoutDoubles } from './repeats';

/** Natural logs of token probabilities, at most 0; `-Infinity` lets everything through. */
export interface ConfidenceThresholds {
  /** The least likely token of the answer must reach this. */
  readonly min: number;
  /** The mean over the answer's pieces must reach this. */
  readonly mean: number;
  /**
   * A mechanical continuation of the last edit is the answer unless the model says nothing with at least this
   * probability (0 to 1); absent when such a continuation only speeds the model up.
   */
  readonly silence?: number;
}

/** How sure the model was. Null where the engine does not tell. */
export interface Confidence {
  readonly min: number;
  readonly mean: number;
}

export interface FilterInput {
  /** The present text, which the hunks and the excerpt speak of. */
  readonly text: string;
  readonly hunks: readonly Hunk[];
  readonly excerpt: ExcerptWindow;
  /** The user's last edit, up to the present text, which a prediction should not undo. */
  readonly lastEdit: Pick<LastEdit, 'before' | 'change'> | null;
  readonly rejected: RejectedMemory;
  /** What the latest edits changed, so that it does not come back. */
  readonly past: Past;
  /** Lower-case name of the language. */
  readonly language: string;
  readonly confidence: Confidence | null;
  readonly thresholds: ConfidenceThresholds;
  /** The cursor, when the user has typed since the question was asked; else null. */
  readonly typingAt: number | null;
}

export type FilterResult =
  | { readonly kind: 'keep'; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'nothing'; readonly reason: NothingReason };

/** More deleted lines than this, net, are never what an edit implies. */
export const MOST_DELETED_LINES = 25;
/** Below this many lines of excerpt the rule of the half says nothing. */
const SHORT_EXCERPT_LINES = 6;

/**
 * The hunks worth showing. What makes an answer suspicious as a whole (a leaked token, a large deletion, low
 * confidence) drops all of it; what is wrong with one hunk (rejected before, undoes the last edit, lies where the
 * user is typing) drops that hunk, and the reason is told when none is left.
 */
export function filterHunks(input: FilterInput): FilterResult {
  const whole = whyNotWhole(input);
  if (whole !== null) return { kind: 'nothing', reason: whole };
  const judged = input.hunks.map((given) => {
    const hunk = withoutDoubles(input.text, given);
    return {
      hunk: hunk ?? given,
      reason: hunk === null ? ({ kind: 'repeats-neighbours' } as const) : whyNotHunk(input, hunk),
    };
  });
  const hunks = judged.flatMap(({ hunk, reason }) => (reason === null ? [hunk] : []));
  if (hunks.length > 0 && breaksBrackets(input, hunks))
    return { kind: 'nothing', reason: { kind: 'unbalances-brackets' } };
  return hunks.length > 0
    ? { kind: 'keep', hunks }
    : { kind: 'nothing', reason: judged[0]?.reason ?? { kind: 'no-change' } };
}

function whyNotWhole(input: FilterInput): NothingReason | null {
  const { text, hunks, excerpt, confidence, thresholds } = input;
  if (hunks.length === 0) return { kind: 'no-change' };
  if (leakedMarker(applyChange(text, changeOf(hunks)), text) !== null) return { kind: 'special-token' };
  // The terminator of the excerpt's last line is not shown, but goes with the line.
  const end = excerpt.end + (/^\r?\n/.exec(text.slice(excerpt.end, excerpt.end + 2))?.[0].length ?? 0);
  if (hunks.some((hunk) => hunk.start < excerpt.start || hunk.end > end)) return { kind: 'outside-excerpt' };
  if (hunks.every((hunk) => isWhitespaceOnly(text, hunk) && !meansSomething(text, hunk, input.language)))
    return { kind: 'whitespace-only' };
  const lines = netDeletedLines(text, hunks);
  const excerptLines = countLines(text.slice(excerpt.start, excerpt.end));
  const half = excerptLines >= SHORT_EXCERPT_LINES ? excerptLines / 2 : Number.POSITIVE_INFINITY;
  if (lines > MOST_DELETED_LINES || lines > half) return { kind: 'deletes-too-much', lines };
  if (confidence !== null) {
    if (confidence.min < thresholds.min) return { kind: 'low-confidence', logprob: confidence.min };
    if (confidence.mean < thresholds.mean) return { kind: 'low-confidence', logprob: confidence.mean };
  }
  return null;
}

function whyNotHunk({ text, lastEdit, rejected, past, typingAt }: FilterInput, hunk: Hunk): NothingReason | null {
  if (isRejected(rejected, text, hunk)) return { kind: 'rejected-before' };
  if (lastEdit !== null && undoes(lastEdit, hunk)) return { kind: 'undoes-last-edit' };
  if (bringsBack(past, text, hunk)) return { kind: 'brings-back' };
  if (lastEdit !== null && rewrites(text, lastEdit, hunk)) return { kind: 'rewrites-last-edit' };
  if (lastEdit !== null && repeats(text, lastEdit, hunk)) return { kind: 'repeats-last-edit' };
  if (typingAt !== null && coversWord(text, hunk, typingAt)) return { kind: 'where-typing' };
  return null;
}

/** Languages in which white space at the beginning of a line means something. */
const INDENTED = new Set(['python', 'yaml', 'markdown']);

/** Whether white space that a hunk changes says something: it indents lines where that counts, or makes one word of two. */
function meansSomething(text: string, hunk: Hunk, language: string): boolean {
  const { gone, put } = linesOfHunk(text, hunk);
  const words = (lines: readonly string[]): string =>
    lines
      .join('\n')
      .match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)
      ?.join(' ') ?? '';
  if (words(gone) !== words(put)) return true;
  const leads = (lines: readonly string[]): string =>
    lines.flatMap((line) => (line.trim() === '' ? [] : [/^\s*/.exec(line)?.[0] ?? ''])).join('\n');
  return INDENTED.has(language) && leads(gone) !== leads(put);
}

/** Whether more brackets are without their counterpart once all of it is taken: those of code that is being written are, too. */
function breaksBrackets({ text, language }: FilterInput, hunks: readonly Hunk[]): boolean {
  if (!hunks.some((hunk) => /[()[\]{}"'`]/.test(hunk.text + text.slice(hunk.start, hunk.end)))) return false;
  return unmatchedBrackets(applyChange(text, changeOf(hunks)), language) > unmatchedBrackets(text, language);
}

function isWhitespaceOnly(text: string, hunk: Hunk): boolean {
  return squeeze(text.slice(hunk.start, hunk.end)) === squeeze(hunk.text);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

function netDeletedLines(text: string, hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + countLines(text.slice(hunk.start, hunk.end)) - countLines(hunk.text), 0);
}

function countLines(text: string): number {
  return text.split('\n').length;
}

/**
 * Whether a hunk takes back what the last edit did: taken together, the two change less than the edit alone did, by
 * at least half of the hunk.
 */
export function undoes(lastEdit: Pick<LastEdit, 'before' | 'change'>, hunk: Hunk): boolean {
  const alone = weight(lastEdit.before, lastEdit.change);
  const together = weight(lastEdit.before, composeChanges(lastEdit.change, hunk.edits));
  const own = hunk.edits.reduce((sum, edit) => sum + edit.end - edit.start + edit.text.length, 0);
  return together <= alone - own / 2;
}

/** Units added and removed, counted on the smallest difference. */
function weight(before: string, change: TextChange): number {
  const first = change.at(0);
  const last = change.at(-1);
  if (first === undefined || last === undefined) return 0;
  const old = before.slice(first.start, last.end);
  const shifted = change.map((edit) => ({ ...edit, start: edit.start - first.start, end: edit.end - first.start }));
  return diffText(old, applyChange(old, shifted)).reduce(
    (sum, edit) => sum + edit.end - edit.start + edit.text.length,
    0,
  );
}

/** Whether a hunk rewrites the word at the cursor. Going on with it at the cursor is not rewriting. */
function coversWord(text: string, hunk: Hunk, cursor: number): boolean {
  const isWord = (at: number): boolean => /[\p{L}\p{N}_$]/u.test(text.charAt(at));
  let start = cursor;
  let end = cursor;
  while (start > 0 && isWord(start - 1)) start -= 1;
  while (end < text.length && isWord(end)) end += 1;
  return hunk.edits.some(
    (edit) => edit.start < end && start < edit.end && !(edit.start === edit.end && edit.start === cursor),
  );
}

/** Min and mean of the pieces' log-probabilities; null when no piece tells one. */
export function confidenceOf(logprobs: readonly (number | null)[]): Confidence | null {
  const known = logprobs.filter((logprob) => logprob !== null);
  if (known.length === 0) return null;
  return { min: Math.min(...known), mean: known.reduce((sum, logprob) => sum + logprob, 0) / known.length };
}
