/** What an answer that is still being written already says for sure. */
import { diffLines, splitLines, type LineChange, type TextChange } from '../text';
import { decodeAnswer } from './answer';
import { writesWhole } from './formats';
import { readAnswerLines, type FormatFailure } from './formats/format';
import { escapeTokens } from './tokens';
import type { ChangeFormat, Current } from './types';

/** So many lines in a row that agree with the current text again mean that a change before them is complete. */
const LINES_IN_STEP = 3;
/** Two are enough when one of them is a line of which there is only one. */
const LINES_IN_STEP_DISTINCTIVE = 2;
/** Shorter lines (a bracket, `else:`) are never distinctive. */
const DISTINCTIVE_LENGTH = 8;

export type SettledChange = { readonly kind: 'settled'; readonly change: TextChange } | FormatFailure;

const NOTHING: SettledChange = { kind: 'settled', change: [] };

/**
 * The change of `current.text` that the answer so far settles: complete blocks, or for a whole file the part before
 * the place where the answer is back in step with the current text. Empty while nothing is settled; a failure is final.
 * @param soFar the code as it was written so far, with what the prompt already holds of it
 */
export function settledChange(current: Current, language: string, format: ChangeFormat, soFar: string): SettledChange {
  const whole = writesWhole(format);
  const text = whole ? closeInStep(current, soFar) : soFar;
  if (typeof text !== 'string') return text;
  const result = decodeAnswer(current, language, format, text, { complete: whole });
  if (result.kind === 'change') return { kind: 'settled', change: result.change };
  // What is left out may be told once the lines behind it are there.
  return result.reason === 'truncated' || result.reason === 'elided' ? NOTHING : result;
}

/** The whole-file answer as if what follows the last settled change were the current text; or why there is none. */
function closeInStep(current: Current, soFar: string): string | SettledChange {
  const lines = soFar.split('\n').slice(0, -1);
  const opening = lines.findIndex((line) => /^ {0,3}`{3,}/.test(line));
  if (opening < 0) return NOTHING;
  const ticks = /`+/.exec(lines[opening] ?? '')?.[0] ?? '';
  const written = lines.slice(opening + 1);
  if (written.includes(ticks)) return NOTHING;
  const read = readAnswerLines(written);
  if (read.kind === 'failed') return read;
  const ellipsis = current.above && written[0] === '...' ? 1 : 0;
  const older = splitLines(current.text).map(escapeTokens);
  const newer = written.slice(ellipsis);
  const last = lastSettled(older, newer);
  if (last === null) return NOTHING;
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
