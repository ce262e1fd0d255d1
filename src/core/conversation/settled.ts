/** What an answer that is still being written already says for sure. */
import { splitLines, type TextChange } from '../text';
import { decodeAnswer } from './answer';
import { writesWhole } from './formats';
import { readAnswerLines, type FormatFailure } from './formats/format';
import { lastSettled } from './in-step';
import { shownOf } from './own/shown';
import { escapeTokens } from './tokens';
import type { AnswerFormat, Current } from './types';

export type SettledChange = { readonly kind: 'settled'; readonly change: TextChange } | FormatFailure;

const NOTHING: SettledChange = { kind: 'settled', change: [] };

/**
 * The change of `current.text` that the answer so far settles: complete blocks, or for a whole file the part before
 * the place where the answer is back in step with the current text. Empty while nothing is settled; a failure is final.
 * @param soFar the code as it was written so far, with what the prompt already holds of it
 */
export function settledChange(current: Current, language: string, format: AnswerFormat, soFar: string): SettledChange {
  if (typeof format !== 'string') {
    const closed = format.settle?.(shownOf(current), soFar) ?? null;
    return closed === null ? NOTHING : settledBy(current, language, format, closed, true);
  }
  const whole = writesWhole(format);
  const text = whole ? closeInStep(current, soFar) : soFar;
  if (typeof text !== 'string') return text;
  return settledBy(current, language, format, text, whole);
}

function settledBy(
  current: Current,
  language: string,
  format: AnswerFormat,
  text: string,
  complete: boolean,
): SettledChange {
  const result = decodeAnswer(current, language, format, text, { complete });
  if (result.kind === 'change') return { kind: 'settled', change: result.change };
  // What is left out may be told once the lines behind it are there.
  return result.reason === 'truncated' || result.reason === 'elided' ? NOTHING : result;
}

/** Whether whatever is still written makes no difference, so that nobody need wait for it. */
export function isOver(current: Current, format: AnswerFormat, soFar: string): boolean {
  return typeof format !== 'string' && format.over?.(shownOf(current), soFar) === true;
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
