/** From H to the moment that proposers look at. */
import type { DerivedEdit } from '../history';
import { parseSyntax, type Syntax } from '../syntax';
import { applyChange, mapOffset, placeEdits, type TextChange } from '../text';
import { MOST_EDITS, NO_WORKSPACE, type Moment, type PastEdit, type Range, type WorkspaceFacts } from './types';

export interface MomentInput {
  readonly language: string;
  readonly path: string;
  /** The text after the last of `edits`. */
  readonly text: string;
  readonly cursor: number;
  /** Oldest first, as `HistoryBuilder.edits()` gives them: each starts from the text that the one before led to. */
  readonly edits: readonly Pick<DerivedEdit, 'change' | 'inverse' | 'source' | 'endedAt'>[];
  /** Wall time, milliseconds since the epoch. */
  readonly now: number;
  readonly workspace?: WorkspaceFacts;
  /** The syntax of a text that `change` leads from to the present one: what it has in common is not read again. */
  readonly earlier?: { readonly syntax: Syntax; readonly change: TextChange };
}

/** Works the texts of the last edits out backwards, and where what each wrote stands now. */
export function momentOf({
  language,
  path,
  text,
  cursor,
  edits,
  now,
  workspace = NO_WORKSPACE,
  earlier,
}: MomentInput): Moment {
  const past: PastEdit[] = [];
  let after = text;
  let since: readonly TextChange[] = [];
  for (const edit of edits.slice(-MOST_EDITS).reverse()) {
    const before = applyChange(after, edit.inverse);
    past.push({
      before,
      after,
      change: edit.change,
      places: placesOf(edit.change, since),
      source: edit.source.kind,
      ageMs: Math.max(0, now - edit.endedAt),
    });
    since = [edit.change, ...since];
    after = before;
  }
  past.reverse();
  const last = past.at(-1);
  const syntax = parseSyntax(language, path, text, earlier);
  const back = edits.at(-1)?.inverse;
  const syntaxBefore =
    last === undefined || syntax === null || back === undefined
      ? null
      : parseSyntax(language, path, last.before, { syntax, change: back });
  return { language, path, text, cursor, edits: past, syntax, syntaxBefore, workspace };
}

function placesOf(change: TextChange, since: readonly TextChange[]): Range[] {
  return placeEdits(change)
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) =>
      since.reduce<Range>(
        (range, later) => ({
          start: mapOffset(range.start, later, 'after'),
          end: mapOffset(range.end, later, 'before'),
        }),
        { start, end },
      ),
    )
    .map(({ start, end }) => ({ start, end: Math.max(start, end) }));
}
