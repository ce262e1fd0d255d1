/** What one answer was worth, at one moment. Pure: text, what was due, what was on offer. */
import { undoes } from '../../src/core/prediction/filters';
import { changeOf, toHunks, type Hunk } from '../../src/core/prediction/hunks';
import { applyChange, type TextChange } from '../../src/core/text';
import { agreesOnItsLines } from '../../src/core/replay/agreement';
import type { Due } from './case';
import { deltaChrF } from './delta-chrf';

/** A moment as the one who predicts sees it. */
export interface Moment {
  /** The whole text now. */
  readonly text: string;
  /** The part of it that could be changed: what was shown to the model. Offsets of `text`. */
  readonly excerpt: { readonly start: number; readonly end: number };
  /** The user's last edit: the text before it, and the change that led from there to `text`. Null: there was none. */
  readonly lastEdit: { readonly before: string; readonly change: TextChange } | null;
  readonly due: Due;
}

export interface Verdict {
  /** Whether an edit was due in what could be seen. */
  readonly due: boolean;
  /** Whether anything was on offer. */
  readonly shown: boolean;
  /** The edit on offer first is one of those due, by any of the right answers: every line it changes becomes what it should. */
  readonly next: boolean;
  /** Everything on offer together is everything that is due by one of the right answers. */
  readonly whole: boolean;
  /** Of an offer where one was due, 0 to 1; else null. */
  readonly deltaChrF: number | null;
  /** Whether the offer takes back what the user did last. */
  readonly reverses: boolean;
}

/** `offered`: hunks of the text, the one on screen first; none when nothing is shown. */
export function judge(moment: Moment, offered: readonly Hunk[]): Verdict {
  const { text, excerpt, lastEdit } = moment;
  const answers = answersOf(moment.due)
    .map((change) => withinExcerpt(change, excerpt))
    .filter((change) => applyChange(text, change) !== text);
  const [first] = offered;
  const made = applyChange(text, changeOf(offered));
  const expected = answers.map((change) => applyChange(text, change));
  const isDue = answers.length > 0;
  return {
    due: isDue,
    shown: first !== undefined,
    next: isDue && first !== undefined && answers.some((due) => agreesOnItsLines(text, first, due)),
    whole: expected.includes(made),
    deltaChrF:
      isDue && first !== undefined
        ? Math.max(...expected.map((one) => deltaChrF(...around(text, excerpt, [text, one, made]))))
        : null,
    reverses: lastEdit !== null && offered.some((hunk) => undoes(lastEdit, hunk)),
  };
}

/** An answer given as a change of the text. */
export function judgeChange(moment: Moment, change: TextChange): Verdict {
  return judge(moment, change.length === 0 ? [] : toHunks(moment.text, change));
}

/** Every right answer. */
function answersOf(due: Due): readonly TextChange[] {
  return due.kind === 'nothing' ? [] : [due.change, ...(due.others ?? [])];
}

function withinExcerpt(change: TextChange, { start, end }: Moment['excerpt']): TextChange {
  return change.filter((edit) => edit.start >= start && edit.end <= end);
}

/** The texts without what they share outside the excerpt: n-grams there cancel out, and need not be counted. */
function around(
  text: string,
  { start, end }: Moment['excerpt'],
  texts: readonly [string, string, string],
): [string, string, string] {
  const cut = (one: string): string => one.slice(start, one.length - (text.length - end));
  return [cut(texts[0]), cut(texts[1]), cut(texts[2])];
}
