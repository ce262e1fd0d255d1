/** Which predictions cannot be read over the code, so that they are shown beside it as a whole. */
import { diffLines, splitLines } from '../text';
import type { Hunk } from './hunks';

/**
 * One change of more lines than this (of the larger side): drawn over the code it hides more of it than it explains, as
 * a screen of a laptop has about 30.
 */
export const REVIEW_HUNK_LINES = 15;
/** Several changes of more lines than this together, taken away and put in: more than a screen, so nobody sees them as one. */
export const REVIEW_LINES = 30;
/** More changes than this: walking them one by one takes longer than reading them at once. */
export const REVIEW_HUNKS = 12;

/** Whether hunks of `text` are better reviewed as a difference than walked in the code. */
export function needsReview(text: string, hunks: readonly Hunk[]): boolean {
  if (hunks.length > REVIEW_HUNKS) return true;
  let total = 0;
  for (const hunk of hunks) {
    const { start, end, text: put } = hunk;
    if (hidesWhatItDoes(text, hunk)) return true;
    const [gone, come] = [lineCount(text.slice(start, end)), lineCount(put)];
    if (Math.max(gone, come) > REVIEW_HUNK_LINES) return true;
    total += gone + come;
  }
  return hunks.length > 1 && total > REVIEW_LINES;
}

/**
 * Whether a hunk does something that leaves no ink where the editor draws it: it indents lines anew (the view beside
 * them takes common indentation away, and both sides look alike), or only blank lines come or go.
 */
function hidesWhatItDoes(text: string, { start, end, text: put }: Hunk): boolean {
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const old = splitLines(text.slice(from, to));
  const fresh = splitLines(text.slice(from, start) + put + text.slice(end, to));
  const changes = diffLines(old, fresh).map((change) => ({
    gone: old.slice(change.oldStart, change.oldEnd),
    come: fresh.slice(change.newStart, change.newEnd),
  }));
  if (changes.every(({ gone, come }) => [...gone, ...come].every((line) => line.trim() === ''))) return true;
  return changes.some(({ gone, come }) => {
    const bodies = new Set(come.map((line) => line.trim()));
    return gone.some((line) => line.trim() !== '' && bodies.has(line.trim()));
  });
}

/** Lines that a stretch of text touches; none for an empty one. */
function lineCount(text: string): number {
  return text === '' ? 0 : splitLines(text).length;
}
