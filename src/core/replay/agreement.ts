/** Whether a predicted hunk is what was done: compared line by line, wherever an equal line could stand. */
import { toHunks, type Hunk } from '../prediction/hunks';
import { applyChange, LineIndex, type TextChange } from '../text';

/** Whether the lines that a hunk changes are what they are once all that is due is done. */
export function agreesOnItsLines(text: string, hunk: Hunk, due: TextChange): boolean {
  return agreesInPlace(text, hunk, due) || isGroupOf(text, hunk, due);
}

/** Whether the hunk alone does what a group of neighbouring lines of what is due does: the same new line, put in at an equivalent place. */
function isGroupOf(text: string, hunk: Hunk, due: TextChange): boolean {
  const made = applyChange(text, hunk.edits);
  return toHunks(text, due).some(({ edits }) => applyChange(text, edits) === made);
}

function agreesInPlace(text: string, hunk: Hunk, due: TextChange): boolean {
  const lines = new LineIndex(text);
  const start = lines.startOf(lines.lineAt(hunk.start));
  const end = lines.endOf(lines.lineAt(hunk.end));
  const there = due.filter((edit) => edit.start <= end && edit.end >= start);
  if (there.length === 0 || there.some((edit) => edit.start < start || edit.end > end)) return false;
  const local = (edits: TextChange): TextChange =>
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const now = text.slice(start, end);
  return applyChange(now, local(hunk.edits)) === applyChange(now, local(there));
}
