/**
 * What was due at the moments of a plain recording, where nobody wrote it down: an edit counts as implied when it
 * does once more, word for word, what the edit before it did; where it does not, nothing could have been foreseen by
 * rule, and quiet is right. Strict on purpose: whoever foresees more is not rewarded, but neither is a guess.
 */
import { HistoryBuilder, type DerivedEdit, type SessionDocument } from '../../src/core/history';
import { applyChange } from '../../src/core/text';
import type { EvaluationCase, EvaluationPoint } from './case';
import { editsByWord } from './typing';

/** A case of a recording with a point at the end of each of its edits that the recording goes on after. */
export function labelRecording(document: SessionDocument, id: string): EvaluationCase {
  const builder = new HistoryBuilder(document.base);
  const edits: { edit: DerivedEdit; before: string }[] = [];
  let open: DerivedEdit | null = null;
  let before = document.base.text;
  for (const record of document.records) {
    if (builder.push(record) !== null) break;
    const newest = builder.edits().at(-1) ?? null;
    if (newest !== null && newest.fromVersion !== open?.fromVersion) {
      if (open !== null) edits.push({ edit: open, before });
      before = applyChange(builder.text(), newest.inverse);
    }
    open = newest;
  }
  if (open !== null) edits.push({ edit: open, before });
  const points: EvaluationPoint[] = edits.slice(0, -1).map(({ edit, before: old }, index) => {
    const next = edits[index + 1];
    const done = replacementsOf(old, applyIfFits(old, edit));
    const follows = next === undefined ? null : applyIfFits(next.before, next.edit);
    const implied = next !== undefined && follows !== null && repeats(done, replacementsOf(next.before, follows));
    return {
      after: edit.toVersion - document.base.version,
      due: implied ? { kind: 'edits', change: next.edit.change } : { kind: 'nothing' },
    };
  });
  return { id, kind: 'recording', origin: 'recording', document, points };
}

function applyIfFits(text: string, edit: DerivedEdit): string | null {
  const end = edit.change.at(-1)?.end ?? 0;
  return end > text.length ? null : applyChange(text, edit.change);
}

/** Each replaced stretch with what it became, in whole words. */
function replacementsOf(before: string, after: string | null): readonly string[] {
  if (after === null) return [];
  return editsByWord(before, after)
    .map(({ start, end, text }) => [before.slice(start, end), text] as const)
    .filter((pair) => pair.join('').trim().length > 1)
    .map((pair) => JSON.stringify(pair));
}

function repeats(done: readonly string[], next: readonly string[]): boolean {
  return next.length > 0 && next.every((one) => done.includes(one));
}
