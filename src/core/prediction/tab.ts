/**
 * What Tab does now: the key and the words about it ask the same function. Pure: the text, the cursor and what is on
 * the screen go in.
 */
import type { CursorSelection } from '../history/record';
import type { TextEdit } from '../text';

/**
 * So long after a prediction appears Tab still indents: who presses it then decided to before there was anything to
 * take. A user needs 200 ms and more to see something and press a key. Milliseconds.
 */
export const TAB_GRACE_MS = 250;

/** `careful`: in leading white space away from the prediction Tab indents; `always`: wherever the cursor is, Tab is about the prediction. */
export type TabChoice = 'careful' | 'always';

export type TabMeaning =
  /** Puts the next change into the text. */
  | 'accept'
  /** Goes to it. */
  | 'jump'
  | 'indent'
  /** Nothing that concerns a prediction: the focus is elsewhere, something is selected, or there are several cursors. */
  | 'none';

export interface TabSituation {
  readonly choice: TabChoice;
  readonly text: string;
  readonly cursor: CursorSelection;
  readonly cursors: number;
  /** Whether keys go to the code. */
  readonly focused: boolean;
  /** In the order in which Tab takes them, in offsets of `text`. */
  readonly hunks: readonly Pick<TextEdit, 'start' | 'end'>[];
  /** Milliseconds that the prediction has been on the screen; null while it is not. */
  readonly shownFor: number | null;
  /** `code`: drawn where it belongs; `mark`: only a mark stands for it; `beside`: all of it is shown beside the code. */
  readonly drawn: 'code' | 'mark' | 'beside';
  /** The last thing done was taking the change before, or going to the next one, which is in view: going on needs no jump. */
  readonly following: boolean;
}

export function tabMeaning(at: TabSituation): TabMeaning {
  const { text, cursor, hunks, shownFor } = at;
  if (!at.focused || at.cursors !== 1 || cursor.anchor !== cursor.head) return 'none';
  const [next] = hunks;
  if (next === undefined || shownFor === null || shownFor < TAB_GRACE_MS) return 'indent';
  const start = startOfLine(text, cursor.head);
  const end = endOfLine(text, cursor.head);
  if (
    at.choice === 'careful' &&
    !at.following &&
    isBlank(text.slice(start, cursor.head)) &&
    !hunks.some((hunk) => touches(text, hunk, start, end))
  )
    return 'indent';
  if (at.drawn === 'beside') return 'accept';
  if (at.following) return 'accept';
  // One line further: who stands right above or below reads it where they are.
  const near = touches(
    text,
    next,
    startOfLine(text, Math.max(0, start - 1)),
    endOfLine(text, Math.min(text.length, end + 1)),
  );
  return near && at.drawn === 'code' ? 'accept' : 'jump';
}

const isBlank = (text: string): boolean => /^[^\S\r\n]*$/.test(text);
const startOfLine = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Whether a change concerns the lines that reach from `start` to `end`. Whole lines end before the line behind them. */
function touches(text: string, hunk: Pick<TextEdit, 'start' | 'end'>, start: number, end: number): boolean {
  const last = hunk.end > hunk.start && text[hunk.end - 1] === '\n' ? hunk.end - 1 : hunk.end;
  return hunk.start <= end && last >= start;
}
