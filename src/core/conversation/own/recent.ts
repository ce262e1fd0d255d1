/** What was done lately, as others write it. */
import { commonEnds } from '../../text';
import { diffOf } from '../formats/ud';
import type { ConversationInput, HistoryChange } from '../types';
import { holds, linesOf } from './shown';

/** The newest changes that change something and hold none of the marks, oldest first. */
export function newest(
  { history }: ConversationInput,
  most: number,
  marks: readonly string[],
): readonly HistoryChange[] {
  return history
    .filter(({ before, after, path }) => before !== after && !holds([before, after, path], marks))
    .slice(-most);
}

/** The hunks of a unified diff, line by line, escaped. */
export function hunks({ before, after, line = 0 }: HistoryChange, context: number): readonly string[] {
  const ended = (text: string): string[] => linesOf(text).map((one) => `${one}\n`);
  return diffOf(ended(before), ended(after), context, line);
}

/** Both sides of the hunks, as lines, escaped. */
export interface Sides {
  readonly original: readonly string[];
  readonly updated: readonly string[];
  /** Line of the file (1-based) of the first original line. */
  readonly first: number;
}

export function sides(change: HistoryChange, context: number): Sides {
  const lines = hunks(change, context);
  const of = (other: string): string[] =>
    lines.filter((line) => !line.startsWith('@@') && !line.startsWith(other)).map((line) => line.slice(1));
  return { original: of('+'), updated: of('-'), first: Number(/^@@ -(\d+)/.exec(lines[0] ?? '')?.[1] ?? 1) };
}

/** The document as it was before the newest change of it, and where an offset of it was then; null when that is not known. */
export function beforeLast({ history, place }: ConversationInput): {
  readonly text: string;
  readonly offset: (now: number) => number;
} | null {
  const last = history.findLast((change) => change.before !== change.after && change.path === place?.path);
  if (place === undefined || last?.line === undefined) return null;
  const lines = linesOf(place.text);
  const [older, newer] = [linesOf(last.before), linesOf(last.after)];
  if (newer.some((line, index) => lines[(last.line ?? 0) + index] !== line)) return null;
  const was = [...lines.slice(0, last.line), ...older, ...lines.slice(last.line + newer.length)];
  const text = was.join('\n');
  const now = lines.join('\n');
  const edit = differing(now, text);
  return {
    text,
    offset: (at) => {
      if (at < edit.start) return at;
      if (at < edit.end) return Math.min(at, edit.oldEnd);
      return at + edit.oldEnd - edit.end;
    },
  };
}

/** `[start, end)` of the one text stands where `[start, oldEnd)` of the other does. */
function differing(now: string, was: string): { start: number; end: number; oldEnd: number } {
  const { head, tail } = commonEnds(now, was);
  return { start: head, end: now.length - tail, oldEnd: was.length - tail };
}
