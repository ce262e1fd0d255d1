/** What follows where the user is, as it followed at a place that is alike, or as its numbers run on. */
import type { Candidate, Moment } from '../types';
import { analogiesAfter, type Analogy } from './analogy';
import type { Page } from './page';
import { caretOf, completion, type Caret } from './typed';

export function analogous(moment: Moment, page: Page): Candidate[] {
  const caret = caretOf(moment, page);
  if (caret === null || !caret.isAtEnd) return [];
  const above = rowAbove(page, caret.row);
  const isBlank = caret.typed.trim() === '';
  const found: Candidate[] = [];
  if (above !== null && (isBlank || caret.typed.trim().length >= 2)) {
    for (const one of analogiesAfter(page, above, moment.language))
      take(found, page, caret, one, 'here', isBlank ? '' : 'rest-');
    const counted = countedAfter(page, above);
    if (counted !== null) take(found, page, caret, counted, 'here', isBlank ? '' : 'rest-');
  }
  if (!isBlank && caret.offset === page.index.endOf(caret.row)) {
    for (const one of analogiesAfter(page, caret.row, moment.language)) take(found, page, caret, one, 'below', '');
    const counted = countedAfter(page, caret.row);
    if (counted !== null) take(found, page, caret, counted, 'below', '');
  }
  return found;
}

/** The row above, past blank ones only where the block goes on. */
function rowAbove({ indents }: Page, row: number): number | null {
  return row > 0 && (indents[row - 1] ?? -1) >= 0 ? row - 1 : null;
}

function take(
  found: Candidate[],
  page: Page,
  caret: Caret,
  one: Analogy,
  place: 'here' | 'below',
  prefix: string,
): void {
  const change = completion(page, caret, one.rows, place);
  if (change === null) return;
  const trust = one.matched >= 2 ? 1 : one.agreeing >= 2 ? 0.9 : one.what === 'body' ? 0.6 : 0.5;
  found.push({
    family: 'run',
    group: 'analogy',
    change,
    evidence: {
      agreeing: Math.max(one.agreeing, one.matched),
      against: one.against,
      certain: trust,
      variant: `${prefix}${one.what}-alike`,
    },
    like: one.model,
  });
}

const NUMBERS = /(?<![\p{L}\p{N}_.])\p{N}+(?![\p{L}_.\p{N}])/gu;
const FEWEST_COUNTED = 3;
const MOST_COUNTED = 20;

/** Rows that differ in their numbers only, each as far from the one above: the next of them. */
function countedAfter(page: Page, row: number): Analogy | null {
  const line = page.lines[row] ?? '';
  const numbers = numbersOf(line);
  if (numbers.length === 0 || !/\p{L}/u.test(line)) return null;
  const shape = line.replace(NUMBERS, '0');
  let steps: readonly number[] | null = null;
  let count = 1;
  let below = numbers;
  for (let up = row - 1; up >= 0 && count < MOST_COUNTED; up -= 1) {
    const other = page.lines[up] ?? '';
    if (other.replace(NUMBERS, '0') !== shape) break;
    const mine = numbersOf(other);
    const own: number[] = below.map((value, index) => value - (mine[index] ?? value));
    if (own.every((step) => step === 0) || (steps !== null && differ(own, steps))) break;
    steps = own;
    below = mine;
    count += 1;
  }
  const by = steps ?? [];
  const next = numbers.map((value, index) => value + (by[index] ?? 0));
  // Counting down ends at nothing.
  if (count < FEWEST_COUNTED || next.some((value, index) => value < 0 || (value === 0 && (by[index] ?? 0) < 0)))
    return null;
  let index = -1;
  const counted = line.replace(NUMBERS, () => String(next[(index += 1)] ?? 0));
  if (page.lines.some((other) => other === counted)) return null;
  return { rows: [counted], matched: count, agreeing: count, against: 0, what: 'next', model: row };
}

const differ = (one: readonly number[], other: readonly number[]): boolean =>
  one.some((value, index) => value !== other[index]);
const numbersOf = (line: string): number[] => (line.match(NUMBERS) ?? []).map(Number);
