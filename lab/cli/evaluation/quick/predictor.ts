/** What a predictor is asked and answers when predictions are measured without a browser: pure functions on both sides. */
import type { HistoryChange } from '../../../../src/core/conversation/types';
import type { EvaluationCase, EvaluationPoint, Moment } from '../../../evaluation';
import { HistoryBuilder, type EditRecord, type EditSource } from '../../../../src/core/history';
import { extendEdit, type LastEdit } from '../../../../src/core/prediction/last-edit';
import type { MomentInput } from '../../../../src/core/proposals';
import { applyChange, invertChange, mapOffset, type TextChange } from '../../../../src/core/text';

/** One meaningful edit of the history. Offsets are UTF-16 units, ranges half-open. */
export interface RecentEdit {
  /** The whole text before and after it. */
  readonly before: string;
  readonly after: string;
  /** Leads from `before` to `after`. */
  readonly change: TextChange;
  /** Where what it wrote stands in the present text; empty ranges where it only took away. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
  readonly source: EditSource;
  readonly inProgress: boolean;
  /** Milliseconds of wall time from its last record to the newest record of all. */
  readonly ageMs: number;
}

/** A moment as whoever predicts sees it: everything the program knows, nothing of what is due. */
export interface AskedMoment {
  readonly text: string;
  readonly path: string;
  readonly language: string;
  /** UTF-16 offset of `text`. */
  readonly cursor: number;
  /** H as the product gives it to a prompt: the lines of each edit, oldest first. */
  readonly history: readonly HistoryChange[];
  /** The same edits with where they were made, oldest first. */
  readonly edits: readonly RecentEdit[];
  /** Every record so far, and the text before the first. */
  readonly base: string;
  readonly records: readonly EditRecord[];
  /** The edit being made, as the prediction's state machine groups keys; null before any. */
  readonly lastEdit: LastEdit | null;
}

/** The moment as the proposers are asked about it. */
export function askedInput({ language, path, text, cursor, edits }: AskedMoment): Omit<MomentInput, 'earlier'> {
  const past = edits.map(({ before, change, source, ageMs }) => ({
    change,
    inverse: invertChange(before, change),
    source,
    endedAt: -ageMs,
  }));
  return { language, path, text, cursor, edits: past, now: 0 };
}

export interface Prediction {
  /** Changes of the text, the best first; empty for silence. */
  readonly changes: readonly TextChange[];
}

export type Predictor = (moment: AskedMoment) => Prediction;

/** A point of a case as it is asked about, and as it is judged (everything can be seen). */
export interface AskedPoint {
  readonly played: EvaluationCase;
  readonly point: EvaluationPoint;
  readonly asked: AskedMoment;
  readonly judged: Moment;
}

/** The points of a case, in order. @throws an Error for a record that does not fit. */
export function askedPoints(played: EvaluationCase): AskedPoint[] {
  const { document, points } = played;
  const history = new HistoryBuilder(document.base);
  const out: AskedPoint[] = [];
  let text = document.base.text;
  let lastEdit: LastEdit | null = null;
  for (const [index, record] of document.records.entries()) {
    const fault = history.push(record);
    if (fault !== null) throw new Error(`${played.id}: record ${index} does not fit (${fault.kind})`);
    lastEdit = extendEdit(lastEdit, text, record.change, record.monoTime, record.source.kind === 'typed');
    text = applyChange(text, record.change);
    for (const point of points) {
      if (point.after !== index + 1) continue;
      const asked: AskedMoment = {
        text,
        path: document.path,
        language: document.language,
        cursor: record.selection?.head ?? mapOffset(record.change.at(-1)?.end ?? 0, record.change, 'after'),
        history: history.changes({ contextLines: 0 }),
        edits: recentEdits(history, record.wallTime),
        base: document.base.text,
        records: document.records.slice(0, point.after),
        lastEdit,
      };
      out.push({
        played,
        point,
        asked,
        judged: { text, excerpt: { start: 0, end: text.length }, lastEdit, due: point.due },
      });
    }
  }
  return out;
}

function recentEdits(history: HistoryBuilder, now: number): RecentEdit[] {
  const out: RecentEdit[] = [];
  const later: TextChange[] = [];
  let after = history.text();
  for (const edit of [...history.edits()].reverse()) {
    const before = applyChange(after, edit.inverse);
    const places = edit.inverse.map(({ start, end }) => ({
      start: through(later, start, 'before'),
      end: through(later, end, 'after'),
    }));
    out.push({
      before,
      after,
      change: edit.change,
      places,
      source: edit.source,
      inProgress: edit.inProgress,
      ageMs: now - edit.endedAt,
    });
    later.unshift(edit.change);
    after = before;
  }
  return out.reverse();
}

function through(changes: readonly TextChange[], offset: number, side: 'before' | 'after'): number {
  return changes.reduce((at, change) => mapOffset(at, change, side), offset);
}
