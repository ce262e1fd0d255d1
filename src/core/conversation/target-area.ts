/** The cursor or selection as tokens in what is shown of C. Differences are computed before, on clean code. */
import { mapOffset, type TextChange } from '../text';
import { escapePositions, escapeTokens, TARGET, TARGET_END, TARGET_START } from './tokens';
import type { TargetArea } from './types';

/** An offset within the text that cuts neither a CR LF nor a surrogate pair in two. */
function settle(text: string, offset: number): number {
  const at = Math.min(Math.max(0, offset), text.length);
  const around = text.slice(Math.max(0, at - 1), at + 1);
  return around === '\r\n' || /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(around) ? at - 1 : at;
}

/** The text escaped for a prompt, with the tokens of the target area in it. */
export function showTarget(text: string, target: TargetArea | null): string {
  const escapes: TextChange = escapePositions(text).map((at) => ({ start: at, end: at, text: '\\' }));
  const shown = (offset: number): number => mapOffset(settle(text, offset), escapes);
  const escaped = escapeTokens(text);
  if (target === null) return escaped;
  if (target.kind === 'cursor') {
    const at = shown(target.offset);
    return escaped.slice(0, at) + TARGET + escaped.slice(at);
  }
  const start = shown(Math.min(target.start, target.end));
  const end = shown(Math.max(target.start, target.end));
  return escaped.slice(0, start) + TARGET_START + escaped.slice(start, end) + TARGET_END + escaped.slice(end);
}
