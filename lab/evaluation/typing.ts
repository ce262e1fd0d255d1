/** From a change to the keys that a user would make it with. */
import { Typist } from '../../src/core/history';
import {
  diffSequences,
  diffTextLines,
  normalizeChange,
  splitLinesKeepingEnds,
  type TextChange,
  type TextEdit,
} from '../../src/core/text';
import { HOP_MS, KEY_MS, MOVE_MS } from './rhythm';

const TOKENS = /[\p{L}\p{N}_$]+|\r?\n|[^\S\n]+|[^\p{L}\p{N}_$\s]/gu;

/**
 * Types the texts one after another, each a further edit: place by place from the top, whole words typed over, a key
 * for each character. `texts` begins with the text before the first edit.
 */
export function typeThrough(id: string, texts: readonly string[]): Typist {
  const [base = '', ...rest] = texts;
  const typist = new Typist(id, base);
  for (const text of rest) {
    typist.wait(MOVE_MS);
    typeChange(typist, text);
  }
  return typist;
}

/** Types what leads from the typist's text to `target`. */
function typeChange(typist: Typist, target: string): void {
  let shift = 0;
  editsByWord(typist.text, target).forEach(({ start, end, text }, index) => {
    if (index > 0) typist.wait(HOP_MS);
    const stroke = { after: KEY_MS };
    if (start === end) typist.typeAt(start + shift, text, stroke);
    else typist.typeOver(start + shift, end + shift, text, stroke);
    shift += text.length - (end - start);
  });
}

/** What differs, in whole words: nobody types over half a name; but a name that only grows is typed on. */
export function editsByWord(before: string, after: string): TextChange {
  const older = splitLinesKeepingEnds(before);
  const newer = splitLinesKeepingEnds(after);
  const edits: TextEdit[] = [];
  let line = 0;
  let at = 0;
  for (const group of diffTextLines(before, after)) {
    for (; line < group.oldStart; line += 1) at += older[line]?.length ?? 0;
    edits.push(
      ...wordEdits(
        older.slice(group.oldStart, group.oldEnd).join(''),
        newer.slice(group.newStart, group.newEnd).join(''),
        at,
      ),
    );
  }
  return normalizeChange(edits);
}

function wordEdits(before: string, after: string, offset: number): TextEdit[] {
  const older = before.match(TOKENS) ?? [];
  const newer = after.match(TOKENS) ?? [];
  const starts = [offset];
  for (const token of older) starts.push((starts.at(-1) ?? 0) + token.length);
  return diffSequences(older, newer).map(({ oldStart, oldEnd, newStart, newEnd }) => {
    const [start = offset, end = offset] = [starts[oldStart], starts[oldEnd]];
    const old = older.slice(oldStart, oldEnd).join('');
    const text = newer.slice(newStart, newEnd).join('');
    return old !== '' && text.startsWith(old)
      ? { start: end, end, text: text.slice(old.length) }
      : { start, end, text };
  });
}
