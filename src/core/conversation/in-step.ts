/** Where the lines of an answer agree with the current ones again. */
import { diffLines, type LineChange } from '../text';

/** So many lines in a row that agree with the current text again mean that a change before them is complete. */
const LINES_IN_STEP = 3;
/** Two are enough when one of them is a line of which there is only one. */
const LINES_IN_STEP_DISTINCTIVE = 2;
/** Shorter lines (a bracket, `else:`) are never distinctive. */
const DISTINCTIVE_LENGTH = 8;

/** The last difference after which the lines written are back in step with the current ones. */
export function lastSettled(older: readonly string[], newer: readonly string[]): LineChange | null {
  const changes = diffLines(older, newer);
  const counts = new Map<string, number>();
  for (const line of older) counts.set(line, (counts.get(line) ?? 0) + 1);
  const isDistinctive = (line: string): boolean => line.trim().length >= DISTINCTIVE_LENGTH && counts.get(line) === 1;
  for (let index = changes.length - 1; index >= 0; index -= 1) {
    const change = changes[index];
    if (change === undefined) continue;
    const agreeing = newer.slice(change.newEnd, changes[index + 1]?.newStart ?? newer.length);
    const enough =
      agreeing.length >= LINES_IN_STEP ||
      (agreeing.length >= LINES_IN_STEP_DISTINCTIVE && agreeing.some(isDistinctive));
    if (enough) return change;
  }
  return null;
}
