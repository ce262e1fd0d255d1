/** What an answer that is still being written already says for sure. */
import { begunAnswer, decodeAnswer } from '../conversation';
import { escapeTokens } from '../conversation/tokens';
import type { Current, Dialect } from '../conversation/types';
import { diffLines, splitLines, type LineChange, type TextChange } from '../text';

/** So many lines in a row that agree with the current text again mean that a change before them is complete. */
const LINES_IN_STEP = 3;
/** Two are enough when one of them is a line of which there is only one. */
const LINES_IN_STEP_DISTINCTIVE = 2;
/** Shorter lines (a bracket, `else:`) are never distinctive. */
const DISTINCTIVE_LENGTH = 8;

/**
 * The change of `current.text` that the answer so far settles: complete blocks, or for a whole file the part before
 * the place where the answer is back in step with the current text. Empty while nothing is settled.
 */
export function settledChange(current: Current, language: string, dialect: Dialect, answer: string): TextChange {
  const format = dialect.outputFormat;
  const soFar = begunAnswer(current, language, dialect) + answer;
  const text = format === 'wf' ? closeInStep(current, soFar) : soFar;
  if (text === null) return [];
  const result = decodeAnswer(current, language, format, text, { complete: format === 'wf' });
  return result.kind === 'change' ? result.change : [];
}

/** Whether a piece can have settled anything: blocks end with a line, and so does what a whole file settles. */
export function endsLine(piece: string): boolean {
  return piece.includes('\n');
}

/** The whole-file answer as if what follows the last settled change were the current text; null when none is settled. */
function closeInStep(current: Current, soFar: string): string | null {
  const lines = soFar.split('\n').slice(0, -1);
  const opening = lines.findIndex((line) => /^ {0,3}`{3,}/.test(line));
  if (opening < 0) return null;
  const ticks = /`+/.exec(lines[opening] ?? '')?.[0] ?? '';
  const written = lines.slice(opening + 1);
  if (written.includes(ticks)) return null;
  const ellipsis = current.above && written[0] === '...' ? 1 : 0;
  const older = splitLines(current.text).map(escapeTokens);
  const newer = written.slice(ellipsis);
  const last = lastSettled(older, newer);
  if (last === null) return null;
  const whole = [
    ...lines.slice(0, opening + 1),
    ...written.slice(0, ellipsis + last.newEnd),
    ...older.slice(last.oldEnd),
    ...(current.below ? ['...'] : []),
    ticks,
  ];
  return whole.join('\n');
}

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
