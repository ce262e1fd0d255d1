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
const review = (after: string): boolean =>
  needsReview(TEXT, toHunks(TEXT, [{ start: 0, end: TEXT.length, text: after }]));
const put = (lines: number): string => 'fresh\n'.repeat(lines) + TEXT;

it.each<[string, string, boolean]>([
  ['a word', TEXT.replace('line 7', 'row 7'), false],
  ['as many lines at once as can be read over the code', put(REVIEW_HUNK_LINES - 1), false],
  ['more of them', put(REVIEW_HUNK_LINES + 1), true],
  [
    'lines taken away, more than that',
    splitLinesKeepingEnds(TEXT)
      .slice(REVIEW_HUNK_LINES + 1)
      .join(''),
    true,
  ],
  ['as many places as can be walked', replaced(REVIEW_HUNKS, 1), false],
  ['more of them', replaced(REVIEW_HUNKS + 1, 1), true],
  ['several places that are more than a screen together', replaced(3, 6), true],
])('shows %s where it can be read', (_, after, expected) => {
  expect(review(after)).toBe(expected);
});

const changed = (before: string, after: string): boolean =>
  needsReview(before, toHunks(before, [{ start: 0, end: before.length, text: after }]));

it.each<[string, string, string, boolean]>([
  ['a line that is indented anew', 'if a:\nb = 1\n', 'if a:\n    b = 1\n', true],
  ['lines indented by tabs instead', 'if a:\n    b\n    c\n', 'if a:\n\tb\n\tc\n', true],
  ['a block that is indented under a new line', 'a\nb\n', 'if x:\n    a\n    b\n', true],
  ['a line that is indented anew beside one with other words', 'if a:\n  b\n  c\n', 'if a:\n    b\n    c + 1\n', true],
  ['white space at the end of a line', 'a \nb\n', 'a\nb\n', true],
  ['a blank line that goes', 'a\n\nb\n', 'a\nb\n', true],
  ['a blank line that comes', 'a\nb\n', 'a\n\nb\n', true],
  ['a blank line that goes with words', 'a\n\nb = 1\n', 'a\nb = 2\n', false],
  ['a line put in with its indentation', 'if a:\n    b\n', 'if a:\n    c\n    b\n', false],
  ['spaces within a line', 'f(a,b)\n', 'f(a, b)\n', false],
  ['words in an indented line', '    a = 1\n', '    a = 2\n', false],
])('shows %s where its white space can be seen', (_, before, after, expected) => {
  expect(changed(before, after)).toBe(expected);
});
