import { expect, it } from 'vitest';
import { splitLinesKeepingEnds } from '../text';
import { toHunks } from './hunks';
import { needsReview, REVIEW_HUNK_LINES, REVIEW_HUNKS } from './review';

const TEXT = Array.from({ length: 120 }, (_, line) => `line ${line}\n`).join('');
/** Replaces so many lines each, at so many places that do not touch. */
const replaced = (places: number, lines: number): string => {
  const all = splitLinesKeepingEnds(TEXT);
  return all.map((line, at) => (at % 8 < lines % 8 && Math.floor(at / 8) < places ? `new ${line}` : line)).join('');
};
const review = (after: string): boolean => needsReview(TEXT, toHunks(TEXT, [{ start: 0, end: TEXT.length, text: after }]));
const put = (lines: number): string => 'fresh\n'.repeat(lines) + TEXT;

it.each<[string, string, boolean]>([
  ['a word', TEXT.replace('line 7', 'row 7'), false],
  ['as many lines at once as can be read over the code', put(REVIEW_HUNK_LINES - 1), false],
  ['more of them', put(REVIEW_HUNK_LINES + 1), true],
  ['lines taken away, more than that', splitLinesKeepingEnds(TEXT).slice(REVIEW_HUNK_LINES + 1).join(''), true],
  ['as many places as can be walked', replaced(REVIEW_HUNKS, 1), false],
  ['more of them', replaced(REVIEW_HUNKS + 1, 1), true],
  ['several places that are more than a screen together', replaced(3, 6), true],
])('shows %s where it can be read', (_, after, expected) => {
  expect(review(after)).toBe(expected);
});
