/** H as a prompt is given it: what was done in the shown file, after what was just done in others. */
import { writesWhole } from '../conversation';
import type { Dialect, HistoryChange } from '../conversation/types';
import type { DerivedChange, HistoryBuilder } from '../history';
import { excludedBy } from './trigger';

/** Of a model whose history holds whole code, this much of the file around an edit: a whole file would seldom fit. */
const LINES_AROUND_AN_EDIT = 16;
/** An edit in another file says something about this one for so long, milliseconds. */
export const RECENT_ELSEWHERE_MS = 10 * 60_000;

/** What was done in another file. */
export interface Elsewhere {
  readonly path: string;
  readonly language: string;
  /** When it was last edited, by the clock of `now`; null when that is not known. */
  readonly edited: number | null;
  readonly history: Pick<HistoryBuilder, 'changes'>;
}

export interface HistoryAsked {
  /** Of the model that is asked; null while none is known. */
  readonly dialect: Dialect | null;
  readonly language: string;
  /** Of the shown file, with forward slashes; some models are told. */
  readonly path?: string;
  readonly history: Pick<HistoryBuilder, 'changes'>;
  readonly others: readonly Elsewhere[];
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  /** Milliseconds. */
  readonly now: number;
}

/** Oldest first; only as much of each file as the model needs to see, so that a long file costs no more than a short one. */
export function historyFor({
  dialect,
  language,
  path,
  history,
  others,
  excluded,
  now,
}: HistoryAsked): readonly HistoryChange[] {
  // A form of its own says of each change where it was made.
  const own = dialect?.style === 'own' ? dialect.limits : null;
  const context = own === null ? { contextLines: 0 } : { contextLines: own.historyLines, numbered: true };
  // Whole files from elsewhere would be too much.
  if (dialect !== null && writesWhole(dialect.historyFormat))
    return history.changes({ contextLines: LINES_AROUND_AN_EDIT });
  const elsewhere = others
    .filter((other) => other.language === language && excludedBy(other.path, excluded) === null)
    .flatMap((other) =>
      other.edited !== null && other.edited > now - RECENT_ELSEWHERE_MS
        ? [{ path: other.path, edited: other.edited, history: other.history }]
        : [],
    )
    .sort((one, other) => one.edited - other.edited)
    .flatMap((other) => {
      const changes = other.history.changes({ ...context, maxEdits: 1 });
      return own === null ? changes : changes.map((change) => placed(change, other.path));
    });
  const here = history.changes(context);
  return [...elsewhere, ...(own === null || path === undefined ? here : here.map((change) => placed(change, path)))];
}

const placed = (change: DerivedChange, path: string): HistoryChange => ({
  ...change,
  path,
  accepted: change.source.kind === 'prediction',
});
