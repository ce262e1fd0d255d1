/** A large prediction as it is shown beside the code. */
import type { CurrentPrediction } from '../core/prediction';
import { applyChange, diffRows, LineIndex, type DiffRow } from '../core/text';

export interface ReviewedHunk {
  /** Unique within the prediction. */
  readonly id: string;
  /** From 1. */
  readonly line: number;
  readonly rows: readonly DiffRow[];
}

/** A prediction that is too large to be read over the code. */
export interface PredictionReviewView {
  /** In the order in which Tab takes them; never empty. */
  readonly hunks: readonly ReviewedHunk[];
  readonly added: number;
  readonly removed: number;
  /** Whether more of it is on its way. */
  readonly streaming: boolean;
}

/** Unchanged lines shown around each change. */
const CONTEXT = 2;

/** Null for a prediction that is drawn in the code. Line numbers are those of `text`, each change taken by itself. */
export function reviewView(prediction: CurrentPrediction | null, text: string): PredictionReviewView | null {
  if (prediction?.presentation !== 'review') return null;
  const lines = new LineIndex(text);
  const hunks = prediction.hunks.map(({ start, end, edits }): ReviewedHunk => {
    const first = Math.max(0, lines.lineAt(start) - CONTEXT);
    const from = lines.startOf(first);
    const before = text.slice(from, lines.endOf(Math.min(lines.lineCount - 1, lines.lineAt(end) + CONTEXT)));
    const after = applyChange(
      before,
      edits.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
    );
    return {
      id: `${start}:${end}`,
      line: lines.lineAt(start) + 1,
      rows: diffRows(before, after, CONTEXT).map((row) => moved(row, first)),
    };
  });
  const count = (kind: DiffRow['kind']): number =>
    hunks.reduce((sum, { rows }) => sum + rows.filter((row) => row.kind === kind).length, 0);
  return { hunks, added: count('added'), removed: count('removed'), streaming: prediction.streaming };
}

function moved(row: DiffRow, by: number): DiffRow {
  switch (row.kind) {
    case 'same':
      return { ...row, old: row.old + by, new: row.new + by };
    case 'removed':
      return { ...row, old: row.old + by };
    case 'added':
      return { ...row, new: row.new + by };
    case 'gap':
      return row;
  }
}
